/* Made by memglass-gen from special.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_SPECIAL_MEMGLASS_H_E98A19D0
#define MEMGLASS_GENERATED_SPECIAL_MEMGLASS_H_E98A19D0

#include "special.h"
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

#ifndef MEMGLASS_HAS_pair
#define MEMGLASS_HAS_pair
typedef struct pair memglass_ctype_pair;
MEMGLASS_SAME(sizeof(memglass_ctype_pair), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_pair), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_pair, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_pair, b), 4);
static const memglass_field memglass_fields_pair[] = {
    {"a", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"b", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_pair = {
    "pair", "struct pair", "", "special.h", memglass_fields_pair, 8, 4, 18, 2, 0};
MEMGLASS_TYPE_OF(pair)
#endif

#ifndef MEMGLASS_HAS_special
#define MEMGLASS_HAS_special
typedef struct special memglass_ctype_special;
MEMGLASS_SAME(sizeof(memglass_ctype_special), 176);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_special), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_special, counter), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_special, state), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_special, busy), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_special, both), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_special, row), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_special, z), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_special, list), 48);
MEMGLASS_SAME(offsetof(memglass_ctype_special, vector), 64);
MEMGLASS_SAME(offsetof(memglass_ctype_special, big), 80);
MEMGLASS_SAME(offsetof(memglass_ctype_special, unsigned_big), 96);
MEMGLASS_SAME(offsetof(memglass_ctype_special, title), 112);
MEMGLASS_SAME(offsetof(memglass_ctype_special, c16), 144);
MEMGLASS_SAME(offsetof(memglass_ctype_special, c32), 148);
MEMGLASS_SAME(offsetof(memglass_ctype_special, count), 160);
static const uint64_t memglass_dims_special_4[] = {3};
static const uint64_t memglass_dims_special_5[] = {2};
static const uint64_t memglass_dims_special_6[] = {2, 2};
static const uint64_t memglass_dims_special_7[] = {4};
static const uint64_t memglass_dims_special_10[] = {8};
static const uint64_t memglass_dims_special_12[] = {2};
static const memglass_field memglass_fields_special[] = {
    {"counter", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_COUNTER | MEMGLASS_FIELD_ATOMIC},
    {"state", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_ATOMIC},
    {"busy", "_Bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_ATOMIC},
    {"both", "struct pair", &memglass_type_pair, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_ATOMIC},
    {"row", "uint16_t", NULL, NULL, memglass_dims_special_4,
     "", "", "", 0.0, 0.0, 192, 16, 2, 0, 0, 1,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_ATOMIC},
    {"z", "double", NULL, NULL, memglass_dims_special_5,
     "", "", "", 0.0, 0.0, 256, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_FLOAT, 0},
    {"list", "float", NULL, NULL, memglass_dims_special_6,
     "", "", "", 0.0, 0.0, 384, 32, 4, 0, 0, 2,
     MEMGLASS_KIND_FLOAT, 0},
    {"vector", "float", NULL, NULL, memglass_dims_special_7,
     "", "", "", 0.0, 0.0, 512, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_FLOAT, 0},
    {"big", "i128", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 640, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"unsigned_big", "u128", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 768, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"title", "wchar_t", NULL, NULL, memglass_dims_special_10,
     "", "", "", 0.0, 0.0, 896, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"c16", "char16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1152, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, 0},
    {"c32", "char32_t", NULL, NULL, memglass_dims_special_12,
     "", "", "", 0.0, 0.0, 1184, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_CHAR, 0},
    {"old", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1248, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"count", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1280, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_special = {
    "special", "struct special", "", "special.h", memglass_fields_special, 176, 16, 22, 15, 0};
MEMGLASS_TYPE_OF(special)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_special_e98a19d0(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_special,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_special
    status = memglass_register_all_special(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_special
#define memglass_register_all_special memglass_register_all_special_e98a19d0

#endif
