/* A little world of objects whose frames are made by hand: what tests of the view look at. Tests
 * only; no layer. */
#ifndef TESTS_VIEW_SCENE_H
#define TESTS_VIEW_SCENE_H

#include "sample/history.h"
#include "sample/pool.h"
#include "sample/sampler.h"
#include "view/build.h"

enum scene_state { SCENE_SLEEPING, SCENE_RUNNING };

struct scene_position {
    float x, y;
};

/* Of type "process". */
struct scene_process {
    int32_t pid;
    uint32_t state; /* enum scene_state */
    float cpu;      /* %, 0 to 100 */
    uint32_t pad;
    uint64_t rss;    /* B */
    uint64_t faults; /* counter */
    char name[16];
    struct scene_position pos;
    int32_t samples[200];
};

/* Of type "machine". */
struct scene_machine {
    uint64_t memory; /* B */
    double load;
};

extern const memglass_type scene_process_type, scene_machine_type;

struct scene_object {
    uint32_t index, generation;
    const memglass_type *type;
    char label[64];
    uint64_t created_ns;
    void *data;
};

struct scene {
    struct frame_pool *pool;
    struct anchor anchor;
    struct roster *roster;
    struct history *history;
    struct scene_object *objects; /* ascending index */
    size_t count, capacity;
    bool roster_old;
    struct snapshot now; /* of the last scene_tick */
    memglass_session_info session;
    uint64_t tick;
};

void scene_open(struct scene *s);
void scene_close(struct scene *s);

/* Data that each tick copies. Index: that of the object before plus 1. */
struct scene_process *scene_add_process(struct scene *s, const char *label);
struct scene_machine *scene_add_machine(struct scene *s, const char *label);
/* In the place of a removed one: the same index, the next generation. */
void scene_remove(struct scene *s, uint32_t index);

/* Takes the next frame, one second after the last. */
void scene_tick(struct scene *s);

#endif
