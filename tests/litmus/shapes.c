/* The objects of the litmus suite. Tests only; no layer. */
#include "shapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOMENT_MASK ((UINT64_C(1) << 48) - 1)

/* --- types --- */

#define FIELD(n, offset, bits, d, k)                                            \
    {                                                                           \
        .name = (n), .type_name = "", .unit = "", .format = "", .desc = "",     \
        .bit_offset = 8 * (offset), .bit_size = (bits), .dims = (d), .rank = 1, \
        .stride_bytes = (bits) / 8, .kind = (k)                                 \
    }
#define TYPE(n, list, bytes)                                                      \
    {                                                                             \
        .name = (n), .spelling = "", .desc = "", .file = "", .fields = (list),    \
        .field_count = sizeof(list) / sizeof *(list), .size = (bytes), .align = 8 \
    }
#define WORDS_TYPE(id, text, count)                            \
    static const uint64_t dims_##id[] = {count};               \
    static const memglass_field fields_##id[] = {              \
        FIELD("words", 0, 64, dims_##id, MEMGLASS_KIND_UINT)}; \
    static const memglass_type shape_##id = TYPE(text, fields_##id, 8 * (count))

#define SECTION_TYPE(bytes, objects) WORDS_TYPE(s##bytes, "s" #bytes, (bytes) / 8);
SHAPE_SECTION_LIST(SECTION_TYPE)
WORDS_TYPE(even, "even", SHAPE_CHURNED_WORDS);
WORDS_TYPE(odd, "odd", SHAPE_CHURNED_WORDS);
WORDS_TYPE(step, "t", SHAPE_STEP_WORDS);
WORDS_TYPE(few, "few", SHAPE_FEW);
WORDS_TYPE(many, "many", SHAPE_MANY);

static const memglass_field aligned_fields[] = {{.name = "word",
                                                 .type_name = "",
                                                 .unit = "",
                                                 .format = "",
                                                 .desc = "",
                                                 .bit_size = 64,
                                                 .kind = MEMGLASS_KIND_UINT}};
static const memglass_type shape_aligned = TYPE("a", aligned_fields, 8);

#define GUARDED_TYPE(id)                                                    \
    static const memglass_field guarded_##id##_fields[] = {                 \
        {.name = "safe",                                                    \
         .type_name = "",                                                   \
         .unit = "",                                                        \
         .format = "",                                                      \
         .desc = "",                                                        \
         .type = &shape_##id,                                               \
         .bit_offset = 8 * offsetof(struct shape_guarded_##id, safe.value), \
         .bit_size = 8 * sizeof(struct shape_##id),                         \
         .guard_offset = offsetof(struct shape_guarded_##id, safe.guard),   \
         .kind = MEMGLASS_KIND_STRUCT,                                      \
         .flags = MEMGLASS_FIELD_GUARDED}};                                 \
    static const memglass_type guarded_##id =                               \
        TYPE("g_" #id, guarded_##id##_fields, sizeof(struct shape_guarded_##id))
GUARDED_TYPE(few);
GUARDED_TYPE(many);

static const uint64_t two[] = {2}, four[] = {4};
static const memglass_field plain_fields[] = {
    FIELD("eights", offsetof(struct shape_plain, eights), 64, two, MEMGLASS_KIND_UINT),
    FIELD("fours", offsetof(struct shape_plain, fours), 32, two, MEMGLASS_KIND_UINT),
    FIELD("twos", offsetof(struct shape_plain, twos), 16, four, MEMGLASS_KIND_UINT)};
static const memglass_type shape_plain = TYPE("p", plain_fields, sizeof(struct shape_plain));

/* Steps are over objects that lie far apart: a copy of all takes its time. */
const struct shape shapes[] = {
    {SHAPE_STEP, &shape_step, SHAPE_STEP_COUNT / 2, SHAPE_STEP_WORDS},
    {SHAPE_ALIGNED, &shape_aligned, SHAPE_ALIGNED_COUNT, 1},
#define SECTION_SHAPE(bytes, objects) {SHAPE_SECTION, &shape_s##bytes, objects, (bytes) / 8},
    SHAPE_SECTION_LIST(SECTION_SHAPE){SHAPE_GUARDED, &guarded_few, SHAPE_GUARDED_COUNT, SHAPE_FEW},
    {SHAPE_GUARDED, &guarded_many, SHAPE_GUARDED_COUNT, SHAPE_MANY},
    {SHAPE_PLAIN, &shape_plain, SHAPE_PLAIN_COUNT, 0},
    {SHAPE_STEP, &shape_step, SHAPE_STEP_COUNT / 2, SHAPE_STEP_WORDS},
};
const size_t shape_count = sizeof shapes / sizeof *shapes;

const memglass_type *shape_churned(uint16_t tag)
{
    return tag % 2 ? &shape_odd : &shape_even;
}

/* --- labels --- */

void shape_label(char label[SHAPE_LABEL_BYTES], uint16_t tag)
{
    snprintf(label, SHAPE_LABEL_BYTES, tag % 3 ? "of-%u" : "of-two-granules-of-bytes-%u", tag);
}

long shape_tag(const char *label)
{
    const char *mark = strrchr(label, '-');
    return mark && strncmp(label, "of-", 3) == 0 ? atol(mark + 1) : -1;
}

/* --- words --- */

static uint64_t word_of(uint16_t tag, uint64_t moment, size_t i)
{
    return (uint64_t)tag << 48 | ((moment + i) & MOMENT_MASK);
}

void shape_store(uint64_t *words, size_t count, uint16_t tag, uint64_t moment)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t word = count >= 3 && i == count - 1 ? sum : word_of(tag, moment, i);
        __atomic_store_n(&words[i], word, __ATOMIC_RELAXED);
        sum += word;
    }
}

bool shape_is_whole(const uint64_t *words, size_t count, uint16_t tag, uint64_t *moment)
{
    uint64_t sum = 0, difference = 0;
    *moment = words[0] & MOMENT_MASK;
    for (size_t i = 0; i < count; i++) {
        difference |= words[i] ^ (count >= 3 && i == count - 1 ? sum : word_of(tag, *moment, i));
        sum += words[i];
    }
    return difference == 0;
}

bool shape_is_zero(const uint64_t *words, size_t count)
{
    uint64_t any = 0;
    for (size_t i = 0; i < count; i++)
        any |= words[i];
    return any == 0;
}

/* --- numbers --- */

uint64_t shape_number(unsigned bits, uint64_t number)
{
    uint64_t half = (UINT64_C(1) << bits / 2) - 1;
    return (~number & half) << bits / 2 | (number & half);
}

bool shape_number_is_whole(unsigned bits, uint64_t number)
{
    return number == 0 || number == shape_number(bits, number);
}

void shape_plain_store(struct shape_plain *plain, uint64_t number)
{
    for (int i = 0; i < 2; i++) {
        __atomic_store_n(&plain->eights[i], shape_number(64, number), __ATOMIC_RELAXED);
        __atomic_store_n(&plain->fours[i], (uint32_t)shape_number(32, number), __ATOMIC_RELAXED);
    }
    for (int i = 0; i < 4; i++)
        __atomic_store_n(&plain->twos[i], (uint16_t)shape_number(16, number), __ATOMIC_RELAXED);
}

bool shape_plain_is_whole(const struct shape_plain *plain)
{
    bool whole = true;
    for (int i = 0; i < 2; i++)
        whole = whole && shape_number_is_whole(64, plain->eights[i]) &&
                shape_number_is_whole(32, plain->fours[i]);
    for (int i = 0; i < 4; i++)
        whole = whole && shape_number_is_whole(16, plain->twos[i]);
    return whole;
}
