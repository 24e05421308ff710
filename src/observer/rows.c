/* One object's row and detail, read as of one moment. Layer 2. */
#include "observer/rows.h"

#include "observer/row.h"

/* A chunk that has an entry is mapped as a whole. */
bool rows_find_chunk(struct row_chunks *c, const struct format_segments *s, uint32_t index,
                     uint32_t chunk)
{
    const struct format_object *object = format_table_at(s, FORMAT_TABLE_objects, index);
    const struct format_detail *detail = format_table_at(s, FORMAT_TABLE_details, index);
    if (!object || !detail)
        return false;
    c->objects[chunk] = (uintptr_t)object - index * sizeof *object;
    c->details[chunk] = (uintptr_t)detail - index * sizeof *detail;
    return true;
}

int rows_look(struct row_chunks *c, const struct format_segments *s, uint32_t index,
              struct row *out)
{
    struct row_place place;
    if (!row_locate(c, s, index, &place))
        return MEMGLASS_E_CORRUPT;
    row_look(&place, out);
    return MEMGLASS_OK;
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
        row_look(&(struct row_place){index + i, &object[i], &detail[i]}, &out[i]);
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
