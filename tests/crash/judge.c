/* What must be true of a session whose producer was killed. Tests only; no layer. */
#include "judge.h"

#include "unit.h"

#include <glob.h>
#include <inttypes.h>
#include <string.h>

#define MUST(condition, format, ...)                                                    \
    ck_assert_msg(condition, "killed at step %" PRIu64 ", while it was to %s: " format, \
                  p->steps.die_at, p->doing, __VA_ARGS__)

static bool was(const struct progress *p, const char *doing)
{
    return strncmp(p->doing, doing, strlen(doing)) == 0;
}

/* --- one object --------------------------------------------------------------------------------
 */

static bool either(uint64_t value, uint64_t before, uint64_t after)
{
    return value == before || value == after;
}

static uint64_t right_of(uint64_t left)
{
    return left ? SUM - left : 0;
}

/* Values are those before or behind what was being done, and torn only by that. */
static bool thing_holds(const struct progress *p, const struct thing *t, int truth, int slot)
{
    const struct fact *b = &p->before.facts[slot], *a = &p->after.facts[slot];
    bool torn = truth == MEMGLASS_TORN, odd = t->triple.guard.sequence & 1;
    const struct triple *triple = &t->triple.value;
    if (!a->live)
        a = b;
    if (!b->live)
        b = a;
    if (!either(t->id, b->id, a->id) || !either(t->left, b->left, a->left) ||
        !either(t->right, right_of(b->left), right_of(a->left)))
        return false;
    if (torn ? !was(p, "write section") : t->right != right_of(t->left))
        return false;
    if (odd)
        return was(p, "guarded store");
    return triple->a == triple->b && triple->b == triple->c &&
           either(triple->a, b->triple, a->triple);
}

static bool is_zero(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size && !*at)
        at++, size--;
    return size == 0;
}

/* The object may be what the slot says. */
static bool may_be(const struct progress *p, int slot, const memglass_object *object,
                   const unsigned char *bytes, int truth)
{
    const struct fact *f =
        p->after.facts[slot].live ? &p->after.facts[slot] : &p->before.facts[slot];
    char unnamed[LABEL_BYTES];
    if (!f->live || strcmp(f->type->name, object->type->name) != 0 || f->count != object->count)
        return false;
    snprintf(unnamed, sizeof unnamed, "%s#%u", f->type->name, object->index);
    if (strcmp(object->label, f->label[0] ? f->label : unnamed) != 0)
        return false;
    if (f->type == &scenario_thing)
        return thing_holds(p, (const struct thing *)(const void *)bytes, truth, slot);
    return truth != MEMGLASS_TORN && is_zero(bytes, object->size);
}

/* --- all of them -------------------------------------------------------------------------------
 */

static void match(const struct progress *p, const memglass_object *object,
                  const unsigned char *bytes, int truth, bool found[FACTS])
{
    for (int slot = 0; slot < FACTS; slot++)
        if (!found[slot] && may_be(p, slot, object, bytes, truth)) {
            found[slot] = true;
            return;
        }
    MUST(false, "there is '%s' (%s), and it should not be as it is", object->label,
         memglass_truth_name(truth));
}

static void judge_objects(const struct progress *p, memglass_observer *o)
{
    static _Alignas(8) unsigned char bytes[sizeof(struct slab)];
    bool found[FACTS] = {false};
    uint32_t bulk = 0;
    memglass_object object;
    for (size_t i = 0; i < memglass_object_count(o); i++) {
        int status = memglass_object_at(o, i, &object);
        MUST(status == MEMGLASS_OK, "object %zu: %s", i, memglass_strerror(status));
        int truth = memglass_read(o, &object, bytes, sizeof bytes);
        MUST(truth >= 0, "'%s' cannot be read: %s", object.label, memglass_strerror(truth));
        status = memglass_object_check(o, &object);
        MUST(status == MEMGLASS_OK, "'%s': %s", object.label, memglass_strerror(status));
        if (strcmp(object.label, "bulk") == 0)
            bulk++;
        else
            match(p, &object, bytes, truth, found);
    }
    MUST(bulk == p->before.bulk || bulk == p->after.bulk, "%u of bulk, not %u or %u", bulk,
         p->before.bulk, p->after.bulk);
    for (int slot = 0; slot < FACTS; slot++) {
        const struct fact *b = &p->before.facts[slot];
        if (!b->live || !p->after.facts[slot].live)
            continue;
        MUST(found[slot], "'%s' is not there", b->label);
        if (b->label[0])
            MUST(memglass_find(o, b->label, &object) == MEMGLASS_OK, "'%s' is not found", b->label);
    }
}

static void judge_types(const struct progress *p, const memglass_observer *o)
{
    size_t count = memglass_type_count(o);
    MUST(count >= p->before.types && count <= p->after.types, "%zu types", count);
    for (size_t i = 0; i < count; i++) {
        const memglass_type *type = memglass_type_at(o, i);
        const memglass_type *expected = i == 0   ? &scenario_triple
                                        : i == 1 ? &scenario_thing
                                        : i == 2 ? &scenario_slab
                                                 : scenario_chain((int)i - 3);
        MUST(strcmp(type->name, expected->name) == 0 &&
                 memglass_type_hash(type) == memglass_type_hash(expected),
             "type %zu is another: %s", i, type->name);
    }
}

static bool near(uint64_t a, uint64_t b)
{
    return a == b || a + 1 == b || b + 1 == a;
}

/* Each counter is one store behind what it counts, at most. */
static void judge_info(const struct progress *p, const memglass_observer *o,
                       const memglass_session_info *found)
{
    const memglass_session_info info = *found;
    size_t objects = memglass_object_count(o);
    MUST(info.state == MEMGLASS_STATE_DEAD || info.state == MEMGLASS_STATE_GONE, "it is %s",
         memglass_state_name((int)info.state));
    MUST(near(info.live_objects, objects), "%" PRIu64 " live, of %zu", info.live_objects, objects);
    MUST(near(info.created - info.destroyed, info.live_objects), "%" PRIu64 " - %" PRIu64 " live",
         info.created, info.destroyed);
    MUST(either(info.ticks, p->before.ticks, p->after.ticks), "%" PRIu64 " ticks", info.ticks);
}

static void judge_observer(const struct progress *now, memglass_observer *o)
{
    struct progress behind = *now;
    const struct progress *p = &behind;
    if (behind.after.closed) /* closing changes no object */
        behind.after = behind.before;
    memglass_session_info info;
    int status = memglass_session_info_get(o, &info);
    MUST(status == MEMGLASS_OK, "no info: %s", memglass_strerror(status));
    status = memglass_refresh(o);
    if (status == MEMGLASS_E_NOSESSION && was(p, "close"))
        return; /* regions that it had not mapped yet are gone: it says so */
    MUST(status >= 0, "cannot refresh: %s", memglass_strerror(status));
    judge_info(p, o, &info);
    judge_types(p, o);
    judge_objects(p, o);
}

/* --- the session -------------------------------------------------------------------------------
 */

static int count_session(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    (void)info;
    *(int *)ctx += error != NULL;
    return 0;
}

void judge_the_dead(const struct progress *p, const char *session, memglass_observer *follower)
{
    memglass_error err = {0};
    memglass_observer *o = memglass_attach(session, &err);
    int damaged = 0;
    if (o) {
        judge_observer(p, o);
        memglass_detach(o);
    } else {
        bool clear = err.code == MEMGLASS_E_NOSESSION || err.code == MEMGLASS_E_CORRUPT;
        MUST(clear && err.message[0], "cannot attach: %d, '%s'", err.code, err.message);
        MUST(was(p, "open") || was(p, "close"), "cannot attach: %s", err.message);
    }
    if (follower && p->before.open)
        judge_observer(p, follower);
    MUST(memglass_list_sessions(count_session, &damaged, &err) >= 0, "no list: %s", err.message);
}

int judge_segments(const char *session)
{
    char pattern[128];
    glob_t found;
    snprintf(pattern, sizeof pattern, "/dev/shm/memglass_%s_*", session);
    int count = glob(pattern, 0, NULL, &found) == 0 ? (int)found.gl_pathc : 0;
    globfree(&found);
    return count;
}

void judge_takeover(const struct progress *p, const char *session)
{
    memglass_error err = {0};
    memglass_session_stats stats;
    memglass_object object;
    memglass_session *s = memglass_open(&(memglass_config){.name = session,
                                                           .initial_region_bytes = 16384,
                                                           .event_ring_entries = 32,
                                                           .flags = MEMGLASS_NO_THREAD},
                                        &err);
    MUST(s != NULL, "the name cannot be taken over: %s", err.message);
    memglass_stats(s, &stats);
    MUST(stats.live_objects == 0 && stats.type_count == 0 && stats.failures == 0,
         "the new session has %" PRIu64 " objects", stats.live_objects);
    struct thing *t = memglass_create_object(s, &scenario_thing, 1, "heir");
    MUST(t && is_zero(t, sizeof *t), "%s", "the heir is not new");
    memglass_observer *o = memglass_attach(session, &err);
    MUST(o != NULL, "the new session cannot be attached to: %s", err.message);
    MUST(memglass_object_count(o) == 1 && memglass_find(o, "heir", &object) == MEMGLASS_OK,
         "the new session has %zu objects", memglass_object_count(o));
    memglass_detach(o);
    memglass_close(s);
    MUST(judge_segments(session) == 0, "%d segments are left", judge_segments(session));
}
