/*
 * Rings of past values, one per numeric field of each object that fits the memory budget, filled
 * from the first tick, so that a sparkline is full when it is first looked at. Layer 4.
 *
 * Threads: one writer (the sampler), any number of readers. Rings never move; a ring's owner is
 * named by a number of its own, and a reader checks that, and the newest tick, after its copy: it
 * never shows another object's past.
 */
#ifndef SAMPLE_HISTORY_H
#define SAMPLE_HISTORY_H

#include "sample/frame.h"

#include "field/field.h"

#define HISTORY_NONE  UINT64_MAX
#define HISTORY_TICKS 128 /* values of a ring, a power of two */
#define HISTORY_SHOWN \
    120 /* of which so many may be asked for: the rest is slack for a reader that lags behind */

struct history;

/* Budget: bytes that it may ever hold; they are touched as objects come. NULL: out of memory. */
struct history *history_create(uint64_t budget_bytes);
void history_destroy(struct history **h);

/*
 * Sampler only. Rings for an object of that type, or HISTORY_NONE: nothing in it is a number, or it
 * does not fit (one object may take an eighth of the budget). h may be NULL: no history.
 */
uint64_t history_open(struct history *h, const memglass_type *type, uint64_t count);
/* Rings that could be had: an object that does not fit does not as long as there are no more. */
uint64_t history_room(const struct history *h);
/* The object has gone. Its past can be read for HISTORY_TICKS ticks more, or until there is no
 * other room for another object. HISTORY_NONE, and rings that were taken back, are allowed. */
void history_close(struct history *h, uint64_t rings);
/* Writer only. Takes all rings back: nothing is known of any object any more, and ticks may begin
 * anew. */
void history_restart(struct history *h);
/* Sampler only: appends the values of all rows of a frame that has its marks. */
void history_append(struct history *h, const struct frame *f);

/*
 * Copies the newest n (<= HISTORY_SHOWN) values up to `tick` of one leaf, oldest first; NaN where
 * there was none or it was torn. Returns how many of them are not NaN. Any thread; h may be NULL.
 * With `rate`, counters give their rate per second; a counter that wrapped goes on, one that was
 * reset is NaN at that tick.
 */
size_t history_read(const struct history *h, const struct roster_row *row,
                    const struct field_ref *leaf, uint64_t tick, bool rate, double *out, size_t n);

/*
 * When the ticks of such values were captured (CLOCK_MONOTONIC), in the same order: they are not
 * evenly apart when the interval has changed, or captures failed. 0 where it is not known any more.
 */
void history_times(const struct history *h, uint64_t tick, uint64_t *out, size_t n);

/*
 * The past up to a tick as it is now, which never changes: for a screen that is frozen. Read as the
 * original, from any thread. Costs nothing here: the rings are shared until the writer is about to
 * overwrite what can be asked for (HISTORY_TICKS - HISTORY_SHOWN ticks later), and copied by the
 * writer then. Of an original only, from any thread; to be released before that is destroyed, and
 * freed by its writer. NULL: out of memory, or h is NULL.
 */
const struct history *history_hold(const struct history *h, uint64_t tick);
/*
 * A copy of the rings of one object, which outlives the original. Any thread. NULL: out of memory,
 * h is NULL, or nothing is known of the object.
 */
const struct history *history_keep(const struct history *h, const struct roster_row *row);
/* Another reference to what was held or kept, and one less; release nulls. Any thread. NULL is
 * allowed, and so are originals, which are not counted. */
const struct history *history_retain(const struct history *h);
void history_release(const struct history **held);

/* Bytes in use, never more than the budget but for copies that are held. Any thread. */
uint64_t history_bytes(const struct history *h);

#endif
