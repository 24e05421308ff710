/* Gives the terminal back when the program crashes. Layer 7. */
#ifndef TUI_RESCUE_H
#define TUI_RESCUE_H

#include <stddef.h>
#include <termios.h>

/* What brings the terminal back: prepared, since a crash is no time to ask terminfo. */
struct rescue {
    int fd;
    struct termios modes;
    char text[256];
    size_t size;
};

/* Handlers for SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT: restore what is armed, then die of the
 * same signal; also when the stack of the calling thread, or of one of thread_start, has run out.
 * Before any observer attaches, whose SIGBUS handler passes on to this one. */
void rescue_install(void);

/* From now on a crash writes this; r must stay until rescue_disarm. */
void rescue_arm(const struct rescue *r);
void rescue_disarm(void);

#endif
