/* A session to look at, types with every way of being consistent, and an observer of it. Tests
 * only; no layer. */
#ifndef UNIT_OBSERVER_SCENE_H
#define UNIT_OBSERVER_SCENE_H

#include "unit.h"

#include "observer/observer.h"

#include <memglass/producer.h>
#include <string.h>

struct point {
    int32_t x, y;
};

struct unit {
    uint64_t id;
    struct point at[2];
    int8_t mood;
    uint32_t low : 3, high : 29;
    char name[12];
    MEMGLASS_GUARDED(struct point) safe;
    MEMGLASS_GUARDED(uint64_t) pair[2];
};

struct lone {
    double value;
};

extern const memglass_type scene_point, scene_unit, scene_lone;

struct scene {
    char name[UNIT_NAME_BYTES];
    memglass_session *session;
    memglass_observer *observer;
};

/* A session without a thread, with a short grace period and a ring of that many events (0:
 * default), and an observer attached to it. */
struct scene scene_open(const char *tag, unsigned ring, unsigned flags);
void scene_close(struct scene *s);

struct unit *scene_create(struct scene *s, const char *label);

/* The object of that label behind a refresh; fails the test when there is none. */
memglass_object scene_find(struct scene *s, const char *label);

/* What is observed equals what a new observer sees. */
void scene_equals_rescan(struct scene *s);

/* Objects that lie one behind the other, as the observer knows them. */
static inline struct observer_run scene_run(struct scene *s, uint32_t first, uint32_t count)
{
    struct observer_entry a, b;
    ck_assert(observer_entry_at(s->observer, first, &a));
    ck_assert(observer_entry_at(s->observer, first + (count > 1), &b));
    return (struct observer_run){.place = a.place,
                                 .stride = b.place - a.place,
                                 .size = a.size,
                                 .count = count,
                                 .type = a.type,
                                 .elements = a.count};
}

/* Copies one run, as the sampler does many. */
static inline int scene_copy_run(struct scene *s, const struct observer_run *run, void *to,
                                 unsigned char *truths)
{
    return observer_copy_runs(&(struct observer_copying){
        .observer = s->observer, .runs = run, .count = 1, .to = to, .truths = truths});
}

/* A segment of the session, mapped for scribbling; region 0 is the header. */
struct scribble {
    int fd;
    unsigned char *base;
    size_t size;
};
struct scribble scribble_open(const char *session, unsigned region);
void scribble_close(struct scribble *s);

#endif
