/*
 * What was found before, by its label. Layer 2. Touches no shared memory.
 *
 * All that is told of an object stays as it is for as long as it lives. So it is remembered when it
 * was found first: a later find is a few instructions that wait for two lines of memory, so that
 * the processor begins the next one meanwhile; in an order that was there before, they have been
 * fetched already. An object that is remembered is the oldest one of the catalog with its label;
 * its owner says when that ends.
 */
#ifndef OBSERVER_RECALL_H
#define OBSERVER_RECALL_H

#include "format/layout.h"
#include "observer/ahead.h"
#include "observer/kinds.h"
#include "observer/lines.h"
#include "observer/observer.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#    include <emmintrin.h>
#endif

#define RECALL_TEXT 16 /* bytes of a label that lie with what is told */
#define RECALL_MORE 32 /* behind these, elsewhere, with a NUL */
#define RECALL_SIDE 8  /* slots of a group */
/* Groups: with fewer, all that is remembered stays near the processor. */
#define RECALL_FAR 1024
/* The label may be the name of an object without a label, too: it is not found at once. */
#define RECALL_NUMBERED 0x80u

/* What is told of an object. Small: what a find waits for is how much memory all of them are spread
 * over. */
struct recalled {
    uint64_t created_ns;
    uint32_t generation;
    uint16_t kind;  /* what is told of others, too */
    uint8_t length; /* of the label, with RECALL_NUMBERED; 0: nothing is remembered */
    uint8_t reserved;
    char text[RECALL_TEXT]; /* zeroes behind the label */
};

_Static_assert(2 * sizeof(struct recalled) == LINE_BYTES, "two are a line");

struct recalled_more {
    char text[RECALL_MORE];
};

/*
 * A slot is an object's number in `at` below, with as many bits of its label's hash above as there
 * is room for; 0: it is empty. Slots are in groups, which are looked at as a whole: a loop that
 * ends where the label is would be a branch that nobody foresees. What is forgotten keeps its slot
 * until the table is made anew.
 */
struct recall {
    uint32_t *slots;                /* NULL: nothing was remembered yet */
    uint32_t group_mask;            /* groups less 1 */
    uint32_t place_mask, hash_mask; /* the bits of a slot */
    uint32_t used;                  /* slots that are not empty */
    uint32_t kept;                  /* objects that are remembered */
    uint32_t capacity;              /* objects */
    uint64_t seed[2];               /* so that nobody chooses labels that are in one group */
    struct recalled *at;            /* by directory index plus 1: [0] is nothing, and no label's */
    struct recalled_more *more;     /* the same; NULL until a label is that long */
    struct ahead ahead;             /* steps: the hash's upper half above the place. None before
                                       there are RECALL_FAR groups */
    struct kinds kinds;
};

void recall_fini(struct recall *r);

/* Room for as many objects; false: there is no memory, and nothing but fini is to follow. */
bool recall_reserve(struct recall *r, uint32_t capacity);

/* Remembers an object of the catalog that has just been found, and seen to live. Nothing is
 * remembered of what has no room in struct recalled, or is not printable as it is. */
void recall_keep(struct recall *r, const struct observer_entry *entry, const struct maker *maker,
                 const char *label, size_t length, bool numbered);

static inline size_t recalled_length(const struct recalled *known)
{
    return known->length & ~RECALL_NUMBERED;
}

static inline void recall_forget(struct recall *r, uint32_t index)
{
    struct recalled *known = &r->at[index + 1];
    r->kept -= known->length != 0;
    known->length = 0;
}

static inline const struct recalled *recall_at(const struct recall *r, uint32_t index)
{
    return &r->at[index + 1];
}

/* What of a longer label lies elsewhere. */
static inline const char *recall_more(const struct recall *r, uint32_t index)
{
    return r->more[index + 1].text;
}

/* The object that is remembered with that label of at least one byte, or FORMAT_NONE. */
uint32_t recall_find(struct recall *r, const char *label, size_t length);

/* The same in a few instructions, for nearly all labels of less than RECALL_TEXT bytes;
 * false: recall_find knows. */
static inline bool recall_find_at_once(struct recall *r, const char *label, size_t length,
                                       uint32_t *index);

/* --- labels by words -------------------------------------------------------------------------- */

/* The first and the last 8 bytes of a label, together all of one of up to 16; of one of less than
 * 8, both are the whole. */
struct label_words {
    uint64_t first, last;
};

static inline uint64_t label_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

static inline struct label_words label_words(const char *text, size_t length)
{
    if (__builtin_expect(length >= 8, true))
        return (struct label_words){label_word(text), label_word(text + length - 8)};
    uint64_t word = 0;
    if (length >= 4) {
        uint32_t ends[2];
        memcpy(&ends[0], text, sizeof ends[0]);
        memcpy(&ends[1], text + length - 4, sizeof ends[1]);
        word = ends[0] | (uint64_t)ends[1] << 32;
    } else {
        word = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8 |
               (uint64_t)(unsigned char)text[length - 1] << 16;
    }
    return (struct label_words){word, word};
}

/* Both halves of a product that neither factor alone decides. */
static inline uint64_t label_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t recall_hash(const struct recall *r, struct label_words words,
                                   const char *label, size_t length)
{
    uint64_t first = r->seed[0] ^ length;
    for (size_t i = 8; __builtin_expect(i + 8 < length, false); i += 8)
        first = label_mix(first ^ label_word(label + i), r->seed[1]);
    return label_mix(words.first ^ first, words.last ^ r->seed[1]);
}

/* Whether the label of less than RECALL_TEXT bytes that is remembered, of that length, is that.
 */
static inline bool recalled_is(const struct recalled *known, struct label_words words,
                               size_t length)
{
    struct label_words own = label_words(known->text, length);
    return own.first == words.first && own.last == words.last;
}

/* --- finding ---------------------------------------------------------------------------------- */

static inline uint32_t *recall_group(const struct recall *r, uint64_t hash)
{
    return &r->slots[RECALL_SIDE * (size_t)(hash >> 32 & r->group_mask)];
}

/* Every find of what is remembered, or comes to be, is a step, so that rounds are alike. */
static inline void recall_note(struct recall *r, uint64_t hash, uint32_t place)
{
    if (!r->ahead.count)
        return;
    uint64_t later = ahead_note(&r->ahead, (hash & ~(uint64_t)UINT32_MAX) | place);
    if (!later)
        return;
    __builtin_prefetch(recall_group(r, later));
    __builtin_prefetch(&r->at[(uint32_t)later]);
}

static inline bool recall_may_be(const struct recall *r, uint32_t slot, uint32_t hash)
{
    return ((slot ^ hash) & r->hash_mask) == 0;
}

/* The place of the first slot of a group that may be of that hash; another one of the table's, or
 * 0, where there is none. Without a branch. */
#ifdef __SSE2__
static inline uint32_t recall_likely(const struct recall *r, const uint32_t group[RECALL_SIDE],
                                     uint32_t hash)
{
    const __m128i *halves = (const __m128i *)(const void *)group;
    __m128i wanted = _mm_set1_epi32((int)hash), bits = _mm_set1_epi32((int)r->hash_mask);
    __m128i low = _mm_and_si128(_mm_xor_si128(_mm_load_si128(&halves[0]), wanted), bits);
    __m128i high = _mm_and_si128(_mm_xor_si128(_mm_load_si128(&halves[1]), wanted), bits);
    __m128i zero = _mm_setzero_si128();
    __m128i same = _mm_packs_epi32(_mm_cmpeq_epi32(low, zero), _mm_cmpeq_epi32(high, zero));
    unsigned lanes = (unsigned)_mm_movemask_epi8(same) | 1u << 2 * (RECALL_SIDE - 1);
    return group[(unsigned)__builtin_ctz(lanes) / 2] & r->place_mask;
}
#else
static inline uint32_t recall_likely(const struct recall *r, const uint32_t group[RECALL_SIDE],
                                     uint32_t hash)
{
    uint32_t likely = 0;
    for (int i = RECALL_SIDE; i--;)
        likely = recall_may_be(r, group[i], hash) ? group[i] : likely;
    return likely & r->place_mask;
}
#endif

static inline bool recall_find_at_once(struct recall *r, const char *label, size_t length,
                                       uint32_t *index)
{
    if (!r->slots)
        return false;
    struct label_words words = label_words(label, length);
    uint64_t hash = recall_hash(r, words, label, length);
    uint32_t place = recall_likely(r, recall_group(r, hash), (uint32_t)hash);
    const struct recalled *known = &r->at[place];
    if (known->length != length || !recalled_is(known, words, length))
        return false;
    recall_note(r, hash, place);
    *index = place - 1;
    return true;
}

#endif
