/*
 * Whether the program that is looked at still runs, said on standard error when that changes: what
 * a dead program left can be read like what a living one has, so it must be told apart. Layer 8.
 */
#ifndef CLI_LIFE_H
#define CLI_LIFE_H

#include <memglass/observer.h>
#include <stdbool.h>

struct life {
    bool over;
};

/* Of each frame of a live session; zero at first. */
void life_note(struct life *life, const char *name, const memglass_session_info *session);

#endif
