/* Past values: reading them while they are written. Layer 4. */
#include "sample/cell.h"
#include "sample/leaves.h"
#include "sample/rings.h"

#include <math.h>

struct window {
    uint64_t cells[HISTORY_SHOWN + 1], times[HISTORY_SHOWN + 1];
    size_t count;
    uint64_t upto; /* values of later ticks are missing */
};

/* RING_NONE when the chain ends early, or leads out of a held copy: the rings are another's by now.
 */
static uint32_t find_ring(const struct rings *r, uint32_t ring, uint64_t number)
{
    uint32_t made = load_32(&r->made);
    for (; ring < made && number >= RING_JUMP; number -= RING_JUMP)
        ring = load_32(&r->at[ring].jump);
    for (; ring < made && number > 0; number--)
        ring = load_32(&r->at[ring].next);
    return ring < made ? ring : RING_NONE;
}

/* The newest `count` up to tick; what was overwritten since, or is not yet there, is missing. */
static void copy_window(const struct rings *r, uint32_t first, uint32_t ring, uint64_t tick,
                        struct window *w)
{
    uint64_t newest = load_64(&r->newest), last = load_64(&r->at[first].last);
    for (size_t i = 0; i < w->count; i++) {
        uint64_t age = w->count - 1 - i, t = tick - age;
        bool there = age < tick && t <= newest && t <= last && t <= w->upto;
        w->cells[i] = there ? load_64(&r->at[ring].cells[t % HISTORY_TICKS]) : CELL_MISSING;
        w->times[i] = there ? load_64(&r->times[t % HISTORY_TICKS]) : 0;
    }
    newest = load_64(&r->newest);
    for (size_t i = 0; i < w->count; i++)
        if (!outlives(tick + 1 + i, newest + w->count))
            w->cells[i] = CELL_MISSING;
}

static double rate_of(const memglass_field *f, const struct window *w, size_t i)
{
    uint64_t before = w->times[i - 1], now = w->times[i];
    if (now <= before)
        return (double)NAN;
    return cell_growth(f, w->cells[i - 1], w->cells[i]) * 1e9 / (double)(now - before);
}

/* False when the rings are no longer, or were never, those of the row. */
static bool copy_leaf(const struct rings *r, const struct roster_row *row,
                      const struct field_ref *leaf, uint64_t tick, struct window *w)
{
    struct field_ref whole = field_whole(row->type, row->count);
    uint64_t number = leaves_number(&whole, leaf);
    if (number == LEAVES_NONE || (r->only != HISTORY_NONE && r->only != row->history))
        return false;
    uint32_t first = r->only == HISTORY_NONE ? first_ring(row->history) : 0;
    uint32_t ring = find_ring(r, first, number);
    if (ring == RING_NONE)
        return false;
    copy_window(r, first, ring, tick, w);
    return load_32(&r->at[first].uses) == uses_of(row->history);
}

static bool read_leaf(const struct history *h, const struct roster_row *row,
                      const struct field_ref *leaf, uint64_t tick, struct window *w)
{
    const struct rings *from;
    bool found;
    w->upto = h->upto;
    do {
        from = rings_of(h);
        found = copy_leaf(from, row, leaf, tick, w);
    } while (from != rings_of(h));
    return found;
}

size_t history_read(const struct history *h, const struct roster_row *row,
                    const struct field_ref *leaf, uint64_t tick, bool rate, double *out, size_t n)
{
    size_t shown = n < HISTORY_SHOWN ? n : HISTORY_SHOWN, found = 0;
    struct window w = {.count = shown + 1};
    for (size_t i = 0; i < n; i++)
        out[i] = (double)NAN;
    if (!h || row->history == HISTORY_NONE || !read_leaf(h, row, leaf, tick, &w))
        return 0;
    rate = rate && leaf->field->flags & MEMGLASS_FIELD_COUNTER;
    out += n - shown;
    for (size_t i = 0; i < shown; i++) {
        out[i] = rate ? rate_of(leaf->field, &w, i + 1) : cell_number(leaf->field, w.cells[i + 1]);
        found += isnan(out[i]) ? 0 : 1;
    }
    return found;
}

static void copy_times(const struct rings *r, uint64_t tick, uint64_t *out, size_t n)
{
    uint64_t newest = load_64(&r->newest);
    for (size_t i = 0; i < n; i++) {
        uint64_t age = n - 1 - i;
        bool there = age < tick && tick - age <= newest;
        out[i] = there ? load_64(&r->times[(tick - age) % HISTORY_TICKS]) : 0;
    }
    newest = load_64(&r->newest);
    for (size_t i = 0; i < n; i++)
        if (!outlives(tick + 1 + i, newest + n))
            out[i] = 0;
}

void history_times(const struct history *h, uint64_t tick, uint64_t *out, size_t n)
{
    const struct rings *from;
    for (size_t i = 0; i < n; i++)
        out[i] = 0;
    if (!h)
        return;
    do {
        from = rings_of(h);
        copy_times(from, tick, out, n);
    } while (from != rings_of(h));
}
