/* From a label's hash to the objects that have it, oldest first. Layer 2. */
#include "observer/label_index.h"

#include "base/clock.h"
#include "format/layout.h"

#include <stdlib.h>
#include <string.h>

/* Objects that several threads create at one time may be published in another order than their
 * times say. That is a matter of a few places: the bound is against times that are made up. */
#define STEPS_BACK 64

/* --- slots --- */

/* The seed keeps a producer that chooses its labels from filling one corner of the table. */
static uint32_t home_of(const struct label_index *l, uint32_t hash)
{
    uint64_t mixed = (uint64_t)(hash ^ l->seed) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 32 ^ mixed) & (l->slot_count - 1);
}

/* The slot of a hash, or the empty one where it would be. */
static uint32_t slot_of(const struct label_index *l, uint32_t hash)
{
    uint32_t at = home_of(l, hash);
    while (l->slots[at].head != FORMAT_NONE && l->slots[at].hash != hash)
        at = (at + 1) & (l->slot_count - 1);
    return at;
}

static struct label_slot *new_slots(uint32_t count)
{
    struct label_slot *slots = lines_grow(NULL, 0, count, sizeof *slots);
    for (uint32_t i = 0; slots && i < count; i++)
        slots[i].head = FORMAT_NONE;
    return slots;
}

/* Keeps the table at most four fifths full: denser, it stays longer in the caches; a probe goes
 * along lines. */
static bool reserve_slot(struct label_index *l)
{
    uint32_t before = l->slot_count;
    if (l->used < before / 5 * 4)
        return true;
    struct label_slot *old = l->slots, *slots = new_slots(before ? 2 * before : 1024);
    if (!slots)
        return false;
    l->slots = slots;
    l->slot_count = before ? 2 * before : 1024;
    for (uint32_t i = 0; i < before; i++)
        if (old[i].head != FORMAT_NONE)
            slots[slot_of(l, old[i].hash)] = old[i];
    free(old);
    return true;
}

/* Empties a slot and moves up what was pushed past it. */
static void clear_slot(struct label_index *l, uint32_t hole)
{
    uint32_t mask = l->slot_count - 1;
    for (uint32_t at = (hole + 1) & mask; l->slots[at].head != FORMAT_NONE; at = (at + 1) & mask) {
        uint32_t home = home_of(l, l->slots[at].hash);
        if (((at - home) & mask) < ((at - hole) & mask))
            continue;
        l->slots[hole] = l->slots[at];
        hole = at;
    }
    l->slots[hole].head = FORMAT_NONE;
    l->used--;
}

/* --- chains --- */

/* The arrays have as many elements as the catalog has rows. */
static bool reserve_links(struct label_index *l, const struct catalog *c)
{
    if (c->limit <= l->capacity)
        return true;
    struct label_link *links = lines_grow(l->links, l->capacity, c->row_capacity, sizeof *links);
    if (!links)
        return false;
    l->links = links;
    l->capacity = c->row_capacity;
    return recall_reserve(&l->recall, l->capacity);
}

/* The newest of a chain that is not newer than the object, which goes behind that; FORMAT_NONE: it
 * is the oldest. Those that are newer may have been remembered as the oldest of their label. */
static uint32_t place_of(struct label_index *l, const struct catalog *c, uint32_t head,
                         uint32_t index)
{
    uint64_t created = c->rows[index].created_ns;
    uint32_t at = l->links[head].older;
    for (int i = 0; i < STEPS_BACK && c->rows[at].created_ns > created; i++) {
        recall_forget(&l->recall, at);
        if (at == head)
            return FORMAT_NONE;
        at = l->links[at].older;
    }
    return at;
}

static void link_behind(struct label_index *l, struct label_slot *slot, uint32_t older,
                        uint32_t index)
{
    uint32_t newest = l->links[slot->head].older;
    uint32_t newer = older == FORMAT_NONE ? slot->head : l->links[older].newer;
    l->links[index].older = older == FORMAT_NONE ? newest : older;
    l->links[index].newer = newer;
    if (older != FORMAT_NONE)
        l->links[older].newer = index;
    else
        slot->head = index;
    if (newer != FORMAT_NONE)
        l->links[newer].older = index;
    else
        l->links[slot->head].older = index;
}

/* Empties the slot with its last object. */
static void unlink_from(struct label_index *l, uint32_t at, uint32_t index)
{
    struct label_slot *slot = &l->slots[at];
    struct label_link link = l->links[index];
    if (slot->head == index)
        slot->head = link.newer;
    else
        l->links[link.older].newer = link.newer;
    if (slot->head == FORMAT_NONE)
        clear_slot(l, at);
    else
        l->links[link.newer != FORMAT_NONE ? link.newer : slot->head].older = link.older;
}

static bool add(struct label_index *l, const struct catalog *c, uint32_t index, uint32_t hash)
{
    if (c->rows[index].label == FORMAT_NONE)
        return true;
    if (!reserve_slot(l) || !reserve_links(l, c))
        return false;
    struct label_slot *slot = &l->slots[slot_of(l, hash)];
    l->links[index] = (struct label_link){.older = index, .newer = FORMAT_NONE, .hash = hash};
    if (slot->head == FORMAT_NONE) {
        *slot = (struct label_slot){.hash = hash, .head = index};
        l->used++;
    } else {
        link_behind(l, slot, place_of(l, c, slot->head, index), index);
    }
    return true;
}

/* --- the face --- */

void label_index_fini(struct label_index *l)
{
    free(l->slots);
    free(l->links);
    recall_fini(&l->recall);
    *l = (struct label_index){0};
}

void label_index_add(struct label_index *l, const struct catalog *c, uint32_t index, uint32_t hash)
{
    if (l->built && !add(l, c, index, hash))
        label_index_fini(l);
}

void label_index_remove(struct label_index *l, const struct catalog *c, uint32_t index)
{
    if (!l->built || c->rows[index].label == FORMAT_NONE)
        return;
    unlink_from(l, slot_of(l, l->links[index].hash), index);
    recall_forget(&l->recall, index);
}

static int compare_age(const void *a, const void *b, void *ctx)
{
    const struct catalog *c = ctx;
    uint32_t ia = *(const uint32_t *)a, ib = *(const uint32_t *)b;
    uint64_t ta = c->rows[ia].created_ns, tb = c->rows[ib].created_ns;
    if (ta != tb)
        return ta < tb ? -1 : 1;
    return ia < ib ? -1 : ia > ib;
}

int label_index_build(struct label_index *l, const struct catalog *c, const uint32_t *hashes)
{
    uint32_t *by_age = malloc(c->live_count * sizeof *by_age + 1);
    bool done = by_age != NULL;
    for (uint32_t i = 0, count = 0; done && i < c->limit; i++)
        if (catalog_has(c, i))
            by_age[count++] = i;
    l->seed = (uint32_t)(clock_monotonic_ns() ^ (uintptr_t)by_age >> 4);
    if (done)
        qsort_r(by_age, c->live_count, sizeof *by_age, compare_age, (void *)(uintptr_t)c);
    for (uint32_t i = 0; done && i < c->live_count; i++)
        done = add(l, c, by_age[i], hashes[by_age[i]]);
    free(by_age);
    l->built = done;
    if (!done)
        label_index_fini(l);
    return done ? MEMGLASS_OK : MEMGLASS_E_NOMEM;
}

uint32_t label_index_first(const struct label_index *l, uint32_t hash)
{
    return l->slot_count ? l->slots[slot_of(l, hash)].head : FORMAT_NONE;
}
