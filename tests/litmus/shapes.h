/*
 * The objects of the litmus suite, from 8 bytes to 64 KiB, whose bytes tell whether they are whole,
 * of one moment, and of the object that they are said to be of. Tests only; no layer.
 *
 * A type's name begins with the letter of its kind. An object's tag is in its label and in each of
 * its words, with the number of its moment: word i is tag << 48 | moment + i; from three words on,
 * the last one is the sum of the others.
 */
#ifndef LITMUS_SHAPES_H
#define LITMUS_SHAPES_H

#include <memglass/guard.h>
#include <memglass/type.h>
#include <stdbool.h>

/* X(LETTER, 'letter') */
#define SHAPE_KIND_LIST(X)                                                     \
    X(ALIGNED, 'a') /* one word, stored as such */                             \
    X(SECTION, 's') /* stored in write sections */                             \
    X(GUARDED, 'g') /* one guarded field */                                    \
    X(PLAIN, 'p')   /* fields of 2, 4 and 8 bytes, each whole by itself */     \
    X(STEP, 't')    /* several are stored in one marked step, each as often */ \
    X(EVEN, 'e')    /* created and destroyed all the time, of even tags ... */ \
    X(ODD, 'o')     /* ... and of odd ones, which may have the block of an even one */

enum shape_kind {
#define SHAPE_KIND_ENUM(name, letter) SHAPE_##name = letter,
    SHAPE_KIND_LIST(SHAPE_KIND_ENUM)
#undef SHAPE_KIND_ENUM
};

/* X(bytes, objects): in write sections. */
#define SHAPE_SECTION_LIST(X) \
    X(16, 16) X(40, 16) X(256, 16) X(1024, 8) X(4096, 4) X(16384, 2) X(65536, 1)

enum {
    SHAPE_ALIGNED_COUNT = 32,
    SHAPE_GUARDED_COUNT = 4, /* of each of the two sizes */
    SHAPE_PLAIN_COUNT = 8,
    SHAPE_STEP_COUNT = 4,
    SHAPE_STEP_WORDS = 8,
    SHAPE_CHURNED_WORDS = 5,
    SHAPE_MOST_WORDS = 65536 / 8,
    SHAPE_FEW = 3,  /* words of the small guarded value, ... */
    SHAPE_MANY = 64 /* ... and of the large one */
};

struct shape_few {
    uint64_t words[SHAPE_FEW];
};

struct shape_many {
    uint64_t words[SHAPE_MANY];
};

struct shape_guarded_few {
    MEMGLASS_GUARDED(struct shape_few) safe;
};

struct shape_guarded_many {
    MEMGLASS_GUARDED(struct shape_many) safe;
};

struct shape_plain {
    uint64_t eights[2];
    uint32_t fours[2];
    uint16_t twos[4];
};

/* A kind of object and how many of it are there from the start. */
struct shape {
    enum shape_kind kind;
    const memglass_type *type;
    unsigned count;
    size_t words;
};

extern const struct shape shapes[];
extern const size_t shape_count;

/* The type of objects that come and go, by their tag. */
const memglass_type *shape_churned(uint16_t tag);

/* The label of a tag; the next one, or -1 when it is no label of ours. Some take two granules. */
enum { SHAPE_LABEL_BYTES = 48 };
void shape_label(char label[SHAPE_LABEL_BYTES], uint16_t tag);
long shape_tag(const char *label);

/* Stores a moment, word by word; and whether words are of one, and which. */
void shape_store(uint64_t *words, size_t count, uint16_t tag, uint64_t moment);
bool shape_is_whole(const uint64_t *words, size_t count, uint16_t tag, uint64_t *moment);
bool shape_is_zero(const uint64_t *words, size_t count);

/* One number whose upper half denies its lower one. */
uint64_t shape_number(unsigned bits, uint64_t number);
bool shape_number_is_whole(unsigned bits, uint64_t number);
void shape_plain_store(struct shape_plain *plain, uint64_t number);
bool shape_plain_is_whole(const struct shape_plain *plain);

#endif
