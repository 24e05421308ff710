/* Whatever the system refuses, and at whichever call: an error with a message, and all is as it was
 * before. Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "judge.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* --- what is done, again and again, until nothing is refused -----------------------------------
 */

struct rig {
    char session[UNIT_NAME_BYTES];
    memglass_session *s;
    memglass_observer *o;
    struct thing *kept; /* which nothing may change */
    void *raw;
    int next, objects;
    unsigned flags;
    uint64_t refused, survived;
    const char *call; /* that was refused last */
    memglass_error err;
};

typedef bool action(struct rig *r);

static bool open_it(struct rig *r)
{
    r->s = memglass_open(&(memglass_config){.name = r->session,
                                            .initial_region_bytes = 4096,
                                            .max_region_bytes = 65536,
                                            .reclaim_grace_ms = 1,
                                            .event_ring_entries = 32,
                                            .flags = r->flags},
                         &r->err);
    return r->s != NULL;
}

static bool register_it(struct rig *r)
{
    return memglass_register(r->s, scenario_chain(r->next % SCENARIO_CHAIN)) == MEMGLASS_OK;
}

static bool register_nested(struct rig *r)
{
    return memglass_register(r->s, &scenario_thing) == MEMGLASS_OK;
}

static bool create_it(struct rig *r)
{
    char label[64];
    snprintf(label, sizeof label, "object %d %.*s", r->next, r->next % 40,
             "with a label of any length, as they come");
    return memglass_create_object(r->s, &scenario_triple, 1 + (size_t)(r->next % 7), label) != NULL;
}

static bool create_large(struct rig *r)
{
    return memglass_create_object(r->s, &scenario_slab, 9, NULL) != NULL;
}

static bool alloc_it(struct rig *r)
{
    r->raw = memglass_alloc(r->s, 48, 64);
    return r->raw != NULL;
}

static bool adopt_it(struct rig *r)
{
    return memglass_adopt(r->s, r->raw, &scenario_triple, 1, "adopted") == MEMGLASS_OK;
}

static bool destroy_it(struct rig *r)
{
    return memglass_destroy(r->s, r->raw) == MEMGLASS_OK;
}

static bool close_it(struct rig *r)
{
    int status = memglass_close(r->s);
    r->s = NULL;
    return status == MEMGLASS_OK;
}

/* --- as it was before --------------------------------------------------------------------------
 */

struct facts {
    memglass_session_stats stats;
    size_t seen;
    int segments;
};

static struct facts facts_of(struct rig *r)
{
    struct facts f = {.segments = judge_segments(r->session)};
    if (!r->s)
        return f;
    memglass_stats(r->s, &f.stats);
    ck_assert_int_ge(memglass_refresh(r->o), 0);
    f.seen = memglass_object_count(r->o);
    ck_assert_int_eq(memglass_check(r->o, NULL, NULL), 0);
    ck_assert_uint_eq(r->kept->left + r->kept->right, SUM);
    return f;
}

/* Regions that were made, and types that were registered on the way, stay for the next call. */
static void expect_unchanged(const struct rig *r, const struct facts *before,
                             const struct facts *after)
{
    const memglass_session_stats *b = &before->stats, *a = &after->stats;
    ck_assert_uint_eq(a->created, b->created);
    ck_assert_uint_eq(a->destroyed, b->destroyed);
    ck_assert_uint_eq(a->live_objects, b->live_objects);
    ck_assert_uint_eq(a->payload_bytes, b->payload_bytes);
    ck_assert_uint_eq(after->seen, before->seen);
    ck_assert_uint_eq(a->failures, b->failures + (r->s != NULL));
    if (r->s)
        ck_assert_int_eq(after->segments, (int)a->region_count + 1);
    else
        ck_assert_int_eq(after->segments, before->segments);
}

static void expect_reason(struct rig *r, const char *what)
{
    memglass_error err = r->err;
    if (r->s)
        memglass_last_error(r->s, &err);
    bool fits = err.code == MEMGLASS_E_NOMEM || err.code == MEMGLASS_E_NOSPACE ||
                err.code == MEMGLASS_E_SYSTEM;
    ck_assert_msg(fits && err.message[0], "%s, %s refused: %d, '%s'", what, r->call, err.code,
                  err.message);
}

/* Each of its calls is refused, alone and with all that follow; then it succeeds. */
static void try_all(struct rig *r, action *act, const char *what)
{
    const uint64_t how_many[] = {1, UINT64_MAX};
    for (uint64_t at = 1;; at++)
        for (int mode = 0; mode < 2; mode++) {
            struct facts before = facts_of(r);
            hooks_refuse(at, how_many[mode]);
            bool did = act(r);
            uint64_t refused = hooks_refused()->refused;
            r->call = hooks_refused()->call;
            hooks_refuse(0, 0);
            r->refused += refused > 0;
            r->survived += refused > 0 && did;
            if (did)
                return;
            ck_assert_msg(refused > 0, "%s failed, and nothing was refused", what);
            expect_reason(r, what);
            struct facts after = facts_of(r);
            expect_unchanged(r, &before, &after);
            if (act == register_it)
                ck_assert_uint_eq(after.stats.type_count, before.stats.type_count);
        }
}

#define TRY(r, act) try_all(r, act, #act)

static void meet(struct rig *r)
{
    r->kept = memglass_create_object(r->s, &scenario_thing, 1, "kept");
    ck_assert_ptr_nonnull(r->kept);
    r->kept->left = r->kept->right = SUM / 2;
    r->o = memglass_attach(r->session, NULL);
    ck_assert_ptr_nonnull(r->o);
}

static void refuse_everything(struct rig r)
{
    unit_session_name(r.session, "refused");
    TRY(&r, open_it);
    meet(&r);
    TRY(&r, register_nested);
    for (; r.next < r.objects; r.next++) {
        if (r.next % 10 == 0)
            TRY(&r, register_it);
        TRY(&r, create_it);
        if (r.next % 50 == 0) {
            TRY(&r, create_large);
            TRY(&r, alloc_it);
            TRY(&r, adopt_it);
            TRY(&r, destroy_it);
        }
    }
    memglass_detach(r.o);
    hooks_refuse(1, UINT64_MAX); /* closing asks for nothing */
    ck_assert(close_it(&r));
    hooks_refuse(0, 0);
    ck_assert_int_eq(judge_segments(r.session), 0);
    ck_assert_uint_gt(r.refused, 100);
    printf("total: %" PRIu64 " refusals of the system, %" PRIu64 " of them made no difference\n",
           r.refused, r.survived);
}

START_TEST(test_whatever_is_refused_all_is_as_before)
{
    refuse_everything((struct rig){.objects = 2500});
}
END_TEST

START_TEST(test_whatever_is_refused_with_guard_pages)
{
    refuse_everything((struct rig){.objects = 200, .flags = MEMGLASS_GUARD_PAGES});
}
END_TEST

/* --- the real limits ---------------------------------------------------------------------------
 */

/* The type of a resource's number differs between C libraries: each is named where it is used. */
#define LIMIT(resource, value)                                                           \
    do {                                                                                 \
        struct rlimit limits;                                                            \
        ck_assert_int_eq(getrlimit(resource, &limits), 0);                               \
        limits.rlim_cur = (value) < limits.rlim_max ? (rlim_t)(value) : limits.rlim_max; \
        ck_assert_int_eq(setrlimit(resource, &limits), 0);                               \
    } while (0)

static void limit(int resource, rlim_t now)
{
    switch (resource) {
    case RLIMIT_NOFILE:
        LIMIT(RLIMIT_NOFILE, now);
        break;
    case RLIMIT_FSIZE:
        LIMIT(RLIMIT_FSIZE, now);
        break;
    default:
        LIMIT(RLIMIT_AS, now);
        break;
    }
}

static void close_rig(struct rig *r)
{
    memglass_detach(r->o);
    ck_assert(close_it(r));
    ck_assert_int_eq(judge_segments(r->session), 0);
}

/* With the limit the call fails for this reason, without it succeeds. */
static void expect_limit(struct rig *r, action *act, int resource, rlim_t value, int code,
                         const char *reason)
{
    struct facts before = facts_of(r);
    memglass_error err;
    limit(resource, value);
    bool did = act(r);
    limit(resource, RLIM_INFINITY);
    ck_assert(!did);
    struct facts after = facts_of(r);
    expect_unchanged(r, &before, &after);
    if (r->s)
        memglass_last_error(r->s, &err);
    else
        err = r->err;
    ck_assert_msg(err.code == code && strstr(err.message, reason), "%d: %s", err.code, err.message);
    ck_assert(act(r));
}

static rlim_t next_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return (rlim_t)fd;
}

START_TEST(test_no_descriptor_is_left)
{
    struct rig r = {.next = 0};
    unit_session_name(r.session, "emfile");
    expect_limit(&r, open_it, RLIMIT_NOFILE, next_descriptor(), MEMGLASS_E_SYSTEM,
                 "Too many open files");
    meet(&r);
    expect_limit(&r, create_large, RLIMIT_NOFILE, next_descriptor(), MEMGLASS_E_SYSTEM,
                 "Too many open files");
    close_rig(&r);
}
END_TEST

/* Nor is there one to read /dev/shm with: what lies there is known. */
START_TEST(test_closing_without_a_descriptor_leaves_nothing)
{
    struct rig r = {.next = 0};
    unit_session_name(r.session, "emfile-close");
    ck_assert(open_it(&r));
    ck_assert(create_large(&r)); /* a region of its own */
    limit(RLIMIT_NOFILE, 3);
    bool closed = close_it(&r);
    limit(RLIMIT_NOFILE, RLIM_INFINITY);
    ck_assert(closed);
    ck_assert_int_eq(judge_segments(r.session), 0);
}
END_TEST

/* A limit on file sizes stands for a full /dev/shm. */
START_TEST(test_shared_memory_is_full)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rig r = {.next = 0};
    unit_session_name(r.session, "full");
    expect_limit(&r, open_it, RLIMIT_FSIZE, 4096, MEMGLASS_E_NOSPACE, "cannot reserve");
    meet(&r);
    expect_limit(&r, create_large, RLIMIT_FSIZE, 4096, MEMGLASS_E_NOSPACE, "no room for");
    close_rig(&r);
}
END_TEST

#ifndef HOOKS_SANITIZED
START_TEST(test_no_address_space_is_left)
{
    struct rig r = {.next = 0};
    unit_session_name(r.session, "as");
    ck_assert_msg(open_it(&r), "%s", r.err.message);
    meet(&r);
    /* Nothing that is mapped goes; nothing more can be. */
    expect_limit(&r, create_large, RLIMIT_AS, 1 << 20, MEMGLASS_E_SYSTEM, "Cannot allocate memory");
    close_rig(&r);
}
END_TEST
#    define ADDRESS_SPACE_TEST , test_no_address_space_is_left
#else
#    define ADDRESS_SPACE_TEST
#endif

MEMGLASS_SUITE("crash/refusals", test_whatever_is_refused_all_is_as_before,
               test_whatever_is_refused_with_guard_pages, test_no_descriptor_is_left,
               test_closing_without_a_descriptor_leaves_nothing,
               test_shared_memory_is_full ADDRESS_SPACE_TEST)
