/*
 * Rings of past values: chained, one for each numeric leaf, so that rings of any object fit any
 * other. Layer 4.
 *
 * The protocol. The writer publishes tick T only when all values of T are stored, and stores values
 * of T + 1 after that; a value takes the cell of the one HISTORY_TICKS earlier. A reader that met a
 * value too young therefore finds a newest tick that tells so. In the same way the writer counts up
 * `uses` of the first ring before the rings of an object are used for another one. Values are
 * stored with release and loaded with acquire: whoever sees one sees the tick and the count before.
 */
#include "sample/history.h"

#include "field/delta.h"
#include "sample/leaves.h"
#include "sample/pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RING_NONE UINT32_MAX
#define MISSING   UINT64_MAX /* as a double: a NaN; as a counter: one that says nothing anyway */

enum { JUMP = 64, SHARE = 8 };

struct ring {
    _Atomic uint64_t cells[HISTORY_TICKS]; /* a double's bits; of integer counters: the raw value */
    _Atomic uint32_t next;                 /* leaf's ring, or next idle one */
    _Atomic uint32_t jump;                 /* of leaves 0, 64, ...: the ring of 64 leaves on */
    _Atomic uint32_t uses; /* of an object's first ring: how often it changed hands */
    uint32_t reserved;
};

struct history {
    struct pages memory;
    struct ring *rings;
    uint32_t limit;        /* rings that fit the budget */
    _Atomic uint32_t made; /* that were ever used */
    uint32_t idle, idle_count;
    _Atomic uint64_t newest; /* tick whose values are all stored */
    _Atomic uint64_t times[HISTORY_TICKS];
};

/* --- rings --- */

static uint32_t load_32(const _Atomic uint32_t *word)
{
    return atomic_load_explicit(word, memory_order_acquire);
}

static void store_32(_Atomic uint32_t *word, uint32_t value)
{
    atomic_store_explicit(word, value, memory_order_release);
}

static uint64_t load_64(const _Atomic uint64_t *word)
{
    return atomic_load_explicit(word, memory_order_acquire);
}

static void store_64(_Atomic uint64_t *word, uint64_t value)
{
    atomic_store_explicit(word, value, memory_order_release);
}

static uint32_t first_ring(uint64_t rings)
{
    return (uint32_t)rings;
}

static uint32_t uses_of(uint64_t rings)
{
    return (uint32_t)(rings >> 32);
}

struct history *history_create(uint64_t budget_bytes)
{
    struct history *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    uint64_t fixed = sizeof *h, limit = 0;
    if (budget_bytes > fixed)
        limit = (budget_bytes - fixed) / sizeof(struct ring);
    h->limit = limit < RING_NONE ? (uint32_t)limit : RING_NONE - 1;
    h->idle = RING_NONE;
    if (h->limit && pages_reserve(&h->memory, h->limit * sizeof(struct ring)))
        history_destroy(&h);
    else
        h->rings = (void *)h->memory.at;
    return h;
}

void history_destroy(struct history **h)
{
    if (*h)
        pages_free(&(*h)->memory);
    free(*h);
    *h = NULL;
}

uint64_t history_bytes(const struct history *h)
{
    return h ? sizeof *h + load_32(&h->made) * sizeof(struct ring) : 0;
}

static uint32_t take_ring(struct history *h)
{
    uint32_t taken = h->idle;
    if (taken == RING_NONE) {
        taken = load_32(&h->made);
        store_32(&h->made, taken + 1);
    } else {
        h->idle = load_32(&h->rings[taken].next);
        h->idle_count--;
    }
    struct ring *ring = &h->rings[taken];
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        store_64(&ring->cells[i], MISSING);
    store_32(&ring->next, RING_NONE);
    store_32(&ring->jump, RING_NONE);
    return taken;
}

static uint32_t take_chain(struct history *h, uint64_t count)
{
    uint32_t first = take_ring(h), last = first, jump = first;
    for (uint64_t i = 1; i < count; i++) {
        uint32_t ring = take_ring(h);
        store_32(&h->rings[last].next, ring);
        if (i % JUMP == 0) {
            store_32(&h->rings[jump].jump, ring);
            jump = ring;
        }
        last = ring;
    }
    return first;
}

uint64_t history_open(struct history *h, const memglass_type *type, uint64_t count)
{
    if (!h || (h->idle_count == 0 && load_32(&h->made) == h->limit))
        return HISTORY_NONE;
    struct field_ref whole = field_whole(type, count);
    uint64_t leaves = leaves_count(&whole);
    uint64_t room = h->limit - load_32(&h->made) + h->idle_count;
    if (leaves == 0 || leaves > room || (leaves > 1 && leaves > h->limit / SHARE))
        return HISTORY_NONE;
    uint32_t first = take_chain(h, leaves);
    return (uint64_t)load_32(&h->rings[first].uses) << 32 | first;
}

void history_close(struct history *h, uint64_t rings)
{
    if (!h || rings == HISTORY_NONE)
        return;
    uint32_t ring = first_ring(rings);
    store_32(&h->rings[ring].uses, uses_of(rings) + 1);
    while (ring != RING_NONE) {
        uint32_t next = load_32(&h->rings[ring].next);
        store_32(&h->rings[ring].next, h->idle);
        h->idle = ring;
        h->idle_count++;
        ring = next;
    }
}

/* RING_NONE when the chain ends early: the rings are another's by now. */
static uint32_t find_ring(const struct history *h, uint32_t ring, uint64_t number)
{
    for (; ring != RING_NONE && number >= JUMP; number -= JUMP)
        ring = load_32(&h->rings[ring].jump);
    for (; ring != RING_NONE && number > 0; number--)
        ring = load_32(&h->rings[ring].next);
    return ring;
}

/* --- values --- */

/* Kept as they are: a double would round the large ones, and hide where they wrap. */
static bool is_raw(const memglass_field *f)
{
    return f->flags & MEMGLASS_FIELD_COUNTER &&
           (f->kind == MEMGLASS_KIND_INT || f->kind == MEMGLASS_KIND_UINT);
}

static uint64_t width_mask(const memglass_field *f)
{
    return f->bit_size < 64 ? (UINT64_C(1) << f->bit_size) - 1 : UINT64_MAX;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* A row as it is appended. */
struct appending {
    struct history *h;
    const unsigned char *bytes;
    uint64_t size;
    size_t cell;
    uint32_t ring;
    uint8_t truth, gone;
};

static uint64_t cell_value(const struct appending *a, const struct field_ref *leaf)
{
    if (a->gone)
        return MISSING;
    if (a->truth != MEMGLASS_TORN && !is_raw(leaf->field))
        return bits_of(field_number(leaf, a->bytes, a->size));
    memglass_value value;
    field_decode(leaf, a->bytes, a->size, (memglass_truth)a->truth, &value);
    if (value.truth == MEMGLASS_TORN)
        return MISSING;
    if (is_raw(leaf->field))
        return value.as.u & width_mask(leaf->field);
    return bits_of(field_number(leaf, a->bytes, a->size));
}

static int append_leaf(const struct field_ref *leaf, void *ctx)
{
    struct appending *a = ctx;
    if (!field_is_numeric(leaf))
        return 0;
    struct ring *ring = &a->h->rings[a->ring];
    store_64(&ring->cells[a->cell], cell_value(a, leaf));
    a->ring = load_32(&ring->next);
    return a->ring == RING_NONE;
}

void history_append(struct history *h, const struct frame *f)
{
    if (!h)
        return;
    size_t cell = f->tick % HISTORY_TICKS;
    store_64(&h->times[cell], f->time_ns);
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        if (row->history == HISTORY_NONE)
            continue;
        struct appending a = {.h = h,
                              .bytes = frame_data(f, i),
                              .size = row->size,
                              .cell = cell,
                              .ring = first_ring(row->history),
                              .truth = f->marks[i].truth,
                              .gone = f->marks[i].gone};
        struct field_ref whole = field_whole(row->type, row->count);
        field_each_leaf(&whole, append_leaf, &a);
    }
    store_64(&h->newest, f->tick);
}

/* --- reading --- */

struct window {
    uint64_t cells[HISTORY_SHOWN + 1], times[HISTORY_SHOWN + 1];
    size_t count;
};

/* The newest `count` up to tick; what was overwritten since, or is not yet there, is MISSING. */
static void copy_window(const struct history *h, uint32_t ring, uint64_t tick, struct window *w)
{
    uint64_t newest = load_64(&h->newest);
    for (size_t i = 0; i < w->count; i++) {
        uint64_t age = w->count - 1 - i, t = tick - age;
        bool there = age < tick && t <= newest;
        w->cells[i] = there ? load_64(&h->rings[ring].cells[t % HISTORY_TICKS]) : MISSING;
        w->times[i] = there ? load_64(&h->times[t % HISTORY_TICKS]) : 0;
    }
    newest = load_64(&h->newest);
    for (size_t i = 0; i < w->count; i++)
        if (tick + 1 + i + HISTORY_TICKS <= newest + 1 + w->count)
            w->cells[i] = MISSING;
}

static double value_of(const memglass_field *f, uint64_t cell)
{
    if (cell == MISSING)
        return (double)NAN;
    if (!is_raw(f))
        return double_of(cell);
    uint64_t sign = f->kind == MEMGLASS_KIND_INT ? UINT64_C(1) << (f->bit_size - 1) : 0;
    return sign ? (double)(int64_t)((cell ^ sign) - sign) : (double)cell;
}

static double growth(const memglass_field *f, uint64_t before, uint64_t now)
{
    if (before == MISSING || now == MISSING)
        return (double)NAN;
    if (is_raw(f))
        return delta_growth(f, now, before);
    double grown = double_of(now) - double_of(before);
    return grown >= 0 ? grown : (double)NAN;
}

static double rate_of(const memglass_field *f, const struct window *w, size_t i)
{
    uint64_t before = w->times[i - 1], now = w->times[i];
    if (now <= before)
        return (double)NAN;
    return growth(f, w->cells[i - 1], w->cells[i]) * 1e9 / (double)(now - before);
}

/* False when the rings are no longer, or were never, those of the row. */
static bool copy_leaf(const struct history *h, const struct roster_row *row,
                      const struct field_ref *leaf, uint64_t tick, struct window *w)
{
    struct field_ref whole = field_whole(row->type, row->count);
    uint64_t number = leaves_number(&whole, leaf);
    if (number == LEAVES_NONE)
        return false;
    uint32_t first = first_ring(row->history), ring = find_ring(h, first, number);
    if (ring == RING_NONE)
        return false;
    copy_window(h, ring, tick, w);
    return load_32(&h->rings[first].uses) == uses_of(row->history);
}

size_t history_read(const struct history *h, const struct roster_row *row,
                    const struct field_ref *leaf, uint64_t tick, bool rate, double *out, size_t n)
{
    size_t shown = n < HISTORY_SHOWN ? n : HISTORY_SHOWN, found = 0;
    struct window w = {.count = shown + 1};
    for (size_t i = 0; i < n; i++)
        out[i] = (double)NAN;
    if (!h || row->history == HISTORY_NONE || !copy_leaf(h, row, leaf, tick, &w))
        return 0;
    rate = rate && leaf->field->flags & MEMGLASS_FIELD_COUNTER;
    out += n - shown;
    for (size_t i = 0; i < shown; i++) {
        out[i] = rate ? rate_of(leaf->field, &w, i + 1) : value_of(leaf->field, w.cells[i + 1]);
        found += isnan(out[i]) ? 0 : 1;
    }
    return found;
}

/* --- holding --- */

const struct history *history_hold(const struct history *h)
{
    (void)h;
    return NULL;
}

void history_release(const struct history **held)
{
    *held = NULL;
}
