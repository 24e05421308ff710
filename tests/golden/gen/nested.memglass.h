/* Made by memglass-gen from nested.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_NESTED_MEMGLASS_H_E582C14A
#define MEMGLASS_GENERATED_NESTED_MEMGLASS_H_E582C14A

#include "nested.h"
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

#ifndef MEMGLASS_HAS_leaf
#define MEMGLASS_HAS_leaf
typedef struct leaf memglass_ctype_leaf;
MEMGLASS_SAME(sizeof(memglass_ctype_leaf), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_leaf), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_leaf, value), 0);
static const memglass_field memglass_fields_leaf[] = {
    {"value", "float", NULL, NULL, NULL,
     "m", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_leaf = {
    "leaf", "struct leaf", "", "nested.h", memglass_fields_leaf, 4, 4, 8, 1, 0};
MEMGLASS_TYPE_OF(leaf)
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

#ifndef MEMGLASS_HAS_branch
#define MEMGLASS_HAS_branch
typedef struct branch memglass_ctype_branch;
MEMGLASS_SAME(sizeof(memglass_ctype_branch), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_branch), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_branch, leaves), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_branch, where), 8);
static const uint64_t memglass_dims_branch_0[] = {2};
static const memglass_field memglass_fields_branch[] = {
    {"leaves", "struct leaf", &memglass_type_leaf, NULL, memglass_dims_branch_0,
     "", "", "", 0.0, 0.0, 0, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"where", "struct point", &memglass_type_point, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_branch = {
    "branch", "struct branch", "", "nested.h", memglass_fields_branch, 12, 4, 12, 2, 0};
MEMGLASS_TYPE_OF(branch)
#endif

#ifndef MEMGLASS_HAS_tree_unnamed_inner
#define MEMGLASS_HAS_tree_unnamed_inner
typedef __typeof__(((__typeof__(((struct tree *)0)->unnamed) *)0)->inner) memglass_ctype_tree_unnamed_inner;
MEMGLASS_SAME(sizeof(memglass_ctype_tree_unnamed_inner), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tree_unnamed_inner), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_tree_unnamed_inner, deep), 0);
static const memglass_field memglass_fields_tree_unnamed_inner[] = {
    {"deep", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_tree_unnamed_inner = {
    "tree.unnamed.inner", "__typeof__(((__typeof__(((struct tree *)0)->unnamed) *)0)->inner)", "", "nested.h", memglass_fields_tree_unnamed_inner, 4, 4, 23, 1, 0};
MEMGLASS_TYPE_OF(tree_unnamed_inner)
#endif

#ifndef MEMGLASS_HAS_tree_unnamed
#define MEMGLASS_HAS_tree_unnamed
typedef __typeof__(((struct tree *)0)->unnamed) memglass_ctype_tree_unnamed;
MEMGLASS_SAME(sizeof(memglass_ctype_tree_unnamed), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tree_unnamed), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_tree_unnamed, left), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_tree_unnamed, inner), 4);
static const memglass_field memglass_fields_tree_unnamed[] = {
    {"left", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"inner", "struct", &memglass_type_tree_unnamed_inner, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_tree_unnamed = {
    "tree.unnamed", "__typeof__(((struct tree *)0)->unnamed)", "", "nested.h", memglass_fields_tree_unnamed, 8, 4, 21, 2, 0};
MEMGLASS_TYPE_OF(tree_unnamed)
#endif

#ifndef MEMGLASS_HAS_tree_row
#define MEMGLASS_HAS_tree_row
typedef __typeof__(((struct tree *)0)->row[0]) memglass_ctype_tree_row;
MEMGLASS_SAME(sizeof(memglass_ctype_tree_row), 2);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tree_row), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_tree_row, s), 0);
static const memglass_field memglass_fields_tree_row[] = {
    {"s", "short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_tree_row = {
    "tree.row", "__typeof__(((struct tree *)0)->row[0])", "", "nested.h", memglass_fields_tree_row, 2, 2, 27, 1, 0};
MEMGLASS_TYPE_OF(tree_row)
#endif

#ifndef MEMGLASS_HAS_inside
#define MEMGLASS_HAS_inside
#ifdef __cplusplus
typedef tree::inside memglass_ctype_inside;
#else
typedef struct inside memglass_ctype_inside;
#endif
MEMGLASS_SAME(sizeof(memglass_ctype_inside), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_inside), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_inside, in), 0);
static const memglass_field memglass_fields_inside[] = {
    {"in", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_inside = {
    "inside", "struct inside", "", "nested.h", memglass_fields_inside, 4, 4, 30, 1, 0};
MEMGLASS_TYPE_OF(inside)
#endif

#ifndef MEMGLASS_HAS_tree
#define MEMGLASS_HAS_tree
typedef struct tree memglass_ctype_tree;
MEMGLASS_SAME(sizeof(memglass_ctype_tree), 160);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_tree), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, trunk), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, branches), 12);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, single), 84);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, pair), 88);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, far_away), 96);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, unnamed), 104);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, row), 112);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, named), 120);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, parent), 128);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, pointed), 136);
MEMGLASS_SAME(offsetof(memglass_ctype_tree, pointers), 144);
static const uint64_t memglass_dims_tree_1[] = {2, 3};
static const uint64_t memglass_dims_tree_3[] = {2};
static const uint64_t memglass_dims_tree_6[] = {4};
static const uint64_t memglass_dims_tree_10[] = {2};
static const memglass_field memglass_fields_tree[] = {
    {"trunk", "struct branch", &memglass_type_branch, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"branches", "struct branch", &memglass_type_branch, NULL, memglass_dims_tree_1,
     "", "", "", 0.0, 0.0, 96, 96, 12, 0, 0, 2,
     MEMGLASS_KIND_STRUCT, 0},
    {"single", "struct leaf", &memglass_type_leaf, NULL, NULL,
     "", "", "", 0.0, 0.0, 672, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"pair", "struct leaf", &memglass_type_leaf, NULL, memglass_dims_tree_3,
     "", "", "", 0.0, 0.0, 704, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"far_away", "struct leaf *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 768, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"unnamed", "struct", &memglass_type_tree_unnamed, NULL, NULL,
     "", "", "", 0.0, 0.0, 832, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"row", "struct", &memglass_type_tree_row, NULL, memglass_dims_tree_6,
     "", "", "", 0.0, 0.0, 896, 16, 2, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"named", "struct inside", &memglass_type_inside, NULL, NULL,
     "", "", "", 0.0, 0.0, 960, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"parent", "struct tree *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1024, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"pointed", "struct *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1088, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"pointers", "struct *", NULL, NULL, memglass_dims_tree_10,
     "", "", "", 0.0, 0.0, 1152, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_POINTER, 0},
};
static const memglass_type memglass_type_tree = {
    "tree", "struct tree", "", "nested.h", memglass_fields_tree, 160, 8, 17, 11, 0};
MEMGLASS_TYPE_OF(tree)
#endif

#ifndef MEMGLASS_HAS_second
#define MEMGLASS_HAS_second
typedef struct second memglass_ctype_second;
MEMGLASS_SAME(sizeof(memglass_ctype_second), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_second), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_second, again), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_second, far_away), 8);
static const memglass_field memglass_fields_second[] = {
    {"again", "struct leaf", &memglass_type_leaf, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"far_away", "struct inside *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
};
static const memglass_type memglass_type_second = {
    "second", "struct second", "", "nested.h", memglass_fields_second, 16, 8, 43, 2, 0};
MEMGLASS_TYPE_OF(second)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_nested_e582c14a(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_tree,
        &memglass_type_second,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_nested
    status = memglass_register_all_nested(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_nested
#define memglass_register_all_nested memglass_register_all_nested_e582c14a

#endif
