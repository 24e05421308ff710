/*
 * The shared-memory format, version 2, byte by byte. Layer 1. docs/format.md says the same in
 * prose.
 *
 * The words: a *session* is one header segment and the region segments 1, 2, ... that it counts. A
 * *place* is where something lies: region number and offset, in one word. A *table* grows by chunks
 * that never move: chunk k holds base << k entries. An *object* is a payload in a region, with a
 * prefix before and a canary behind it, and a row (dense, what samplers walk) and a detail (what
 * people ask for rarely) of the same index.
 *
 * Who writes: only the producer. Who may be trusted: nobody. A reader checks every count, place and
 * string at use.
 *
 * Shared words that change after publication are loaded and stored through the helpers in
 * format/words.h, with the order that is named there; "pairs with" comments name the partner.
 */
#ifndef FORMAT_LAYOUT_H
#define FORMAT_LAYOUT_H

#include <memglass/guard.h>
#include <stddef.h>
#include <stdint.h>

#define FORMAT_MAGIC        UINT64_C(0x7373616c676d656d) /* "memglass" in little-endian order */
#define FORMAT_REGION_MAGIC UINT64_C(0x6e6f69676572676d) /* "mgregion" */
#define FORMAT_VERSION      2u
#define FORMAT_BYTE_ORDER   UINT32_C(0x01020304)
#define FORMAT_PAGE         4096u /* of region.looks_at */
#define FORMAT_CHUNKS       32u /* chunk pointers of a table: with base 2^b, 2^b * (2^32 - 1) entries */
#define FORMAT_NONE         UINT32_MAX

/* The oldest version whose readers understand all that a producer of FORMAT_VERSION writes. */
#define FORMAT_MINIMUM_READER 2u

/* --- places ------------------------------------------------------------------------------------
 */

/* Region number (1, 2, ...) in the upper 24 bits, byte offset from the region's start in the
 * lower 40. 0: nowhere. */
#define FORMAT_PLACE_OFFSET_BITS 40u

static inline uint64_t format_place(uint32_t region, uint64_t offset)
{
    return (uint64_t)region << FORMAT_PLACE_OFFSET_BITS | offset;
}

static inline uint32_t format_place_region(uint64_t place)
{
    return (uint32_t)(place >> FORMAT_PLACE_OFFSET_BITS);
}

static inline uint64_t format_place_offset(uint64_t place)
{
    return place & ((UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS) - 1);
}

/* --- tables ------------------------------------------------------------------------------------
 */

struct format_table {
    uint64_t count;                 /* entries published; store-release after the entry is filled */
    uint32_t entry_bytes;           /* fixed when the session is opened */
    uint32_t base_log2;             /* chunk 0 holds 1 << base_log2 entries */
    uint64_t chunks[FORMAT_CHUNKS]; /* places; 0 until made, before count passes into it: relaxed */
};

/* The tables of a header. X(name, entry type, base_log2) */
#define FORMAT_TABLE_LIST(X)                                                                   \
    X(types, struct format_type, 4)                                                            \
    X(fields, struct format_field, 6)                                                          \
    X(enumerators, struct format_enumerator, 6)                                                \
    X(dims, uint64_t, 5)                                                                       \
    X(strings, char, 12) /* NUL-terminated, none across a chunk's end; index 0 is "" */        \
    X(objects, struct format_object, 10)                                                       \
    X(details, struct format_detail, 10)                                                       \
    X(labels, struct format_granule, 8) /* a label takes neighbouring granules of one chunk */ \
    X(origins, struct format_origin, 6)                                                        \
    X(tallies, struct format_tally, 0)

enum format_table_id {
#define FORMAT_TABLE_ENUM(name, type, base) FORMAT_TABLE_##name,
    FORMAT_TABLE_LIST(FORMAT_TABLE_ENUM)
#undef FORMAT_TABLE_ENUM
        FORMAT_TABLE_COUNT
};

/*
 * What a description may hold. A producer refuses more, so that a reader, which takes more for
 * damage, can bound the work that a few bytes of another process can cause.
 */
#define FORMAT_STRING_MAX  65536u /* bytes of a string, with its NUL */
#define FORMAT_RANK_MAX    64u    /* dimensions of a field */
#define FORMAT_NESTING_MAX 64u    /* types within types */
#define FORMAT_LEAVES_MAX \
    (UINT64_C(1) << 20) /* scalars of a type with all that it nests; an array counts once */

/* Strings are byte indexes into the strings table. */
struct format_type {
    uint32_t name, spelling, desc, file;
    uint32_t line;
    uint32_t first_field, field_count; /* in the fields table */
    uint32_t is_union;
    uint64_t size, align;
    uint64_t layout_hash; /* of name, size and every field's layout */
};

struct format_field {
    uint32_t name, type_name, unit, format, desc;
    uint32_t type; /* STRUCT and UNION: index of the nested type, always lower than the index of the
                      type it is in; else FORMAT_NONE */
    uint32_t first_enumerator, enumerator_count;
    uint32_t first_dim, rank;
    uint32_t kind, flags; /* memglass_kind, MEMGLASS_FIELD_* */
    double range_min, range_max;
    uint64_t bit_offset, bit_size, stride_bytes, guard_offset;
};

struct format_enumerator {
    int64_t value;
    uint32_t name;
    uint32_t reserved;
};

/* State in the low 2 bits, generation in the upper 30: one word, so that a reader sees both of one
 * moment. */
enum format_state {
    FORMAT_FREE = 0,      /* reusable; place still names the block that goes with the row, or 0 */
    FORMAT_RAW = 1,       /* memory of memglass_alloc that is no object (yet) */
    FORMAT_LIVE = 2,      /* an object */
    FORMAT_DESTROYED = 3, /* ended; its bytes stay until the grace period is over */
};

#define FORMAT_STATE_MASK      3u
#define FORMAT_GENERATION_MASK ((UINT32_C(1) << 30) - 1)

struct format_object {
    uint32_t state_generation; /* store-release last; load-acquire first */
    uint32_t type;             /* index in the types table */
    uint64_t place;            /* of the payload; the prefix lies before it */
    uint32_t count;            /* elements */
    uint32_t label_hash;       /* LIVE: hash_label of the label, 0 when there is none; DESTROYED:
                                  milliseconds that it lived, UINT32_MAX: that or more */
};

struct format_detail {
    uint64_t created_ns; /* since the session's start */
    uint32_t origin;     /* in the origins table */
    uint32_t label;      /* granule index of the label; FORMAT_NONE: no label */
};

/* Where objects were created, each pair once; it never changes. */
struct format_origin {
    uint32_t site;   /* string "file:line"; 0 when unknown */
    uint32_t thread; /* kernel id of the creating thread */
};

/* Label storage: one length byte, then that many bytes, over as many granules as it takes. */
struct format_granule {
    unsigned char bytes[16];
};

#define FORMAT_LABEL_GRANULES(length) (((uint32_t)(length) + 16u) / 16u)

/* --- objects -----------------------------------------------------------------------------------
 */

/* Behind each payload, at the next multiple of 8: FORMAT_CANARY xor the object's index; of a
 * destroyed object also xor a hash of its bytes, by which a later store to them shows. */
#define FORMAT_CANARY UINT64_C(0xa5c3f00fdead70ff)

/* From an object's prefix to the end of its canary. */
#define FORMAT_BLOCK_BYTES(size) \
    (sizeof(memglass_prefix) + (((uint64_t)(size) + 7) & ~UINT64_C(7)) + sizeof(uint64_t))

/* --- events ------------------------------------------------------------------------------------
 */

/* X(NAME, "text") */
#define FORMAT_EVENT_LIST(X)   \
    X(CREATED, "created")      \
    X(DESTROYED, "destroyed")  \
    X(RECLAIMED, "reclaimed")  \
    X(TYPE, "type registered") \
    X(REGION, "region added")

enum format_event_kind {
    FORMAT_EVENT_NONE,
#define FORMAT_EVENT_ENUM(name, text) FORMAT_EVENT_##name,
    FORMAT_EVENT_LIST(FORMAT_EVENT_ENUM)
#undef FORMAT_EVENT_ENUM
};

/* Entries of the ring: in 31 bits, numbers a turn apart are not the same. */
#define FORMAT_RING_MAX (UINT32_C(1) << 30)

/*
 * Event n (0, 1, ...) lies at n & (capacity - 1), in two words that are stored as a whole, each
 * with the low bits of n + 1 at its top: an event is there when both words say that it is this one.
 * A writer claims n in ring_head before it stores the words: an event that was claimed may not be
 * there yet, and what it tells of has happened all the same.
 */
struct format_event {
    uint64_t where; /* n + 1 (32 bits), index of the object, type or region (32) */
    uint64_t what;  /* n + 1 (31 bits), enum format_event_kind (3), generation of the row (30) */
};

static inline uint64_t format_event_where(uint64_t n, uint32_t index)
{
    return (n + 1) << 32 | index;
}

static inline uint64_t format_event_what(uint64_t n, uint32_t kind, uint32_t generation)
{
    return (n + 1) << 33 | (uint64_t)kind << 30 | generation;
}

/* --- segments ----------------------------------------------------------------------------------
 */

struct format_region {
    uint64_t magic;
    uint32_t version;
    uint32_t number;   /* 1, 2, ... */
    uint64_t instance; /* the header's */
    uint64_t size;     /* of the segment, with this header */
    /* Offset of a uint32_t for each page: the last look of write_looks that found it written,
       relaxed. 0: there are none. Stored before the region is counted. */
    uint64_t looks_at;
    unsigned char reserved[24];
};

/* Of a session as a whole; changed with relaxed atomic operations, each a number of its own. */
struct format_counters {
    uint64_t failures;
    uint64_t region_bytes; /* memory that regions have: they get it by and by, up to their size */
    uint64_t overruns;     /* objects that were found to be written past their end */
    uint64_t late_writes;  /* destroyed objects that were found to be written to */
};

/* What one thread has done; only it stores here (relaxed). The session's numbers are sums over all
 * tallies. A tally outlives its thread and goes on with another. */
struct format_tally {
    uint64_t created, destroyed, reclaimed; /* objects */
    uint64_t created_bytes, destroyed_bytes;
    uint64_t reserved[3];
};

struct format_header {
    uint64_t magic;
    uint32_t version;
    uint32_t byte_order;
    uint32_t header_bytes; /* sizeof this struct */
    uint32_t ready; /* 1, store-release, when the session can be read; load-acquire first of all */
    uint64_t instance; /* random, not 0; in every region, too */
    uint32_t pid;
    uint32_t closed; /* 1: memglass_close was called */
    uint64_t start_wall_ns, start_monotonic_ns;
    char name[64];
    char executable[256];
    uint64_t ring_place;    /* of the event ring */
    uint64_t ring_capacity; /* entries, a power of two up to FORMAT_RING_MAX */

    uint32_t minimum_reader; /* readers that know this version of the format, or a later one, can
                                read it */

    unsigned char line_a[116]; /* what follows changes often: lines of its own */
    uint64_t ring_head; /* events claimed so far: fetch-add, release, behind what they tell of;
                           load-acquire by followers */
    unsigned char line_b[56];
    uint64_t heartbeats;     /* relaxed; background thread and memglass_tick */
    uint64_t ticks;          /* relaxed; memglass_tick */
    uint64_t frame_sequence; /* odd inside a marked step, 0: none was ever marked; a write section's
                                 orders, around all objects */
    uint32_t region_count;   /* store-release after the region is ready */
    /* Looks at which pages were written: even, the last one; odd, while one goes on. 0: none are
       made, or no more. Orders as of a write section, around region.looks_at and the kernel's. */
    uint32_t write_looks;
    struct format_counters counters;
    struct format_table tables[FORMAT_TABLE_COUNT];
};

/* --- the proof ---------------------------------------------------------------------------------
 */

#define FORMAT_ASSERT(condition) _Static_assert(condition, #condition)
FORMAT_ASSERT(sizeof(memglass_prefix) == 8);
FORMAT_ASSERT(sizeof(struct format_table) == 16 + 8 * FORMAT_CHUNKS);
FORMAT_ASSERT(sizeof(struct format_type) == 56 && offsetof(struct format_type, size) == 32);
FORMAT_ASSERT(sizeof(struct format_field) == 96 && offsetof(struct format_field, range_min) == 48);
FORMAT_ASSERT(offsetof(struct format_field, bit_offset) == 64);
FORMAT_ASSERT(sizeof(struct format_enumerator) == 16);
FORMAT_ASSERT(sizeof(struct format_object) == 24 && offsetof(struct format_object, place) == 8);
FORMAT_ASSERT(sizeof(struct format_detail) == 16 && offsetof(struct format_detail, label) == 12);
FORMAT_ASSERT(sizeof(struct format_origin) == 8 && sizeof(struct format_tally) == 64);
FORMAT_ASSERT(sizeof(struct format_granule) == 16);
FORMAT_ASSERT(sizeof(struct format_event) == 16 && offsetof(struct format_event, what) == 8);
FORMAT_ASSERT(sizeof(struct format_region) == 64 && offsetof(struct format_region, size) == 24);
FORMAT_ASSERT(offsetof(struct format_region, looks_at) == 32);
FORMAT_ASSERT(offsetof(struct format_header, write_looks) == 604);
FORMAT_ASSERT(sizeof(struct format_counters) == 32);
FORMAT_ASSERT(offsetof(struct format_header, instance) == 24);
FORMAT_ASSERT(offsetof(struct format_header, name) == 56);
FORMAT_ASSERT(offsetof(struct format_header, executable) == 120);
FORMAT_ASSERT(offsetof(struct format_header, ring_place) == 376);
FORMAT_ASSERT(offsetof(struct format_header, minimum_reader) == 392);
FORMAT_ASSERT(offsetof(struct format_header, ring_head) == 512);
FORMAT_ASSERT(offsetof(struct format_header, heartbeats) == 576);
FORMAT_ASSERT(offsetof(struct format_header, frame_sequence) == 592);
FORMAT_ASSERT(offsetof(struct format_header, counters) == 608);
FORMAT_ASSERT(offsetof(struct format_header, tables) == 640);
FORMAT_ASSERT(sizeof(struct format_header) ==
              640 + FORMAT_TABLE_COUNT * sizeof(struct format_table));
#endif
