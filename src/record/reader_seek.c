/* Going to a moment of a recording: by time, by tick, by number. Layer 5. */
#include "record/reader_parts.h"

/* A moment that is looked for: by time, by tick or by the number of the frame. */
struct moment {
    enum { BY_TIME, BY_TICK, BY_NUMBER } by;
    uint64_t at;
};

/* The i-th block with frames. */
static bool begins_by(const struct record_reader *r, size_t i, struct moment m)
{
    const struct record_block *head = &r->file.places[r->frame_blocks[i]].head;
    switch (m.by) {
    case BY_TIME:
        return head->first_ns <= m.at;
    case BY_TICK:
        return head->first_tick <= m.at;
    default:
        return r->first_frames[i] <= m.at;
    }
}

static enum record_kind kind_of(const struct record_reader *r, size_t i)
{
    return (enum record_kind)r->file.places[r->frame_blocks[i]].head.kind;
}

/* The newest block where reading can begin that begins at or before it; the first when none does.
 * As a place in frame_blocks. */
static size_t start_before(const struct record_reader *r, struct moment m)
{
    size_t found = NO_BLOCK;
    for (size_t i = 0; i < r->frame_block_count; i++) {
        if (kind_of(r, i) == RECORD_DELTA || (found == NO_BLOCK && kind_of(r, i) == RECORD_LEAP))
            continue;
        if (found != NO_BLOCK && !begins_by(r, i, m))
            break;
        found = i;
    }
    return found;
}

/* Whether there is a frame behind this one that is not younger than that. */
static bool goes_on_until(struct record_reader *r, struct moment m)
{
    const struct image *now = &r->state.image;
    uint64_t ticks, ns;
    if (r->block != NO_BLOCK && reading_left(&r->in)) {
        struct reading in = r->in;
        if (m.by == BY_NUMBER)
            return r->number < m.at;
        return codec_skip_frame(r->state.version, &in, &ticks, &ns) &&
               (m.by == BY_TICK ? now->tick + ticks : now->time_ns + ns) <= m.at;
    }
    for (size_t i = r->at; i < r->frame_block_count; i++)
        if (r->frame_blocks[i] >= r->next_block)
            return begins_by(r, i, m);
    return false;
}

static void go_to_block(struct record_reader *r, size_t at)
{
    r->block = NO_BLOCK;
    r->at = at;
    r->next_block = r->frame_blocks[at];
    r->lost = true;
    r->behind_gap = false;
}

/* From the frame that the reader stands at it is no farther than from the start before. */
static bool is_on_the_way(const struct record_reader *r, size_t start, struct moment m)
{
    return m.by == BY_NUMBER && !r->lost && r->block != NO_BLOCK && r->number <= m.at &&
           r->number >= r->first_frames[start];
}

/* What a leap refers to is read, unless it was before. That it cannot be is found by the leap. */
static int read_base(struct record_reader *r, size_t leap)
{
    size_t key = leap;
    while (kind_of(r, key) != RECORD_KEY)
        key--;
    if (r->state.base.tick == record_reader_block(r, key)->first_tick)
        return MEMGLASS_OK;
    go_to_block(r, key);
    int status = reader_step(r);
    return status == MEMGLASS_E_NOMEM ? status : MEMGLASS_OK;
}

/* 1, 0 or an error, as reader_step. */
static int begin_at(struct record_reader *r, size_t start)
{
    int status = kind_of(r, start) == RECORD_LEAP ? read_base(r, start) : MEMGLASS_OK;
    if (status)
        return status;
    go_to_block(r, start);
    return reader_step(r);
}

static int go_on(struct record_reader *r, struct moment m, int status)
{
    while (status == 1 && goes_on_until(r, m))
        status = reader_step(r);
    return status == 1 ? MEMGLASS_OK : status == 0 ? MEMGLASS_E_NOTFOUND : status;
}

/* Frames on the way are applied many at once. Where one of them is bad, all are read again one by
 * one, so that those before it are not lost with it. */
static int seek(struct record_reader *r, struct moment m)
{
    size_t start = start_before(r, m);
    if (start == NO_BLOCK)
        return MEMGLASS_E_NOTFOUND;
    bool on_the_way = is_on_the_way(r, start, m);
    reader_defer(r);
    int status = go_on(r, m, on_the_way ? 1 : begin_at(r, start));
    int settled = reader_settle(r);
    return settled ? go_on(r, m, begin_at(r, start)) : status;
}

int record_reader_seek(struct record_reader *r, uint64_t time_ns, memglass_error *err)
{
    return reader_explain(r, seek(r, (struct moment){BY_TIME, time_ns}), err);
}

int record_reader_seek_tick(struct record_reader *r, uint64_t tick, memglass_error *err)
{
    return reader_explain(r, seek(r, (struct moment){BY_TICK, tick}), err);
}

int record_reader_seek_number(struct record_reader *r, uint64_t number, memglass_error *err)
{
    return reader_explain(r, seek(r, (struct moment){BY_NUMBER, number}), err);
}

/* The newest frame of a block at or before it: heads of frames say when they were taken. */
static uint64_t number_within(struct record_reader *r, size_t i, uint64_t time_ns)
{
    const struct record_block *head = record_reader_block(r, i);
    struct bytes stored = {0}, payload = {0};
    uint64_t number = r->first_frames[i], at_ns = head->first_ns, ticks, ns;
    int status = record_file_payload(&r->file, &r->file.places[r->frame_blocks[i]], &r->unpacker,
                                     &stored, &payload);
    struct reading in = reading_of(payload.at, status ? 0 : payload.used);
    bool first = true;
    while (reading_left(&in) && codec_skip_frame(r->state.version, &in, &ticks, &ns)) {
        at_ns += first ? 0 : ns;
        if (at_ns > time_ns)
            break;
        number += first ? 0 : 1;
        first = false;
    }
    bytes_fini(&stored);
    bytes_fini(&payload);
    return number;
}

uint64_t record_reader_number_at(struct record_reader *r, uint64_t time_ns)
{
    struct moment m = {BY_TIME, time_ns};
    size_t low = 0, high = r->frame_block_count; /* the last that begins by then */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (begins_by(r, middle, m))
            low = middle;
        else
            high = middle;
    }
    const struct record_block *head = record_reader_block(r, low);
    if (head->last_ns <= time_ns)
        return r->first_frames[low] + head->frames - 1;
    return head->first_ns >= time_ns ? r->first_frames[low] : number_within(r, low, time_ns);
}

/* The number of the last frame that can be read from the whole frame there, or before, on: 1; 0:
 * none can; or an error. */
static int last_from(struct record_reader *r, size_t start, uint64_t *number)
{
    int found = 0, status;
    while (kind_of(r, start) != RECORD_KEY && start > 0)
        start--;
    go_to_block(r, start);
    while ((status = reader_step(r)) == 1) {
        *number = r->number;
        found = 1;
    }
    return status ? status : found;
}

/* From ever farther back, twice as far each time: what is read is a few times what is lost. */
int record_reader_seek_last(struct record_reader *r, memglass_error *err)
{
    size_t count = r->frame_block_count, back = 1;
    uint64_t number = r->frames - 1;
    int status = seek(r, (struct moment){BY_NUMBER, number});
    for (bool all = false; status == MEMGLASS_E_NOTFOUND && !all; back *= 2) {
        all = back >= count;
        int found = last_from(r, all ? 0 : count - back, &number);
        if (found)
            status = found < 0 ? found : seek(r, (struct moment){BY_NUMBER, number});
    }
    return reader_explain(r, status, err);
}
