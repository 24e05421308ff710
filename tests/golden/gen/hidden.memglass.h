/* Made by memglass-gen from hidden.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_HIDDEN_MEMGLASS_H_BBB75752
#define MEMGLASS_GENERATED_HIDDEN_MEMGLASS_H_BBB75752

#include "hidden.hpp"
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

#ifndef MEMGLASS_HAS_status_parts
#define MEMGLASS_HAS_status_parts
typedef __typeof__(((struct status *)0)->parts) memglass_ctype_status_parts;
MEMGLASS_SAME(sizeof(memglass_ctype_status_parts), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_status_parts), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_status_parts, low), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_status_parts, high), 2);
static const memglass_field memglass_fields_status_parts[] = {
    {"low", "short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"high", "short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_status_parts = {
    "status.parts", "__typeof__(((struct status *)0)->parts)", "", "hidden.hpp", memglass_fields_status_parts, 4, 2, 12, 2, 0};
MEMGLASS_TYPE_OF(status_parts)
#endif

#ifndef MEMGLASS_HAS_status
#define MEMGLASS_HAS_status
typedef struct status memglass_ctype_status;
MEMGLASS_SAME(sizeof(memglass_ctype_status), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_status), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_status, code), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_status, parts), 4);
static const memglass_field memglass_fields_status[] = {
    {"code", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"parts", "struct", &memglass_type_status_parts, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_status = {
    "status", "struct status", "", "hidden.hpp", memglass_fields_status, 8, 4, 10, 2, 0};
MEMGLASS_TYPE_OF(status)
#endif

#ifndef MEMGLASS_HAS_either
#define MEMGLASS_HAS_either
typedef union either memglass_ctype_either;
MEMGLASS_SAME(sizeof(memglass_ctype_either), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_either), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_either, i), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_either, f), 0);
static const memglass_field memglass_fields_either[] = {
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"f", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_either = {
    "either", "union either", "", "hidden.hpp", memglass_fields_either, 4, 4, 19, 2, 1};
MEMGLASS_TYPE_OF(either)
#endif

#ifndef MEMGLASS_HAS_holder_plain
#define MEMGLASS_HAS_holder_plain
typedef holder::plain memglass_ctype_holder_plain;
MEMGLASS_SAME(sizeof(memglass_ctype_holder_plain), 1);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_holder_plain), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_holder_plain, c), 0);
static const memglass_field memglass_fields_holder_plain[] = {
    {"c", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_holder_plain = {
    "holder::plain", "holder::plain", "", "hidden.hpp", memglass_fields_holder_plain, 1, 1, 28, 1, 0};
MEMGLASS_TYPE_OF(holder_plain)
#endif

#ifndef MEMGLASS_HAS_holder
#define MEMGLASS_HAS_holder
typedef holder memglass_ctype_holder;
MEMGLASS_SAME(sizeof(memglass_ctype_holder), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_holder), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, own), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, one), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, two), 12);
static const memglass_field memglass_fields_holder[] = {
    {"own", "struct status", &memglass_type_status, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"one", "union either", &memglass_type_either, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UNION, 0},
    {"two", "struct plain", &memglass_type_holder_plain, NULL, NULL,
     "", "", "", 0.0, 0.0, 96, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_holder = {
    "holder", "holder", "", "hidden.hpp", memglass_fields_holder, 16, 4, 25, 3, 0};
MEMGLASS_TYPE_OF(holder)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_hidden_bbb75752(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_status,
        &memglass_type_either,
        &memglass_type_holder_plain,
        &memglass_type_holder,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_hidden
    status = memglass_register_all_hidden(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_hidden
#define memglass_register_all_hidden memglass_register_all_hidden_bbb75752

#endif
