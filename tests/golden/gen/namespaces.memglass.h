/* Made by memglass-gen from namespaces.hpp. Do not edit. */
#ifndef MEMGLASS_GENERATED_NAMESPACES_MEMGLASS_H_55F2030A
#define MEMGLASS_GENERATED_NAMESPACES_MEMGLASS_H_55F2030A

#include "namespaces.hpp"
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

#ifndef MEMGLASS_HAS_game_vec2
#define MEMGLASS_HAS_game_vec2
typedef game::vec2 memglass_ctype_game_vec2;
MEMGLASS_SAME(sizeof(memglass_ctype_game_vec2), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_game_vec2), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_game_vec2, x), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_game_vec2, y), 4);
static const memglass_field memglass_fields_game_vec2[] = {
    {"x", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"y", "float", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_game_vec2 = {
    "game::vec2", "game::vec2", "", "namespaces.hpp", memglass_fields_game_vec2, 8, 4, 7, 2, 0};
MEMGLASS_TYPE_OF(game_vec2)
#endif

#ifndef MEMGLASS_HAS_game_player
#define MEMGLASS_HAS_game_player
typedef game::player memglass_ctype_game_player;
MEMGLASS_SAME(sizeof(memglass_ctype_game_player), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_game_player), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_game_player, pos), 0);
static const memglass_field memglass_fields_game_player[] = {
    {"pos", "game::vec2", &memglass_type_game_vec2, NULL, NULL,
     "", "", "where it stands", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_game_player = {
    "game::player", "game::player", "", "namespaces.hpp", memglass_fields_game_player, 8, 4, 11, 1, 0};
MEMGLASS_TYPE_OF(game_player)
#endif

#ifndef MEMGLASS_HAS_game_ai_paths_player
#define MEMGLASS_HAS_game_ai_paths_player
typedef game::ai::paths::player memglass_ctype_game_ai_paths_player;
MEMGLASS_SAME(sizeof(memglass_ctype_game_ai_paths_player), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_game_ai_paths_player), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_game_ai_paths_player, steps), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_game_ai_paths_player, owner), 8);
static const memglass_field memglass_fields_game_ai_paths_player[] = {
    {"steps", "game::vec2 *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"owner", "game::player *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
};
static const memglass_type memglass_type_game_ai_paths_player = {
    "game::ai::paths::player", "game::ai::paths::player", "", "namespaces.hpp", memglass_fields_game_ai_paths_player, 16, 8, 16, 2, 0};
MEMGLASS_TYPE_OF(game_ai_paths_player)
#endif

#ifndef MEMGLASS_HAS_c_player
#define MEMGLASS_HAS_c_player
typedef c_player memglass_ctype_c_player;
MEMGLASS_SAME(sizeof(memglass_ctype_c_player), 8);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_c_player), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_c_player, pos), 0);
static const memglass_field memglass_fields_c_player[] = {
    {"pos", "game::vec2", &memglass_type_game_vec2, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type memglass_type_c_player = {
    "c_player", "c_player", "", "namespaces.hpp", memglass_fields_c_player, 8, 4, 26, 1, 0};
MEMGLASS_TYPE_OF(c_player)
#endif

#ifndef MEMGLASS_HAS_alone
#define MEMGLASS_HAS_alone
typedef alone memglass_ctype_alone;
MEMGLASS_SAME(sizeof(memglass_ctype_alone), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_alone), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_alone, a), 0);
static const memglass_field memglass_fields_alone[] = {
    {"a", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_alone = {
    "alone", "alone", "", "namespaces.hpp", memglass_fields_alone, 4, 4, 31, 1, 0};
MEMGLASS_TYPE_OF(alone)
#endif

#ifndef MEMGLASS_HAS_game_hero
#define MEMGLASS_HAS_game_hero
typedef game::hero memglass_ctype_game_hero;
#define memglass_type_game_hero memglass_type_game_player
#endif

#ifndef MEMGLASS_HAS_game_walker
#define MEMGLASS_HAS_game_walker
typedef game::walker memglass_ctype_game_walker;
#define memglass_type_game_walker memglass_type_game_ai_paths_player
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_namespaces_55f2030a(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_game_player,
        &memglass_type_game_ai_paths_player,
        &memglass_type_c_player,
        &memglass_type_alone,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_namespaces
    status = memglass_register_all_namespaces(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_namespaces
#define memglass_register_all_namespaces memglass_register_all_namespaces_55f2030a

#endif
