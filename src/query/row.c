/* Rows of a pair of frames, and what else is known of an object. Layer 5. */
#include "query/row.h"

#include <math.h>

struct row row_at(const struct row_source *source, uint32_t number)
{
    bool dying = number & ROW_DYING;
    size_t at = number & ~ROW_DYING;
    const struct frame *frame = dying ? source->prev : source->cur;
    return (struct row){
        .frame = frame, .object = &frame->roster->rows[at], .number = at, .dying = dying};
}

/* -1: it is not there, or went while the frame was captured. */
static long alive(const struct frame *frame, long number)
{
    return number >= 0 && frame_gone(frame, (size_t)number) ? -1 : number;
}

/* The frame need not be of the object's session. */
static long find_in(const struct frame *frame, const struct object_id *id)
{
    return frame && frame->session.instance == id->instance
               ? alive(frame, frame_find(frame, id->index, id->generation))
               : -1;
}

bool row_find(const struct row_source *source, const struct object_id *id, struct row *out)
{
    long number = find_in(source->cur, id);
    if (number >= 0) {
        *out = row_at(source, (uint32_t)number);
        return true;
    }
    number = find_in(source->prev, id);
    if (number >= 0)
        *out = row_at(source, (uint32_t)number | ROW_DYING);
    return number >= 0;
}

struct object_id row_id(const struct row *row)
{
    return (struct object_id){.instance = row->frame->session.instance,
                              .index = row->object->index,
                              .generation = row->object->generation};
}

const unsigned char *row_bytes_in(const struct row *row, const struct frame *frame)
{
    if (!frame || !frame_same_session(frame, row->frame))
        return NULL;
    if (frame->roster == row->frame->roster)
        return frame_gone(frame, row->number) ? NULL : frame_data(frame, row->number);
    long number = alive(frame, frame_find_row(frame, row->object));
    return number < 0 ? NULL : frame_data(frame, (size_t)number);
}

const unsigned char *row_bytes_first(const struct row *row)
{
    return row->object->first;
}

double row_age_ns(const struct row_source *source, const struct row *row)
{
    if (source->now_ns == UINT64_MAX)
        return (double)NAN;
    return source->now_ns > row->object->created_ns
               ? (double)(source->now_ns - row->object->created_ns)
               : 0;
}

/* Of a dying row: when it was last seen, which is the frame before. Of a dead producer's: when that
 * was last seen alive, since nothing can change any more. */
double row_last_change_ns(const struct row_source *source, const struct row *row)
{
    uint64_t until = row->frame->time_ns, last = row->frame->pasts[row->number].last_change_ns;
    uint64_t start = row->frame->session.start_monotonic_ns;
    if (!last)
        return (double)NAN;
    if (source->now_ns < UINT64_MAX - start && start + source->now_ns < until)
        until = start + source->now_ns;
    return last < until ? (double)(until - last) : 0;
}

double row_changes_per_second(const struct row_source *source, const struct row *row)
{
    if (row->dying || !source->prev || source->cur->time_ns <= source->prev->time_ns)
        return (double)NAN;
    return frame_changes(row->frame, row->number) /
           ((double)(source->cur->time_ns - source->prev->time_ns) / 1e9);
}

double row_activity(const struct row *row)
{
    unsigned sum = 0;
    for (uint64_t nibbles = frame_activity(row->frame, row->number); nibbles; nibbles >>= 4)
        sum += (unsigned)nibbles & 15;
    return (double)sum;
}
