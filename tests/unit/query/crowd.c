/* A few objects of two types in frames made by hand. Tests only; no layer. */
#include "crowd.h"

#include <check.h>
#include <stddef.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)
#define FIELD(T, member, field_kind, field_unit, ...)                                     \
    {                                                                                     \
        .name = #member, .type_name = "", .format = "", .desc = "", .unit = field_unit,   \
        .kind = MEMGLASS_KIND_##field_kind, .bit_offset = 8 * offsetof(struct T, member), \
        .bit_size = 8 * sizeof(((struct T *)0)->member), __VA_ARGS__                      \
    }
#define TYPE(T, type_name, list)                                                               \
    {                                                                                          \
        .name = type_name, .spelling = "struct " #T, .desc = "", .file = "", .fields = (list), \
        .field_count = sizeof(list) / sizeof *(list), .align = 8, .size = sizeof(struct T)     \
    }
#define COUNTER .flags = MEMGLASS_FIELD_COUNTER

static const memglass_enumerator states[] = {{"IDLE", 0}, {"RUNNING", 1}, {"DEAD", 2}};
static const memglass_enumerator bits[] = {{"READ", 1}, {"WRITE", 2}};

static const memglass_field place_fields[] = {
    FIELD(crowd_place, x, FLOAT, "m", .rank = 0),
    FIELD(crowd_place, y, FLOAT, "m", .rank = 0),
};
static const memglass_type place_type = TYPE(crowd_place, "place", place_fields);

static const memglass_field player_fields[] = {
    FIELD(crowd_player, health, INT, "hp", .rank = 0),
    FIELD(crowd_player, state, ENUM, "", .enumerators = states, .enumerator_count = 3),
    FIELD(crowd_player, flags, ENUM, "", .enumerators = bits, .enumerator_count = 2,
          .flags = MEMGLASS_FIELD_BITS),
    FIELD(crowd_player, ratio, FLOAT, "%", .rank = 0),
    FIELD(crowd_player, rss, UINT, "B", .rank = 0),
    FIELD(crowd_player, big, UINT, "", .rank = 0),
    FIELD(crowd_player, wide, UINT, "", .rank = 0),
    FIELD(crowd_player, below, INT, "", .rank = 0),
    FIELD(crowd_player, ops, UINT, "", COUNTER),
    FIELD(crowd_player, wheel, UINT, "", COUNTER),
    FIELD(crowd_player, on, BOOL, "", .rank = 0),
    FIELD(crowd_player, letter, CHAR, "", .rank = 0),
    FIELD(crowd_player, name, STRING, "", .rank = 0),
    FIELD(crowd_player, took, UINT, "us", .rank = 0),
    FIELD(crowd_player, memory, UINT, "KiB", .rank = 0),
    FIELD(crowd_player, link, POINTER, "", .rank = 0),
    FIELD(crowd_player, depth, INT, "", .rank = 0),
    FIELD(crowd_player, pos, STRUCT, "", .type = &place_type),
    FIELD(crowd_player, size, UINT, "", .rank = 0),
    {.name = "guarded",
     .type_name = "",
     .format = "",
     .desc = "",
     .unit = "",
     .kind = MEMGLASS_KIND_FLOAT,
     .flags = MEMGLASS_FIELD_GUARDED,
     .bit_size = 64,
     .bit_offset = 8 * offsetof(struct crowd_player, guarded.value),
     .guard_offset = offsetof(struct crowd_player, guarded)},
};

static const memglass_field machine_fields[] = {
    FIELD(crowd_machine, load, FLOAT, "", .rank = 0),
    FIELD(crowd_machine, health, INT, "", .rank = 0),
};

const memglass_type crowd_player_type = TYPE(crowd_player, "game::player", player_fields);
const memglass_type crowd_machine_type = TYPE(crowd_machine, "machine", machine_fields);
const struct type_count crowd_types[2] = {{&crowd_player_type, 3}, {&crowd_machine_type, 1}};

void crowd_open(struct crowd *c)
{
    static const char *const labels[CROWD_ROWS] = {"web-1", "web-2", "Batch worker", "host"};
    memset(c, 0, sizeof *c);
    c->history = history_create(4 << 20);
    ck_assert_ptr_nonnull(c->history);
    for (size_t i = 0; i < CROWD_ROWS; i++) {
        const memglass_type *type = i < 3 ? &crowd_player_type : &crowd_machine_type;
        c->rows[i] = (struct roster_row){.type = type,
                                         .label = labels[i],
                                         .data = i * sizeof c->bytes[0][0],
                                         .size = type->size,
                                         .created_ns = i * SECOND,
                                         .history = history_open(c->history, type, 1),
                                         .index = (uint32_t)i,
                                         .generation = 1,
                                         .count = 1};
    }
    c->roster = (struct roster){.rows = c->rows, .count = CROWD_ROWS, .serial = 1};
    crowd_tick(c);
}

void crowd_close(struct crowd *c)
{
    history_destroy(&c->history);
}

void crowd_tick(struct crowd *c)
{
    ck_assert(c->count < CROWD_FRAMES);
    size_t at = c->count++;
    if (at)
        memcpy(c->bytes[at], c->bytes[at - 1], sizeof c->bytes[at]);
    c->frames[at] = (struct frame){.roster = &c->roster,
                                   .bytes = (unsigned char *)c->bytes[at],
                                   .states = c->states[at],
                                   .pasts = c->pasts[at],
                                   .touched = &c->touched[at],
                                   .tick = at + 1,
                                   .time_ns = (at + 1) * SECOND,
                                   .session = {.instance = 7}};
    for (size_t i = 0; i < CROWD_ROWS; i++)
        c->states[at][i] = MEMGLASS_UNGUARDED;
    c->source = (struct row_source){.cur = &c->frames[at],
                                    .prev = at ? &c->frames[at - 1] : NULL,
                                    .history = c->history,
                                    .now_ns = 100 * SECOND};
}

void crowd_keep(struct crowd *c)
{
    history_append(c->history, &c->frames[c->count - 1]);
}

struct crowd_player *crowd_player(struct crowd *c, size_t row)
{
    return &c->bytes[c->count - 1][row].player;
}

struct crowd_machine *crowd_machine(struct crowd *c)
{
    return &c->bytes[c->count - 1][3].machine;
}
