/* Made by memglass-gen from classes.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_CLASSES_MEMGLASS_H_C928B0F5
#define MEMGLASS_GENERATED_CLASSES_MEMGLASS_H_C928B0F5

#include "classes.hpp"
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

#ifndef MEMGLASS_HAS_monster_place_hidden
#define MEMGLASS_HAS_monster_place_hidden
typedef monster::place::hidden memglass_ctype_monster_place_hidden;
MEMGLASS_SAME(sizeof(memglass_ctype_monster_place_hidden), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_monster_place_hidden), 4);
static const memglass_field memglass_fields_monster_place_hidden[] = {
    {"h", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_monster_place_hidden = {
    "monster::place::hidden", "monster::place::hidden", "", "classes.hpp", memglass_fields_monster_place_hidden, 4, 4, 28, 1, 0};
MEMGLASS_TYPE_OF(monster_place_hidden)
#endif

#ifndef MEMGLASS_HAS_monster_place
#define MEMGLASS_HAS_monster_place
typedef monster::place memglass_ctype_monster_place;
MEMGLASS_SAME(sizeof(memglass_ctype_monster_place), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_monster_place), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_monster_place, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_monster_place, y), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_monster_place, h), 8);
static const memglass_field memglass_fields_monster_place[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"h", "class hidden", &memglass_type_monster_place_hidden, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_monster_place = {
    "monster::place", "monster::place", "", "classes.hpp", memglass_fields_monster_place, 12, 4, 26, 3, 0};
MEMGLASS_TYPE_OF(monster_place)
#endif

#ifndef MEMGLASS_HAS_monster_cell
#define MEMGLASS_HAS_monster_cell
static const memglass_field memglass_fields_monster_cell[] = {
    {"c", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_monster_cell = {
    "monster::cell", "monster::cell", "", "classes.hpp", memglass_fields_monster_cell, 4, 4, 54, 1, 0};
#endif

#ifndef MEMGLASS_HAS_monster
#define MEMGLASS_HAS_monster
typedef monster memglass_ctype_monster;
MEMGLASS_SAME(sizeof(memglass_ctype_monster), 120);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_monster), 8);
static const memglass_enumerator memglass_names_monster_3[] = {
    {"none", 0},
    {"orc", 7},
    {"dragon", 255},
};
static const uint64_t memglass_dims_monster_5[] = {2};
static const uint64_t memglass_dims_monster_14[] = {2};
static const uint64_t memglass_dims_monster_15[] = {2};
static const memglass_field memglass_fields_monster[] = {
    {"count_", "std::int64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_COUNTER},
    {"tail__2", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"name", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 72, 40, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"what", "monster::kind", NULL, memglass_names_monster_3, NULL,
     "", "", "", 0.0, 0.0, 112, 8, 0, 0, 3, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"where", "monster::place", &memglass_type_monster_place, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"history", "monster::place", &memglass_type_monster_place, NULL, memglass_dims_monster_5,
     "", "", "", 0.0, 0.0, 224, 96, 12, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"angry", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 416, 1, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_BITFIELD},
    {"asleep", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 417, 1, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_BITFIELD},
    {"pointer", "int monster::*", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 448, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_BYTES, 0},
    {"method", "int (monster::*)()", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 512, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_BYTES, 0},
    {"nothing", "decltype(nullptr)", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 640, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"c16", "char16_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 704, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, 0},
    {"c32", "char32_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 736, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, 0},
    {"secret_", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 768, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"cells_", "monster::cell", &memglass_type_monster_cell, NULL, memglass_dims_monster_14,
     "", "", "", 0.0, 0.0, 832, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"tail_", "int", NULL, NULL, memglass_dims_monster_15,
     "", "", "", 0.0, 0.0, 896, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_monster = {
    "monster", "monster", "", "classes.hpp", memglass_fields_monster, 120, 8, 22, 16, 0};
MEMGLASS_TYPE_OF(monster)
#endif

#ifndef MEMGLASS_HAS_diamond_left
#define MEMGLASS_HAS_diamond_left
typedef diamond_left memglass_ctype_diamond_left;
MEMGLASS_SAME(sizeof(memglass_ctype_diamond_left), 5);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_diamond_left), 1);
static const memglass_field memglass_fields_diamond_left[] = {
    {"name", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 40, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
};
static const memglass_type memglass_type_diamond_left = {
    "diamond_left", "diamond_left", "", "classes.hpp", memglass_fields_diamond_left, 5, 1, 61, 1, 0};
MEMGLASS_TYPE_OF(diamond_left)
#endif

#ifndef MEMGLASS_HAS_two_bases
#define MEMGLASS_HAS_two_bases
typedef two_bases memglass_ctype_two_bases;
MEMGLASS_SAME(sizeof(memglass_ctype_two_bases), 24);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_two_bases), 8);
static const memglass_field memglass_fields_two_bases[] = {
    {"name", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 40, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"count_", "std::int64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_COUNTER},
    {"tail_", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"own", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_two_bases = {
    "two_bases", "two_bases", "", "classes.hpp", memglass_fields_two_bases, 24, 8, 62, 4, 0};
MEMGLASS_TYPE_OF(two_bases)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_classes_c928b0f5(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_monster,
        &memglass_type_diamond_left,
        &memglass_type_two_bases,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_classes
    status = memglass_register_all_classes(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_classes
#define memglass_register_all_classes memglass_register_all_classes_c928b0f5

#endif
