/* Made by memglass-gen from standard.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_STANDARD_MEMGLASS_H_488F0AAE
#define MEMGLASS_GENERATED_STANDARD_MEMGLASS_H_488F0AAE

#include "standard.hpp"
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

#ifndef MEMGLASS_HAS_vec2
#define MEMGLASS_HAS_vec2
typedef vec2 memglass_ctype_vec2;
MEMGLASS_SAME(sizeof(memglass_ctype_vec2), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_vec2), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_vec2, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_vec2, y), 4);
static const memglass_field memglass_fields_vec2[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_vec2 = {
    "vec2", "vec2", "", "standard.hpp", memglass_fields_vec2, 8, 4, 13, 2, 0};
MEMGLASS_TYPE_OF(vec2)
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

#ifndef MEMGLASS_HAS_standard
#define MEMGLASS_HAS_standard
typedef standard memglass_ctype_standard;
MEMGLASS_SAME(sizeof(memglass_ctype_standard), 176);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_standard), 8);
static const uint64_t memglass_dims_standard_0[] = {3};
static const uint64_t memglass_dims_standard_1[] = {2, 4};
static const uint64_t memglass_dims_standard_2[] = {3, 2};
static const uint64_t memglass_dims_standard_4[] = {2};
static const uint64_t memglass_dims_standard_6[] = {2};
static const uint64_t memglass_dims_standard_8[] = {3};
static const uint64_t memglass_dims_standard_11[] = {4};
static const memglass_field memglass_fields_standard[] = {
    {"one", "int", NULL, NULL, memglass_dims_standard_0,
     "", "", "", 0.0, 0.0, 0, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"two", "std::uint16_t", NULL, NULL, memglass_dims_standard_1,
     "", "", "", 0.0, 0.0, 96, 16, 2, 0, 0, 2,
     MEMGLASS_KIND_UINT, 0},
    {"path", "vec2", &memglass_type_vec2, NULL, memglass_dims_standard_2,
     "", "", "", 0.0, 0.0, 224, 64, 8, 0, 0, 2,
     MEMGLASS_KIND_STRUCT, 0},
    {"text", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 608, 80, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
    {"lines", "char", NULL, NULL, memglass_dims_standard_4,
     "", "", "", 0.0, 0.0, 688, 48, 6, 0, 0, 1,
     MEMGLASS_KIND_STRING, 0},
    {"hits", "std::uint64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 832, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_COUNTER | MEMGLASS_FIELD_ATOMIC},
    {"row", "int", NULL, NULL, memglass_dims_standard_6,
     "", "", "", 0.0, 0.0, 896, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_ATOMIC},
    {"busy", "bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 960, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_ATOMIC},
    {"flags", "bool", NULL, NULL, memglass_dims_standard_8,
     "", "", "", 0.0, 0.0, 968, 8, 1, 0, 0, 1,
     MEMGLASS_KIND_BOOL, MEMGLASS_FIELD_ATOMIC},
    {"where", "vec2", &memglass_type_vec2, NULL, NULL,
     "", "", "", 0.0, 0.0, 1024, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_ATOMIC},
    {"address", "void *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1088, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, MEMGLASS_FIELD_ATOMIC},
    {"raw", "std::byte", NULL, NULL, memglass_dims_standard_11,
     "", "", "", 0.0, 0.0, 1152, 8, 1, 0, 0, 1,
     MEMGLASS_KIND_UINT, 0},
    {"safe", "vec2", &memglass_type_vec2, NULL, NULL,
     "", "", "", 0.0, 0.0, 1280, 64, 0, 152, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"maybe", "std::optional<int>", &memglass_type_std_optional_int, NULL, NULL,
     "", "", "", 0.0, 0.0, 1344, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_standard = {
    "standard", "standard", "", "standard.hpp", memglass_fields_standard, 176, 8, 17, 14, 0};
MEMGLASS_TYPE_OF(standard)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_standard_488f0aae(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_standard,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_standard
    status = memglass_register_all_standard(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_standard
#define memglass_register_all_standard memglass_register_all_standard_488f0aae

#endif
