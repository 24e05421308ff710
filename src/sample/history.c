/* Rings of past values: giving them to objects, and filling them. Layer 4. */
#include "sample/history.h"

#include "base/error.h"
#include "sample/cell.h"
#include "sample/leaves.h"
#include "sample/rings.h"

#include <stdlib.h>

enum { SHARE = 8 };

struct history *history_create(uint64_t budget_bytes)
{
    struct history *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    uint64_t fixed = sizeof *h, limit = 0;
    if (budget_bytes > fixed)
        limit = (budget_bytes - fixed) / sizeof(struct ring);
    pthread_mutex_init(&h->lock, NULL);
    atomic_init(&h->from, &h->own);
    h->own.only = HISTORY_NONE;
    h->upto = UINT64_MAX;
    h->limit = limit < RING_NONE ? (uint32_t)limit : RING_NONE - 1;
    h->idle = h->closed_first = h->closed_last = RING_NONE;
    if (h->limit && pages_reserve(&h->own.memory, h->limit * sizeof(struct ring)))
        history_destroy(&h);
    else
        h->own.at = (void *)h->own.memory.at;
    return h;
}

void history_destroy(struct history **h)
{
    if (!*h)
        return;
    history_save_held(*h, 0);
    REQUIRE(!(*h)->holds);
    pages_free(&(*h)->own.memory);
    pthread_mutex_destroy(&(*h)->lock);
    free(*h);
    *h = NULL;
}

uint64_t history_bytes(const struct history *h)
{
    return h ? sizeof *h + load_32(&h->own.made) * sizeof(struct ring) + load_64(&h->held_bytes)
             : 0;
}

/* --- rings --- */

static uint32_t fresh_rings(const struct history *h)
{
    return h->limit - load_32(&h->own.made);
}

static uint32_t take_ring(struct history *h)
{
    uint32_t taken = h->idle;
    if (taken == RING_NONE) {
        taken = load_32(&h->own.made);
        store_32(&h->own.made, taken + 1);
    } else {
        h->idle = load_32(&h->own.at[taken].next);
        h->idle_count--;
    }
    struct ring *ring = &h->own.at[taken];
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        store_64(&ring->cells[i], CELL_MISSING);
    store_32(&ring->next, RING_NONE);
    store_32(&ring->jump, RING_NONE);
    return taken;
}

static uint32_t take_chain(struct history *h, uint32_t count)
{
    uint32_t first = take_ring(h), last = first, jump = first;
    for (uint32_t i = 1; i < count; i++) {
        uint32_t ring = take_ring(h);
        store_32(&h->own.at[last].next, ring);
        if (i % RING_JUMP == 0) {
            store_32(&h->own.at[jump].jump, ring);
            jump = ring;
        }
        last = ring;
    }
    store_64(&h->own.at[first].last, TICK_NEVER);
    h->own.at[first].length = count;
    return first;
}

/* Those of the object that went first are idle from here on: nobody reads them any more. */
static void recycle(struct history *h)
{
    uint32_t ring = h->closed_first;
    struct ring *first = &h->own.at[ring];
    h->closed_first = first->closed;
    if (h->closed_first == RING_NONE)
        h->closed_last = RING_NONE;
    h->closed_count -= first->length;
    store_32(&first->uses, load_32(&first->uses) + 1);
    while (ring != RING_NONE) {
        uint32_t next = load_32(&h->own.at[ring].next);
        store_32(&h->own.at[ring].next, h->idle);
        h->idle = ring;
        h->idle_count++;
        ring = next;
    }
}

/* Rings of which no value can be asked for any more come first, then memory that was never used;
 * the past of an object that has just gone is taken when there is nothing else. */
static void make_room(struct history *h, uint64_t count)
{
    while (h->closed_first != RING_NONE &&
           load_64(&h->own.at[h->closed_first].last) + HISTORY_TICKS <= load_64(&h->own.newest))
        recycle(h);
    if (count > h->idle_count + (uint64_t)fresh_rings(h))
        history_save_held(h, UINT64_MAX);
    while (count > h->idle_count + (uint64_t)fresh_rings(h))
        recycle(h);
}

uint64_t history_room(const struct history *h)
{
    return h ? (uint64_t)fresh_rings(h) + h->idle_count + h->closed_count : 0;
}

uint64_t history_open(struct history *h, const memglass_type *type, uint64_t count)
{
    uint64_t room = history_room(h);
    if (room == 0)
        return HISTORY_NONE;
    struct field_ref whole = field_whole(type, count);
    uint64_t leaves = leaves_count(&whole);
    if (leaves == 0 || leaves > room || (leaves > 1 && leaves > h->limit / SHARE))
        return HISTORY_NONE;
    make_room(h, leaves);
    uint32_t first = take_chain(h, (uint32_t)leaves);
    return (uint64_t)load_32(&h->own.at[first].uses) << 32 | first;
}

void history_close(struct history *h, uint64_t rings)
{
    if (!h || rings == HISTORY_NONE)
        return;
    uint32_t ring = first_ring(rings);
    struct ring *first = &h->own.at[ring];
    if (load_32(&first->uses) != uses_of(rings))
        return;
    store_64(&first->last, load_64(&h->own.newest));
    first->closed = RING_NONE;
    if (h->closed_last == RING_NONE)
        h->closed_first = ring;
    else
        h->own.at[h->closed_last].closed = ring;
    h->closed_last = ring;
    h->closed_count += first->length;
}

void history_restart(struct history *h)
{
    if (!h)
        return;
    history_save_held(h, UINT64_MAX);
    uint32_t made = load_32(&h->own.made);
    h->idle = h->closed_first = h->closed_last = RING_NONE;
    h->closed_count = 0;
    for (uint32_t i = made; i-- > 0;) {
        store_32(&h->own.at[i].uses, load_32(&h->own.at[i].uses) + 1);
        store_32(&h->own.at[i].next, h->idle);
        h->idle = i;
    }
    h->idle_count = made;
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        store_64(&h->own.times[i], 0);
    store_64(&h->own.newest, 0);
}

/* --- values --- */

/* A row as it is appended. */
struct appending {
    struct history *h;
    const unsigned char *bytes;
    uint64_t size;
    size_t cell;
    uint32_t ring;
    uint8_t truth, gone;
};

static int append_leaf(const struct field_ref *leaf, void *ctx)
{
    struct appending *a = ctx;
    if (!field_is_numeric(leaf))
        return 0;
    struct ring *ring = &a->h->own.at[a->ring];
    store_64(&ring->cells[a->cell],
             a->gone ? CELL_MISSING : cell_load(leaf, a->bytes, a->size, (memglass_truth)a->truth));
    a->ring = load_32(&ring->next);
    return a->ring == RING_NONE;
}

void history_append(struct history *h, const struct frame *f)
{
    if (!h)
        return;
    history_save_held(h, f->tick);
    size_t cell = f->tick % HISTORY_TICKS;
    store_64(&h->own.times[cell], f->time_ns);
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        if (row->history == HISTORY_NONE)
            continue;
        struct appending a = {.h = h,
                              .bytes = frame_data(f, i),
                              .size = row->size,
                              .cell = cell,
                              .ring = first_ring(row->history),
                              .truth = f->states[i] & ROW_TRUTH,
                              .gone = frame_gone(f, i)};
        struct field_ref whole = field_whole(row->type, row->count);
        field_each_leaf(&whole, append_leaf, &a);
    }
    store_64(&h->own.newest, f->tick);
}
