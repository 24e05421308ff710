/* Made by memglass-gen from anonymous.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ANONYMOUS_MEMGLASS_H_B1268767
#define MEMGLASS_GENERATED_ANONYMOUS_MEMGLASS_H_B1268767

#include "anonymous.h"
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

#ifndef MEMGLASS_HAS_anonymous
#define MEMGLASS_HAS_anonymous
typedef struct anonymous memglass_ctype_anonymous;
MEMGLASS_SAME(sizeof(memglass_ctype_anonymous), 32);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_anonymous), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, number), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, real), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, low), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, high), 6);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, a), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, b), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, c), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_anonymous, last), 24);
static const memglass_field memglass_fields_anonymous[] = {
    {"first", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"number", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"real", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"low", "short", NULL, NULL, NULL,
     "px", "", "", 0.0, 0.0, 32, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"high", "short", NULL, NULL, NULL,
     "px", "", "", 0.0, 0.0, 48, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"a", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"b", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"c", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"last", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 192, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_anonymous = {
    "anonymous", "struct anonymous", "", "anonymous.h", memglass_fields_anonymous, 32, 8, 8, 9, 0};
MEMGLASS_TYPE_OF(anonymous)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_anonymous_b1268767(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_anonymous,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_anonymous
    status = memglass_register_all_anonymous(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_anonymous
#define memglass_register_all_anonymous memglass_register_all_anonymous_b1268767

#endif
