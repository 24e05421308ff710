/*
 * What the values that are printed do not say themselves, said on standard error when it changes:
 * whether the program still runs, since what a dead one left can be read like what a living one
 * has, and what is missing from a frame. Layer 8.
 */
#ifndef CLI_LIFE_H
#define CLI_LIFE_H

#include <memglass/observer.h>
#include <stdbool.h>

struct life {
    bool over;
    char missing[256]; /* that was said last */
};

/* Of each frame of a live session; zero at first. missing: what its capture says, code 0: nothing.
 */
void life_note(struct life *life, const char *name, const memglass_session_info *session,
               const memglass_error *missing);

#endif
