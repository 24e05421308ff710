/* Reading a recording: going on from frame to frame. Layer 5. */
#include "record/reader_parts.h"

#include "base/error.h"

static void lose(struct record_reader *r)
{
    r->lost = r->behind_gap = true;
    r->block = NO_BLOCK;
}

void reader_drop_kept(struct record_reader *r)
{
    while (r->kept_count)
        bytes_fini(&r->kept[--r->kept_count]);
    r->kept_bytes = 0;
}

/* Frames that wait still need the payload they are in. */
static int keep_payload(struct record_reader *r)
{
    if (!r->state.frame_count)
        return MEMGLASS_OK;
    r->kept_bytes += r->payload.used;
    r->kept[r->kept_count++] = r->payload;
    r->payload = (struct bytes){0};
    if (r->kept_count < KEPT_BLOCKS && r->kept_bytes < KEPT_BYTES)
        return MEMGLASS_OK;
    int status = decoder_state_settle(&r->state);
    reader_drop_kept(r);
    return status;
}

/* What the first frame of the block refers to. */
static int begin_block(struct record_reader *r, const struct record_block *head)
{
    r->in = reading_of(r->payload.at, r->payload.used);
    if (head->kind == RECORD_KEY)
        decoder_state_restart(&r->state);
    if (head->kind != RECORD_LEAP)
        return MEMGLASS_OK;
    uint64_t base = reading_number(&r->in);
    if (r->in.bad || !base || base != r->state.base.tick)
        return MEMGLASS_E_CORRUPT;
    return decoder_state_leap(&r->state);
}

/* A whole frame, or a leap from one that was read. */
static bool ends_loss(const struct record_reader *r, const struct record_block *head)
{
    return head->kind == RECORD_KEY || (head->kind == RECORD_LEAP && r->state.base.tick);
}

static bool is_next_frames(const struct record_reader *r, const struct record_block *head)
{
    return reader_has_frames(head) && (!r->lost || ends_loss(r, head));
}

/* 1: there is one; 0: the end; negative. What cannot be read is passed over. */
static int open_next_block(struct record_reader *r)
{
    for (; r->next_block < r->file.count; r->next_block++) {
        const struct record_block *head = &r->file.places[r->next_block].head;
        if (!is_next_frames(r, head))
            continue;
        int status = keep_payload(r);
        if (!status)
            status = reader_payload(r, r->next_block);
        if (!status)
            status = begin_block(r, head);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status) {
            lose(r);
            continue;
        }
        r->lost = false;
        r->block = r->next_block++;
        while (r->frame_blocks[r->at] != r->block)
            r->at++;
        r->number = r->first_frames[r->at] - 1;
        return 1;
    }
    return 0;
}

/* Whether leaps follow that refer to the whole frame with which this block begins. */
static bool is_base(const struct record_reader *r, size_t at)
{
    for (size_t i = at + 1; i < r->frame_block_count; i++) {
        enum record_kind kind = (enum record_kind)r->file.places[r->frame_blocks[i]].head.kind;
        if (kind != RECORD_DELTA)
            return kind == RECORD_LEAP;
    }
    return false;
}

static int keep_base(struct record_reader *r, const struct record_block *head)
{
    if (head->kind != RECORD_KEY || r->number + 1 != r->first_frames[r->at] || !is_base(r, r->at))
        return MEMGLASS_OK;
    int status = decoder_state_settle(&r->state);
    return status ? status : decoder_state_keep_base(&r->state);
}

/* Before the first type is registered there is no block of types: there are none. */
static int take_epoch(struct record_reader *r, uint32_t number)
{
    const struct bytes no_types = {0};
    int status =
        epochs_at(&r->epochs, number) ? MEMGLASS_OK : epochs_add(&r->epochs, number, &no_types);
    r->epoch = epochs_at(&r->epochs, number);
    return status;
}

/* A frame refers to the one before it: behind blocks that are missing it is not what its head says.
 */
static int read_frame(struct record_reader *r)
{
    const struct record_block *head = &r->file.places[r->block].head;
    const struct image *m = &r->state.image;
    uint64_t before = m->tick;
    bool first = r->number + 1 == r->first_frames[r->at];
    int status = take_epoch(r, head->epoch);
    if (!status)
        status = decoder_state_frame(&r->state, &r->epoch->schema, &r->in);
    if (!status && first && (m->tick != head->first_tick || m->time_ns != head->first_ns))
        status = MEMGLASS_E_CORRUPT;
    if (!status)
        status = keep_base(r, head);
    if (status)
        return status;
    return m->tick > before && m->tick <= head->last_tick ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}

int reader_step(struct record_reader *r)
{
    for (;;) {
        while (r->block != NO_BLOCK && reading_left(&r->in)) {
            int status = read_frame(r);
            r->number++;
            if (status == MEMGLASS_OK)
                return 1;
            lose(r);
            if (status != MEMGLASS_E_CORRUPT)
                return status;
        }
        int opened = open_next_block(r);
        if (opened <= 0)
            return opened;
    }
}

void reader_defer(struct record_reader *r)
{
    r->state.defers = true;
}

int reader_settle(struct record_reader *r)
{
    int status = decoder_state_settle(&r->state);
    r->state.defers = false;
    reader_drop_kept(r);
    if (status)
        lose(r);
    return status;
}

int reader_explain(const struct record_reader *r, int status, memglass_error *err)
{
    const char *why = status == MEMGLASS_E_LIMIT ? "a frame is larger than this machine can hold"
                      : status == MEMGLASS_E_NOTFOUND ? "nothing there can be read"
                                                      : memglass_strerror(status);
    return status < 0 ? error_set(err, status, 0, "%s: %s", r->file.path, why) : status;
}

int record_reader_next(struct record_reader *r, memglass_error *err)
{
    r->behind_gap = false;
    return reader_explain(r, reader_step(r), err);
}
