/* Past values: reading them while they are written, and holding them for a frozen screen. Layer 4.
 */
#include "sample/cell.h"
#include "sample/leaves.h"
#include "sample/rings.h"

#include <math.h>
#include <stdlib.h>

/* --- reading --- */

struct window {
    uint64_t cells[HISTORY_SHOWN + 1], times[HISTORY_SHOWN + 1];
    size_t count;
};

/* RING_NONE when the chain ends early, or leads out of a held copy: the rings are another's by now.
 */
static uint32_t find_ring(const struct history *h, uint32_t ring, uint64_t number)
{
    uint32_t made = load_32(&h->made);
    for (; ring < made && number >= RING_JUMP; number -= RING_JUMP)
        ring = load_32(&h->rings[ring].jump);
    for (; ring < made && number > 0; number--)
        ring = load_32(&h->rings[ring].next);
    return ring < made ? ring : RING_NONE;
}

static uint64_t newest_whole(const struct history *h)
{
    return h->held ? h->held_tick : load_64(&h->newest);
}

/* Whether the cell of a tick held it still when the newest one was that. */
static bool outlives(uint64_t tick, uint64_t newest)
{
    return tick + HISTORY_TICKS > newest + 1;
}

/* The newest `count` up to tick; what was overwritten since, or is not yet there, is missing. */
static void copy_window(const struct history *h, uint32_t first, uint32_t ring, uint64_t tick,
                        struct window *w)
{
    uint64_t newest = newest_whole(h), last = load_64(&h->rings[first].last);
    for (size_t i = 0; i < w->count; i++) {
        uint64_t age = w->count - 1 - i, t = tick - age;
        bool there = age < tick && t <= newest && t <= last;
        w->cells[i] = there ? load_64(&h->rings[ring].cells[t % HISTORY_TICKS]) : CELL_MISSING;
        w->times[i] = there ? load_64(&h->times[t % HISTORY_TICKS]) : 0;
    }
    newest = load_64(&h->newest);
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
    copy_window(h, first, ring, tick, w);
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
        out[i] = rate ? rate_of(leaf->field, &w, i + 1) : cell_number(leaf->field, w.cells[i + 1]);
        found += isnan(out[i]) ? 0 : 1;
    }
    return found;
}

void history_times(const struct history *h, uint64_t tick, uint64_t *out, size_t n)
{
    uint64_t newest = h ? newest_whole(h) : 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t age = n - 1 - i;
        bool there = age < tick && tick - age <= newest;
        out[i] = there ? load_64(&h->times[(tick - age) % HISTORY_TICKS]) : 0;
    }
    newest = h ? load_64(&h->newest) : 0;
    for (size_t i = 0; i < n; i++)
        if (!outlives(tick + 1 + i, newest + n))
            out[i] = 0;
}

/* --- holding --- */

static void copy_ring(struct ring *to, const struct ring *from)
{
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        atomic_init(&to->cells[i], load_64(&from->cells[i]));
    atomic_init(&to->next, load_32(&from->next));
    atomic_init(&to->jump, load_32(&from->jump));
    atomic_init(&to->last, load_64(&from->last));
}

/* As a reader looks again after its copy: rings that changed hands while they were copied have
 * another count, and values that were overwritten are older than the newest tick tells. */
static void copy_rings(struct history *to, const struct history *from, uint32_t made)
{
    to->held_tick = load_64(&from->newest);
    for (uint32_t i = 0; i < made; i++)
        copy_ring(&to->rings[i], &from->rings[i]);
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        atomic_init(&to->times[i], load_64(&from->times[i]));
    for (uint32_t i = 0; i < made; i++)
        atomic_init(&to->rings[i].uses, load_32(&from->rings[i].uses));
    atomic_init(&to->newest, load_64(&from->newest));
}

const struct history *history_hold(const struct history *h)
{
    struct history *copy = h ? calloc(1, sizeof *copy) : NULL;
    if (!copy)
        return NULL;
    uint32_t made = load_32(&h->made);
    if (pages_fit(&copy->memory, made * sizeof(struct ring))) {
        free(copy);
        return NULL;
    }
    copy->rings = (void *)copy->memory.at;
    copy->held = true;
    atomic_init(&copy->made, made);
    copy_rings(copy, h, made);
    return copy;
}

void history_release(const struct history **held)
{
    struct history *copy = (struct history *)*held;
    *held = NULL;
    history_destroy(&copy);
}
