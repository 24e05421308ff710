/* Made by memglass-gen from bitfields.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_BITFIELDS_MEMGLASS_H_EE3CFC4A
#define MEMGLASS_GENERATED_BITFIELDS_MEMGLASS_H_EE3CFC4A

#include "bitfields.h"
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

#ifndef MEMGLASS_HAS_bitfields
#define MEMGLASS_HAS_bitfields
typedef struct bitfields memglass_ctype_bitfields;
MEMGLASS_SAME(sizeof(memglass_ctype_bitfields), 32);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_bitfields), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_bitfields, tail), 15);
static const memglass_enumerator memglass_names_bitfields_6[] = {
    {"X", 1},
    {"Y", 2},
};
static const memglass_enumerator memglass_names_bitfields_7[] = {
    {"X", 1},
    {"Y", 2},
};
static const memglass_field memglass_fields_bitfields[] = {
    {"a", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 7.0, 0, 3, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_RANGE | MEMGLASS_FIELD_BITFIELD},
    {"b", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 3, 5, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_BITFIELD},
    {"c", "_Bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 8, 1, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_BITFIELD},
    {"d", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 31, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"e", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 2, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"f", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 66, 40, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"g", "uint8_t", NULL, memglass_names_bitfields_6, NULL,
     "", "", "", 0.0, 0.0, 106, 4, 0, 0, 2, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_BITS | MEMGLASS_FIELD_BITFIELD},
    {"h", "uint8_t", NULL, memglass_names_bitfields_7, NULL,
     "", "", "", 0.0, 0.0, 112, 4, 0, 0, 2, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_BITS | MEMGLASS_FIELD_BITFIELD},
    {"tail", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 120, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"i", "long long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 192, 63, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_BITFIELD},
};
static const memglass_type memglass_type_bitfields = {
    "bitfields", "struct bitfields", "", "bitfields.h", memglass_fields_bitfields, 32, 8, 9, 10, 0};
MEMGLASS_TYPE_OF(bitfields)
#endif

#ifndef MEMGLASS_HAS_packed_bits
#define MEMGLASS_HAS_packed_bits
typedef struct packed_bits memglass_ctype_packed_bits;
MEMGLASS_SAME(sizeof(memglass_ctype_packed_bits), 10);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_packed_bits), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_packed_bits, d), 8);
static const memglass_field memglass_fields_packed_bits[] = {
    {"a", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 5, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"b", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 5, 17, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"c", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 22, 42, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"d", "uint16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_packed_bits = {
    "packed_bits", "struct packed_bits", "", "bitfields.h", memglass_fields_packed_bits, 10, 1, 24, 4, 0};
MEMGLASS_TYPE_OF(packed_bits)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_bitfields_ee3cfc4a(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_bitfields,
        &memglass_type_packed_bits,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_bitfields
    status = memglass_register_all_bitfields(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_bitfields
#define memglass_register_all_bitfields memglass_register_all_bitfields_ee3cfc4a

#endif
