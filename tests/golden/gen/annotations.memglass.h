/* Made by memglass-gen from annotations.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ANNOTATIONS_MEMGLASS_H_10F7C201
#define MEMGLASS_GENERATED_ANNOTATIONS_MEMGLASS_H_10F7C201

#include "annotations.h"
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

#ifndef MEMGLASS_HAS_player_group
#define MEMGLASS_HAS_player_group
typedef __typeof__(((struct player *)0)->group) memglass_ctype_player_group;
MEMGLASS_SAME(sizeof(memglass_ctype_player_group), 4);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_player_group), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_player_group, inner), 0);
static const memglass_field memglass_fields_player_group[] = {
    {"inner", "int", NULL, NULL, NULL,
     "yes", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_player_group = {
    "player.group", "__typeof__(((struct player *)0)->group)", "", "annotations.h", memglass_fields_player_group, 4, 4, 36, 1, 0};
MEMGLASS_TYPE_OF(player_group)
#endif

#ifndef MEMGLASS_HAS_player
#define MEMGLASS_HAS_player
typedef struct player memglass_ctype_player;
MEMGLASS_SAME(sizeof(memglass_ctype_player), 104);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_player), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_player, shots), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_player, health), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_player, armour), 12);
MEMGLASS_SAME(offsetof(memglass_ctype_player, speed), 16);
MEMGLASS_SAME(offsetof(memglass_ctype_player, gear), 20);
MEMGLASS_SAME(offsetof(memglass_ctype_player, heat), 24);
MEMGLASS_SAME(offsetof(memglass_ctype_player, gold), 32);
MEMGLASS_SAME(offsetof(memglass_ctype_player, silver), 36);
MEMGLASS_SAME(offsetof(memglass_ctype_player, copper), 40);
MEMGLASS_SAME(offsetof(memglass_ctype_player, before), 44);
MEMGLASS_SAME(offsetof(memglass_ctype_player, after), 48);
MEMGLASS_SAME(offsetof(memglass_ctype_player, several), 52);
MEMGLASS_SAME(offsetof(memglass_ctype_player, lines), 56);
MEMGLASS_SAME(offsetof(memglass_ctype_player, plain), 60);
MEMGLASS_SAME(offsetof(memglass_ctype_player, long_one), 64);
MEMGLASS_SAME(offsetof(memglass_ctype_player, next), 68);
MEMGLASS_SAME(offsetof(memglass_ctype_player, group), 72);
MEMGLASS_SAME(offsetof(memglass_ctype_player, safe), 80);
MEMGLASS_SAME(offsetof(memglass_ctype_player, code), 96);
MEMGLASS_SAME(offsetof(memglass_ctype_player, ratio), 100);
static const memglass_field memglass_fields_player[] = {
    {"shots", "uint64_t", NULL, NULL, NULL,
     "", "", "shots fired", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_COUNTER},
    {"health", "float", NULL, NULL, NULL,
     "hp", "", "hit points left", 0.0, 100.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_RANGE},
    {"armour", "float", NULL, NULL, NULL,
     "hp", "", "", 0.0, 100.0, 96, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_RANGE},
    {"speed", "int", NULL, NULL, NULL,
     "km/h", "", "", 0.0, 0.0, 128, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_GAUGE},
    {"gear", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 160, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_HIDDEN},
    {"heat", "double", NULL, NULL, NULL,
     "°C", "%.1f", "", 0.0, 0.0, 192, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
    {"gold", "uint32_t", NULL, NULL, NULL,
     "coins", "", "What the player owns, in coins. Goes on here.", 0.0, 0.0, 256, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"silver", "uint32_t", NULL, NULL, NULL,
     "", "", "Trailing: silver pieces.", 0.0, 0.0, 288, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"copper", "uint32_t", NULL, NULL, NULL,
     "", "", "The least of it.", 0.0, 0.0, 320, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_COUNTER},
    {"before", "int", NULL, NULL, NULL,
     "s", "", "", 0.0, 0.0, 352, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"after", "int", NULL, NULL, NULL,
     "ms", "", "", 0.0, 0.0, 384, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"several", "int", NULL, NULL, NULL,
     "a", "", "", 0.0, 0.0, 416, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"lines", "int", NULL, NULL, NULL,
     "b", "", "", 0.0, 0.0, 448, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"plain", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 480, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"long_one", "int", NULL, NULL, NULL,
     "kg", "", "", -5.5, 1000.0, 512, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_RANGE},
    {"next", "int", NULL, NULL, NULL,
     "t", "", "", 0.0, 0.0, 544, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_ATOMIC},
    {"group", "struct", &memglass_type_player_group, NULL, NULL,
     "", "", "", 0.0, 0.0, 576, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"safe", "double", NULL, NULL, NULL,
     "V", "", "", 0.0, 0.0, 704, 64, 0, 80, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_GUARDED},
    {"code", "uint16_t", NULL, NULL, NULL,
     "", "0x%04x", "quotes \" and \\ and ?\\?= stay", 0.0, 0.0, 768, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, 0},
    {"ratio", "float", NULL, NULL, NULL,
     "", "%.0f%%", "", 0.0, 0.0, 800, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_player = {
    "player", "struct player", "A player, as the game sees it.", "annotations.h", memglass_fields_player, 104, 8, 12, 20, 0};
MEMGLASS_TYPE_OF(player)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_annotations_10f7c201(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_player,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_annotations
    status = memglass_register_all_annotations(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_annotations
#define memglass_register_all_annotations memglass_register_all_annotations_10f7c201

#endif
