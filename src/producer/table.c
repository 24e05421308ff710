/* Tables that grow by chunks: entries never move, and an index finds its chunk by one bit scan.
 * Layer 2. */
#include "producer/store.h"

#include "base/error.h"
#include "format/words.h"

/* A large chunk gets its memory as it is used. */
static int make_chunk(struct store *s, enum format_table_id table, uint32_t chunk,
                      memglass_error *err)
{
    struct format_table *t = &s->header->tables[table];
    uint64_t entries = format_chunk_entries(chunk, t->base_log2), place;
    uint64_t bytes = entries * t->entry_bytes;
    bool later = bytes > STORE_STEP_BYTES;
    int code =
        later ? arena_set_aside(s, bytes, &place, err) : arena_take(s, bytes, 64, 0, &place, err);
    if (code)
        return code;
    s->chunks[table][chunk] = region_pointer(s, place);
    s->ready[table][chunk] = later ? 0 : entries;
    /* Relaxed: `count`, which passes into this chunk only later, publishes it. */
    store_relaxed_64(&t->chunks[chunk], place);
    return MEMGLASS_OK;
}

/* Memory for the first `end` entries of a chunk, and a step ahead where there is some. */
static int reach(struct store *s, enum format_table_id table, uint32_t chunk, uint64_t end,
                 memglass_error *err)
{
    const struct format_table *t = &s->header->tables[table];
    uint64_t entries = format_chunk_entries(chunk, t->base_log2), from = s->ready[table][chunk];
    uint64_t ahead = end + STORE_STEP_BYTES / t->entry_bytes;
    if (end <= from)
        return MEMGLASS_OK;
    ahead = ahead < entries ? ahead : entries;
    uint64_t place = load_relaxed_64(&t->chunks[chunk]) + from * t->entry_bytes;
    int code = arena_fill(s, place, (ahead - from) * t->entry_bytes, err);
    if (code == MEMGLASS_E_NOSPACE && ahead > end)
        code = arena_fill(s, place, ((ahead = end) - from) * t->entry_bytes, err);
    if (code == MEMGLASS_OK)
        s->ready[table][chunk] = ahead;
    return code;
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
    int code = reach(s, table, chunk, within + entries, err);
    if (code)
        return code;
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
