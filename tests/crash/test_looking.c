/* An observer whose memory gives out, wherever that is: it says so, and what it knows is as the
 * program says as soon as there is memory again. Tests only; no layer. */
#include "unit.h"

#include "hooks.h"
#include "scenario.h"

#include <inttypes.h>
#include <memglass/observer.h>
#include <memglass/producer.h>
#include <stdlib.h>
#include <string.h>

enum { OBJECTS = 600, NAMES = 120, SEEDS = 40, ROUNDS = 40, RING = 256 };

/* The program's own list of its objects, oldest first. */
struct known {
    void *object;
    const char *label; /* NULL: it has none */
};

struct looking {
    char session[UNIT_NAME_BYTES], names[NAMES][256];
    memglass_session *s;
    memglass_observer *o;
    struct known known[OBJECTS];
    size_t count;
    uint32_t random;
    uint64_t refused;
};

static uint32_t next_random(struct looking *l, uint32_t below)
{
    l->random = l->random * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(l->random >> 8) * below >> 24);
}

/* Of each length, some alike but for one byte, some that may be the name of an object that has
 * none. */
static void make_names(struct looking *l)
{
    static const size_t lengths[] = {1, 2, 7, 8, 14, 15, 16, 17, 31, 32, 47, 48, 49, 254, 255};
    for (size_t i = 0; i < NAMES; i++) {
        size_t length = lengths[i % (sizeof lengths / sizeof *lengths)];
        memset(l->names[i], 'a' + (int)(i / 30), length);
        if (i % 4 == 1)
            l->names[i][length / 2] = '.';
        else if (i % 4 == 2)
            l->names[i][length - 1] = '.';
        else if (i % 4 == 3)
            snprintf(l->names[i], sizeof l->names[i], "triple#%zu", i);
    }
}

static void create(struct looking *l)
{
    uint32_t name = next_random(l, NAMES + NAMES / 4);
    const char *label = name < NAMES ? l->names[name] : NULL;
    void *object = memglass_create_object(l->s, &scenario_triple, 1, label);
    ck_assert_ptr_nonnull(object);
    l->known[l->count++] = (struct known){object, label};
}

static void destroy(struct looking *l)
{
    size_t i = next_random(l, (uint32_t)l->count);
    ck_assert_int_eq(memglass_destroy(l->s, l->known[i].object), MEMGLASS_OK);
    l->count--;
    memmove(&l->known[i], &l->known[i + 1], (l->count - i) * sizeof l->known[0]);
}

/* A few changes, or so many that the ring is overrun. */
static void change(struct looking *l)
{
    uint32_t changes = next_random(l, 8) == 0 ? 2 * RING : next_random(l, 40);
    for (uint32_t i = 0; i < changes; i++)
        if (l->count < OBJECTS && (l->count == 0 || next_random(l, 5) < 3))
            create(l);
        else
            destroy(l);
    if (next_random(l, 3) == 0)
        memglass_reclaim(l->s);
}

static uint32_t index_of(const struct known *k)
{
    return memglass_object_prefix(k->object)->index;
}

/* What the program calls it. */
static void name_of(const struct known *k, char name[256])
{
    if (k->label)
        snprintf(name, 256, "%s", k->label);
    else
        snprintf(name, 256, "triple#%" PRIu32, index_of(k));
}

static const struct known *oldest(const struct looking *l, const char *name)
{
    char own[256];
    for (size_t i = 0; i < l->count; i++) {
        name_of(&l->known[i], own);
        if (strcmp(own, name) == 0)
            return &l->known[i];
    }
    return NULL;
}

static bool is_that(struct looking *l, const memglass_object *object, const struct known *k,
                    const char *name)
{
    return object->index == index_of(k) && strcmp(object->label, name) == 0 &&
           strcmp(object->type->name, "triple") == 0 && object->size == sizeof(struct triple) &&
           object->site[0] == '\0' && memglass_object_check(l->o, object) == MEMGLASS_OK;
}

/* A find may be refused memory; what it finds is right all the same. Check needs memory to say what
 * is wrong. */
static void expect_found(struct looking *l, const char *name)
{
    memglass_object object;
    const struct known *right = oldest(l, name);
    int status = memglass_find(l->o, name, &object);
    bool refused = status == MEMGLASS_E_NOMEM && hooks_refused()->refused;
    if (refused || (right ? status == MEMGLASS_OK && is_that(l, &object, right, name)
                          : status == MEMGLASS_E_NOTFOUND))
        return;
    hooks_refuse(0, 0);
    ck_abort_msg("find of '%s', of %zu: %d", name, l->count, status);
}

static void expect_some_found(struct looking *l)
{
    for (size_t i = 0; i < 60; i++)
        expect_found(l, l->names[next_random(l, NAMES)]);
    for (size_t i = 0; i < 20 && l->count; i++) {
        char name[256];
        name_of(&l->known[next_random(l, (uint32_t)l->count)], name);
        expect_found(l, name);
    }
}

static void expect_all_listed(struct looking *l)
{
    ck_assert_uint_eq(memglass_object_count(l->o), l->count);
    for (size_t i = 0; i < l->count; i++) {
        memglass_object object;
        ck_assert_int_eq(memglass_object_at(l->o, i, &object), MEMGLASS_OK);
        bool there = false;
        for (size_t k = 0; k < l->count && !there; k++)
            there = index_of(&l->known[k]) == object.index;
        ck_assert(there);
    }
}

static void begin(struct looking *l, const char *tag)
{
    make_names(l);
    unit_session_name(l->session, tag);
    l->s = memglass_open(&(memglass_config){.name = l->session,
                                            .initial_region_bytes = 4096,
                                            .max_region_bytes = 16384,
                                            .reclaim_grace_ms = 1,
                                            .event_ring_entries = RING,
                                            .flags = MEMGLASS_NO_THREAD},
                         NULL);
    ck_assert_ptr_nonnull(l->s);
    l->o = memglass_attach(l->session, NULL);
    ck_assert_ptr_nonnull(l->o);
}

/* Each of the calls of a refresh, and of the finds behind it, is refused: one alone, and with all
 * that follow. */
static void refresh(struct looking *l)
{
    uint64_t at = 1 + next_random(l, 12), how_many = next_random(l, 2) ? 1 : UINT64_MAX;
    hooks_refuse(at, how_many);
    int status = memglass_refresh(l->o);
    l->refused += hooks_refused()->refused;
    if (status >= 0 && next_random(l, 2) == 0)
        expect_some_found(l);
    if (status < 0) {
        ck_assert_uint_gt(hooks_refused()->refused, 0);
        hooks_refuse(0, 0);
        ck_assert_int_ge(memglass_refresh(l->o), 0);
    }
    hooks_refuse(next_random(l, 6), how_many);
    expect_some_found(l);
    l->refused += hooks_refused()->refused;
    hooks_refuse(0, 0);
}

START_TEST(test_memory_that_gives_out_leaves_nothing_wrong)
{
    static struct looking l;
    uint64_t refused = 0;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        l = (struct looking){.random = seed};
        begin(&l, "looking");
        for (int round = 0; round < ROUNDS; round++) {
            change(&l);
            refresh(&l);
            expect_some_found(&l);
            if (round % 10 == 0)
                expect_all_listed(&l);
        }
        refused += l.refused;
        memglass_detach(l.o);
        memglass_close(l.s);
    }
    ck_assert_uint_gt(refused, 2 * SEEDS);
}
END_TEST

/* What attaching is refused, it says, and leaves nothing behind (by sanitizers). */
START_TEST(test_attaching_is_refused_by_a_clear_error)
{
    static struct looking l;
    memglass_error err;
    l = (struct looking){.random = 5};
    begin(&l, "attaching");
    memglass_detach(l.o);
    l.o = NULL;
    while (l.count < OBJECTS)
        create(&l);
    for (uint64_t at = 1; !l.o; at++) {
        err = (memglass_error){0};
        hooks_refuse(at, at % 2 ? 1 : UINT64_MAX);
        l.o = memglass_attach(l.session, &err);
        bool refused = hooks_refused()->refused;
        hooks_refuse(0, 0);
        ck_assert_msg(l.o || (refused && err.code < 0 && err.message[0]), "%d '%s'", err.code,
                      err.message);
    }
    expect_all_listed(&l);
    memglass_detach(l.o);
    memglass_close(l.s);
}
END_TEST

MEMGLASS_SUITE("crash/looking", test_memory_that_gives_out_leaves_nothing_wrong,
               test_attaching_is_refused_by_a_clear_error)
