/* What any way to create and destroy has to do, and no more: the time, the event's number, and the
 * stores (and the loads that tell what to store) of block, row, detail, label, event and counts, in
 * memory of the same sort as a session's. Nothing is checked, found or chosen: a lower bound. Tests
 * only; no layer. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include "allocating.h"

#include "base/clock.h"
#include "base/counter.h"
#include "format/layout.h"
#include "format/words.h"

#include <sys/mman.h>

enum { BARE_COUNT = ALLOCATING_LIVE, BARE_RING = 65536, BARE_GRACE = 2500, BARE_WORDS = 8 };

struct bare_block {
    memglass_prefix prefix;
    uint64_t words[BARE_WORDS];
    uint64_t canary;
};

/* The producer's own: as directory_slot. */
struct bare_slot {
    uint64_t since_ns, payload, lists, kind;
};

struct bare {
    struct bare_block blocks[BARE_COUNT + BARE_GRACE];
    struct format_object rows[BARE_COUNT + BARE_GRACE];
    struct format_detail details[BARE_COUNT + BARE_GRACE];
    struct format_granule labels[BARE_COUNT + BARE_GRACE];
    struct bare_slot slots[BARE_COUNT + BARE_GRACE];
    struct format_event ring[BARE_RING];
    uint64_t head;
    struct format_tally tally;
    uint32_t at[BARE_COUNT], ended[BARE_GRACE]; /* rows of objects; rows that wait */
    size_t next, oldest;
};

static inline struct bare *bare_open(void)
{
    struct bare *b = mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (b == MAP_FAILED)
        bench_fail("no memory");
    for (uint32_t i = 0; i < BARE_COUNT; i++)
        b->at[i] = i;
    for (uint32_t i = 0; i < BARE_GRACE; i++)
        b->ended[i] = BARE_COUNT + i;
    return b;
}

static inline void bare_close(struct bare *b)
{
    munmap(b, sizeof *b);
}

static inline uint64_t bare_time(void)
{
    return COUNTER_EXISTS ? counter_read() : clock_monotonic_ns();
}

static inline void bare_event(struct bare *b, uint32_t kind, uint32_t row)
{
    uint64_t n = add_release_64(&b->head, 1);
    struct format_event *event = &b->ring[n % BARE_RING];
    store_relaxed_64(&event->where, format_event_where(n, row));
    store_relaxed_64(&event->what, format_event_what(n, kind, 0));
}

static inline void bare_make(struct bare *b, uint32_t row, uint64_t now)
{
    struct bare_block *block = &b->blocks[row];
    struct format_object *object = &b->rows[row];
    struct format_detail *detail = &b->details[row];
    uint64_t *label = (uint64_t *)(void *)&b->labels[row];
    store_relaxed_32(&block->prefix.index, row);
    store_relaxed_32(&block->prefix.sequence, 0);
    store_zeros(block->words, sizeof block->words);
    store_relaxed_64(&block->canary, FORMAT_CANARY ^ row);
    b->slots[row] = (struct bare_slot){.since_ns = now, .payload = sizeof block->words};
    store_relaxed_64(&label[0], now);
    store_relaxed_64(&label[1], 0);
    store_relaxed_64(&detail->created_ns, now);
    store_relaxed_32(&detail->origin, 1);
    store_relaxed_32(&detail->label, row);
    store_relaxed_32(&object->type, 1);
    store_relaxed_32(&object->count, 1);
    store_relaxed_32(&object->label_hash, row);
    store_release_32(&object->state_generation, object->state_generation + FORMAT_LIVE);
    b->tally.created++;
    b->tally.created_bytes += sizeof block->words;
    bare_event(b, FORMAT_EVENT_CREATED, row);
}

/* A bench_once beside malloc_warm. */
static inline double bare_warm(void *ctx)
{
    struct bare *b = ctx;
    double start = bench_now_ns();
    for (uint32_t i = 0; i < ALLOCATING_WARM; i++)
        bare_make(b, i, bare_time());
    return (bench_now_ns() - start) / ALLOCATING_WARM;
}

static inline uint64_t bare_hash(const struct bare_block *block)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < BARE_WORDS; i++)
        hash += load_relaxed_64(&block->words[i]) << i;
    return hash;
}

static inline void bare_end(struct bare *b, uint32_t row, uint64_t now)
{
    struct bare_block *block = &b->blocks[row];
    struct format_object *object = &b->rows[row];
    uint32_t seen = load_relaxed_32(&object->state_generation);
    if (!swap_from_32(&object->state_generation, seen, seen | FORMAT_DESTROYED))
        bench_fail("somebody else is there");
    bare_event(b, FORMAT_EVENT_DESTROYED, row);
    store_relaxed_32(&object->label_hash, (uint32_t)(now - b->slots[row].since_ns));
    store_relaxed_64(&block->canary, bare_hash(block) ^ block->prefix.index);
    b->slots[row].since_ns = now;
    b->tally.destroyed++;
}

/* Its grace period is over. */
static inline void bare_free(struct bare *b, uint32_t row)
{
    struct format_object *object = &b->rows[row];
    b->tally.reclaimed += bare_hash(&b->blocks[row]) != b->slots[row].payload;
    store_release_32(&object->state_generation,
                     (object->state_generation & ~FORMAT_STATE_MASK) + 4);
    bare_event(b, FORMAT_EVENT_RECLAIMED, row);
}

/* Ends one of many, and makes another in the row that ended a grace period ago; a bench_loop beside
 * malloc_churn. */
static inline void bare_churn(void *ctx, size_t n)
{
    struct bare *b = ctx;
    while (n--) {
        uint32_t ends = b->at[b->next], begins = b->ended[b->oldest];
        bare_end(b, ends, bare_time());
        bare_free(b, begins);
        bare_make(b, begins, bare_time());
        b->ended[b->oldest] = ends;
        b->at[b->next] = begins;
        b->oldest = (b->oldest + 1) % BARE_GRACE;
        b->next = (b->next + ALLOCATING_STEP) % BARE_COUNT;
    }
}

#endif
