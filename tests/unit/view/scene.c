/* A little world of objects whose frames are made by hand. Tests only; no layer. */
#include "scene.h"

#include <check.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)
#define FIELD(T, member, c_type, field_kind)                                    \
    .name = #member, .type_name = (c_type), .kind = MEMGLASS_KIND_##field_kind, \
    .bit_offset = 8 * offsetof(T, member), .bit_size = 8 * sizeof(((T *)0)->member), .format = ""
#define PLAIN .unit = "", .desc = ""

static const memglass_field position_fields[] = {
    {FIELD(struct scene_position, x, "float", FLOAT), .unit = "m", .desc = ""},
    {FIELD(struct scene_position, y, "float", FLOAT), .unit = "m", .desc = ""},
};

static const memglass_type position_type = {.name = "position",
                                            .spelling = "struct position",
                                            .desc = "",
                                            .file = "",
                                            .fields = position_fields,
                                            .field_count = 2,
                                            .size = sizeof(struct scene_position),
                                            .align = 4};

static const memglass_enumerator states[] = {{"SLEEPING", SCENE_SLEEPING},
                                             {"RUNNING", SCENE_RUNNING}};
static const uint64_t sample_dims[] = {200};

static const memglass_field process_fields[] = {
    {FIELD(struct scene_process, pid, "int32_t", INT), PLAIN},
    {FIELD(struct scene_process, state, "enum state", ENUM), PLAIN, .enumerators = states,
     .enumerator_count = 2},
    {FIELD(struct scene_process, cpu, "float", FLOAT), .unit = "%",
     .desc = "share of one processor", .flags = MEMGLASS_FIELD_RANGE | MEMGLASS_FIELD_GAUGE,
     .range_min = 0, .range_max = 100},
    {FIELD(struct scene_process, rss, "uint64_t", UINT), .unit = "B", .desc = "resident memory"},
    {FIELD(struct scene_process, faults, "uint64_t", UINT), .unit = "", .desc = "page faults",
     .flags = MEMGLASS_FIELD_COUNTER},
    {FIELD(struct scene_process, name, "char[16]", STRING), PLAIN},
    {FIELD(struct scene_process, pos, "struct position", STRUCT), PLAIN, .type = &position_type},
    {.name = "samples",
     .type_name = "int32_t[200]",
     .kind = MEMGLASS_KIND_INT,
     .format = "",
     PLAIN,
     .bit_offset = 8 * offsetof(struct scene_process, samples),
     .bit_size = 32,
     .stride_bytes = 4,
     .dims = sample_dims,
     .rank = 1},
};

const memglass_type scene_process_type = {.name = "process",
                                          .spelling = "struct process",
                                          .desc = "a process of the scene",
                                          .file = "",
                                          .fields = process_fields,
                                          .field_count = 8,
                                          .size = sizeof(struct scene_process),
                                          .align = 8};

static const memglass_field machine_fields[] = {
    {FIELD(struct scene_machine, memory, "uint64_t", UINT), .unit = "B", .desc = ""},
    {FIELD(struct scene_machine, load, "double", FLOAT), PLAIN},
};

const memglass_type scene_machine_type = {.name = "machine",
                                          .spelling = "struct machine",
                                          .desc = "",
                                          .file = "",
                                          .fields = machine_fields,
                                          .field_count = 2,
                                          .size = sizeof(struct scene_machine),
                                          .align = 8};

static void nothing(struct anchor *a)
{
    (void)a;
}

void scene_open(struct scene *s)
{
    *s = (struct scene){.pool = frame_pool_create(),
                        .anchor = {.free = nothing, .holders = 1},
                        .history = history_create(16 << 20)};
    ck_assert(s->pool && s->history);
    s->session = (memglass_session_info){.name = "scene",
                                         .executable = "/usr/bin/player",
                                         .pid = 4242,
                                         .instance = 7,
                                         .start_monotonic_ns = 1000 * SECOND,
                                         .region_bytes = 1 << 20,
                                         .region_count = 1,
                                         .type_count = 2};
}

void scene_close(struct scene *s)
{
    snapshot_release(&s->now);
    if (s->roster)
        roster_drop(frame_pool_rosters(s->pool), s->roster);
    anchor_drop(&s->anchor);
    frame_pool_close(&s->pool);
    history_destroy(&s->history);
    for (size_t i = 0; i < s->count; i++)
        free(s->objects[i].data);
    free(s->objects);
}

static void *add(struct scene *s, const memglass_type *type, const char *label)
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity ? 2 * s->capacity : 16;
        s->objects = realloc(s->objects, s->capacity * sizeof *s->objects);
        ck_assert_ptr_nonnull(s->objects);
    }
    struct scene_object *o = &s->objects[s->count];
    *o = (struct scene_object){.index = s->count ? s->objects[s->count - 1].index + 1 : 0,
                               .generation = 1,
                               .type = type,
                               .created_ns = s->tick * SECOND,
                               .data = calloc(1, type->size)};
    ck_assert_ptr_nonnull(o->data);
    snprintf(o->label, sizeof o->label, "%s", label);
    s->count++;
    s->session.live_objects++;
    s->session.payload_bytes += type->size;
    s->roster_old = true;
    return o->data;
}

struct scene_process *scene_add_process(struct scene *s, const char *label)
{
    return add(s, &scene_process_type, label);
}

struct scene_machine *scene_add_machine(struct scene *s, const char *label)
{
    return add(s, &scene_machine_type, label);
}

void scene_remove(struct scene *s, uint32_t index)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->objects[i].index != index)
            continue;
        s->session.live_objects--;
        s->session.payload_bytes -= s->objects[i].type->size;
        free(s->objects[i].data);
        memmove(&s->objects[i], &s->objects[i + 1], (s->count - i - 1) * sizeof *s->objects);
        s->count--;
        s->roster_old = true;
        return;
    }
    ck_abort_msg("no object of index %u", index);
}

static void make_roster(struct scene *s)
{
    struct roster_store *store = frame_pool_rosters(s->pool);
    struct roster *old = s->roster, *r = roster_begin(store, &s->anchor, s->count);
    struct roster_cursor rest = roster_cursor(old);
    ck_assert_ptr_nonnull(r);
    for (size_t i = 0; i < s->count; i++) {
        const struct scene_object *o = &s->objects[i];
        const struct roster_row *was = roster_seek(&rest, o->index, o->generation);
        r->rows[r->count++] =
            (struct roster_row){.type = o->type,
                                .label = was ? was->label : roster_label(store, r, o->label),
                                .data = r->bytes,
                                .size = o->type->size,
                                .created_ns = o->created_ns,
                                .history = was ? was->history : HISTORY_NONE,
                                .index = o->index,
                                .generation = o->generation,
                                .count = 1};
        r->bytes += (o->type->size + 7) & ~UINT64_C(7);
    }
    roster_commit(store, r, s->history);
    if (old)
        roster_drop(store, old);
    s->roster = r;
    s->roster_old = false;
}

void scene_tick(struct scene *s)
{
    if (s->roster_old || !s->roster)
        make_roster(s);
    frame_pool_sweep(s->pool);
    struct frame *f = frame_pool_take(s->pool, s->roster);
    ck_assert_ptr_nonnull(f);
    for (size_t i = 0; i < s->count; i++) {
        memcpy(f->bytes + s->roster->rows[i].data, s->objects[i].data, s->objects[i].type->size);
        f->states[i] = MEMGLASS_UNGUARDED;
    }
    f->tick = ++s->tick;
    f->time_ns = s->session.start_monotonic_ns + s->tick * SECOND;
    f->wall_ns = UINT64_C(1700000000) * SECOND + s->tick * SECOND;
    f->session = s->session;
    const struct frame *prev = s->now.cur;
    frame_release(&s->now.prev);
    s->now = (struct snapshot){.prev = prev, .cur = f, .interval_ns = SECOND, .sample_ns = 1200000};
    diff_frames(prev, f, &s->now.diff);
    history_append(s->history, f);
}
