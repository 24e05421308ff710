/*
 * The text of a label: read once from the program's string, for its length, its hash and the words
 * that it is in the session, which are put together in registers: one that is loaded from where its
 * bytes were just stored is waited for. Layer 2. Pure.
 */
#ifndef PRODUCER_LABEL_TEXT_H
#define PRODUCER_LABEL_TEXT_H

#include "base/hash.h"
#include "format/layout.h"

#include <stdbool.h>

#define LABEL_MAX 255u

struct label_text {
    const char *text;  /* the program's */
    uint32_t length;   /* 0: no label */
    uint32_t hash;     /* as in a row; 0 without a label */
    uint64_t words[2]; /* the first granule: the length, and up to 15 bytes */
};

#define LABEL_TEXT_FIRST 15u /* bytes in there */

/* One that has more than that; likewise. */
bool label_read_long(const char *label, struct label_text *out);
/* Words 2 and on, of what has more than the first granule. */
void label_store_rest(uint64_t *to, const char *text, uint32_t length);

/* So that no other code is given where `out` is: it stays in registers (life.h). */
static inline bool label_read_long_apart(const char *label, struct label_text *out)
{
    struct label_text apart = *out;
    bool good = label_read_long(label, &apart);
    *out = apart;
    return good;
}

/* A byte as a word that has it at byte `at` of its memory. */
static inline uint64_t label_byte(unsigned char byte, unsigned at)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (uint64_t)byte << (8 * at);
#else
    return (uint64_t)byte << (56 - 8 * at);
#endif
}

/* NULL is no label. False: it has no bytes, or more than LABEL_MAX. */
static inline bool label_read(const char *label, struct label_text *out)
{
    uint64_t hash = HASH_SEED, first = 0, second = 0;
    unsigned length = 0;
    *out = (struct label_text){.text = label};
    if (!label)
        return true;
    for (; length < 7 && label[length]; length++) {
        hash = hash_bytes(hash, &label[length], 1);
        first |= label_byte((unsigned char)label[length], length + 1);
    }
    if (length == 7)
        for (; length < LABEL_TEXT_FIRST && label[length]; length++) {
            hash = hash_bytes(hash, &label[length], 1);
            second |= label_byte((unsigned char)label[length], length - 7);
        }
    if (length == LABEL_TEXT_FIRST && label[length])
        return label_read_long_apart(label, out);
    out->length = length;
    out->hash = hash_label_end(hash);
    out->words[0] = first | label_byte((unsigned char)length, 0);
    out->words[1] = second;
    return length > 0;
}

#endif
