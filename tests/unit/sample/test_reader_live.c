/* Single objects of a real session: no other object, no other session, no crash. */
#include "synthetic.h"
#include "unit.h"
#include "victim.h"

#include "sample/lane.h"

#include <memglass/producer.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

struct stage {
    char name[UNIT_NAME_BYTES];
    memglass_session *session;
    struct reader *reader;
};

static memglass_session *open_session(const char *name, unsigned flags)
{
    memglass_config config = {.name = name, .flags = flags, .reclaim_grace_ms = 1};
    memglass_session *s = memglass_open(&config, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

static void stage_open(struct stage *s, const char *tag, unsigned flags)
{
    unit_session_name(s->name, tag);
    s->session = open_session(s->name, flags);
    s->reader = reader_live_create(s->name, NULL);
    ck_assert_ptr_nonnull(s->reader);
}

static void stage_close(struct stage *s)
{
    s->reader->ops->close(&s->reader);
    ck_assert_ptr_null(s->reader);
    memglass_close(s->session);
}

static struct thing *create(struct stage *s, const char *label, uint64_t ops)
{
    struct thing *thing = memglass_create_object(s->session, &thing_type, 1, label);
    ck_assert_ptr_nonnull(thing);
    thing->ops = ops;
    return thing;
}

/* What a sampler's frame would call it. */
static struct object_id id_of(const char *session, const char *label)
{
    memglass_session_info info;
    memglass_object object;
    memglass_observer *o = memglass_attach(session, NULL);
    ck_assert_ptr_nonnull(o);
    ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
    ck_assert_int_eq(memglass_find(o, label, &object), MEMGLASS_OK);
    memglass_detach(o);
    return (struct object_id){info.instance, object.index, object.generation};
}

static int read_thing(struct stage *s, const struct object_id *id, struct thing *out)
{
    return s->reader->ops->read(s->reader, id, (unsigned char *)out, sizeof *out);
}

START_TEST(test_object_is_read_as_it_is_now)
{
    struct stage s;
    struct thing got;
    uint64_t size = 0;
    stage_open(&s, "now", 0);
    struct thing *thing = create(&s, "one", 7);
    struct object_id id = id_of(s.name, "one");
    ck_assert_int_eq(s.reader->ops->size(s.reader, &id, &size), MEMGLASS_OK);
    ck_assert_uint_eq(size, sizeof got);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    ck_assert_uint_eq(got.ops, 7);
    thing->ops = 8;
    memglass_write_begin(thing);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_TORN);
    memglass_write_end(thing);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_EXACT);
    ck_assert_uint_eq(got.ops, 8);
    stage_close(&s);
}
END_TEST

/* The words of one value, as a lane asks for them. */
START_TEST(test_one_value_is_read_alone)
{
    struct stage s;
    stage_open(&s, "leaf", 0);
    struct thing *things = memglass_create_object(s.session, &thing_type, 5000, "many");
    ck_assert_ptr_nonnull(things);
    struct object_id id = id_of(s.name, "many");
    const uint64_t size = 5000 * sizeof *things, at = 4321 * sizeof *things;
    const struct observer_leaf ops = {.value = at, .end = at + 8, .guard = FIELD_NO_GUARD};
    const uint64_t guard = at + offsetof(struct thing, guarded.guard),
                   value = at + offsetof(struct thing, guarded.value);
    const struct observer_leaf guarded = {.value = value, .end = value + 8, .guard = guard};
    uint64_t number = 0;
    things[4321].ops = 77;
    ck_assert_int_eq(s.reader->ops->read_leaf(s.reader, &id, &ops, size, (void *)&number),
                     MEMGLASS_UNGUARDED);
    ck_assert_uint_eq(number, 77);
    struct {
        double value;
        memglass_guard guard;
        uint32_t padding;
    } copy;
    ck_assert_uint_eq(observer_leaf_bytes(&guarded), sizeof copy);
    memglass_guarded_store(&things[4321].guarded, &(double){1.5});
    ck_assert_int_ge(s.reader->ops->read_leaf(s.reader, &id, &guarded, size, (void *)&copy), 0);
    ck_assert_double_eq(copy.value, 1.5);
    uint32_t sequence;
    memcpy(&sequence, &copy.guard, sizeof sequence);
    ck_assert_uint_eq(sequence % 2, 0);
    sequence = 1;
    memcpy((void *)&things[4321].guarded.guard, &sequence, sizeof sequence);
    ck_assert_int_ge(s.reader->ops->read_leaf(s.reader, &id, &guarded, size, (void *)&copy), 0);
    memcpy(&sequence, &copy.guard, sizeof sequence);
    ck_assert_uint_eq(sequence % 2, 1); /* a write is under way: the copy says so */
    memglass_write_begin(things);
    ck_assert_int_eq(s.reader->ops->read_leaf(s.reader, &id, &ops, size, (void *)&number),
                     MEMGLASS_TORN);
    memglass_write_end(things);
    const struct observer_leaf beyond = {.value = size, .end = size + 8, .guard = FIELD_NO_GUARD};
    ck_assert_int_eq(s.reader->ops->read_leaf(s.reader, &id, &beyond, size, (void *)&number),
                     MEMGLASS_E_CORRUPT);
    struct observer_leaf far = {.value = value, .end = value + 8, .guard = size};
    ck_assert_int_eq(s.reader->ops->read_leaf(s.reader, &id, &far, size, (void *)&copy),
                     MEMGLASS_E_CORRUPT);
    far.guard = size - sizeof *things + offsetof(struct thing, guarded.guard);
    memglass_guarded_store(&things[4999].guarded, &(double){2.5});
    ck_assert_int_ge(s.reader->ops->read_leaf(s.reader, &id, &far, size, (void *)&copy), 0);
    ck_assert_double_eq(copy.value, 1.5);
    memcpy(&sequence, &copy.guard, sizeof sequence);
    ck_assert_uint_eq(sequence, 2);
    memglass_destroy(s.session, things);
    ck_assert_int_eq(s.reader->ops->read_leaf(s.reader, &id, &ops, size, (void *)&number),
                     MEMGLASS_E_GONE);
    stage_close(&s);
}
END_TEST

/* Rows, labels, and who created it lie in memory that was not there when the session was attached
 * to. */
START_TEST(test_an_object_of_a_session_that_has_grown_is_read)
{
    struct stage s;
    struct thing got;
    struct lane_origin origin;
    stage_open(&s, "grown", 0);
    create(&s, "one", 7);
    struct object_id id = id_of(s.name, "one");
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    for (int i = 0; i < 40000; i++)
        create(&s, "many", 1);
    create(&s, "the last one, whose label is longer than others", 9);
    id = id_of(s.name, "the last one, whose label is longer than others");
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    ck_assert_uint_eq(got.ops, 9);
    ck_assert_int_eq(s.reader->ops->origin(s.reader, &id, &origin), MEMGLASS_OK);
    stage_close(&s);
}
END_TEST

/* Types and regions that came after it was attached. */
START_TEST(test_new_types_and_regions_are_followed)
{
    struct stage s;
    struct thing got;
    uint64_t size = 0;
    stage_open(&s, "later", 0);
    struct thing *first = create(&s, "first", 1);
    struct object_id id = id_of(s.name, "first");
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    struct thing *large =
        memglass_create_object(s.session, &thing_type, (64 << 20) / sizeof *large, "large");
    ck_assert_ptr_nonnull(large);
    id = id_of(s.name, "large");
    ck_assert_int_eq(s.reader->ops->size(s.reader, &id, &size), MEMGLASS_OK);
    ck_assert_uint_gt(size, 63 << 20);
    memglass_destroy(s.session, first);
    stage_close(&s);
}
END_TEST

START_TEST(test_destroyed_object_has_gone_for_good)
{
    struct stage s;
    struct thing got;
    uint64_t size;
    stage_open(&s, "destroyed", 0);
    struct thing *thing = create(&s, "one", 7);
    struct object_id id = id_of(s.name, "one");
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    memglass_destroy(s.session, thing);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_E_GONE);
    for (uint64_t i = 0; i < 100; i++) { /* until the row is another's */
        create(&s, "other", i);
        ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_E_GONE);
        ck_assert_int_eq(s.reader->ops->size(s.reader, &id, &size), MEMGLASS_E_GONE);
    }
    stage_close(&s);
}
END_TEST

static void restart(const char *tag, unsigned flags)
{
    struct stage s;
    struct thing got;
    stage_open(&s, tag, flags);
    create(&s, "one", 1);
    struct object_id old = id_of(s.name, "one");
    ck_assert_int_eq(read_thing(&s, &old, &got), MEMGLASS_UNGUARDED);
    memglass_close(s.session);
    ck_assert_int_eq(read_thing(&s, &old, &got), MEMGLASS_UNGUARDED); /* its last state */
    ck_assert_uint_eq(got.ops, 1);
    s.session = open_session(s.name, 0);
    create(&s, "one", 2);
    struct object_id young = id_of(s.name, "one");
    ck_assert_uint_eq(old.index, young.index);
    ck_assert_int_eq(read_thing(&s, &young, &got), MEMGLASS_UNGUARDED);
    ck_assert_uint_eq(got.ops, 2);
    ck_assert_int_eq(read_thing(&s, &old, &got), MEMGLASS_E_GONE);
    ck_assert_int_eq(read_thing(&s, &young, &got), MEMGLASS_UNGUARDED);
    stage_close(&s);
}

START_TEST(test_closed_session_and_the_next)
{
    restart("rclosed", 0);
}
END_TEST

START_TEST(test_dead_session_and_the_next)
{
    restart("rdead", MEMGLASS_KEEP);
}
END_TEST

START_TEST(test_no_session_is_not_for_good)
{
    struct stage s = {.session = NULL};
    struct thing got;
    struct object_id id = {1, 0, 1};
    s.reader = reader_live_create(unit_session_name(s.name, "rnone"), NULL);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_E_NOSESSION);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_E_NOSESSION);
    s.reader->ops->close(&s.reader);
}
END_TEST

START_TEST(test_foreign_names_are_errors)
{
    struct stage s;
    struct thing got;
    stage_open(&s, "rforeign", 0);
    create(&s, "one", 1);
    struct object_id id = id_of(s.name, "one");
    struct object_id wrong[] = {{id.instance, UINT32_MAX, id.generation},
                                {id.instance, 1000, 1},
                                {id.instance, id.index, id.generation + 1},
                                {id.instance + 1, id.index, id.generation}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_int_lt(read_thing(&s, &wrong[i], &got), 0);
    ck_assert_int_eq(read_thing(&s, &id, &got), MEMGLASS_UNGUARDED);
    ck_assert_int_lt(s.reader->ops->read(s.reader, &id, (unsigned char *)&got, 8), 0);
    stage_close(&s);
}
END_TEST

/* --- a segment that is cut off under the reader --- */

static void produce(const char *name)
{
    struct stage s = {.session = open_session(name, 0)};
    create(&s, "one", 1);
}

/* Nothing is left, neither bytes nor name. */
static void cut_off(const char *session, const char *segment)
{
    char path[UNIT_NAME_BYTES + 32];
    victim_cut_off(session, segment);
    snprintf(path, sizeof path, "/memglass_%s_%s", session, segment);
    ck_assert_int_eq(shm_unlink(path), 0);
}

struct attempt {
    struct stage *stage;
    struct object_id id;
    int status;
};

static void *try_to_read(void *arg)
{
    struct attempt *a = arg;
    struct thing got;
    a->status = read_thing(a->stage, &a->id, &got);
    return NULL;
}

START_TEST(test_truncation_is_an_error_on_any_thread)
{
    struct stage s = {.session = NULL};
    pid_t pid;
    pthread_t thread;
    unit_session_name(s.name, "rcut");
    pid = victim_start(produce, s.name);
    s.reader = reader_live_create(s.name, NULL);
    struct attempt a = {.stage = &s, .id = id_of(s.name, "one")};
    try_to_read(&a);
    ck_assert_int_eq(a.status, MEMGLASS_UNGUARDED);
    cut_off(s.name, "region_0001");
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(pthread_create(&thread, NULL, try_to_read, &a), 0);
        pthread_join(thread, NULL);
        ck_assert_int_lt(a.status, 0);
        ck_assert_int_ne(a.status, MEMGLASS_E_GONE);
    }
    cut_off(s.name, "header");
    try_to_read(&a);
    ck_assert_int_lt(a.status, 0);
    s.reader->ops->close(&s.reader);
    victim_kill(pid);
}
END_TEST

START_TEST(test_who_created_an_object_and_where)
{
    struct stage s;
    struct lane_origin origin;
    stage_open(&s, "origin", 0);
    ck_assert_ptr_nonnull(
        memglass_create_object_at(s.session, &thing_type, 1, "placed", "here.c:42"));
    create(&s, "plain", 1);
    struct object_id placed = id_of(s.name, "placed"), plain = id_of(s.name, "plain");
    ck_assert_int_eq(s.reader->ops->origin(s.reader, &placed, &origin), MEMGLASS_OK);
    ck_assert_str_eq(origin.site, "here.c:42");
    ck_assert_uint_eq(origin.thread, (unsigned)gettid());
    ck_assert_int_eq(s.reader->ops->origin(s.reader, &plain, &origin), MEMGLASS_OK);
    ck_assert_str_eq(origin.site, "");
    placed.generation++;
    ck_assert_int_lt(s.reader->ops->origin(s.reader, &placed, &origin), 0);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/reader_live", test_one_value_is_read_alone,
               test_who_created_an_object_and_where, test_object_is_read_as_it_is_now,
               test_an_object_of_a_session_that_has_grown_is_read,
               test_new_types_and_regions_are_followed, test_destroyed_object_has_gone_for_good,
               test_closed_session_and_the_next, test_dead_session_and_the_next,
               test_no_session_is_not_for_good, test_foreign_names_are_errors,
               test_truncation_is_an_error_on_any_thread)
