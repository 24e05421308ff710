/* Past values that stay: for a screen that is frozen, and of an object that has gone. Layer 4. */
#include "sample/leaves.h"
#include "sample/rings.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static struct history *create_held(enum history_kind kind)
{
    struct history *held = calloc(1, sizeof *held);
    if (!held)
        return NULL;
    held->kind = kind;
    held->own.only = HISTORY_NONE;
    atomic_init(&held->refs, 1);
    atomic_init(&held->from, &held->own);
    return held;
}

static void free_held(struct history *held)
{
    pages_free(&held->own.memory);
    free(held);
}

static bool make_rings(struct rings *r, uint32_t count)
{
    if (pages_fit(&r->memory, count * sizeof(struct ring)))
        return false;
    r->at = (void *)r->memory.at;
    atomic_init(&r->made, count);
    return true;
}

/* --- all of it ---------------------------------------------------------------------------------
 */

const struct history *history_hold(const struct history *h, uint64_t tick)
{
    struct history *held = h ? create_held(HISTORY_HELD) : NULL;
    if (!held)
        return NULL;
    struct history *whose = (struct history *)(uintptr_t)h; /* its list is not what is read of it */
    REQUIRE(whose->kind == HISTORY_ORIGINAL);
    held->upto = tick;
    atomic_init(&held->from, &whose->own);
    pthread_mutex_lock(&whose->lock);
    held->next = whose->holds;
    whose->holds = held;
    pthread_mutex_unlock(&whose->lock);
    return held;
}

const struct history *history_retain(const struct history *h)
{
    struct history *held = (struct history *)(uintptr_t)h;
    if (held && held->kind != HISTORY_ORIGINAL)
        atomic_fetch_add_explicit(&held->refs, 1, memory_order_relaxed);
    return h;
}

/* A held one stays in its list: the writer may be copying for it, and is the one to free it. */
void history_release(const struct history **held)
{
    struct history *going = (struct history *)(uintptr_t)*held;
    *held = NULL;
    if (!going || going->kind == HISTORY_ORIGINAL)
        return;
    enum { LAST = 1 };
    bool kept = going->kind == HISTORY_KEPT;
    /* acq_rel: what every holder read comes before what the last one, or the writer, frees. */
    if (atomic_fetch_sub_explicit(&going->refs, 1, memory_order_acq_rel) == LAST && kept)
        free_held(going);
}

/* The writer's own values: nobody else stores any. Without memory the screen goes on to read those
 * that are written, and what is overwritten there is unknown. */
static void copy_all(struct history *held, const struct rings *from)
{
    struct rings *to = &held->own;
    uint32_t made = load_32(&from->made);
    if (!make_rings(to, made))
        return;
    memcpy(to->at, from->at, made * sizeof(struct ring));
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        atomic_init(&to->times[i], load_64(&from->times[i]));
    atomic_init(&to->newest, load_64(&from->newest));
    atomic_store_explicit(&held->from, to, memory_order_release); /* rings_of */
}

static bool needs_copy(const struct history *held, uint64_t tick)
{
    uint64_t oldest = held->upto > HISTORY_SHOWN ? held->upto - HISTORY_SHOWN : 0;
    bool loses = tick == UINT64_MAX || !outlives(oldest, tick);
    return loses && rings_of(held) != &held->own;
}

/* Takes them out of the list. */
static struct history *take_released(struct history *h)
{
    struct history *gone = NULL, **at = &h->holds;
    while (*at) {
        struct history *held = *at;
        if (load_32(&held->refs)) {
            at = &held->next;
            continue;
        }
        *at = held->next;
        held->next = gone;
        gone = held;
    }
    return gone;
}

static void save_all(struct history *h, struct history *held, uint64_t tick)
{
    uint64_t bytes = 0;
    for (; held; held = held->next) {
        if (needs_copy(held, tick))
            copy_all(held, &h->own);
        bytes += held->own.memory.size;
    }
    store_64(&h->held_bytes, bytes);
}

/* Others only put new ones at the head of the list, so that the rest can be walked as it is. */
void history_save_held(struct history *h, uint64_t tick)
{
    pthread_mutex_lock(&h->lock);
    struct history *gone = take_released(h), *held = h->holds;
    pthread_mutex_unlock(&h->lock);
    save_all(h, held, tick);
    while (gone) {
        struct history *next = gone->next;
        free_held(gone);
        gone = next;
    }
}

/* --- one object --------------------------------------------------------------------------------
 */

static void copy_ring(struct ring *to, const struct ring *from)
{
    for (size_t i = 0; i < HISTORY_TICKS; i++)
        atomic_init(&to->cells[i], load_64(&from->cells[i]));
    atomic_init(&to->last, load_64(&from->last));
}

/* One behind the other. False: the chain ends early, it is another's by now. */
static bool copy_chain(struct rings *to, const struct rings *from, uint32_t ring, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ring >= load_32(&from->made))
            return false;
        copy_ring(&to->at[i], &from->at[ring]);
        atomic_init(&to->at[i].next, i + 1 < count ? i + 1 : RING_NONE);
        bool jumps = i % RING_JUMP == 0 && i + RING_JUMP < count;
        atomic_init(&to->at[i].jump, jumps ? i + RING_JUMP : RING_NONE);
        ring = load_32(&from->at[ring].next);
    }
    return true;
}

/* As a reader looks again after its copy: rings that changed hands while they were copied have
 * another count, and values that were overwritten are older than the newest tick tells. */
static bool copy_object(struct rings *to, const struct history *h, const struct roster_row *row,
                        uint32_t count)
{
    const struct rings *from;
    bool whole;
    do {
        from = rings_of(h);
        uint32_t first = from->only == HISTORY_NONE ? first_ring(row->history) : 0;
        whole = (from->only == HISTORY_NONE || from->only == row->history) &&
                copy_chain(to, from, first, count) &&
                load_32(&from->at[first].uses) == uses_of(row->history);
        for (size_t i = 0; i < HISTORY_TICKS; i++)
            atomic_init(&to->times[i], load_64(&from->times[i]));
        atomic_init(&to->newest, load_64(&from->newest));
    } while (from != rings_of(h));
    atomic_init(&to->at[0].uses, uses_of(row->history));
    to->only = row->history;
    return whole;
}

const struct history *history_keep(const struct history *h, const struct roster_row *row)
{
    struct field_ref all = field_whole(row->type, row->count);
    uint64_t count = h && row->history != HISTORY_NONE ? leaves_count(&all) : 0;
    struct history *kept = count && count < RING_NONE ? create_held(HISTORY_KEPT) : NULL;
    if (!kept)
        return NULL;
    kept->upto = h->upto;
    if (make_rings(&kept->own, (uint32_t)count) && copy_object(&kept->own, h, row, (uint32_t)count))
        return kept;
    free_held(kept);
    return NULL;
}
