/* What is known of a recording, and of where its reader stands. Layer 5. */
#include "record/reader_parts.h"

bool record_reader_stands(const struct record_reader *r)
{
    return !r->lost && r->state.image.tick != 0;
}

const memglass_session_info *record_reader_session(const struct record_reader *r)
{
    return &r->state.image.session;
}

uint64_t record_reader_wall_ns(const struct record_reader *r)
{
    return r->state.image.wall_ns;
}

enum frame_cut record_reader_cut(const struct record_reader *r)
{
    return r->state.image.cut;
}

size_t record_reader_types(const struct record_reader *r)
{
    return record_reader_stands(r) ? r->epoch->schema.count : 0;
}

const memglass_type *record_reader_type_at(const struct record_reader *r, size_t i)
{
    return schema_at(&r->epoch->schema, i);
}

uint64_t record_reader_tick(const struct record_reader *r)
{
    return r->state.image.tick;
}

uint64_t record_reader_time_ns(const struct record_reader *r)
{
    return r->state.image.time_ns;
}

bool record_reader_behind_gap(const struct record_reader *r)
{
    return r->behind_gap;
}

uint64_t record_reader_number(const struct record_reader *r)
{
    return r->number;
}

uint64_t record_reader_instance(const struct record_reader *r)
{
    return r->state.image.session.instance;
}

size_t record_reader_blocks(const struct record_reader *r)
{
    return r->frame_block_count;
}

const struct record_block *record_reader_block(const struct record_reader *r, size_t i)
{
    return &r->file.places[r->frame_blocks[i]].head;
}

size_t record_reader_notes(const struct record_reader *r, const struct record_note **out)
{
    *out = r->notes;
    return r->note_count;
}

void record_reader_about(const struct record_reader *r, struct record_about *out)
{
    *out = (struct record_about){.interval_ns = r->file.header.interval_ns,
                                 .frames = r->frames,
                                 .damaged_bytes = r->file.damaged_bytes,
                                 .cut_bytes = r->file.cut_bytes,
                                 .closed = r->file.closed,
                                 .at_work = r->file.at_work};
    const struct record_block *first = record_reader_block(r, 0);
    const struct record_block *last = record_reader_block(r, r->frame_block_count - 1);
    out->first_tick = first->first_tick;
    out->first_ns = first->first_ns;
    out->first_wall_ns = first->wall_ns;
    out->last_tick = last->last_tick;
    out->last_ns = last->last_ns;
    out->sessions = last->epoch - first->epoch + 1; /* those before a ring's oldest are gone */
}
