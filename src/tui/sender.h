/*
 * What the terminal has not taken yet. Layer 7. One that takes nothing, as behind a connection that
 * hangs, must not keep the program from its signals: it is waited for only when told how long.
 */
#ifndef TUI_SENDER_H
#define TUI_SENDER_H

#include "tui/outbuf.h"

struct sender {
    int fd;   /* of the terminal */
    bool own; /* opened here: writing to it does not wait, and nobody else's is changed by that */
    struct outbuf queue;
    size_t sent; /* of the queue */
};

/* To the terminal that is open as fd. Where it cannot be opened again, writing waits. */
void sender_open(struct sender *s, int fd);
void sender_close(struct sender *s);

/* Where to add what is to be sent. */
struct outbuf *sender_queue(struct sender *s);
/* Writes what the terminal takes now. False: something is left. One that has gone takes all. */
bool sender_send(struct sender *s);
/* The same, and waits for so many milliseconds at most. */
bool sender_send_within(struct sender *s, int ms);
/* Whether something is left. */
bool sender_waits(const struct sender *s);

#endif
