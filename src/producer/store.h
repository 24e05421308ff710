/*
 * The session's shared memory as its one writer sees it: regions that double, an arena that cuts
 * blocks from them, tables that grow by chunks, and the event ring. Layer 2. Everything here runs
 * under the session's lock (or before anyone else can see the session), but for events, and for
 * looking up what was published.
 *
 * Pointers into regions stay valid until store_close: regions are never moved or unmapped.
 */
#ifndef PRODUCER_STORE_H
#define PRODUCER_STORE_H

#include "base/counter.h"
#include "format/access.h"
#include "format/layout.h"
#include "format/words.h"
#include "producer/tracking.h"
#include "producer/whereabouts.h"
#include "shm/shm.h"

/* How large regions are, and who may open them. */
struct store_limits {
    uint64_t initial_bytes, max_bytes;
    uint64_t ring_entries; /* a power of two */
    struct shm_access access;
    bool track_writes;
};

#define REGION_BASE_LOG2 3u
#define REGION_CHUNKS    22u
#define REGION_NEAR      64u

/*
 * Memory is reserved in steps: what may be used next, and a bit more. So a session takes what it
 * uses, and a first touch is not a fault for each page.
 */
#define STORE_STEP_BYTES (UINT64_C(128) << 10)

struct region {
    struct shm_segment segment; /* the descriptor is closed when all of it has memory */
    uint64_t first;             /* where blocks begin */
    uint64_t ready;             /* bytes from the start that have memory, or are set aside */
    uint64_t aside;             /* bytes that were set aside and have no memory yet */
    uint32_t number;
    uint64_t *runs; /* by page: the rows of the blocks that begin there (region_note_block); relaxed
                     */
};

struct store {
    char name[64];
    struct store_limits limits;
    int lock_fd; /* carries the liveness lock: an open file of its own, never mapped */
    struct shm_segment header_segment;
    struct format_header *header;
    struct counter clock; /* begins with the session */
    struct tracking tracking;

    struct region *regions[REGION_CHUNKS]; /* chunk k has 8 << k, from region 1 on */
    unsigned char *near[REGION_NEAR];      /* where the first ones begin, by number: more than most
                                              sessions have */
    struct whereabouts whereabouts;        /* of regions: any thread may look one up */
    uint32_t region_count;
    uint64_t next_region_bytes; /* of the arena's next region */

    uint32_t arena_region; /* the region that small blocks come from, 0 none */
    uint64_t arena_at;

    unsigned char *chunks[FORMAT_TABLE_COUNT][FORMAT_CHUNKS];
    uint64_t used[FORMAT_TABLE_COUNT]; /* entries handed out; published by table_publish */
    uint64_t ready[FORMAT_TABLE_COUNT][FORMAT_CHUNKS]; /* first entries of a chunk: have memory */

    struct format_event *ring;
    struct format_tally *tally; /* the first: of what is done under the lock */
};

/* --- open.c ------------------------------------------------------------------------------------
 */

/* Creates the segments of a new session, or replaces a dead one's. The session is not `ready` yet.
 * On failure nothing is left. While another process is at the name it waits by `pause`, before
 * anything is made. */
int store_open(struct store *s, const char *name, const struct store_limits *limits,
               void (*pause)(void), memglass_error *err);
/* Lets readers in. */
void store_publish(struct store *s);
/* The name is this session's, still: its header is there, and its lock held. It may be removed by
 * hand, or the program may have closed the lock's descriptor. */
bool store_is_named(const struct store *s);
/* Lets go of the lock without touching the session: for a forked child. */
void store_disown(struct store *s);
/* Unmaps, closes (which gives up the lock), and unlinks first when `unlink` is set and the name
 * still leads to this session. */
void store_close(struct store *s, bool unlink);

/* --- region.c ----------------------------------------------------------------------------------
 */

/* Adds a region with room for `bytes`, of `preferred` bytes if there is space for that, with memory
 * for its first `now` bytes. E_NOSPACE, E_LIMIT, E_NOMEM, ... */
int region_add(struct store *s, uint64_t bytes, uint64_t preferred, uint64_t now,
               memglass_error *err);
/* Memory for `bytes` of a region. E_NOSPACE, E_SYSTEM. */
int region_reserve(struct store *s, uint32_t number, uint64_t at, uint64_t bytes,
                   memglass_error *err);
/* A region that nothing more will be cut from: its descriptor is closed when it needs none. */
void region_settle(struct region *r, bool is_full);
static inline struct region *region_of(const struct store *s, uint32_t number)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(number - 1, REGION_BASE_LOG2, &within);
    return &s->regions[chunk][within];
}

static inline void *region_pointer(const struct store *s, uint64_t place)
{
    uint32_t number = format_place_region(place);
    unsigned char *base =
        number < REGION_NEAR ? s->near[number] : region_of(s, number)->segment.base;
    return base + format_place_offset(place);
}

/* The region that a pointer lies in, NULL when it lies in none. Needs no lock. */
static inline struct region *region_with(const struct store *s, const void *pointer)
{
    struct region *r = whereabouts_of(&s->whereabouts, pointer);
    return r && (uintptr_t)pointer - (uintptr_t)r->segment.base < r->segment.size ? r : NULL;
}

/* Place of a pointer into a region. */
static inline uint64_t region_place(const struct region *r, const void *pointer)
{
    return format_place(r->number, (uintptr_t)pointer - (uintptr_t)r->segment.base);
}

/*
 * Blocks that are cut one after the other have rows one after the other, so where a payload lies
 * tells its row, without a look at the block. A page's run says it of the blocks that begin there:
 * the row of the first one noted, where its payload lies in the page (by 16 bytes) and which share
 * of a block 16 bytes are (rounded up, so that the product of less than 256 of them is right; 0:
 * nothing is known). Where blocks of several sizes share a page it is wrong for some: what it says
 * is looked up.
 */
#define REGION_RUN_PAGE   4096u
#define REGION_RUN_SHARES 65536u /* of one block */

/* A new block of so many bytes, a multiple of 16. Under the lock. */
void region_note_block(struct region *r, uint64_t payload_offset, uint64_t bytes, uint32_t row);

/* The row that has its payload there, if any has. */
static inline uint32_t region_row(const struct region *r, uint64_t payload_offset)
{
    uint64_t run = __atomic_load_n(&r->runs[payload_offset / REGION_RUN_PAGE], __ATOMIC_RELAXED);
    uint32_t share = (uint32_t)run >> 8;
    uint32_t first = (uint32_t)run & 255, at = (uint32_t)(payload_offset % REGION_RUN_PAGE) / 16;
    return share ? (uint32_t)(run >> 32) + (at - first) * share / REGION_RUN_SHARES : FORMAT_NONE;
}

/* --- arena.c -----------------------------------------------------------------------------------
 */

/*
 * Cuts `bytes` zero bytes out of a region such that place + lead is a multiple of align (a power of
 * two up to 4096). Blocks cut one after the other lie one after the other. Outputs change only on
 * success.
 */
int arena_take(struct store *s, uint64_t bytes, uint64_t align, uint64_t lead, uint64_t *place,
               memglass_error *err);
/* The same, aligned to 64 bytes, of what gets its memory later: by arena_fill, part by part. */
int arena_set_aside(struct store *s, uint64_t bytes, uint64_t *place, memglass_error *err);
int arena_fill(struct store *s, uint64_t place, uint64_t bytes, memglass_error *err);

/* --- table.c -----------------------------------------------------------------------------------
 */

/* Hands out `entries` neighbouring entries of one chunk; the index of the first. Readers do not see
 * them before table_publish. */
int table_append(struct store *s, enum format_table_id table, uint64_t entries, uint64_t *first,
                 memglass_error *err);
/* Takes back what was handed out since `used` was the number of entries, and is not published. */
void table_give_back(struct store *s, enum format_table_id table, uint64_t used);
void *table_entry(const struct store *s, enum format_table_id table, uint64_t index);
void table_publish(struct store *s, enum format_table_id table);

/* --- events ------------------------------------------------------------------------------------
 */

/* The numbers of `count` events, of which the first. What all of them tell of has happened: who
 * sees the numbers taken sees it. Pairs with the acquire by which a refresh begins. */
static inline uint64_t events_claim(struct store *s, uint64_t count)
{
    return add_release_64(&s->header->ring_head, count);
}

/* Fills an event whose number was claimed. */
static inline void event_fill(struct store *s, uint64_t n, enum format_event_kind kind,
                              uint32_t index, uint32_t generation)
{
    struct format_event *event = &s->ring[n & (s->limits.ring_entries - 1)];
    /* Whoever is held up here for a whole turn of the ring writes over a later event: each word
     * says whose it is, so that a follower takes no mixture for an event. */
    store_relaxed_64(&event->where, format_event_where(n, index));
    store_relaxed_64(&event->what, format_event_what(n, kind, generation));
}

/* Writes an event: drop-oldest, numbered, so that a follower knows exactly what it missed. Any
 * thread, at any time. Does nothing while the ring itself is being made. */
static inline void event_write(struct store *s, enum format_event_kind kind, uint32_t index,
                               uint32_t generation)
{
    if (s->ring)
        event_fill(s, events_claim(s, 1), kind, index, generation);
}

#endif
