/* Made by memglass-gen from guarded.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_GUARDED_MEMGLASS_H_0ABB5E9A
#define MEMGLASS_GENERATED_GUARDED_MEMGLASS_H_0ABB5E9A

#include "guarded.h"
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

#ifndef MEMGLASS_HAS_vec3
#define MEMGLASS_HAS_vec3
typedef struct vec3 memglass_ctype_vec3;
MEMGLASS_SAME(sizeof(memglass_ctype_vec3), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_vec3), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_vec3, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_vec3, y), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_vec3, z), 8);
static const memglass_field memglass_fields_vec3[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"z", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_vec3 = {
    "vec3", "struct vec3", "", "guarded.h", memglass_fields_vec3, 12, 4, 11, 3, 0};
MEMGLASS_TYPE_OF(vec3)
#endif

#ifndef MEMGLASS_HAS_guarded
#define MEMGLASS_HAS_guarded
typedef struct guarded memglass_ctype_guarded;
MEMGLASS_SAME(sizeof(memglass_ctype_guarded), 304);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_guarded), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, before), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, pos), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, small), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, row), 48);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, grid), 112);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, name), 208);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, address), 240);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, precise), 256);
MEMGLASS_SAME(offsetof(memglass_ctype_guarded, after), 288);
static const uint64_t memglass_dims_guarded_3[] = {4};
static const uint64_t memglass_dims_guarded_4[] = {2, 2};
static const memglass_field memglass_fields_guarded[] = {
    {"before", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"pos", "struct vec3", &memglass_type_vec3, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 96, 0, 8, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"small", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 320, 8, 0, 32, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GUARDED},
    {"row", "uint64_t", NULL, NULL, memglass_dims_guarded_3,
     "", "", "", 0.0, 0.0, 448, 64, 16, 48, 0, 1,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GUARDED},
    {"grid", "struct vec3", &memglass_type_vec3, NULL, memglass_dims_guarded_4,
     "", "", "", 0.0, 0.0, 960, 96, 24, 112, 0, 2,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"name", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1728, 192, 0, 208, 0, 0,
     MEMGLASS_KIND_STRING, MEMGLASS_FIELD_GUARDED},
    {"address", "void *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1984, 64, 0, 240, 0, 0,
     MEMGLASS_KIND_POINTER, MEMGLASS_FIELD_GUARDED},
    {"precise", "long double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 2176, 128, 0, 256, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_GUARDED},
    {"after", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 2304, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_guarded = {
    "guarded", "struct guarded", "", "guarded.h", memglass_fields_guarded, 304, 16, 15, 9, 0};
MEMGLASS_TYPE_OF(guarded)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_guarded_0abb5e9a(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_guarded,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_guarded
    status = memglass_register_all_guarded(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_guarded
#define memglass_register_all_guarded memglass_register_all_guarded_0abb5e9a

#endif
