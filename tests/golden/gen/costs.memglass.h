/* Made by memglass-gen from costs.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_COSTS_MEMGLASS_H_ADEE7FA0
#define MEMGLASS_GENERATED_COSTS_MEMGLASS_H_ADEE7FA0

#include "costs.h"
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

#ifndef MEMGLASS_HAS_wasteful
#define MEMGLASS_HAS_wasteful
typedef struct wasteful memglass_ctype_wasteful;
MEMGLASS_SAME(sizeof(memglass_ctype_wasteful), 56);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_wasteful), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, b), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, c), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, d), 20);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, e), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, f), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, i), 44);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, g), 44);
MEMGLASS_SAME(offsetof(memglass_ctype_wasteful, h), 48);
static const memglass_field memglass_fields_wasteful[] = {
    {"a", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"b", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"c", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"d", "int32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"e", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 192, 24, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"f", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 256, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"bit", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 320, 1, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"more", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 321, 4, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"wide", "uint16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 325, 9, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 352, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"g", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 352, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"h", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 384, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_wasteful = {
    "wasteful", "struct wasteful", "", "costs.h", memglass_fields_wasteful, 56, 8, 9, 12, 0};
MEMGLASS_TYPE_OF(wasteful)
#endif

#ifndef MEMGLASS_HAS_improved
#define MEMGLASS_HAS_improved
typedef struct improved memglass_ctype_improved;
MEMGLASS_SAME(sizeof(memglass_ctype_improved), 32);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_improved), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, b), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, f), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, d), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, i), 20);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, g), 20);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, a), 26);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, c), 27);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, e), 28);
MEMGLASS_SAME(offsetof(memglass_ctype_improved, h), 31);
static const memglass_field memglass_fields_improved[] = {
    {"b", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"f", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"d", "int32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"g", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"bit", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 192, 1, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"more", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 193, 4, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"wide", "uint16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 197, 9, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_BITFIELD},
    {"a", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 208, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"c", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 216, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"e", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 224, 24, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"h", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 248, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_improved = {
    "improved", "struct improved", "", "costs.h", memglass_fields_improved, 32, 8, 25, 12, 0};
MEMGLASS_TYPE_OF(improved)
#endif

#ifndef MEMGLASS_HAS_tight
#define MEMGLASS_HAS_tight
typedef struct tight memglass_ctype_tight;
MEMGLASS_SAME(sizeof(memglass_ctype_tight), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tight), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_tight, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_tight, b), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_tight, c), 12);
static const memglass_field memglass_fields_tight[] = {
    {"a", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"b", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"c", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 96, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_tight = {
    "tight", "struct tight", "", "costs.h", memglass_fields_tight, 16, 8, 38, 3, 0};
MEMGLASS_TYPE_OF(tight)
#endif

#ifndef MEMGLASS_HAS_crossing
#define MEMGLASS_HAS_crossing
typedef struct crossing memglass_ctype_crossing;
MEMGLASS_SAME(sizeof(memglass_ctype_crossing), 244);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_crossing), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_crossing, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_crossing, b), 60);
MEMGLASS_SAME(offsetof(memglass_ctype_crossing, rows), 68);
MEMGLASS_SAME(offsetof(memglass_ctype_crossing, t), 228);
static const uint64_t memglass_dims_crossing_2[] = {40};
static const memglass_field memglass_fields_crossing[] = {
    {"a", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 480, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"b", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 480, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"rows", "int32_t", NULL, NULL, memglass_dims_crossing_2,
     "", "", "", 0.0, 0.0, 544, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"t", "struct tight", &memglass_type_tight, NULL, NULL,
     "", "", "", 0.0, 0.0, 1824, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_crossing = {
    "crossing", "struct crossing", "", "costs.h", memglass_fields_crossing, 244, 4, 44, 4, 0};
MEMGLASS_TYPE_OF(crossing)
#endif

#ifndef MEMGLASS_HAS_aligned
#define MEMGLASS_HAS_aligned
typedef struct aligned memglass_ctype_aligned;
MEMGLASS_SAME(sizeof(memglass_ctype_aligned), 32);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_aligned), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_aligned, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_aligned, b), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_aligned, c), 17);
static const memglass_field memglass_fields_aligned[] = {
    {"a", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"b", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"c", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 136, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_aligned = {
    "aligned", "struct aligned", "", "costs.h", memglass_fields_aligned, 32, 16, 52, 3, 0};
MEMGLASS_TYPE_OF(aligned)
#endif

#ifndef MEMGLASS_HAS_tail
#define MEMGLASS_HAS_tail
typedef struct tail memglass_ctype_tail;
MEMGLASS_SAME(sizeof(memglass_ctype_tail), 24);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tail), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_tail, kind), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_tail, length), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_tail, flag), 16);
static const memglass_field memglass_fields_tail[] = {
    {"kind", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"length", "uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"flag", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_tail = {
    "tail", "struct tail", "", "costs.h", memglass_fields_tail, 24, 8, 58, 3, 0};
MEMGLASS_TYPE_OF(tail)
#endif

#ifndef MEMGLASS_HAS_slight
#define MEMGLASS_HAS_slight
typedef struct slight memglass_ctype_slight;
MEMGLASS_SAME(sizeof(memglass_ctype_slight), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_slight), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_slight, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_slight, b), 2);
static const memglass_field memglass_fields_slight[] = {
    {"a", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"b", "int16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_slight = {
    "slight", "struct slight", "", "costs.h", memglass_fields_slight, 4, 2, 65, 2, 0};
MEMGLASS_TYPE_OF(slight)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_costs_adee7fa0(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_wasteful,
        &memglass_type_improved,
        &memglass_type_tight,
        &memglass_type_crossing,
        &memglass_type_aligned,
        &memglass_type_tail,
        &memglass_type_slight,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_costs
    status = memglass_register_all_costs(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_costs
#define memglass_register_all_costs memglass_register_all_costs_adee7fa0

#endif
