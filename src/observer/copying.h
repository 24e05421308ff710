/* What copies of one object and of runs have in common: the two looks at a sequence, and patience
 * with writers. Layer 2. Runs inside shm_guarded. */
#ifndef OBSERVER_COPYING_H
#define OBSERVER_COPYING_H

#include "field/field.h"
#include "format/layout.h"
#include "format/words.h"
#include "observer/load.h"
#include "observer/observer.h"

#include <stdbool.h>

/* So many objects of a run are looked at between two fences. Acquiring costs nothing on x86-64, and
 * what was loaded last is nearest: by one it goes fastest there. */
#if defined(__x86_64__)
enum { TOGETHER = 1 };
#else
enum { TOGETHER = 64 };
#endif

/* What is left of the tries of one object or batch: a writer that never ends must not stop us. */
struct patience {
    unsigned spins, yields;
};

/* A copy in hand: `from` is the payload, `to` is where its byte `first` (a multiple of 8) goes. */
struct copying {
    const unsigned char *from;
    unsigned char *to;
    uint64_t first, end;
    unsigned char
        *guard_to; /* where a guard that is not among the bytes goes; NULL: they all are */
    const struct field_ref *ref; /* what it is of, where there are guards; NULL: there are none */
    struct patience *sections;
    struct patience *guards; /* apart: one that never settles takes none from the section */
};

/* Copies the window, again and again while a section is open, and within the same two looks once
 * more what guards cover, each as one: a section may store to guarded fields, too. EXACT,
 * UNGUARDED, or TORN when patience has run out; where it has for a guard, the copy's guard is odd.
 * word: the whole object is one aligned scalar. */
memglass_truth copy_patiently(const struct copying *c, bool word);

static inline const memglass_prefix *prefix_of(const unsigned char *payload)
{
    return (const void *)(payload - sizeof(memglass_prefix));
}

/* The first look, before a copy. Pairs with the store-release in memglass_sequence_end. */
static inline uint32_t look(const uint32_t *sequence)
{
    return load_acquire_32(sequence);
}

/* Not 0 when a copy between the two looks may be of two moments. The second look comes behind an
 * acquire fence, which pairs with the release fence in memglass_sequence_begin: who has copied a
 * word of a section's store sees that the sequence has changed. */
static inline uint64_t moved(uint64_t before, uint64_t now)
{
    if (MEMGLASS_WEAKENED(COPY_FIRST)) /* it comes behind the copy, too */
        return now & 1;
    return MEMGLASS_WEAKENED(COPY_SECOND) ? 0 : before ^ now;
}

/* A prefix as a word, its sequence lowest: the first look and the second. One load where that is
 * no more than a load; both of its halves are aligned, and so each is whole. */
static inline uint64_t first_look(const unsigned char *payload)
{
#if LOAD_HAS_VECTORS
    return load_acquire_64((const uint64_t *)(const void *)prefix_of(payload));
#else
    uint32_t sequence = look(&prefix_of(payload)->sequence);
    return (uint64_t)load_relaxed_32(&prefix_of(payload)->index) << 32 | sequence;
#endif
}

static inline uint64_t second_look(const unsigned char *payload)
{
#if LOAD_HAS_VECTORS
    return load_relaxed_64((const uint64_t *)(const void *)prefix_of(payload));
#else
    uint32_t sequence = load_relaxed_32(&prefix_of(payload)->sequence);
    return (uint64_t)load_relaxed_32(&prefix_of(payload)->index) << 32 | sequence;
#endif
}

/* Between the two: not 0 when a section was open, or the canary is not that of the prefix. */
static inline uint64_t trouble_of(uint64_t before, const unsigned char *payload, uint64_t padded)
{
    const uint64_t *canary = (const uint64_t *)(const void *)(payload + padded);
    return (load_relaxed_64(canary) ^ FORMAT_CANARY ^ before >> 32) | (before & 1);
}

static inline memglass_truth settled(uint32_t sequence, bool word)
{
    return sequence || word ? MEMGLASS_EXACT : MEMGLASS_UNGUARDED;
}

/* Something was written over the words around a payload: the canary is made of the index, which
 * lies before it. */
static inline bool is_damaged(const unsigned char *payload, uint64_t padded)
{
    const uint64_t *canary = (const uint64_t *)(const void *)(payload + padded);
    return load_relaxed_64(canary) != (FORMAT_CANARY ^ load_relaxed_32(&prefix_of(payload)->index));
}

/* The payload of a run's first object, or NULL: prefixes, payloads and canaries of the whole run do
 * not lie in one region. */
const unsigned char *run_payloads(const memglass_observer *o, const struct observer_run *run);

#endif
