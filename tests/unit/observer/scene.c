/* A session to look at. Tests only; no layer. */
#include "observer/scene.h"

#include "describe.h"
#include "shm/shm.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

static const memglass_field point_fields[] = {
    FIELD("x", BITS(point, x), 32, INT, .flags = 0),
    FIELD("y", BITS(point, y), 32, INT, .flags = 0),
};
const memglass_type scene_point = TYPE(point, point_fields);

static const memglass_field lone_fields[] = {FIELD("value", 0, 64, FLOAT, .flags = 0)};
const memglass_type scene_lone = TYPE(lone, lone_fields);

static const memglass_enumerator moods[] = {{"CALM", 0}, {"ANGRY", -1}};
static const uint64_t two[] = {2};
static const memglass_field unit_fields[] = {
    FIELD("id", BITS(unit, id), 64, UINT, .flags = MEMGLASS_FIELD_COUNTER),
    FIELD("at", BITS(unit, at), 64, STRUCT, .type = &scene_point, .dims = two, .rank = 1,
          .stride_bytes = sizeof(struct point)),
    FIELD("mood", BITS(unit, mood), 8, ENUM, .flags = MEMGLASS_FIELD_SIGNED, .enumerators = moods,
          .enumerator_count = 2),
    FIELD("low", BITS(unit, mood) + 8, 3, UINT, .flags = MEMGLASS_FIELD_BITFIELD),
    FIELD("high", BITS(unit, mood) + 32, 29, UINT, .flags = MEMGLASS_FIELD_BITFIELD),
    FIELD("name", BITS(unit, name), 96, STRING, .flags = 0),
    FIELD("safe", BITS(unit, safe.value), 64, STRUCT, .type = &scene_point,
          .flags = MEMGLASS_FIELD_GUARDED, .guard_offset = offsetof(struct unit, safe.guard)),
    FIELD("pair", BITS(unit, pair[0].value), 64, UINT, .flags = MEMGLASS_FIELD_GUARDED, .dims = two,
          .rank = 1, .stride_bytes = sizeof(((struct unit *)0)->pair[0]),
          .guard_offset = offsetof(struct unit, pair[0].guard)),
};
const memglass_type scene_unit = TYPE(unit, unit_fields);

struct scene scene_open(const char *tag, unsigned ring, unsigned flags)
{
    struct scene s;
    memglass_error err = {0};
    unit_session_name(s.name, tag);
    s.session = memglass_open(&(memglass_config){.name = s.name,
                                                 .reclaim_grace_ms = 1,
                                                 .event_ring_entries = ring,
                                                 .flags = flags | MEMGLASS_NO_THREAD},
                              &err);
    ck_assert_msg(s.session != NULL, "%s", err.message);
    s.observer = memglass_attach(s.name, &err);
    ck_assert_msg(s.observer != NULL, "%s", err.message);
    return s;
}

void scene_close(struct scene *s)
{
    memglass_detach(s->observer);
    memglass_close(s->session);
}

struct unit *scene_create(struct scene *s, const char *label)
{
    struct unit *u = memglass_create_object(s->session, &scene_unit, 1, label);
    ck_assert_ptr_nonnull(u);
    return u;
}

memglass_object scene_find(struct scene *s, const char *label)
{
    memglass_object object;
    ck_assert_int_ge(memglass_refresh(s->observer), 0);
    ck_assert_int_eq(memglass_find(s->observer, label, &object), MEMGLASS_OK);
    return object;
}

static bool has_object(memglass_observer *o, const memglass_object *wanted)
{
    memglass_object found;
    for (size_t i = 0; i < memglass_object_count(o); i++)
        if (memglass_object_at(o, i, &found) == MEMGLASS_OK && found.index == wanted->index)
            return found.generation == wanted->generation && found.count == wanted->count &&
                   found.size == wanted->size && strcmp(found.label, wanted->label) == 0 &&
                   strcmp(found.type->name, wanted->type->name) == 0;
    return false;
}

void scene_equals_rescan(struct scene *s)
{
    memglass_observer *fresh = memglass_attach(s->name, NULL);
    memglass_object object;
    ck_assert_ptr_nonnull(fresh);
    ck_assert_uint_eq(memglass_object_count(fresh), memglass_object_count(s->observer));
    for (size_t i = 0; i < memglass_object_count(fresh); i++) {
        ck_assert_int_eq(memglass_object_at(fresh, i, &object), MEMGLASS_OK);
        ck_assert(has_object(s->observer, &object));
    }
    memglass_detach(fresh);
}

struct scribble scribble_open(const char *session, unsigned region)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    if (region)
        shm_region_name(name, session, region);
    else
        shm_header_name(name, session);
    struct scribble s = {.fd = shm_open(name, O_RDWR, 0)};
    ck_assert_int_ge(s.fd, 0);
    ck_assert_int_eq(fstat(s.fd, &status), 0);
    s.size = (size_t)status.st_size;
    s.base = mmap(NULL, s.size, PROT_READ | PROT_WRITE, MAP_SHARED, s.fd, 0);
    ck_assert_ptr_ne(s.base, MAP_FAILED);
    return s;
}

void scribble_close(struct scribble *s)
{
    munmap(s->base, s->size);
    close(s->fd);
}
