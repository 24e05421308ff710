/* Made by memglass-gen from arrays.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ARRAYS_MEMGLASS_H_77B4F0E0
#define MEMGLASS_GENERATED_ARRAYS_MEMGLASS_H_77B4F0E0

#include "arrays.h"
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

#ifndef MEMGLASS_HAS_point
#define MEMGLASS_HAS_point
typedef struct point memglass_ctype_point;
MEMGLASS_SAME(sizeof(memglass_ctype_point), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_point), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_point, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_point, y), 2);
static const memglass_field memglass_fields_point[] = {
    {"x", "int16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"y", "int16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_point = {
    "point", "struct point", "", "arrays.h", memglass_fields_point, 4, 2, 11, 2, 0};
MEMGLASS_TYPE_OF(point)
#endif

#ifndef MEMGLASS_HAS_arrays
#define MEMGLASS_HAS_arrays
typedef struct arrays memglass_ctype_arrays;
MEMGLASS_SAME(sizeof(memglass_ctype_arrays), 488);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_arrays), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, one), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, two), 12);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, three), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, transform), 88);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, bones), 152);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, text), 280);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, lines), 296);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, owner), 356);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, team), 368);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, samples), 416);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, outline), 424);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, refs), 448);
MEMGLASS_SAME(offsetof(memglass_ctype_arrays, handlers), 464);
static const uint64_t memglass_dims_arrays_0[] = {3};
static const uint64_t memglass_dims_arrays_1[] = {2, 3};
static const uint64_t memglass_dims_arrays_2[] = {2, 1, 4};
static const uint64_t memglass_dims_arrays_3[] = {4, 4};
static const uint64_t memglass_dims_arrays_4[] = {2, 4, 4};
static const uint64_t memglass_dims_arrays_6[] = {3};
static const uint64_t memglass_dims_arrays_8[] = {4};
static const uint64_t memglass_dims_arrays_9[] = {8};
static const uint64_t memglass_dims_arrays_10[] = {5};
static const uint64_t memglass_dims_arrays_11[] = {2};
static const uint64_t memglass_dims_arrays_12[] = {3};
static const memglass_field memglass_fields_arrays[] = {
    {"one", "int", NULL, NULL, memglass_dims_arrays_0,
     "", "", "", 0.0, 0.0, 0, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"two", "uint8_t", NULL, NULL, memglass_dims_arrays_1,
     "", "", "", 0.0, 0.0, 96, 8, 1, 0, 0, 2,
     MEMGLASS_KIND_UINT, 0},
    {"three", "double", NULL, NULL, memglass_dims_arrays_2,
     "", "", "", 0.0, 0.0, 192, 64, 8, 0, 0, 3,
     MEMGLASS_KIND_FLOAT, 0},
    {"transform", "float", NULL, NULL, memglass_dims_arrays_3,
     "", "", "", 0.0, 0.0, 704, 32, 4, 0, 0, 2,
     MEMGLASS_KIND_FLOAT, 0},
    {"bones", "float", NULL, NULL, memglass_dims_arrays_4,
     "", "", "", 0.0, 0.0, 1216, 32, 4, 0, 0, 3,
     MEMGLASS_KIND_FLOAT, 0},
    {"text", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 2240, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"lines", "char", NULL, NULL, memglass_dims_arrays_6,
     "", "", "", 0.0, 0.0, 2368, 160, 20, 0, 0, 1,
     MEMGLASS_KIND_STRING, 0},
    {"owner", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 2848, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"team", "char", NULL, NULL, memglass_dims_arrays_8,
     "", "", "", 0.0, 0.0, 2944, 96, 12, 0, 0, 1,
     MEMGLASS_KIND_STRING, 0},
    {"samples", "signed char", NULL, NULL, memglass_dims_arrays_9,
     "", "", "", 0.0, 0.0, 3328, 8, 1, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"outline", "struct point", &memglass_type_point, NULL, memglass_dims_arrays_10,
     "", "", "", 0.0, 0.0, 3392, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"refs", "struct point *", NULL, NULL, memglass_dims_arrays_11,
     "", "", "", 0.0, 0.0, 3584, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_POINTER, 0},
    {"handlers", "int (*)(void)", NULL, NULL, memglass_dims_arrays_12,
     "", "", "", 0.0, 0.0, 3712, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_POINTER, 0},
};
static const memglass_type memglass_type_arrays = {
    "arrays", "struct arrays", "", "arrays.h", memglass_fields_arrays, 488, 8, 15, 13, 0};
MEMGLASS_TYPE_OF(arrays)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_arrays_77b4f0e0(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_arrays,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_arrays
    status = memglass_register_all_arrays(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_arrays
#define memglass_register_all_arrays memglass_register_all_arrays_77b4f0e0

#endif
