/* The types that the field tests look at: every kind of field at least once. Tests only; no layer.
 */
#ifndef UNIT_FIELD_WORLD_H
#define UNIT_FIELD_WORLD_H

#include <memglass/guard.h>
#include <memglass/type.h>
#include <stdbool.h>

struct vec3 {
    float x, y, z;
};

__extension__ typedef __int128 world_i128;
__extension__ typedef unsigned __int128 world_u128;

struct world {
    struct vec3 pos;
    int32_t number;
    uint64_t big;
    double ratio;
    long double exact;
    world_i128 wide;
    bool on;
    char letter;
    char name[8];
    int8_t mood;    /* enum, signed */
    uint16_t flags; /* bits */
    void *link;
    unsigned char raw[4];
    uint32_t low : 3, mid : 7, high : 22;
    int grid[2][3];
    struct vec3 path[2];
    MEMGLASS_GUARDED(struct vec3) safe;
    MEMGLASS_GUARDED(int64_t) pair[2];
    uint64_t memory;  /* bytes */
    uint32_t seconds; /* s */
    float load;       /* %, with a format */
    uint32_t character;
};

extern const memglass_type vec3_type, world_type;

/* The field of world_type of that name. */
const memglass_field *world_field(const char *name);

#endif
