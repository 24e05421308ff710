/*
 * Taking a frame between two steps of a producer that marks them (memglass_frame_begin). Layer 4.
 * The producer is never made to wait: a frame waits for it, for a bounded time, and is taken in any
 * case.
 *
 *     struct cut cut = cut_start(alive);
 *     do {
 *         cut_open(&cut, o);  follow and copy;  verdict = cut_close(&cut, o, torn);
 *     } while (cut_again(&cut, verdict));
 */
#ifndef SAMPLE_CUT_H
#define SAMPLE_CUT_H

#include "observer/observer.h"
#include "sample/frame.h"

#include <stdbool.h>

struct cut {
    bool alive;           /* somebody may end the step that is under way */
    unsigned tries;       /* that were begun */
    uint64_t deadline_ns; /* no wait and no further try behind it */
    uint64_t sequence;    /* as the try under way began */
};

struct cut cut_start(bool alive);

/* Begins a try: waits until no step is under way, or until the time is over. MEMGLASS_OK or
 * E_FAULT. */
int cut_open(struct cut *c, const memglass_observer *o);

/* Ends a try: what the copies since cut_open are worth. torn: one of them could not be had. On a
 * fault, MIXED. */
enum frame_cut cut_close(const struct cut *c, const memglass_observer *o, bool torn);

/* Whether another try may give a better frame. */
bool cut_again(const struct cut *c, enum frame_cut verdict);

#endif
