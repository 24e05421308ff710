/* Made by memglass-gen from enums.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ENUMS_MEMGLASS_H_D3D21F64
#define MEMGLASS_GENERATED_ENUMS_MEMGLASS_H_D3D21F64

#include "enums.h"
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

#ifndef MEMGLASS_HAS_enums
#define MEMGLASS_HAS_enums
typedef struct enums memglass_ctype_enums;
MEMGLASS_SAME(sizeof(memglass_ctype_enums), 48);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_enums), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, mode), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, sign), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, tint), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, huge), 12);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, local), 20);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, state), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, counted), 26);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, bits), 28);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, wide), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_enums, all), 40);
static const memglass_enumerator memglass_names_enums_0[] = {
    {"MODE_IDLE", 0},
    {"MODE_RUN", 5},
    {"MODE_STOP", 6},
};
static const memglass_enumerator memglass_names_enums_1[] = {
    {"SIGN_MINUS", -1},
    {"SIGN_NONE", 0},
    {"SIGN_PLUS", 1},
};
static const memglass_enumerator memglass_names_enums_2[] = {
    {"RED", 1},
    {"GREEN", 2},
    {"BLUE", 4},
};
static const memglass_enumerator memglass_names_enums_3[] = {
    {"HUGE_SMALL", 1},
    {"HUGE_LARGE", 2147483647},
};
static const uint64_t memglass_dims_enums_3[] = {2};
static const memglass_enumerator memglass_names_enums_4[] = {
    {"LOCAL_A", 0},
    {"LOCAL_B", 1},
};
static const memglass_enumerator memglass_names_enums_5[] = {
    {"off", 0},
    {"on", 1},
    {"broken", 255},
};
static const memglass_enumerator memglass_names_enums_6[] = {
    {"a", 0},
    {"b", 5},
    {"c", 6},
};
static const memglass_enumerator memglass_names_enums_7[] = {
    {"READ", 1},
    {"WRITE", 2},
    {"TOP", INT64_C(2147483648)},
};
static const memglass_enumerator memglass_names_enums_8[] = {
    {"low", INT64_MIN},
    {"high", INT64_C(9223372036854775807)},
};
static const memglass_enumerator memglass_names_enums_9[] = {
    {"TOP", INT64_MIN},
};
static const memglass_field memglass_fields_enums[] = {
    {"mode", "enum mode", NULL, memglass_names_enums_0, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"sign", "enum sign", NULL, memglass_names_enums_1, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_SIGNED},
    {"tint", "colour", NULL, memglass_names_enums_2, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"huge", "enum huge", NULL, memglass_names_enums_3, memglass_dims_enums_3,
     "", "", "", 0.0, 0.0, 96, 32, 4, 0, 2, 1,
     MEMGLASS_KIND_ENUM, 0},
    {"local", "enum", NULL, memglass_names_enums_4, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 2, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"state", "uint8_t", NULL, memglass_names_enums_5, NULL,
     "", "", "", 0.0, 0.0, 192, 8, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"counted", "int16_t", NULL, memglass_names_enums_6, NULL,
     "", "", "", 0.0, 0.0, 208, 16, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_SIGNED},
    {"bits", "uint32_t", NULL, memglass_names_enums_7, NULL,
     "", "", "", 0.0, 0.0, 224, 32, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_BITS},
    {"wide", "int64_t", NULL, memglass_names_enums_8, NULL,
     "", "", "", 0.0, 0.0, 256, 64, 0, 0, 2, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_SIGNED},
    {"all", "uint64_t", NULL, memglass_names_enums_9, NULL,
     "", "", "", 0.0, 0.0, 320, 64, 0, 0, 1, 0,
     MEMGLASS_KIND_ENUM, MEMGLASS_FIELD_BITS},
};
static const memglass_type memglass_type_enums = {
    "enums", "struct enums", "", "enums.h", memglass_fields_enums, 48, 8, 13, 10, 0};
MEMGLASS_TYPE_OF(enums)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_enums_d3d21f64(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_enums,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_enums
    status = memglass_register_all_enums(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_enums
#define memglass_register_all_enums memglass_register_all_enums_d3d21f64

#endif
