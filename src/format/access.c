/* Reading a session's segments without trusting them. Layer 1. */
#include "format/access.h"

#include "base/checked.h"
#include "base/error.h"
#include "format/words.h"

#include <string.h>

/* What version 2 fixes of each table; what the header says of it is checked once, and not used. */
static const struct {
    uint32_t entry_bytes, base_log2;
} shapes[] = {
#define TABLE_SHAPE(name, type, base) {sizeof(type), base},
    FORMAT_TABLE_LIST(TABLE_SHAPE)
#undef TABLE_SHAPE
};

/* --- segments -------------------------------------------------------------------------------- */

/* The oldest version that this build reads. */
#define OLDEST_VERSION 2u

/* A producer of a later version says which readers still understand all that it writes. */
static bool readable(const struct format_header *h, uint64_t size, uint32_t version)
{
    uint32_t needed = version;
    if (version > FORMAT_VERSION && size >= sizeof *h)
        needed = load_relaxed_32(&h->minimum_reader);
    return version >= OLDEST_VERSION && needed && needed <= FORMAT_VERSION;
}

static int check_start(const struct format_header *h, uint64_t size, memglass_error *err)
{
    uint64_t magic = load_relaxed_64(&h->magic);
    uint32_t version = load_relaxed_32(&h->version);
    if (magic == 0 || (magic == FORMAT_MAGIC && version == 0))
        return error_set(err, MEMGLASS_E_NOSESSION, 0,
                         "the session is still being opened by its producer: try again");
    if (magic == __builtin_bswap64(FORMAT_MAGIC))
        return error_set(err, MEMGLASS_E_CORRUPT, 0,
                         "the session was written by a machine of another byte order");
    if (magic != FORMAT_MAGIC)
        return error_set(err, MEMGLASS_E_CORRUPT, 0,
                         "the segment does not start like a memglass session");
    if (!readable(h, size, version))
        return error_set(err, MEMGLASS_E_VERSION, 0,
                         "segment version %u, this memglass reads up to %u: use the memglass that "
                         "its producer was built with",
                         version, FORMAT_VERSION);
    return MEMGLASS_OK;
}

static int check_tables(const struct format_header *h, memglass_error *err)
{
    for (size_t t = 0; t < FORMAT_TABLE_COUNT; t++)
        if (load_relaxed_32(&h->tables[t].entry_bytes) != shapes[t].entry_bytes ||
            load_relaxed_32(&h->tables[t].base_log2) != shapes[t].base_log2)
            return error_set(err, MEMGLASS_E_CORRUPT, 0, "table %zu of the header is damaged", t);
    return MEMGLASS_OK;
}

static int check_fixed(const struct format_header *h, memglass_error *err)
{
    uint32_t bytes = load_relaxed_32(&h->header_bytes);
    bool grown = load_relaxed_32(&h->version) > FORMAT_VERSION && bytes >= sizeof *h;
    if (load_relaxed_32(&h->byte_order) != FORMAT_BYTE_ORDER || (bytes != sizeof *h && !grown) ||
        load_relaxed_64(&h->instance) == 0)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "the header is damaged");
    uint64_t capacity = load_relaxed_64(&h->ring_capacity);
    if (!is_power_of_two(capacity) || capacity > FORMAT_RING_MAX)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "the event ring's size is damaged");
    return check_tables(h, err);
}

int format_check_header(const struct format_span *header, memglass_error *err)
{
    if (header->size < offsetof(struct format_header, instance))
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "the segment is too short to be a session");
    const struct format_header *h = (const void *)header->base;
    /* Pairs with the store-release that ends the producer's opening. */
    uint32_t ready = load_acquire_32(&h->ready);
    int status = check_start(h, header->size, err);
    if (status)
        return status;
    if (ready != 1)
        return error_set(err, MEMGLASS_E_NOSESSION, 0,
                         "the session is still being opened by its producer: try again");
    if (header->size < sizeof *h)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "the header is truncated: %llu of %zu bytes",
                         (unsigned long long)header->size, sizeof *h);
    return check_fixed(h, err);
}

int format_check_region(const struct format_span *region, uint32_t number, uint64_t instance,
                        memglass_error *err)
{
    const struct format_region *r = (const void *)region->base;
    if (region->size < sizeof *r || load_relaxed_64(&r->magic) != FORMAT_REGION_MAGIC ||
        load_relaxed_32(&r->version) < OLDEST_VERSION || load_relaxed_32(&r->number) != number)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "region %u is damaged", number);
    if (load_relaxed_64(&r->instance) != instance)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "region %u belongs to another session",
                         number);
    if (load_relaxed_64(&r->size) != region->size)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "region %u is truncated", number);
    return MEMGLASS_OK;
}

/* --- places and tables ----------------------------------------------------------------------- */

const void *format_at(const struct format_segments *s, uint64_t place, uint64_t size,
                      uint64_t align)
{
    uint32_t region = format_place_region(place);
    if (region == 0 || region > s->region_count)
        return NULL;
    const struct format_span *span = &s->regions[region - 1];
    uint64_t offset = format_place_offset(place);
    if (!checked_range(offset, size, span->size))
        return NULL;
    const unsigned char *at = span->base + offset;
    return (uintptr_t)at & (align - 1) ? NULL : at;
}

static const struct format_table *table_of(const struct format_segments *s,
                                           enum format_table_id table)
{
    return &format_header_of(s)->tables[table];
}

uint64_t format_table_count(const struct format_segments *s, enum format_table_id table)
{
    return load_acquire_64(&table_of(s, table)->count);
}

const void *format_table_run(const struct format_segments *s, enum format_table_id table,
                             uint64_t index, uint64_t *run)
{
    uint64_t count = format_table_count(s, table), within, bytes = shapes[table].entry_bytes;
    uint32_t base = shapes[table].base_log2;
    if (index >= count || index >> base >= FORMAT_NONE)
        return NULL;
    uint32_t chunk = format_chunk_of(index, base, &within);
    uint64_t entries = format_chunk_entries(chunk, base);
    /* Relaxed: the acquire of `count` has seen the chunk of every index below it. */
    uint64_t place = load_relaxed_64(&table_of(s, table)->chunks[chunk]);
    const unsigned char *first = format_at(s, place, entries * bytes, bytes == 1 ? 1 : 8);
    if (!first)
        return NULL;
    uint64_t in_chunk = entries - within, published = count - index;
    *run = in_chunk < published ? in_chunk : published;
    return first + within * bytes;
}

const void *format_table_at(const struct format_segments *s, enum format_table_id table,
                            uint64_t index)
{
    uint64_t run;
    return format_table_run(s, table, index, &run);
}

const char *format_string(const struct format_segments *s, uint32_t index, size_t *length)
{
    uint64_t run;
    const char *text = format_table_run(s, FORMAT_TABLE_strings, index, &run);
    if (!text)
        return NULL;
    const char *end = memchr(text, '\0', run < FORMAT_STRING_MAX ? run : FORMAT_STRING_MAX);
    if (!end)
        return NULL;
    *length = (size_t)(end - text);
    return text;
}

const char *format_label(const struct format_segments *s, uint32_t granule, size_t *length)
{
    uint64_t run;
    const unsigned char *bytes = format_table_run(s, FORMAT_TABLE_labels, granule, &run);
    if (!bytes)
        return NULL;
    size_t size = __atomic_load_n(bytes, __ATOMIC_RELAXED);
    if (size == 0 || FORMAT_LABEL_GRANULES(size) > run)
        return NULL;
    *length = size;
    return (const char *)bytes + 1;
}
