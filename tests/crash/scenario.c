/* The life of a session, one thing after the other. Tests only; no layer. */
#include "scenario.h"

#include "describe.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const memglass_field triple_fields[] = {
    FIELD("a", BITS(triple, a), 64, UINT, .flags = 0),
    FIELD("b", BITS(triple, b), 64, UINT, .flags = 0),
    FIELD("c", BITS(triple, c), 64, UINT, .flags = 0),
};
const memglass_type scenario_triple = TYPE(triple, triple_fields);

static const memglass_enumerator sides[] = {{"NONE", 0}, {"ALL", 1000}};
static const memglass_field thing_fields[] = {
    FIELD("id", BITS(thing, id), 64, UINT, .flags = 0),
    FIELD("left", BITS(thing, left), 64, ENUM, .enumerators = sides, .enumerator_count = 2),
    FIELD("right", BITS(thing, right), 64, UINT, .flags = 0),
    FIELD("triple", BITS(thing, triple.value), 192, STRUCT, .type = &scenario_triple,
          .flags = MEMGLASS_FIELD_GUARDED, .guard_offset = offsetof(struct thing, triple.guard)),
};
const memglass_type scenario_thing = TYPE(thing, thing_fields);

static const uint64_t slab_dims[] = {1500};
static const memglass_field slab_fields[] = {
    FIELD("words", 0, 64, UINT, .dims = slab_dims, .rank = 1, .stride_bytes = 8)};
const memglass_type scenario_slab = TYPE(slab, slab_fields);

#define CHAIN(n)                                                                             \
    {                                                                                        \
        .name = "link" #n, .spelling = "struct link", .desc = "", .file = "",                \
        .fields = triple_fields, .size = sizeof(struct triple), .align = 8, .field_count = 1 \
    }
static const memglass_type chain[SCENARIO_CHAIN] = {
    CHAIN(0),  CHAIN(1),  CHAIN(2),  CHAIN(3),  CHAIN(4),  CHAIN(5),  CHAIN(6),
    CHAIN(7),  CHAIN(8),  CHAIN(9),  CHAIN(10), CHAIN(11), CHAIN(12), CHAIN(13),
    CHAIN(14), CHAIN(15), CHAIN(16), CHAIN(17), CHAIN(18), CHAIN(19),
};

const memglass_type *scenario_chain(int i)
{
    return &chain[i];
}

/* --- doing -------------------------------------------------------------------------------------
 */

struct run {
    struct progress *p;
    memglass_session *session;
    void *objects[FACTS];
    uint64_t now_ns;
};

/* What is announced in `after` is done now. */
static void doing(struct run *r, const char *what, const char *which)
{
    snprintf(r->p->doing, sizeof r->p->doing, "%s %s", what, which);
}

static void done(struct run *r)
{
    r->p->before = r->p->after;
    r->p->actions++;
}

static void must(const struct run *r, bool held)
{
    if (held)
        return;
    fprintf(stderr, "the scenario failed: %s\n", r->p->doing);
    abort();
}

static struct fact *announce(struct run *r, const char *what, int slot, const char *label)
{
    struct fact *f = &r->p->after.facts[slot];
    doing(r, what, label ? label : f->label);
    return f;
}

static void create(struct run *r, int slot, const memglass_type *type, uint32_t count,
                   const char *label)
{
    struct fact *f = announce(r, "create", slot, label);
    *f = (struct fact){.live = true, .type = type, .count = count};
    snprintf(f->label, sizeof f->label, "%s", label);
    r->objects[slot] = memglass_create_object(r->session, type, count, label[0] ? label : NULL);
    must(r, r->objects[slot] != NULL);
    done(r);
}

static void destroy(struct run *r, int slot)
{
    announce(r, "destroy", slot, NULL)->live = false;
    must(r, memglass_destroy(r->session, r->objects[slot]) == MEMGLASS_OK);
    done(r);
}

static void write_plain(struct run *r, int slot, uint64_t id)
{
    struct thing *t = r->objects[slot];
    announce(r, "store to", slot, NULL)->id = id;
    hooks_step();
    t->id = id;
    done(r);
}

static void write_section(struct run *r, int slot, uint64_t left)
{
    struct thing *t = r->objects[slot];
    announce(r, "write section of", slot, NULL)->left = left;
    memglass_write_begin(t);
    hooks_step();
    t->left = left;
    hooks_step();
    t->right = SUM - left;
    memglass_write_end(t);
    done(r);
}

static void write_guarded(struct run *r, int slot, uint64_t value)
{
    struct thing *t = r->objects[slot];
    const struct triple triple = {value, value, value};
    announce(r, "guarded store to", slot, NULL)->triple = value;
    memglass_guarded_store(&t->triple, &triple);
    done(r);
}

static void fill(struct run *r, int slot, uint64_t id)
{
    write_plain(r, slot, id);
    write_section(r, slot, id);
    write_guarded(r, slot, id);
}

static void register_type(struct run *r, const memglass_type *type, uint32_t types)
{
    doing(r, "register", type->name);
    r->p->after.types += types;
    must(r, memglass_register(r->session, type) == MEMGLASS_OK);
    done(r);
}

static void reclaim(struct run *r, size_t expected)
{
    doing(r, "reclaim", "");
    r->now_ns += 2000000;
    hooks_clock(r->now_ns);
    must(r, memglass_reclaim(r->session) == expected);
    done(r);
}

static void adopt(struct run *r, int slot, const char *label)
{
    doing(r, "alloc", label);
    struct thing *t = memglass_alloc(r->session, sizeof *t, 0);
    must(r, t != NULL);
    done(r);
    struct fact *f = announce(r, "adopt", slot, label);
    *f = (struct fact){.live = true, .type = &scenario_thing, .count = 1, .id = 77};
    snprintf(f->label, sizeof f->label, "%s", label);
    hooks_step();
    t->id = 77;
    r->objects[slot] = t;
    must(r, memglass_adopt(r->session, t, &scenario_thing, 1, label) == MEMGLASS_OK);
    done(r);
}

static void refuse(struct run *r)
{
    doing(r, "fail to create", "");
    must(r, memglass_create_object(r->session, &scenario_thing, 1, "") == NULL);
    done(r);
}

static void tick(struct run *r)
{
    doing(r, "tick", "");
    r->p->after.ticks++;
    memglass_frame_begin(r->session);
    memglass_tick(r->session);
    memglass_frame_end(r->session);
    done(r);
}

/* So many alike that each step of each would tell nothing new: only the last ones count, in which
 * the directory grows by a chunk. */
static void create_bulk(struct run *r)
{
    for (uint32_t i = 0; i < BULK; i++) {
        r->p->steps.counting = i > BULK - 30;
        doing(r, "create", "bulk");
        r->p->after.bulk++;
        must(r, memglass_create_object(r->session, &scenario_triple, 1, "bulk") != NULL);
        done(r);
    }
}

static void open_session(struct run *r, const char *session)
{
    doing(r, "open", session);
    r->now_ns = UINT64_C(1000000000000);
    hooks_clock(r->now_ns);
    r->p->after.open = true;
    r->session = memglass_open(&(memglass_config){.name = session,
                                                  .initial_region_bytes = 16384,
                                                  .reclaim_grace_ms = 1,
                                                  .event_ring_entries = 32,
                                                  .flags = MEMGLASS_NO_THREAD},
                               NULL);
    must(r, r->session != NULL);
    done(r);
    r->p->opened = r->p->steps.taken;
}

static void close_session(struct run *r)
{
    doing(r, "close", "");
    memset(&r->p->after, 0, sizeof r->p->after);
    r->p->after.closed = true;
    must(r, memglass_close(r->session) == MEMGLASS_OK);
    done(r);
}

static void live_and_die(struct run *r)
{
    static const char *const slabs[] = {"slab 1", "slab 2", "slab 3", "slab 4"};
    create(r, 2, &scenario_thing, 1, "third");
    write_plain(r, 0, 5);
    write_section(r, 0, 250);
    write_guarded(r, 0, 9);
    destroy(r, 1);
    refuse(r);
    create(r, 3, &scenario_thing, 3, "an array with a long label");
    fill(r, 3, 40);
    reclaim(r, 1);
    create(r, 1, &scenario_thing, 1, "in its place");
    fill(r, 1, 60);
    tick(r);
    adopt(r, 4, "adopted");
    fill(r, 4, 70);
    register_type(r, &scenario_slab, 1);
    for (int i = 0; i < 4; i++)
        create(r, 5 + i, &scenario_slab, 1, slabs[i]);
    for (int i = 0; i < SCENARIO_CHAIN; i++)
        register_type(r, &chain[i], 1);
    create_bulk(r);
    destroy(r, 5);
    destroy(r, 0);
    destroy(r, 3);
    reclaim(r, 3);
    create(r, 0, &scenario_thing, 1, "");
    fill(r, 0, 80);
    create(r, 9, &scenario_slab, 1, "slab 1 again");
    tick(r);
}

void scenario_run(struct progress *p, const char *session, void (*met)(void *ctx), void *ctx)
{
    struct run r = {.p = p};
    hooks_count(&p->steps);
    open_session(&r, session);
    register_type(&r, &scenario_thing, 2);
    create(&r, 0, &scenario_thing, 1, "first");
    fill(&r, 0, 10);
    create(&r, 1, &scenario_thing, 1, "");
    p->steps.counting = false;
    met(ctx);
    p->steps.counting = true;
    live_and_die(&r);
    close_session(&r);
    hooks_count(NULL);
    hooks_clock(0);
}
