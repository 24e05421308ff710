/* One object's row and detail, read as of one moment. Layer 2. */
#include "observer/rows.h"

#include "format/words.h"

static void read_fields(const struct format_object *object, const struct format_detail *detail,
                        struct row *out)
{
    out->type = load_relaxed_32(&object->type);
    out->count = load_relaxed_32(&object->count);
    out->label_hash = load_relaxed_32(&object->label_hash);
    out->place = load_relaxed_64(&object->place);
    out->label = load_relaxed_32(&detail->label);
    out->origin = load_relaxed_32(&detail->origin);
    out->created_ns = load_relaxed_64(&detail->created_ns);
}

/* A row that is not live, or changes while it is read, tells nothing more: an event will follow. */
static void read_one(const struct format_object *object, const struct format_detail *detail,
                     uint32_t index, struct row *out)
{
    if (MEMGLASS_WEAKENED(ROW_FIRST))
        read_fields(object, detail, out);
    bool early = MEMGLASS_WEAKENED(ROW_FIRST);
    /* Pairs with the store-release that ends the producer's filling of the row. */
    uint32_t word = load_acquire_32(&object->state_generation);
    out->index = index;
    out->generation = row_generation(word);
    out->live = out->ended = false;
    if (row_state(word) != FORMAT_LIVE)
        return;
    if (!early)
        read_fields(object, detail, out);
    /* Pairs with the producer's release fence before it fills the row anew. */
    fence_acquire();
    out->live = load_relaxed_32(&object->state_generation) == word;
}

enum {
#define BASE_OF(name, type, base_log2) BASE_##name = (base_log2),
    FORMAT_TABLE_LIST(BASE_OF)
#undef BASE_OF
};
FORMAT_ASSERT(BASE_objects == BASE_details); /* chunks of one number */

/* A chunk that has an entry is mapped as a whole. */
static bool find_chunk(struct row_chunks *c, const struct format_segments *s, uint32_t index,
                       uint32_t chunk, uint64_t within)
{
    const struct format_object *object = format_table_at(s, FORMAT_TABLE_objects, index);
    const struct format_detail *detail = format_table_at(s, FORMAT_TABLE_details, index);
    if (!object || !detail)
        return false;
    c->objects[chunk] = object - within;
    c->details[chunk] = detail - within;
    return true;
}

int row_locate(struct row_chunks *c, const struct format_segments *s, uint32_t index,
               struct row_place *out)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(index, BASE_objects, &within);
    if (!c->objects[chunk] && !find_chunk(c, s, index, chunk, within))
        return MEMGLASS_E_CORRUPT;
    *out = (struct row_place){
        .index = index, .object = c->objects[chunk] + within, .detail = c->details[chunk] + within};
    return MEMGLASS_OK;
}

void row_read(const struct row_place *place, struct row *out)
{
    read_one(place->object, place->detail, place->index, out);
}

int rows_read(const struct format_segments *s, uint32_t index, uint32_t want, struct row *out)
{
    uint64_t objects, details, count = format_table_count(s, FORMAT_TABLE_objects);
    if (index >= count)
        return 0;
    const struct format_object *object = format_table_run(s, FORMAT_TABLE_objects, index, &objects);
    const struct format_detail *detail = format_table_run(s, FORMAT_TABLE_details, index, &details);
    if (!object || !detail)
        return MEMGLASS_E_CORRUPT;
    uint64_t run = objects < details ? objects : details;
    for (uint32_t i = 0; i < want && i < run; i++)
        read_one(&object[i], &detail[i], index + i, &out[i]);
    return (int)(want < run ? want : run);
}

int row_word_again(const struct format_segments *s, uint32_t index, uint32_t *word)
{
    const struct format_object *object = format_table_at(s, FORMAT_TABLE_objects, index);
    if (!object)
        return MEMGLASS_E_CORRUPT;
    /* Pairs with the producer's release fence before it reuses a block or a label: who copied any
     * byte of the reuse sees here that the row moved on. */
    fence_acquire();
    *word = load_relaxed_32(&object->state_generation);
    return MEMGLASS_OK;
}
