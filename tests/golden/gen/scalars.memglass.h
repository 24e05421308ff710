/* Made by memglass-gen from scalars.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_SCALARS_MEMGLASS_H_FAF7C5A3
#define MEMGLASS_GENERATED_SCALARS_MEMGLASS_H_FAF7C5A3

#include "scalars.h"
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

#ifndef MEMGLASS_HAS_scalars
#define MEMGLASS_HAS_scalars
typedef struct scalars memglass_ctype_scalars;
MEMGLASS_SAME(sizeof(memglass_ctype_scalars), 160);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_scalars), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, flag), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, letter), 1);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, sc), 2);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, uc), 3);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, i8), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, u8), 5);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, s), 6);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, us), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, i), 12);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, u), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, l), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, ul), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, ll), 40);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, ull), 48);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, i64), 56);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, size), 64);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, diff), 72);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, f), 80);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, d), 88);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, ld), 96);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, chained), 112);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, qualified), 116);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, address), 120);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, text), 128);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, incomplete), 136);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, function), 144);
MEMGLASS_SAME(offsetof(memglass_ctype_scalars, wide), 152);
static const memglass_field memglass_fields_scalars[] = {
    {"flag", "_Bool", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_BOOL, 0},
    {"letter", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 8, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
    {"sc", "signed char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 16, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"uc", "unsigned char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 24, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"i8", "int8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"u8", "uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 40, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"s", "short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 48, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"us", "unsigned short", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"i", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 96, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"u", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"l", "long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 192, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"ul", "unsigned long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 256, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"ll", "long long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 320, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"ull", "unsigned long long", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 384, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"i64", "int64_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 448, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"size", "size_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 512, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"diff", "ptrdiff_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 576, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"f", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 640, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"d", "double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 704, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"ld", "long double", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 768, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"chained", "tcp_port", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 896, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"qualified", "const volatile int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 928, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"address", "void *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 960, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"text", "const char *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1024, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"incomplete", "struct vec3 *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1088, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"function", "int (*)(int, const char *)", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1152, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"wide", "wchar_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1216, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_CHAR, MEMGLASS_FIELD_SIGNED},
};
static const memglass_type memglass_type_scalars = {
    "scalars", "struct scalars", "", "scalars.h", memglass_fields_scalars, 160, 16, 14, 27, 0};
MEMGLASS_TYPE_OF(scalars)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_scalars_faf7c5a3(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_scalars,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_scalars
    status = memglass_register_all_scalars(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_scalars
#define memglass_register_all_scalars memglass_register_all_scalars_faf7c5a3

#endif
