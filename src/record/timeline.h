/*
 * A recording as a line of instants: what a screen shows of one, as a sampler would have given it,
 * and ways from one to another. Layer 5. One thread at a time, but for the past, which any thread
 * may read, and for outlines, which never change.
 *
 * Frames are numbered from 0. Where frames are lost to damage, the next that can be read is taken.
 */
#ifndef RECORD_TIMELINE_H
#define RECORD_TIMELINE_H

#include "record/reader.h"
#include "sample/history.h"
#include "sample/sampler.h"

struct timeline;

/* NULL and err: those of record_reader_open. It stands nowhere until one of the ways is taken. */
struct timeline *timeline_open(const char *path, memglass_error *err);
/* Of a ring that is being filled; it holds it. */
struct timeline *timeline_of_ring(struct record_ring *ring, memglass_error *err);
void timeline_close(struct timeline **t);

/* What has come since it was opened, or renewed, into the file that a recorder is at work in, or
 * into the ring, and what has been thinned out there. The instant that is shown stays. */
int timeline_renew(struct timeline *t, memglass_error *err);

/* A recorder was at work in the file when that was looked at last: more may come. */
bool timeline_grows(const struct timeline *t);

/* --- ways --------------------------------------------------------------------------------------
 *
 * MEMGLASS_OK; E_NOTFOUND: there is no such instant, and it stands where it stood; E_NOMEM, E_LIMIT
 * ... with err.
 */

/* Frames that cannot be read: next to the instant that a way came to, where it was to come to one
 * of them; or all behind, where it could not go on. */
struct timeline_lost {
    uint64_t before, behind;
};

/* Of the last way, or timeline_next_ns; told once. */
struct timeline_lost timeline_take_lost(struct timeline *t);

/* To the newest instant at or before a time that can be read; to the first when that is later. */
int timeline_seek(struct timeline *t, uint64_t time_ns, memglass_error *err);
/* So many frames on (negative: back), at most to the end. E_NOTFOUND: it stands there already. */
int timeline_step(struct timeline *t, int64_t frames, memglass_error *err);
/* To the next mark (direction 1) or the one before (-1). */
int timeline_mark(struct timeline *t, int direction, memglass_error *err);

/* Where a value changed, or the object came or went. path "": any field of the object. */
struct timeline_target {
    struct object_id object;
    const char *path;
};

/* on may be NULL; once it says false the search ends with E_NOTFOUND. */
typedef bool timeline_go_on(void *ctx);
int timeline_change(struct timeline *t, const struct timeline_target *target, int direction,
                    timeline_go_on *on, void *ctx, memglass_error *err);

/* --- what is shown -----------------------------------------------------------------------------
 */

/* The instant with its neighbour before, whose references are the caller's; prev is NULL for the
 * first, and behind a gap. Empty while it stands nowhere. */
void timeline_snapshot(const struct timeline *t, struct snapshot *out);

/* Past values for the frames that are given out. The same for as long as the timeline is open. */
const struct history *timeline_history(const struct timeline *t);
/* The past of the instant shown is not there as far as it could be: it costs too much to be read
 * at once. */
bool timeline_lacks_past(const struct timeline *t);
/* Reads it, unless `on` says to stop; frames are given out anew. */
int timeline_read_past(struct timeline *t, timeline_go_on *on, void *ctx, memglass_error *err);

uint64_t timeline_time_ns(const struct timeline *t);
/* Of the frame behind the one that is shown; UINT64_MAX: there is none that can be read. */
uint64_t timeline_next_ns(struct timeline *t);

/* --- the whole ---------------------------------------------------------------------------------
 */

/* What happened in a stretch of time: the frames of a block. */
struct timeline_slice {
    uint64_t first_ns, last_ns;
    uint64_t changes; /* of fields */
    uint32_t born, died;
    bool gap; /* before it, frames are missing */
};

struct timeline_outline {
    _Atomic unsigned holders;
    uint64_t first_ns, last_ns; /* CLOCK_MONOTONIC of the machine that recorded */
    uint64_t frames;
    const struct timeline_slice *slices; /* ascending */
    size_t slice_count;
    const struct record_note *marks; /* ascending */
    size_t mark_count;
};

/* A copy, held once. NULL: out of memory. */
const struct timeline_outline *timeline_outline(const struct timeline *t);
const struct timeline_outline *timeline_outline_hold(const struct timeline_outline *o);
void timeline_outline_release(const struct timeline_outline **o); /* NULL is allowed */

#endif
