/*
 * The player: a thread that goes about in a recording, so that no key waits for it. Layer 8. What
 * it has come to is taken as a sampler's snapshot is. The newest wish counts: a search, or reading
 * of the past, that is under way is given up for it.
 */
#ifndef TOP_PLAYER_H
#define TOP_PLAYER_H

#include "record/timeline.h"

struct player;

/* What a player has come to. */
struct player_moment {
    struct snapshot snapshot;               /* references of the receiver */
    const struct timeline_outline *outline; /* likewise */
    double speed;
    bool playing;
    bool busy;      /* on the way to somewhere else */
    char note[128]; /* why the last wish came to nothing; "" */
};

void player_moment_release(struct player_moment *m);

/* Of a file, at its first instant, which is there to be taken. NULL and err. */
struct player *player_open(const char *path, memglass_error *err);
/* Of what is being recorded; `bring` is called on the player's thread before it looks at the ring:
 * it puts there what waits. NULL and err. */
typedef void player_bring(void *ctx);
struct player *player_open_ring(struct record_ring *ring, player_bring *bring, void *ctx,
                                memglass_error *err);
/* Waits for what is under way. Moments that are held stay valid; the history does not. */
void player_close(struct player **p);

/* All of these return at once; one consumer thread. */
void player_seek(struct player *p, uint64_t time_ns);
void player_step(struct player *p, int64_t frames); /* several add up */
void player_mark(struct player *p, int direction);
void player_change(struct player *p, const struct object_id *id, const char *path, int direction);
void player_play(struct player *p, bool plays);
void player_speed(struct player *p, int direction); /* the next faster (1) or slower, 0.1 to 100 */

/* Readable when there is something new. */
int player_fd(const struct player *p);
/* The newest; the receiver releases it. False, and nothing in out: there is nothing new. */
bool player_take(struct player *p, struct player_moment *out);
const struct history *player_history(const struct player *p);

#endif
