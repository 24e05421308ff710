/*
 * Where a row lies, and reading it: inline, since a refresh is little else. Layer 2. Runs inside
 * shm_guarded.
 */
#ifndef OBSERVER_ROW_H
#define OBSERVER_ROW_H

#include "format/words.h"
#include "observer/rows.h"

enum {
#define BASE_OF(name, type, base_log2) BASE_##name = (base_log2),
    FORMAT_TABLE_LIST(BASE_OF)
#undef BASE_OF
};
FORMAT_ASSERT(BASE_objects == BASE_details); /* chunks of one number */

/* Touches the row only where its chunk is new. False: there is no such row. */
static inline bool row_locate(struct row_chunks *c, const struct format_segments *s, uint32_t index,
                              struct row_place *out)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(index, BASE_objects, &within);
    if (!c->objects[chunk] && !rows_find_chunk(c, s, index, chunk))
        return false;
    out->index = index;
    out->object = (const void *)(c->objects[chunk] + index * sizeof *out->object);
    out->detail = (const void *)(c->details[chunk] + index * sizeof *out->detail);
    return true;
}

static inline void row_read_fields(const struct format_object *object,
                                   const struct format_detail *detail, struct row_facts *out,
                                   uint32_t *label_hash)
{
    out->type = load_relaxed_32(&object->type);
    *label_hash = load_relaxed_32(&object->label_hash);
    out->count = load_relaxed_32(&object->count);
    out->place = load_relaxed_64(&object->place);
    out->label = load_relaxed_32(&detail->label);
    out->origin = load_relaxed_32(&detail->origin);
    out->created_ns = load_relaxed_64(&detail->created_ns);
}

/* Whether it is live, and then what a struct row has, but for its index. One that is not, or
 * changes while it is read, tells nothing more: an event will follow. */
static inline bool row_read(const struct row_place *place, struct row_facts *out,
                            uint32_t *generation, uint32_t *label_hash)
{
    const struct format_object *object = place->object;
    const struct format_detail *detail = place->detail;
    if (MEMGLASS_WEAKENED(ROW_FIRST))
        row_read_fields(object, detail, out, label_hash);
    bool early = MEMGLASS_WEAKENED(ROW_FIRST);
    /* Pairs with the store-release that ends the producer's filling of the row. */
    uint32_t word = load_acquire_32(&object->state_generation);
    if (row_state(word) != FORMAT_LIVE)
        return false;
    *generation = row_generation(word);
    if (!early)
        row_read_fields(object, detail, out, label_hash);
    /* Pairs with the producer's release fence before it fills the row anew. */
    fence_acquire();
    return load_relaxed_32(&object->state_generation) == word;
}

static inline void row_look(const struct row_place *place, struct row *out)
{
    out->index = place->index;
    out->live = row_read(place, &out->facts, &out->generation, &out->label_hash);
}

#endif
