/* Descriptions of world.h by hand, as the generator would write them. Tests only; no layer. */
#include "field/world.h"

#include <stdlib.h>
#include <string.h>

#define AT(S, m) (8 * offsetof(struct S, m))
/* u: the unit; what follows is initialised by name. */
#define FIELD(S, m, bits, k, u, ...)                                                \
    {                                                                               \
        .name = #m, .type_name = "", .unit = u, .desc = "", .bit_offset = AT(S, m), \
        .bit_size = (bits), .kind = MEMGLASS_KIND_##k, __VA_ARGS__                  \
    }
#define PLAIN .format = ""

static const memglass_field vec3_fields[] = {
    FIELD(vec3, x, 32, FLOAT, "m", PLAIN),
    FIELD(vec3, y, 32, FLOAT, "m", PLAIN),
    FIELD(vec3, z, 32, FLOAT, "m", PLAIN),
};

#define TYPE(S, list)                                                                          \
    {                                                                                          \
        .name = #S, .spelling = "struct " #S, .desc = "", .file = "world.h", .fields = (list), \
        .size = sizeof(struct S), .align = _Alignof(struct S),                                 \
        .field_count = sizeof(list) / sizeof(list)[0]                                          \
    }

const memglass_type vec3_type = TYPE(vec3, vec3_fields);

static const memglass_enumerator moods[] = {{"CALM", 0}, {"ANGRY", -2}, {"GLAD", 5}};
static const memglass_enumerator bits[] = {{"RUNNING", 1}, {"LOCKED", 2}, {"BOTH", 3}, {"LATE", 8}};
static const uint64_t dims_grid[] = {2, 3}, dims_two[] = {2};

#define BITFIELD(m, offset, size)                                                           \
    {                                                                                       \
        .name = #m, .type_name = "", .unit = "", .format = "", .desc = "",                  \
        .bit_offset = 8 * (offsetof(struct world, raw) + 4) + (offset), .bit_size = (size), \
        .kind = MEMGLASS_KIND_UINT, .flags = MEMGLASS_FIELD_BITFIELD                        \
    }

static const memglass_field world_fields[] = {
    FIELD(world, pos, 96, STRUCT, "", PLAIN, .type = &vec3_type),
    FIELD(world, number, 32, INT, "hp", PLAIN),
    FIELD(world, big, 64, UINT, "", PLAIN),
    FIELD(world, ratio, 64, FLOAT, "", PLAIN),
    FIELD(world, exact, 8 * sizeof(long double), FLOAT, "", PLAIN),
    FIELD(world, wide, 128, INT, "", PLAIN),
    FIELD(world, on, 8, BOOL, "", PLAIN),
    FIELD(world, letter, 8, CHAR, "", PLAIN, .flags = MEMGLASS_FIELD_SIGNED),
    FIELD(world, name, 64, STRING, "", PLAIN),
    FIELD(world, mood, 8, ENUM, "", PLAIN, .flags = MEMGLASS_FIELD_SIGNED, .enumerators = moods,
          .enumerator_count = 3),
    FIELD(world, flags, 16, ENUM, "", PLAIN, .flags = MEMGLASS_FIELD_BITS, .enumerators = bits,
          .enumerator_count = 4),
    FIELD(world, link, 8 * sizeof(void *), POINTER, "", PLAIN),
    FIELD(world, raw, 32, BYTES, "", PLAIN),
    BITFIELD(low, 0, 3),
    BITFIELD(mid, 3, 7),
    BITFIELD(high, 10, 22),
    FIELD(world, grid, 32, INT, "m", PLAIN, .dims = dims_grid, .rank = 2, .stride_bytes = 4),
    FIELD(world, path, 96, STRUCT, "", PLAIN, .type = &vec3_type, .dims = dims_two, .rank = 1,
          .stride_bytes = sizeof(struct vec3)),
    {.name = "safe",
     .type_name = "",
     .unit = "",
     .format = "",
     .desc = "",
     .bit_offset = AT(world, safe.value),
     .bit_size = 96,
     .kind = MEMGLASS_KIND_STRUCT,
     .type = &vec3_type,
     .flags = MEMGLASS_FIELD_GUARDED,
     .guard_offset = offsetof(struct world, safe.guard)},
    {.name = "pair",
     .type_name = "",
     .unit = "",
     .format = "",
     .desc = "",
     .bit_offset = AT(world, pair[0].value),
     .bit_size = 64,
     .kind = MEMGLASS_KIND_INT,
     .flags = MEMGLASS_FIELD_GUARDED,
     .dims = dims_two,
     .rank = 1,
     .stride_bytes = sizeof(((struct world *)0)->pair[0]),
     .guard_offset = offsetof(struct world, pair[0].guard)},
    FIELD(world, memory, 64, UINT, "B", PLAIN),
    FIELD(world, seconds, 32, UINT, "s", PLAIN, .flags = MEMGLASS_FIELD_COUNTER),
    FIELD(world, load, 32, FLOAT, "%", .format = "%.1f"),
    FIELD(world, character, 32, CHAR, "", PLAIN),
};

const memglass_type world_type = TYPE(world, world_fields);

const memglass_field *world_field(const char *name)
{
    for (uint32_t i = 0; i < world_type.field_count; i++)
        if (strcmp(world_fields[i].name, name) == 0)
            return &world_fields[i];
    abort();
}
