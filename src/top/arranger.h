/*
 * The arranger: a thread that makes arrangements, so that no key waits for a million objects.
 * Layer 8. Data goes one way: the thread owns an arrangement until it is taken, then it is the
 * taker's, who gives it back for its memory.
 *
 * The newest request wins. One that asks for something else cancels the one under way; one that
 * asks for the same of newer frames waits for it, so that a machine that is too slow for the
 * interval shows something all the same. All calls are of one thread, the screen's.
 */
#ifndef TOP_ARRANGER_H
#define TOP_ARRANGER_H

#include "view/build.h"

struct arranger;

/* NULL and err: E_NOMEM, E_SYSTEM. */
struct arranger *arranger_start(memglass_error *err);
/* Cancels what is under way and waits for that. */
void arranger_stop(struct arranger **a);

/* Readable when an arrangement is there to be taken. */
int arranger_fd(const struct arranger *a);

/* Drains the descriptor: whether an arrangement is there, or making one failed. */
bool arranger_ready(struct arranger *a);

/*
 * Asks for an arrangement; frames are retained. False: that is under way, or waits to be taken,
 * already.
 */
bool arranger_request(struct arranger *a, const struct arrange_spec *spec,
                      const struct row_source *source);

/*
 * The arrangement that was asked for last; when it is not there within wait_ms, an earlier one of
 * the same spec, or NULL. status (may be NULL): MEMGLASS_OK, or why the last one failed.
 */
struct arrangement *arranger_take(struct arranger *a, int wait_ms, int *status);
/* Takes an arrangement back, and nulls it; NULL is allowed. A large one is freed by the thread. */
void arranger_give_back(struct arranger *a, struct arrangement **arrangement);

/*
 * The way of the view to it: keys wait for what they ask for a moment that is not felt, so that on
 * most machines nothing is drawn twice; ticks wait less, since the rows before are there with their
 * newest values.
 */
struct view_arranger arranger_for_view(struct arranger *a);

/* Cancels, waits, and lets go of all frames: those of a sampler that is about to be stopped. */
void arranger_clear(struct arranger *a);

#endif
