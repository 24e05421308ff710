/* What was found before, by its label. Layer 2. Touches no shared memory. */
#include "observer/recall.h"

#include "base/clock.h"
#include "base/strbuf.h"

#include <stdlib.h>

#define FIRST_GROUPS 128

void recall_fini(struct recall *r)
{
    free(r->slots);
    free(r->at);
    free(r->more);
    ahead_fini(&r->ahead);
    kinds_fini(&r->kinds);
    *r = (struct recall){0};
}

/* --- labels --- */

/* The label that is remembered at a place, whole. */
static const char *text_of(const struct recall *r, uint32_t place,
                           char text[RECALL_TEXT + RECALL_MORE])
{
    const struct recalled *known = &r->at[place];
    size_t length = recalled_length(known);
    if (length < RECALL_TEXT)
        return known->text;
    memcpy(text, known->text, RECALL_TEXT);
    memcpy(text + RECALL_TEXT, r->more[place].text, length - RECALL_TEXT);
    return text;
}

static bool is(const struct recall *r, uint32_t place, struct label_words words, const char *label,
               size_t length)
{
    const struct recalled *known = &r->at[place];
    if (recalled_length(known) != length)
        return false;
    if (length < RECALL_TEXT)
        return recalled_is(known, words, length);
    return memcmp(known->text, label, RECALL_TEXT) == 0 &&
           memcmp(r->more[place].text, label + RECALL_TEXT, length - RECALL_TEXT) == 0;
}

/* --- slots --- */

/* Where that slot is, or the empty one where it is to be. There always is an empty one. */
static uint32_t *slot_for(const struct recall *r, uint64_t hash, uint32_t slot)
{
    for (;; hash += UINT64_C(1) << 32) {
        uint32_t *slots = recall_group(r, hash);
        for (int i = 0; i < RECALL_SIDE; i++)
            if (!slots[i] || slots[i] == slot)
                return &slots[i];
    }
}

/* The hash of the label there. */
static uint64_t put(struct recall *r, uint32_t place)
{
    char text[RECALL_TEXT + RECALL_MORE];
    const char *label = text_of(r, place, text);
    size_t length = recalled_length(&r->at[place]);
    uint64_t hash = recall_hash(r, label_words(label, length), label, length);
    uint32_t slot = ((uint32_t)hash & r->hash_mask) | place, *at = slot_for(r, hash, slot);
    r->used += !*at;
    *at = slot;
    return hash;
}

static void make_seed(struct recall *r, const void *address)
{
    r->seed[0] = clock_monotonic_ns() * UINT64_C(0x9e3779b97f4a7c15) | 1;
    r->seed[1] = ((uintptr_t)address >> 4) * UINT64_C(0xd6e8feb86659fd93) | 1;
}

/* Makes the table anew, with room for half as many again as there are, at least. */
static bool make_slots(struct recall *r)
{
    uint64_t groups = FIRST_GROUPS,
             were = r->slots ? RECALL_SIDE * (r->group_mask + UINT64_C(1)) : 0;
    while (RECALL_SIDE * groups < 3 * (uint64_t)r->kept)
        groups *= 2;
    /* as many steps as objects will be remembered at most */
    if (groups >= RECALL_FAR && !ahead_reserve(&r->ahead, (uint32_t)(RECALL_SIDE * groups / 2)))
        return false;
    uint32_t *slots = lines_grow_zeroed(NULL, 0, RECALL_SIDE * groups, sizeof *slots),
             *old = r->slots;
    if (!slots)
        return false;
    if (!old)
        make_seed(r, slots);
    uint32_t old_mask = r->place_mask;
    r->slots = slots;
    r->used = 0;
    r->group_mask = (uint32_t)(groups - 1);
    for (r->place_mask = 1; r->place_mask < r->capacity;)
        r->place_mask = 2 * r->place_mask + 1;
    r->hash_mask = ~r->place_mask;
    for (uint64_t i = 0; i < were; i++)
        if (r->at[old[i] & old_mask].length)
            put(r, old[i] & old_mask);
    free(old);
    return true;
}

/* --- the face --- */

uint32_t recall_find(struct recall *r, const char *label, size_t length)
{
    if (!r->slots)
        return FORMAT_NONE;
    struct label_words words = label_words(label, length);
    uint64_t hash = recall_hash(r, words, label, length);
    for (;; hash += UINT64_C(1) << 32) {
        const uint32_t *slots = recall_group(r, hash);
        for (int i = 0; i < RECALL_SIDE; i++) {
            uint32_t place = slots[i] & r->place_mask;
            if (!slots[i])
                return FORMAT_NONE;
            if (!recall_may_be(r, slots[i], (uint32_t)hash) || !is(r, place, words, label, length))
                continue;
            recall_note(r, hash, place);
            return place - 1;
        }
    }
}

bool recall_reserve(struct recall *r, uint32_t capacity)
{
    if (capacity <= r->capacity)
        return true;
    uint64_t were = r->capacity ? r->capacity + UINT64_C(1) : 0, count = capacity + UINT64_C(1);
    struct recalled *at = lines_grow_zeroed(r->at, were, count, sizeof *at);
    if (!at)
        return false;
    r->at = at;
    if (r->more) {
        struct recalled_more *more = lines_grow_zeroed(r->more, were, count, sizeof *more);
        if (!more)
            return false;
        r->more = more;
    }
    r->capacity = capacity;
    return r->place_mask >= capacity || !r->slots || make_slots(r);
}

/* What of a label does not lie with the rest; false: there is no memory. */
static bool keep_more(struct recall *r, uint32_t place, const char *label, size_t length)
{
    if (length < RECALL_TEXT)
        return true;
    if (!r->more)
        r->more = lines_grow_zeroed(NULL, 0, r->capacity + UINT64_C(1), sizeof *r->more);
    if (!r->more)
        return false;
    memset(r->more[place].text, 0, RECALL_MORE);
    memcpy(r->more[place].text, label + RECALL_TEXT, length - RECALL_TEXT);
    return true;
}

void recall_keep(struct recall *r, const struct observer_entry *entry, const struct maker *maker,
                 const char *label, size_t length, bool numbered)
{
    uint32_t place = entry->index + 1, kind;
    if (length >= RECALL_TEXT + RECALL_MORE || strbuf_plain(label, length) != length)
        return;
    if (r->used >= (r->group_mask + UINT64_C(1)) * RECALL_SIDE / 2 || !r->slots)
        if (!make_slots(r))
            return;
    if (!keep_more(r, place, label, length) ||
        (kind = kinds_of(&r->kinds, entry, maker)) == KINDS_MAX)
        return;
    struct recalled *known = &r->at[place];
    r->kept += !known->length;
    known->created_ns = entry->created_ns;
    known->generation = entry->generation;
    known->kind = (uint16_t)kind;
    known->length = (uint8_t)(length | (numbered ? RECALL_NUMBERED : 0));
    memset(known->text, 0, RECALL_TEXT);
    memcpy(known->text, label, length < RECALL_TEXT ? length : RECALL_TEXT);
    recall_note(r, put(r, place), place);
}
