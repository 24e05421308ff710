/*
 * What was found before, by its label. Layer 2. Touches no shared memory.
 *
 * All that is told of an object stays as it is for as long as it lives. So it is remembered when it
 * was found first: a later find is a few instructions that wait for two lines of memory, so that
 * the processor begins the next one meanwhile. An object that is remembered is the oldest one of
 * the catalog with its label; its owner says when that ends.
 */
#ifndef OBSERVER_RECALL_H
#define OBSERVER_RECALL_H

#include "format/layout.h"
#include "observer/lines.h"
#include "observer/observer.h"

#include <stdbool.h>
#include <string.h>

#define RECALL_TEXT 14 /* bytes of a label that lie with what is told */
#define RECALL_MORE 32 /* behind these, elsewhere, with a NUL */
#define RECALL_SIDE 4  /* slots of a group */

/* What is told of an object. Small: what a find waits for is how much memory all of them are spread
 * over. */
struct recalled {
    uint64_t created_ns;
    uint32_t generation;
    uint16_t type : 15;    /* an index; of an object with a higher one nothing is remembered */
    uint16_t numbered : 1; /* the label may be the name of an object without a label, too */
    uint16_t origin;       /* as the type, and so is the next one */
    uint8_t count;
    uint8_t length; /* of the label; 0: nothing is remembered */
    char text[RECALL_TEXT];
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
    uint32_t *slots;            /* NULL: nothing was remembered yet */
    uint32_t group_mask;        /* groups less 1 */
    uint32_t place_mask;        /* of the number in a slot */
    uint32_t used;              /* slots that are not empty */
    uint32_t kept;              /* objects that are remembered */
    uint32_t capacity;          /* objects */
    uint64_t seed[2];           /* so that nobody chooses labels that are in one group */
    struct recalled *at;        /* by directory index plus 1: [0] is nothing, and no label's */
    struct recalled_more *more; /* the same; NULL until a label is that long */
};

void recall_fini(struct recall *r);

/* Room for as many objects; false: there is no memory, and nothing but fini is to follow. */
bool recall_reserve(struct recall *r, uint32_t capacity);

/* Remembers an object of the catalog that has just been seen to live, with that label. Nothing is
 * remembered of what has no room in struct recalled, or is not printable as it is. */
void recall_keep(struct recall *r, const struct observer_entry *entry, const char *label,
                 size_t length, bool numbered);

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
uint32_t recall_find(const struct recall *r, const char *label, size_t length);

/* The same in a few instructions, for nearly all short labels; FORMAT_NONE: recall_find knows. */
static inline uint32_t recall_find_at_once(const struct recall *r, const char *label,
                                           size_t length);

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

/* Whether what is remembered at a place has that label, of no more than RECALL_TEXT bytes. */
static inline bool recall_is_short(const struct recall *r, uint32_t place, struct label_words words,
                                   size_t length)
{
    const struct recalled *known = &r->at[place];
    if (known->length != length)
        return false;
    struct label_words own = label_words(known->text, length);
    return own.first == words.first && own.last == words.last;
}

/* --- finding ---------------------------------------------------------------------------------- */

static inline bool recall_may_be(uint32_t slot, uint32_t hash, uint32_t place_mask)
{
    return ((slot ^ hash) & ~place_mask) == 0;
}

/* The place of the first slot of a group that may be of that hash; of any, where there is none. */
static inline uint32_t recall_likely(const uint32_t group[RECALL_SIDE], uint32_t hash,
                                     uint32_t place_mask)
{
    uint32_t likely = group[3];
    likely = recall_may_be(group[2], hash, place_mask) ? group[2] : likely;
    likely = recall_may_be(group[1], hash, place_mask) ? group[1] : likely;
    likely = recall_may_be(group[0], hash, place_mask) ? group[0] : likely;
    return likely & place_mask;
}

static inline uint32_t recall_find_at_once(const struct recall *r, const char *label, size_t length)
{
    if (!r->slots || length > RECALL_TEXT)
        return FORMAT_NONE;
    struct label_words words = label_words(label, length);
    uint64_t hash = recall_hash(r, words, label, length);
    const uint32_t *group = &r->slots[RECALL_SIDE * (size_t)(hash >> 32 & r->group_mask)];
    uint32_t place = recall_likely(group, (uint32_t)hash, r->place_mask);
    return recall_is_short(r, place, words, length) ? place - 1 : FORMAT_NONE;
}

#endif
