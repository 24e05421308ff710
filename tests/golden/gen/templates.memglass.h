/* Made by memglass-gen from templates.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_TEMPLATES_MEMGLASS_H_E5E7DD4F
#define MEMGLASS_GENERATED_TEMPLATES_MEMGLASS_H_E5E7DD4F

#include "templates.hpp"
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

#ifndef MEMGLASS_HAS_box_ring_void_0
#define MEMGLASS_HAS_box_ring_void_0
typedef box::ring<void, 0> memglass_ctype_box_ring_void_0;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_void_0), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_void_0), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_void_0, special), 0);
static const memglass_field memglass_fields_box_ring_void_0[] = {
    {"special", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_box_ring_void_0 = {
    "box::ring<void, 0>", "box::ring<void, 0>", "", "templates.hpp", memglass_fields_box_ring_void_0, 4, 4, 20, 1, 0};
MEMGLASS_TYPE_OF(box_ring_void_0)
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
    "vec2", "vec2", "", "templates.hpp", memglass_fields_vec2, 8, 4, 16, 2, 0};
MEMGLASS_TYPE_OF(vec2)
#endif

#ifndef MEMGLASS_HAS_box_ring_vec2_4
#define MEMGLASS_HAS_box_ring_vec2_4
typedef box::ring<vec2, 4> memglass_ctype_box_ring_vec2_4;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_vec2_4), 36);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_vec2_4), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_vec2_4, items), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_vec2_4, head), 32);
static const uint64_t memglass_dims_box_ring_vec2_4_0[] = {4};
static const memglass_field memglass_fields_box_ring_vec2_4[] = {
    {"items", "vec2", &memglass_type_vec2, NULL, memglass_dims_box_ring_vec2_4_0,
     "", "", "", 0.0, 0.0, 0, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 256, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_vec2_4 = {
    "box::ring<vec2, 4>", "box::ring<vec2, 4>", "", "templates.hpp", memglass_fields_box_ring_vec2_4, 36, 4, 7, 2, 0};
MEMGLASS_TYPE_OF(box_ring_vec2_4)
#endif

#ifndef MEMGLASS_HAS_box_ring_unsigned_short_2
#define MEMGLASS_HAS_box_ring_unsigned_short_2
typedef box::ring<unsigned short, 2> memglass_ctype_box_ring_unsigned_short_2;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_unsigned_short_2), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_unsigned_short_2), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_unsigned_short_2, items), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_unsigned_short_2, head), 4);
static const uint64_t memglass_dims_box_ring_unsigned_short_2_0[] = {2};
static const memglass_field memglass_fields_box_ring_unsigned_short_2[] = {
    {"items", "unsigned short", NULL, NULL, memglass_dims_box_ring_unsigned_short_2_0,
     "", "", "", 0.0, 0.0, 0, 16, 2, 0, 0, 1,
     MEMGLASS_KIND_UINT, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_unsigned_short_2 = {
    "box::ring<unsigned short, 2>", "box::ring<unsigned short, 2>", "", "templates.hpp", memglass_fields_box_ring_unsigned_short_2, 8, 4, 7, 2, 0};
MEMGLASS_TYPE_OF(box_ring_unsigned_short_2)
#endif

#ifndef MEMGLASS_HAS_box_ring_int_2
#define MEMGLASS_HAS_box_ring_int_2
typedef box::ring<int, 2> memglass_ctype_box_ring_int_2;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_int_2), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_int_2), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_int_2, items), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_int_2, head), 8);
static const uint64_t memglass_dims_box_ring_int_2_0[] = {2};
static const memglass_field memglass_fields_box_ring_int_2[] = {
    {"items", "int", NULL, NULL, memglass_dims_box_ring_int_2_0,
     "", "", "", 0.0, 0.0, 0, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_INT, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_int_2 = {
    "box::ring<int, 2>", "box::ring<int, 2>", "", "templates.hpp", memglass_fields_box_ring_int_2, 12, 4, 7, 2, 0};
MEMGLASS_TYPE_OF(box_ring_int_2)
#endif

#ifndef MEMGLASS_HAS_box_ring_box_ring_int_2_3
#define MEMGLASS_HAS_box_ring_box_ring_int_2_3
typedef box::ring<box::ring<int, 2>, 3> memglass_ctype_box_ring_box_ring_int_2_3;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_box_ring_int_2_3), 40);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_box_ring_int_2_3), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_box_ring_int_2_3, items), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_box_ring_box_ring_int_2_3, head), 36);
static const uint64_t memglass_dims_box_ring_box_ring_int_2_3_0[] = {3};
static const memglass_field memglass_fields_box_ring_box_ring_int_2_3[] = {
    {"items", "box::ring<int, 2>", &memglass_type_box_ring_int_2, NULL, memglass_dims_box_ring_box_ring_int_2_3_0,
     "", "", "", 0.0, 0.0, 0, 96, 12, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 288, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_box_ring_int_2_3 = {
    "box::ring<box::ring<int, 2>, 3>", "box::ring<box::ring<int, 2>, 3>", "", "templates.hpp", memglass_fields_box_ring_box_ring_int_2_3, 40, 4, 7, 2, 0};
MEMGLASS_TYPE_OF(box_ring_box_ring_int_2_3)
#endif

#ifndef MEMGLASS_HAS_box_ring_char_0
#define MEMGLASS_HAS_box_ring_char_0
typedef box::ring<char, 0> memglass_ctype_box_ring_char_0;
MEMGLASS_SAME(sizeof(memglass_ctype_box_ring_char_0), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_box_ring_char_0), 4);
static const memglass_field memglass_fields_box_ring_char_0[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"above", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_box_ring_char_0 = {
    "box::ring<char, 0>", "box::ring<char, 0>", "", "templates.hpp", memglass_fields_box_ring_char_0, 12, 4, 25, 3, 0};
MEMGLASS_TYPE_OF(box_ring_char_0)
#endif

#ifndef MEMGLASS_HAS_holder
#define MEMGLASS_HAS_holder
typedef holder memglass_ctype_holder;
MEMGLASS_SAME(sizeof(memglass_ctype_holder), 116);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_holder), 4);
static const uint64_t memglass_dims_holder_1[] = {2};
static const memglass_field memglass_fields_holder[] = {
    {"path", "box::ring<vec2, 4>", &memglass_type_box_ring_vec2_4, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 288, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"ports", "box::ring<unsigned short, 2>", &memglass_type_box_ring_unsigned_short_2, NULL, memglass_dims_holder_1,
     "", "", "", 0.0, 0.0, 288, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"nested", "box::ring<box::ring<int, 2>, 3>", &memglass_type_box_ring_box_ring_int_2_3, NULL, NULL,
     "", "", "", 0.0, 0.0, 416, 320, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"opaque", "box::wrapped<int>", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 736, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_BYTES, 0},
    {"own", "box::ring<char, 0>", &memglass_type_box_ring_char_0, NULL, NULL,
     "", "", "", 0.0, 0.0, 832, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_holder = {
    "holder", "holder", "", "templates.hpp", memglass_fields_holder, 116, 4, 29, 5, 0};
MEMGLASS_TYPE_OF(holder)
#endif

#ifndef MEMGLASS_HAS_keeper_secret
#define MEMGLASS_HAS_keeper_secret
static const memglass_field memglass_fields_keeper_secret[] = {
    {"code", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_keeper_secret = {
    "keeper::secret", "keeper::secret", "", "templates.hpp", memglass_fields_keeper_secret, 4, 4, 39, 1, 0};
#endif

#ifndef MEMGLASS_HAS_box_ring_keeper_secret_2
#define MEMGLASS_HAS_box_ring_keeper_secret_2
static const uint64_t memglass_dims_box_ring_keeper_secret_2_0[] = {2};
static const memglass_field memglass_fields_box_ring_keeper_secret_2[] = {
    {"items", "keeper::secret", &memglass_type_keeper_secret, NULL, memglass_dims_box_ring_keeper_secret_2_0,
     "", "", "", 0.0, 0.0, 0, 32, 4, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_keeper_secret_2 = {
    "box::ring<keeper::secret, 2>", "box::ring<keeper::secret, 2>", "", "templates.hpp", memglass_fields_box_ring_keeper_secret_2, 12, 4, 7, 2, 0};
#endif

#ifndef MEMGLASS_HAS_box_ring_keeper_secret_ptr_2
#define MEMGLASS_HAS_box_ring_keeper_secret_ptr_2
static const uint64_t memglass_dims_box_ring_keeper_secret_ptr_2_0[] = {2};
static const memglass_field memglass_fields_box_ring_keeper_secret_ptr_2[] = {
    {"items", "keeper::secret *", NULL, NULL, memglass_dims_box_ring_keeper_secret_ptr_2_0,
     "", "", "", 0.0, 0.0, 0, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_POINTER, 0},
    {"head", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_HIDDEN},
};
static const memglass_type memglass_type_box_ring_keeper_secret_ptr_2 = {
    "box::ring<keeper::secret *, 2>", "box::ring<keeper::secret *, 2>", "", "templates.hpp", memglass_fields_box_ring_keeper_secret_ptr_2, 24, 8, 7, 2, 0};
#endif

#ifndef MEMGLASS_HAS_keeper_safe_int
#define MEMGLASS_HAS_keeper_safe_int
static const memglass_field memglass_fields_keeper_safe_int[] = {
    {"content", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_keeper_safe_int = {
    "keeper::safe<int>", "keeper::safe<int>", "", "templates.hpp", memglass_fields_keeper_safe_int, 4, 4, 42, 1, 0};
#endif

#ifndef MEMGLASS_HAS_keeper
#define MEMGLASS_HAS_keeper
typedef keeper memglass_ctype_keeper;
MEMGLASS_SAME(sizeof(memglass_ctype_keeper), 48);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_keeper), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_keeper, ring), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_keeper, pointers), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_keeper, own), 40);
static const memglass_field memglass_fields_keeper[] = {
    {"ring", "box::ring<secret, 2>", &memglass_type_box_ring_keeper_secret_2, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 96, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"pointers", "box::ring<secret *, 2>", &memglass_type_box_ring_keeper_secret_ptr_2, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 192, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"own", "safe<int>", &memglass_type_keeper_safe_int, NULL, NULL,
     "", "", "", 0.0, 0.0, 320, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_keeper = {
    "keeper", "keeper", "", "templates.hpp", memglass_fields_keeper, 48, 8, 38, 3, 0};
MEMGLASS_TYPE_OF(keeper)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_templates_e5e7dd4f(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_box_ring_void_0,
        &memglass_type_holder,
        &memglass_type_keeper,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_templates
    status = memglass_register_all_templates(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_templates
#define memglass_register_all_templates memglass_register_all_templates_e5e7dd4f

#endif
