/* Made by memglass-gen from values.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_VALUES_MEMGLASS_H_1154AA91
#define MEMGLASS_GENERATED_VALUES_MEMGLASS_H_1154AA91

#include "values.hpp"
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

#ifndef MEMGLASS_HAS_std_pair_char_unsigned_long
#define MEMGLASS_HAS_std_pair_char_unsigned_long
typedef std::pair<char, unsigned long> memglass_ctype_std_pair_char_unsigned_long;
MEMGLASS_SAME(sizeof(memglass_ctype_std_pair_char_unsigned_long), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_pair_char_unsigned_long), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_char_unsigned_long, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_char_unsigned_long, second), 8);
static const memglass_field memglass_fields_std_pair_char_unsigned_long[] = {
    {"first", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"second", "unsigned long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_std_pair_char_unsigned_long = {
    "std::pair<char, unsigned long>", "std::pair<char, unsigned long>", "", "std", memglass_fields_std_pair_char_unsigned_long, 16, 8, 0, 2, 0};
MEMGLASS_TYPE_OF(std_pair_char_unsigned_long)
#endif

#ifndef MEMGLASS_HAS_spot
#define MEMGLASS_HAS_spot
typedef spot memglass_ctype_spot;
MEMGLASS_SAME(sizeof(memglass_ctype_spot), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_spot), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_spot, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_spot, y), 4);
static const memglass_field memglass_fields_spot[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_spot = {
    "spot", "spot", "", "values.hpp", memglass_fields_spot, 8, 4, 13, 2, 0};
MEMGLASS_TYPE_OF(spot)
#endif

#ifndef MEMGLASS_HAS_std_pair_short_bool
#define MEMGLASS_HAS_std_pair_short_bool
typedef std::pair<short, bool> memglass_ctype_std_pair_short_bool;
MEMGLASS_SAME(sizeof(memglass_ctype_std_pair_short_bool), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_pair_short_bool), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_short_bool, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_short_bool, second), 2);
static const memglass_field memglass_fields_std_pair_short_bool[] = {
    {"first", "short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"second", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_pair_short_bool = {
    "std::pair<short, bool>", "std::pair<short, bool>", "", "std", memglass_fields_std_pair_short_bool, 4, 2, 0, 2, 0};
MEMGLASS_TYPE_OF(std_pair_short_bool)
#endif

#ifndef MEMGLASS_HAS_std_pair_spot_std_pair_short_bool
#define MEMGLASS_HAS_std_pair_spot_std_pair_short_bool
typedef std::pair<spot, std::pair<short, bool>> memglass_ctype_std_pair_spot_std_pair_short_bool;
MEMGLASS_SAME(sizeof(memglass_ctype_std_pair_spot_std_pair_short_bool), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_pair_spot_std_pair_short_bool), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_spot_std_pair_short_bool, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_spot_std_pair_short_bool, second), 8);
static const memglass_field memglass_fields_std_pair_spot_std_pair_short_bool[] = {
    {"first", "spot", &memglass_type_spot, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"second", "std::pair<short, bool>", &memglass_type_std_pair_short_bool, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_std_pair_spot_std_pair_short_bool = {
    "std::pair<spot, std::pair<short, bool>>", "std::pair<spot, std::pair<short, bool>>", "", "std", memglass_fields_std_pair_spot_std_pair_short_bool, 12, 4, 0, 2, 0};
MEMGLASS_TYPE_OF(std_pair_spot_std_pair_short_bool)
#endif

#ifndef MEMGLASS_HAS_std_optional_int
#define MEMGLASS_HAS_std_optional_int
typedef std::optional<int> memglass_ctype_std_optional_int;
MEMGLASS_SAME(sizeof(memglass_ctype_std_optional_int), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_optional_int), 4);
static const memglass_field memglass_fields_std_optional_int[] = {
    {"value", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"has_value", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_optional_int = {
    "std::optional<int>", "std::optional<int>", "", "std", memglass_fields_std_optional_int, 8, 4, 0, 2, 0};
MEMGLASS_TYPE_OF(std_optional_int)
#endif

#ifndef MEMGLASS_HAS_std_optional_unsigned_long
#define MEMGLASS_HAS_std_optional_unsigned_long
typedef std::optional<unsigned long> memglass_ctype_std_optional_unsigned_long;
MEMGLASS_SAME(sizeof(memglass_ctype_std_optional_unsigned_long), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_optional_unsigned_long), 8);
static const memglass_field memglass_fields_std_optional_unsigned_long[] = {
    {"value", "unsigned long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"has_value", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_optional_unsigned_long = {
    "std::optional<unsigned long>", "std::optional<unsigned long>", "", "std", memglass_fields_std_optional_unsigned_long, 16, 8, 0, 2, 0};
MEMGLASS_TYPE_OF(std_optional_unsigned_long)
#endif

#ifndef MEMGLASS_HAS_std_optional_spot
#define MEMGLASS_HAS_std_optional_spot
typedef std::optional<spot> memglass_ctype_std_optional_spot;
MEMGLASS_SAME(sizeof(memglass_ctype_std_optional_spot), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_optional_spot), 4);
static const memglass_field memglass_fields_std_optional_spot[] = {
    {"value", "spot", &memglass_type_spot, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"has_value", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_optional_spot = {
    "std::optional<spot>", "std::optional<spot>", "", "std", memglass_fields_std_optional_spot, 12, 4, 0, 2, 0};
MEMGLASS_TYPE_OF(std_optional_spot)
#endif

#ifndef MEMGLASS_HAS_std_optional_std_chrono_duration_long
#define MEMGLASS_HAS_std_optional_std_chrono_duration_long
typedef std::optional<std::chrono::duration<long>> memglass_ctype_std_optional_std_chrono_duration_long;
MEMGLASS_SAME(sizeof(memglass_ctype_std_optional_std_chrono_duration_long), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_optional_std_chrono_duration_long), 8);
static const memglass_field memglass_fields_std_optional_std_chrono_duration_long[] = {
    {"value", "long", NULL, NULL, NULL,
     "s", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"has_value", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_optional_std_chrono_duration_long = {
    "std::optional<std::chrono::duration<long>>", "std::optional<std::chrono::duration<long>>", "", "std", memglass_fields_std_optional_std_chrono_duration_long, 16, 8, 0, 2, 0};
MEMGLASS_TYPE_OF(std_optional_std_chrono_duration_long)
#endif

#ifndef MEMGLASS_HAS_std_pair_char_int
#define MEMGLASS_HAS_std_pair_char_int
typedef std::pair<char, int> memglass_ctype_std_pair_char_int;
MEMGLASS_SAME(sizeof(memglass_ctype_std_pair_char_int), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_pair_char_int), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_char_int, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_std_pair_char_int, second), 4);
static const memglass_field memglass_fields_std_pair_char_int[] = {
    {"first", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"second", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_std_pair_char_int = {
    "std::pair<char, int>", "std::pair<char, int>", "", "std", memglass_fields_std_pair_char_int, 8, 4, 0, 2, 0};
MEMGLASS_TYPE_OF(std_pair_char_int)
#endif

#ifndef MEMGLASS_HAS_std_optional_std_pair_char_int
#define MEMGLASS_HAS_std_optional_std_pair_char_int
typedef std::optional<std::pair<char, int>> memglass_ctype_std_optional_std_pair_char_int;
MEMGLASS_SAME(sizeof(memglass_ctype_std_optional_std_pair_char_int), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_std_optional_std_pair_char_int), 4);
static const memglass_field memglass_fields_std_optional_std_pair_char_int[] = {
    {"value", "std::pair<char, int>", &memglass_type_std_pair_char_int, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"has_value", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
};
static const memglass_type memglass_type_std_optional_std_pair_char_int = {
    "std::optional<std::pair<char, int>>", "std::optional<std::pair<char, int>>", "", "std", memglass_fields_std_optional_std_pair_char_int, 12, 4, 0, 2, 0};
MEMGLASS_TYPE_OF(std_optional_std_pair_char_int)
#endif

#ifndef MEMGLASS_HAS_values
#define MEMGLASS_HAS_values
typedef values memglass_ctype_values;
MEMGLASS_SAME(sizeof(memglass_ctype_values), 200);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_values), 8);
static const uint64_t memglass_dims_values_3[] = {2};
static const uint64_t memglass_dims_values_9[] = {2};
static const uint64_t memglass_dims_values_12[] = {2};
static const memglass_field memglass_fields_values[] = {
    {"timeout", "long", NULL, NULL, NULL,
     "ms", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"elapsed", "double", NULL, NULL, NULL,
     "s", "", "", 0.0, 10.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_RANGE},
    {"frames", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"shifts", "long", NULL, NULL, memglass_dims_values_3,
     "hours of work", "", "", 0.0, 0.0, 192, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"started", "long", NULL, NULL, NULL,
     "ns", "", "", 0.0, 0.0, 320, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"due", "long", NULL, NULL, NULL,
     "s", "", "", 0.0, 0.0, 384, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"last", "long", NULL, NULL, NULL,
     "ns", "", "", 0.0, 0.0, 448, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_ATOMIC},
    {"safe", "long", NULL, NULL, NULL,
     "us", "", "", 0.0, 0.0, 576, 64, 0, 64, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_GUARDED},
    {"entry", "std::pair<char, std::uint64_t>", &memglass_type_std_pair_char_unsigned_long, NULL, NULL,
     "", "", "", 0.0, 0.0, 640, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"pairs", "std::pair<spot, std::pair<short, bool>>", &memglass_type_std_pair_spot_std_pair_short_bool, NULL, memglass_dims_values_9,
     "", "", "", 0.0, 0.0, 768, 96, 12, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"maybe", "std::optional<int>", &memglass_type_std_optional_int, NULL, NULL,
     "", "", "", 0.0, 0.0, 960, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"wide", "std::optional<std::uint64_t>", &memglass_type_std_optional_unsigned_long, NULL, NULL,
     "", "", "", 0.0, 0.0, 1024, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"places", "std::optional<spot>", &memglass_type_std_optional_spot, NULL, memglass_dims_values_12,
     "", "", "", 0.0, 0.0, 1152, 96, 12, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"delay", "std::optional<std::chrono::seconds>", &memglass_type_std_optional_std_chrono_duration_long, NULL, NULL,
     "", "", "", 0.0, 0.0, 1344, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"both", "std::optional<std::pair<char, int>>", &memglass_type_std_optional_std_pair_char_int, NULL, NULL,
     "", "", "", 0.0, 0.0, 1472, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"tail", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1568, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_values = {
    "values", "values", "", "values.hpp", memglass_fields_values, 200, 8, 19, 16, 0};
MEMGLASS_TYPE_OF(values)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_values_1154aa91(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_values,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_values
    status = memglass_register_all_values(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_values
#define memglass_register_all_values memglass_register_all_values_1154aa91

#endif
