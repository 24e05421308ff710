/*
 * Reading a session's segments without trusting them: places, table entries, strings and labels as
 * pointers that were checked against the mapped sizes. Layer 1. NULL (or false) means that the
 * bytes contradict the format; a caller answers MEMGLASS_E_CORRUPT.
 *
 * A checked pointer may still meet a page that was truncated away: readers run inside shm_guarded.
 * What it points to may still change: load what is checked once, into a local, and use the local.
 */
#ifndef FORMAT_ACCESS_H
#define FORMAT_ACCESS_H

#include "format/layout.h"

#include <memglass/base.h>
#include <stdbool.h>

/* One mapped segment, as bytes. */
struct format_span {
    const unsigned char *base;
    uint64_t size;
};

/* A mapped session: its header, and regions[i] is region i + 1. */
struct format_segments {
    struct format_span header;
    const struct format_span *regions;
    uint32_t region_count;
};

/* Chunk and position within it of an index: chunk k holds base << k entries. index + base is less
 * than 2^64. */
static inline uint32_t format_chunk_of(uint64_t index, uint32_t base_log2, uint64_t *within)
{
    /* Chunk k has the numbers that have base_log2 + k + 1 bits, each a base more than its index. */
    uint64_t number = index + (UINT64_C(1) << base_log2);
    uint32_t log2 = 63u ^ (uint32_t)__builtin_clzll(number);
    *within = number - (UINT64_C(1) << log2);
    return log2 - base_log2;
}

static inline uint64_t format_chunk_entries(uint32_t chunk, uint32_t base_log2)
{
    return UINT64_C(1) << (chunk + base_log2);
}

/* MEMGLASS_OK, or what is wrong with a mapped header: E_CORRUPT, E_VERSION,
 * E_NOSESSION (not ready yet). Checks all that does
 * not change later. */
int format_check_header(const struct format_span *header, memglass_error *err);

/* The same for a mapped region of a session of that instance. */
int format_check_region(const struct format_span *region, uint32_t number, uint64_t instance,
                        memglass_error *err);

/* The header of checked segments. */
static inline const struct format_header *format_header_of(const struct format_segments *s)
{
    return (const struct format_header *)(const void *)s->header.base;
}

/* size bytes at a place, aligned to align (a power of two), or NULL. */
const void *format_at(const struct format_segments *s, uint64_t place, uint64_t size,
                      uint64_t align);

/* Entries published in a table (load-acquire: pairs with the producer's store-release of count). */
uint64_t format_table_count(const struct format_segments *s, enum format_table_id table);

/* Entry of a table, or NULL when the index is not published or its chunk is nowhere. */
const void *format_table_at(const struct format_segments *s, enum format_table_id table,
                            uint64_t index);

/* Like format_table_at, and how many entries follow without a gap in memory (at least 1), for
 * walking in bulk. */
const void *format_table_run(const struct format_segments *s, enum format_table_id table,
                             uint64_t index, uint64_t *run);

/* A string of the strings table: its bytes (terminated within the chunk) and length, or NULL. */
const char *format_string(const struct format_segments *s, uint32_t index, size_t *length);

/* A label: its bytes (not terminated) and length 1 to 255, or NULL. */
const char *format_label(const struct format_segments *s, uint32_t granule, size_t *length);

#endif
