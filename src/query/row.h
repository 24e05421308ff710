/*
 * Rows: the objects of a pair of frames, one by one, and what else is known of each. Layer 5. All
 * here is read only: any thread may look, as long as the frames are held.
 */
#ifndef QUERY_ROW_H
#define QUERY_ROW_H

#include "sample/history.h"
#include "sample/sampler.h"

/* A type that is there, and how many objects of it. */
struct type_count {
    const memglass_type *type;
    uint64_t objects;
};

/* What a change is since: what the key d goes through. X(id, name (of the config), words) */
#define ROW_SINCE_LIST(X)                              \
    X(PREVIOUS, "previous", "since the previous tick") \
    X(FIRST, "first", "since first seen")              \
    X(BASELINE, "baseline", "since the baseline")

enum row_since {
#define ROW_SINCE_ENUM(id, ...) ROW_SINCE_##id,
    ROW_SINCE_LIST(ROW_SINCE_ENUM)
#undef ROW_SINCE_ENUM
        ROW_SINCE_COUNT
};

/* Where the rows come from, and what their ages and changes refer to. */
struct row_source {
    const struct frame *cur, *prev; /* prev may be NULL */
    const struct frame *baseline;   /* what `:base` compares with; NULL: none was set */
    const struct history *history;  /* NULL: none */
    enum row_since since;           /* of `:change` */
    uint64_t now_ns; /* since the session's start; stops when the producer does; UINT64_MAX: not
                        known, since it was never seen alive */
};

/* One row: of cur, or, when the object has just gone, of prev. */
#define ROW_DYING UINT32_C(0x80000000)
struct row {
    const struct frame *frame;
    const struct roster_row *object;
    size_t number; /* in the frame */
    bool dying;
};

/* number: of a row of cur, or of prev with ROW_DYING. */
struct row row_at(const struct row_source *source, uint32_t number);

/* The object in cur, or in prev when it has just gone; false when it is in neither. */
bool row_find(const struct row_source *source, const struct object_id *id, struct row *out);
struct object_id row_id(const struct row *row);

/* What the row's own frame says of it: see ROW_TRUTH ... */
static inline uint8_t row_state(const struct row *row)
{
    return row->frame->states[row->number];
}

static inline memglass_truth row_truth(const struct row *row)
{
    return frame_truth(row->frame, row->number);
}

/* The object's bytes in the row's own frame. */
static inline const unsigned char *row_bytes(const struct row *row)
{
    return frame_data(row->frame, row->number);
}

/* What an object was at another moment; NULL: it was not there, or is not known any more. */
const unsigned char *row_bytes_in(const struct row *row, const struct frame *frame);
const unsigned char *row_bytes_first(const struct row *row); /* when it was first seen */

/* In nanoseconds; NaN: not known. */
double row_age_ns(const struct row_source *source, const struct row *row);
double row_last_change_ns(const struct row_source *source, const struct row *row);
double row_changes_per_second(const struct row_source *source, const struct row *row);
/* Field changes of the last 16 ticks, roughly: what the ACTIVITY graph is sorted by. */
double row_activity(const struct row *row);

#endif
