/* Made by memglass-gen from layout.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_LAYOUT_MEMGLASS_H_98AE0458
#define MEMGLASS_GENERATED_LAYOUT_MEMGLASS_H_98AE0458

#include "layout.h"
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

#ifndef MEMGLASS_HAS_packed
#define MEMGLASS_HAS_packed
typedef struct packed memglass_ctype_packed;
MEMGLASS_SAME(sizeof(memglass_ctype_packed), 21);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_packed), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_packed, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_packed, b), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_packed, c), 5);
static const uint64_t memglass_dims_packed_2[] = {2};
static const memglass_field memglass_fields_packed[] = {
    {"a", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"b", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 8, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"c", "double", NULL, NULL, memglass_dims_packed_2,
     "", "", "", 0.0, 0.0, 40, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_packed = {
    "packed", "struct packed", "", "layout.h", memglass_fields_packed, 21, 1, 8, 3, 0};
MEMGLASS_TYPE_OF(packed)
#endif

#ifndef MEMGLASS_HAS_line
#define MEMGLASS_HAS_line
typedef struct line memglass_ctype_line;
MEMGLASS_SAME(sizeof(memglass_ctype_line), 64);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_line), 64);
MEMGLASS_SAME(offsetof(memglass_ctype_line, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_line, b), 16);
static const memglass_field memglass_fields_line[] = {
    {"a", "uint32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"b", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_line = {
    "line", "struct line", "", "layout.h", memglass_fields_line, 64, 64, 14, 2, 0};
MEMGLASS_TYPE_OF(line)
#endif

#ifndef MEMGLASS_HAS_holder
#define MEMGLASS_HAS_holder
typedef struct holder memglass_ctype_holder;
MEMGLASS_SAME(sizeof(memglass_ctype_holder), 128);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_holder), 64);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, pad), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, p), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_holder, l), 64);
static const uint64_t memglass_dims_holder_1[] = {3};
static const memglass_field memglass_fields_holder[] = {
    {"pad", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"p", "struct packed", &memglass_type_packed, NULL, memglass_dims_holder_1,
     "", "", "", 0.0, 0.0, 8, 168, 21, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"l", "struct line", &memglass_type_line, NULL, NULL,
     "", "", "", 0.0, 0.0, 512, 512, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_holder = {
    "holder", "struct holder", "", "layout.h", memglass_fields_holder, 128, 64, 19, 3, 0};
MEMGLASS_TYPE_OF(holder)
#endif

#ifndef MEMGLASS_HAS_unnamed_tag
#define MEMGLASS_HAS_unnamed_tag
typedef unnamed_tag memglass_ctype_unnamed_tag;
MEMGLASS_SAME(sizeof(memglass_ctype_unnamed_tag), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_unnamed_tag, value), 0);
static const memglass_field memglass_fields_unnamed_tag[] = {
    {"value", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_unnamed_tag = {
    "unnamed_tag", "unnamed_tag", "", "layout.h", memglass_fields_unnamed_tag, 4, 4, 25, 1, 0};
MEMGLASS_TYPE_OF(unnamed_tag)
#endif

#ifndef MEMGLASS_HAS_tag_s
#define MEMGLASS_HAS_tag_s
typedef struct tag_s memglass_ctype_tag_s;
MEMGLASS_SAME(sizeof(memglass_ctype_tag_s), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tag_s), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_tag_s, value), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_tag_s, other), 4);
static const memglass_field memglass_fields_tag_s[] = {
    {"value", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"other", "unnamed_tag", &memglass_type_unnamed_tag, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_tag_s = {
    "tag_s", "struct tag_s", "", "layout.h", memglass_fields_tag_s, 8, 4, 29, 2, 0};
MEMGLASS_TYPE_OF(tag_s)
#endif

#ifndef MEMGLASS_HAS_tag_t
#define MEMGLASS_HAS_tag_t
typedef tag_t memglass_ctype_tag_t;
#define memglass_type_tag_t memglass_type_tag_s
#endif

#ifndef MEMGLASS_HAS_tag_again
#define MEMGLASS_HAS_tag_again
typedef tag_again memglass_ctype_tag_again;
#define memglass_type_tag_again memglass_type_tag_s
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_layout_98ae0458(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_packed,
        &memglass_type_line,
        &memglass_type_holder,
        &memglass_type_unnamed_tag,
        &memglass_type_tag_s,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_layout
    status = memglass_register_all_layout(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_layout
#define memglass_register_all_layout memglass_register_all_layout_98ae0458

#endif
