/* Made by memglass-gen from guarded_cxx.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_GUARDED_CXX_MEMGLASS_H_EAD8E1BB
#define MEMGLASS_GENERATED_GUARDED_CXX_MEMGLASS_H_EAD8E1BB

#include "guarded_cxx.hpp"
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

#ifndef MEMGLASS_HAS_game_vec3
#define MEMGLASS_HAS_game_vec3
typedef game::vec3 memglass_ctype_game_vec3;
MEMGLASS_SAME(sizeof(memglass_ctype_game_vec3), 12);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_game_vec3), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_game_vec3, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_game_vec3, y), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_game_vec3, z), 8);
static const memglass_field memglass_fields_game_vec3[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"z", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_game_vec3 = {
    "game::vec3", "game::vec3", "", "guarded_cxx.hpp", memglass_fields_game_vec3, 12, 4, 10, 3, 0};
MEMGLASS_TYPE_OF(game_vec3)
#endif

#ifndef MEMGLASS_HAS_game_pilot
#define MEMGLASS_HAS_game_pilot
typedef game::pilot memglass_ctype_game_pilot;
MEMGLASS_SAME(sizeof(memglass_ctype_game_pilot), 216);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_game_pilot), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, before), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, pos), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, small), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, row), 48);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, pair), 112);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, address), 160);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, name), 176);
MEMGLASS_SAME(offsetof(memglass_ctype_game_pilot, after), 208);
static const uint64_t memglass_dims_game_pilot_3[] = {4};
static const uint64_t memglass_dims_game_pilot_4[] = {2};
static const memglass_field memglass_fields_game_pilot[] = {
    {"before", "std::uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"pos", "game::vec3", &memglass_type_game_vec3, NULL, NULL,
     "", "", "where it is", 0.0, 0.0, 128, 96, 0, 8, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"small", "std::uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 320, 8, 0, 32, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GUARDED},
    {"row", "std::uint64_t", NULL, NULL, memglass_dims_game_pilot_3,
     "", "", "", 0.0, 0.0, 448, 64, 16, 48, 0, 1,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GUARDED},
    {"pair", "game::vec3", &memglass_type_game_vec3, NULL, memglass_dims_game_pilot_4,
     "", "", "", 0.0, 0.0, 960, 96, 24, 112, 0, 1,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"address", "void *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1344, 64, 0, 160, 0, 0,
     MEMGLASS_KIND_POINTER, MEMGLASS_FIELD_GUARDED},
    {"name", "char", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1472, 192, 0, 176, 0, 0,
     MEMGLASS_KIND_STRING, MEMGLASS_FIELD_GUARDED},
    {"after", "std::uint8_t", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 1664, 8, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type memglass_type_game_pilot = {
    "game::pilot", "game::pilot", "", "guarded_cxx.hpp", memglass_fields_game_pilot, 216, 8, 15, 8, 0};
MEMGLASS_TYPE_OF(game_pilot)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_guarded_cxx_ead8e1bb(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_game_pilot,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_guarded_cxx
    status = memglass_register_all_guarded_cxx(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_guarded_cxx
#define memglass_register_all_guarded_cxx memglass_register_all_guarded_cxx_ead8e1bb

#endif
