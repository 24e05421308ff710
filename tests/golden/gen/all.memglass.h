/* Made by memglass-gen from all.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ALL_MEMGLASS_H_F0E1163B
#define MEMGLASS_GENERATED_ALL_MEMGLASS_H_F0E1163B

#include "all.h"
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

#ifndef MEMGLASS_HAS_first
#define MEMGLASS_HAS_first
typedef struct first memglass_ctype_first;
MEMGLASS_SAME(sizeof(memglass_ctype_first), 24);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_first), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_first, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_first, flags), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_first, next), 16);
static const memglass_field memglass_fields_first[] = {
    {"a", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"flags", "size_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"next", "struct forward *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
};
static const memglass_type memglass_type_first = {
    "first", "struct first", "", "all.h", memglass_fields_first, 24, 8, 10, 3, 0};
MEMGLASS_TYPE_OF(first)
#endif

#ifndef MEMGLASS_HAS_second
#define MEMGLASS_HAS_second
typedef union second memglass_ctype_second;
MEMGLASS_SAME(sizeof(memglass_ctype_second), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_second), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_second, i), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_second, f), 0);
static const memglass_field memglass_fields_second[] = {
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"f", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_second = {
    "second", "union second", "", "all.h", memglass_fields_second, 4, 4, 16, 2, 1};
MEMGLASS_TYPE_OF(second)
#endif

#ifndef MEMGLASS_HAS_nested
#define MEMGLASS_HAS_nested
#ifdef __cplusplus
typedef third::nested memglass_ctype_nested;
#else
typedef struct nested memglass_ctype_nested;
#endif
MEMGLASS_SAME(sizeof(memglass_ctype_nested), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_nested), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_nested, deep), 0);
static const memglass_field memglass_fields_nested[] = {
    {"deep", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_nested = {
    "nested", "struct nested", "", "all.h", memglass_fields_nested, 4, 4, 22, 1, 0};
MEMGLASS_TYPE_OF(nested)
#endif

#ifndef MEMGLASS_HAS_third
#define MEMGLASS_HAS_third
typedef third memglass_ctype_third;
MEMGLASS_SAME(sizeof(memglass_ctype_third), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_third, n), 0);
static const memglass_field memglass_fields_third[] = {
    {"n", "struct nested", &memglass_type_nested, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_third = {
    "third", "third", "", "all.h", memglass_fields_third, 4, 4, 21, 1, 0};
MEMGLASS_TYPE_OF(third)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_all_f0e1163b(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_first,
        &memglass_type_second,
        &memglass_type_nested,
        &memglass_type_third,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_all
    status = memglass_register_all_all(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_all
#define memglass_register_all_all memglass_register_all_all_f0e1163b

#endif
