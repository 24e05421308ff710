/* A session to test with, and a type with every sort of field that the registry writes. */
#ifndef TEST_PRODUCER_FIXTURE_H
#define TEST_PRODUCER_FIXTURE_H

#include "unit.h"

#include <memglass/producer.h>
#include <string.h>

struct cell {
    uint64_t words[8]; /* 64 bytes */
};

static const uint64_t cell_dims[] = {8};
static const memglass_field cell_fields[] = {
    {"words", "uint64_t", NULL, NULL, cell_dims, "", "", "", 0, 0, 0, 64, 8, 0, 0, 1,
     MEMGLASS_KIND_UINT, 0},
};
static const memglass_type cell_type = {
    "cell", "struct cell", "", "", cell_fields, sizeof(struct cell), 8, 1, 1, 0};

static inline memglass_session *open_named(const char *name, unsigned flags)
{
    memglass_error err;
    memglass_session *s = memglass_open(
        &(memglass_config){.name = name, .reclaim_grace_ms = 1, .flags = flags}, &err);
    ck_assert_msg(s != NULL, "%s", s ? "" : err.message);
    return s;
}

static inline memglass_session *open_session(const char *tag)
{
    char name[UNIT_NAME_BYTES];
    return open_named(unit_session_name(name, tag), MEMGLASS_NO_THREAD);
}

static inline struct cell *new_cell(memglass_session *s, const char *label)
{
    return memglass_create_object(s, &cell_type, 1, label);
}

static inline memglass_session_stats stats_of(memglass_session *s)
{
    memglass_session_stats stats;
    memglass_stats(s, &stats);
    return stats;
}

#endif
