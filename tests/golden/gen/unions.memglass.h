/* Made by memglass-gen from unions.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_UNIONS_MEMGLASS_H_419102A6
#define MEMGLASS_GENERATED_UNIONS_MEMGLASS_H_419102A6

#include "unions.h"
#include <memglass/producer.h>

/* A description that no longer fits its type does not compile. */
#ifndef MEMGLASS_SAME
#ifdef __cplusplus
#define MEMGLASS_ALIGNOF(type) alignof(type)
#define MEMGLASS_SAME(now, then) \
    static_assert((now) == (then), #now " has changed: run memglass-gen again")
#else
#define MEMGLASS_ALIGNOF(type) _Alignof(type)
#define MEMGLASS_SAME(now, then) \
    _Static_assert((now) == (then), #now " has changed: run memglass-gen again")
#endif
#endif

#ifndef MEMGLASS_HAS_word_halves
#define MEMGLASS_HAS_word_halves
typedef __typeof__(((union word *)0)->halves) memglass_ctype_word_halves;
MEMGLASS_SAME(sizeof(memglass_ctype_word_halves), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_word_halves), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_word_halves, low), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_word_halves, high), 2);
static const memglass_field memglass_fields_word_halves[] = {
    {"low", "uint16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"high", "uint16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_word_halves = {
    "word.halves", "__typeof__(((union word *)0)->halves)", "", "unions.h", memglass_fields_word_halves, 4, 2, 11, 2, 0};
MEMGLASS_TYPE_OF(word_halves)
#endif

#ifndef MEMGLASS_HAS_word
#define MEMGLASS_HAS_word
typedef union word memglass_ctype_word;
MEMGLASS_SAME(sizeof(memglass_ctype_word), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_word), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_word, whole), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_word, parts), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_word, halves), 0);
static const uint64_t memglass_dims_word_1[] = {4};
static const memglass_field memglass_fields_word[] = {
    {"whole", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"parts", "uint8_t", NULL, NULL, memglass_dims_word_1,
     "", "", "", 0.0, 0.0, 0, 8, 1, 0, 0, 1,
     MEMGLASS_KIND_UINT, 0},
    {"halves", "struct", &memglass_type_word_halves, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_word = {
    "word", "union word", "", "unions.h", memglass_fields_word, 4, 4, 8, 3, 1};
MEMGLASS_TYPE_OF(word)
#endif

#ifndef MEMGLASS_HAS_packet_value
#define MEMGLASS_HAS_packet_value
typedef __typeof__(((struct packet *)0)->value) memglass_ctype_packet_value;
MEMGLASS_SAME(sizeof(memglass_ctype_packet_value), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_packet_value), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_packet_value, i), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_packet_value, d), 0);
static const memglass_field memglass_fields_packet_value[] = {
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"d", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_packet_value = {
    "packet.value", "__typeof__(((struct packet *)0)->value)", "", "unions.h", memglass_fields_packet_value, 8, 8, 19, 2, 1};
MEMGLASS_TYPE_OF(packet_value)
#endif

#ifndef MEMGLASS_HAS_packet
#define MEMGLASS_HAS_packet
typedef struct packet memglass_ctype_packet;
MEMGLASS_SAME(sizeof(memglass_ctype_packet), 24);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_packet), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_packet, kind), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_packet, word), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_packet, value), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_packet, x), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_packet, y), 16);
static const memglass_field memglass_fields_packet[] = {
    {"kind", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"word", "union word", &memglass_type_word, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UNION, 0},
    {"value", "union", &memglass_type_packet_value, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UNION, 0},
    {"x", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_packet = {
    "packet", "struct packet", "", "unions.h", memglass_fields_packet, 24, 8, 16, 5, 0};
MEMGLASS_TYPE_OF(packet)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_unions_419102a6(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_word,
        &memglass_type_packet,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_unions
    status = memglass_register_all_unions(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_unions
#define memglass_register_all_unions memglass_register_all_unions_419102a6

#endif
