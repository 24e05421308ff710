/* Tables that grow by chunks: entries never move, and an index finds its chunk by one bit scan.
 * Layer 2. */
#include "producer/store.h"

#include "base/error.h"
#include "format/words.h"

static int make_chunk(struct store *s, enum format_table_id table, uint32_t chunk,
                      memglass_error *err)
{
    struct format_table *t = &s->header->tables[table];
    uint64_t bytes = format_chunk_entries(chunk, t->base_log2) * t->entry_bytes, place;
    int code = arena_take(s, bytes, 64, 0, &place, err);
    if (code)
        return code;
    s->chunks[table][chunk] = region_pointer(s, place);
    /* Relaxed: `count`, which passes into this chunk only later, publishes it. */
    store_relaxed_64(&t->chunks[chunk], place);
    return MEMGLASS_OK;
}

int table_append(struct store *s, enum format_table_id table, uint64_t entries, uint64_t *first,
                 memglass_error *err)
{
    uint32_t base_log2 = s->header->tables[table].base_log2, chunk;
    uint64_t index = s->used[table], within;
    for (;;) {
        chunk = format_chunk_of(index, base_log2, &within);
        uint64_t left = format_chunk_entries(chunk, base_log2) - within;
        if (entries <= left)
            break;
        index += left; /* neighbours must share a chunk: the rest of this one is skipped */
    }
    if (chunk >= FORMAT_CHUNKS || index + entries > UINT32_MAX)
        return error_set(err, MEMGLASS_E_LIMIT, 0,
                         "a table of the session is full (4294967295 entries)");
    if (!s->chunks[table][chunk]) {
        int code = make_chunk(s, table, chunk, err);
        if (code)
            return code;
    }
    s->used[table] = index + entries;
    *first = index;
    return MEMGLASS_OK;
}

void table_give_back(struct store *s, enum format_table_id table, uint64_t used)
{
    uint64_t published = load_relaxed_64(&s->header->tables[table].count);
    s->used[table] = used > published ? used : published;
}

void *table_entry(const struct store *s, enum format_table_id table, uint64_t index)
{
    const struct format_table *t = &s->header->tables[table];
    uint64_t within;
    uint32_t chunk = format_chunk_of(index, t->base_log2, &within);
    return s->chunks[table][chunk] + within * t->entry_bytes;
}

void table_publish(struct store *s, enum format_table_id table)
{
    /* Pairs with format_table_count: who sees the count sees the entries below it. */
    store_release_64(&s->header->tables[table].count, s->used[table]);
}
