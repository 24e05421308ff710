/* Frames of a real session: what is there, what comes and goes, what is torn, what restarts. */
#include "sample/diff.h"
#include "sample/history.h"
#include "sample/source.h"
#include "unit.h"

#include <fcntl.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

struct item {
    uint64_t id;
    double value;
    uint64_t echo; /* of id, in the same write section */
};

#define NUMBER(member, text, number_kind)                                                    \
    {                                                                                        \
        .name = #member, .type_name = text, .unit = "", .format = "", .desc = "",            \
        .kind = number_kind, .bit_offset = 8 * offsetof(struct item, member), .bit_size = 64 \
    }

static const memglass_field item_fields[] = {
    NUMBER(id, "uint64_t", MEMGLASS_KIND_UINT),
    NUMBER(value, "double", MEMGLASS_KIND_FLOAT),
    NUMBER(echo, "uint64_t", MEMGLASS_KIND_UINT),
};

static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = item_fields,
                                        .field_count = 3,
                                        .size = sizeof(struct item),
                                        .align = 8};

/* Another type, so that rows of two kinds alternate. */
static const memglass_field dot_fields[] = {
    {.name = "n",
     .type_name = "int32_t",
     .unit = "",
     .format = "",
     .desc = "",
     .kind = MEMGLASS_KIND_INT,
     .bit_size = 32},
};

static const memglass_type dot_type = {.name = "dot",
                                       .spelling = "struct dot",
                                       .desc = "",
                                       .file = "",
                                       .fields = dot_fields,
                                       .field_count = 1,
                                       .size = 4,
                                       .align = 4};

#define FIRST_BYTES (UINT64_C(2) << 20) /* two chunks */

struct stage {
    char name[UNIT_NAME_BYTES];
    memglass_session *session;
    struct source *source;
    struct history *history;
    const struct frame *prev, *cur;
    struct diff diff;
    uint64_t tick;
};

static memglass_session *open_session(const char *name, unsigned flags)
{
    memglass_config config = {.name = name, .flags = flags, .reclaim_grace_ms = 1};
    memglass_error err;
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    return s;
}

static void stage_open(struct stage *s, const char *tag, unsigned flags)
{
    memglass_error err;
    *s = (struct stage){.history = history_create(1 << 20)};
    s->session = open_session(unit_session_name(s->name, tag), flags);
    s->source = source_live_open(
        s->name, &(struct source_live_options){.history = s->history, .first_bytes = FIRST_BYTES},
        &err);
    ck_assert_msg(s->source != NULL, "%s", err.message);
}

static void stage_close(struct stage *s)
{
    frame_release(&s->prev);
    frame_release(&s->cur);
    if (s->source)
        s->source->ops->close(&s->source);
    history_destroy(&s->history);
    memglass_close(s->session);
}

static void capture(struct stage *s)
{
    const struct frame *next = NULL;
    memglass_error err;
    int status = s->source->ops->capture(s->source, s->cur, ++s->tick, &next, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s", err.message);
    frame_release(&s->prev);
    s->prev = s->cur;
    s->cur = next;
    diff_frames(s->prev, s->cur, &s->diff);
    history_append(s->history, s->cur);
}

static struct item *create(struct stage *s, uint64_t id)
{
    char label[32];
    snprintf(label, sizeof label, "item-%llu", (unsigned long long)id);
    struct item *item = memglass_create_object(s->session, &item_type, 1, label);
    ck_assert_ptr_nonnull(item);
    item->id = id;
    return item;
}

static long row_of(const struct frame *f, const char *label)
{
    for (size_t i = 0; i < f->roster->count; i++)
        if (!strcmp(f->roster->rows[i].label, label))
            return (long)i;
    return -1;
}

static const struct item *item_of(const struct frame *f, const char *label)
{
    long row = row_of(f, label);
    ck_assert_msg(row >= 0, "%s is not in the frame", label);
    return (const struct item *)(const void *)frame_data(f, (size_t)row);
}

START_TEST(test_frame_holds_what_is_there)
{
    struct stage s;
    stage_open(&s, "holds", 0);
    create(&s, 7)->value = 1.5;
    struct item *crowd = memglass_create_object(s.session, &item_type, 5, "crowd");
    crowd[4].id = 44;
    int32_t *dot = memglass_create_object(s.session, &dot_type, 1, NULL);
    *dot = -3;
    capture(&s);
    ck_assert_uint_eq(s.cur->roster->count, 3);
    ck_assert_double_eq(item_of(s.cur, "item-7")->value, 1.5);
    ck_assert_uint_eq(item_of(s.cur, "crowd")[4].id, 44);
    const struct roster_row *row = &s.cur->roster->rows[row_of(s.cur, "crowd")];
    ck_assert_uint_eq(row->count, 5);
    ck_assert_uint_eq(row->size, 5 * sizeof(struct item));
    ck_assert_str_eq(row->type->name, "item");
    long last = row_of(s.cur, "dot#2");
    ck_assert_int_ge(last, 0);
    ck_assert_int_eq(*(const int32_t *)(const void *)frame_data(s.cur, (size_t)last), -3);
    ck_assert_int_eq(s.cur->session.state, MEMGLASS_STATE_ALIVE);
    ck_assert_uint_eq(s.cur->session.pid, (unsigned)getpid());
    ck_assert_uint_eq(s.diff.created, 3);
    stage_close(&s);
}
END_TEST

START_TEST(test_stores_are_changes)
{
    struct stage s;
    stage_open(&s, "stores", 0);
    struct item *item = create(&s, 1);
    create(&s, 2);
    capture(&s);
    const struct roster *roster = s.cur->roster;
    item->value = 2;
    item->echo = 1;
    capture(&s);
    ck_assert_ptr_eq(s.cur->roster, roster);
    ck_assert_uint_eq(s.diff.changed, 1);
    ck_assert_uint_eq(s.diff.field_changes, 2);
    ck_assert_double_eq(item_of(s.prev, "item-1")->value, 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_objects_come_and_go)
{
    struct stage s;
    stage_open(&s, "comego", 0);
    struct item *first = create(&s, 1);
    create(&s, 2);
    capture(&s);
    uint64_t rings = s.cur->roster->rows[row_of(s.cur, "item-2")].history;
    ck_assert_int_eq(memglass_destroy(s.session, first), MEMGLASS_OK);
    create(&s, 3);
    create(&s, 4);
    capture(&s);
    ck_assert_uint_eq(s.diff.created, 2);
    ck_assert_uint_eq(s.diff.destroyed, 1);
    ck_assert_int_eq(row_of(s.cur, "item-1"), -1);
    ck_assert_uint_eq(item_of(s.cur, "item-4")->id, 4);
    ck_assert_uint_eq(s.cur->roster->rows[row_of(s.cur, "item-2")].history, rings);
    ck_assert_str_eq(s.prev->roster->rows[0].label, "item-1");
    ck_assert_uint_eq(item_of(s.prev, "item-1")->id, 1);
    stage_close(&s);
}
END_TEST

START_TEST(test_alternating_types_keep_their_bytes)
{
    enum { COUNT = 200 };
    struct stage s;
    char label[32];
    stage_open(&s, "alternate", 0);
    for (uint64_t i = 0; i < COUNT; i++) {
        create(&s, i);
        snprintf(label, sizeof label, "dot-%u", (unsigned)i);
        *(int32_t *)memglass_create_object(s.session, &dot_type, 1, label) = (int32_t)(1000 + i);
    }
    capture(&s);
    ck_assert_uint_eq(s.cur->roster->count, 2 * COUNT);
    for (unsigned i = 0; i < COUNT; i++) {
        snprintf(label, sizeof label, "dot-%u", i);
        long row = row_of(s.cur, label);
        ck_assert_int_ge(row, 0);
        int32_t n;
        memcpy(&n, frame_data(s.cur, (size_t)row), sizeof n);
        ck_assert_int_eq(n, (int32_t)(1000 + i));
        snprintf(label, sizeof label, "item-%u", i);
        ck_assert_uint_eq(item_of(s.cur, label)->id, i);
    }
    stage_close(&s);
}
END_TEST

/* A writer that is inside its section for longer than anyone would wait. */
START_TEST(test_torn_object_shows_its_last_whole_state)
{
    struct stage s;
    stage_open(&s, "torn", 0);
    struct item *item = create(&s, 1);
    memglass_write_begin(item);
    memglass_write_end(item);
    capture(&s);
    ck_assert_int_eq(frame_mark(s.cur, 0).truth, MEMGLASS_EXACT);
    struct item *young = create(&s, 2);
    memglass_write_begin(item);
    memglass_write_begin(young);
    item->id = 99;
    capture(&s);
    ck_assert_int_eq(frame_mark(s.cur, 0).truth, MEMGLASS_STALE);
    ck_assert_uint_eq(item_of(s.cur, "item-1")->id, 1);
    ck_assert_int_eq(frame_mark(s.cur, 1).truth, MEMGLASS_TORN); /* it never was whole */
    ck_assert_uint_eq(s.cur->torn, 2);
    ck_assert_uint_eq(s.diff.changed, 0);
    capture(&s);
    ck_assert_int_eq(frame_mark(s.cur, 1).truth, MEMGLASS_TORN);
    memglass_write_end(item);
    memglass_write_end(young);
    capture(&s);
    ck_assert_int_eq(frame_mark(s.cur, 0).truth, MEMGLASS_EXACT);
    ck_assert_uint_eq(item_of(s.cur, "item-1")->id, 99);
    ck_assert_uint_eq(s.diff.changed, 1);
    stage_close(&s);
}
END_TEST

/* --- as it was first seen --- */

static const struct item *first_of(const struct frame *f, const char *label)
{
    long row = row_of(f, label);
    ck_assert_msg(row >= 0, "%s is not in the frame", label);
    return (const struct item *)(const void *)f->roster->rows[row].first;
}

START_TEST(test_first_copy_stays)
{
    struct stage s;
    stage_open(&s, "first", 0);
    struct item *old = create(&s, 7);
    old->value = 1.5;
    capture(&s);
    old->value = 2.5;
    create(&s, 8)->value = 10;
    capture(&s);
    ck_assert_double_eq(first_of(s.cur, "item-7")->value, 1.5);
    ck_assert_double_eq(first_of(s.cur, "item-8")->value, 10);
    ck_assert_uint_eq(first_of(s.cur, "item-8")->id, 8);
    const struct frame *held = frame_retain(s.cur);
    memglass_destroy(s.session, old);
    for (uint64_t i = 100; i < 200; i++) { /* others, whose first copies need room */
        struct item *item = create(&s, i);
        capture(&s);
        ck_assert_int_eq(row_of(s.cur, "item-7"), -1);
        ck_assert_double_eq(first_of(held, "item-7")->value, 1.5);
        memglass_destroy(s.session, item);
    }
    frame_release(&held);
    stage_close(&s);
}
END_TEST

START_TEST(test_no_first_copy_of_what_was_torn)
{
    struct stage s;
    stage_open(&s, "firsttorn", 0);
    struct item *item = create(&s, 1);
    memglass_write_begin(item);
    capture(&s);
    memglass_write_end(item);
    capture(&s);
    ck_assert_int_eq(frame_mark(s.cur, 0).truth, MEMGLASS_EXACT);
    ck_assert_ptr_null(s.cur->roster->rows[0].first);
    stage_close(&s);
}
END_TEST

/* Bytes of a kind that no other object's copy has. */
static struct item *create_crowd(struct stage *s, uint64_t id, size_t bytes)
{
    char label[32];
    size_t count = bytes / sizeof(struct item);
    snprintf(label, sizeof label, "item-%llu", (unsigned long long)id);
    struct item *item = memglass_create_object(s->session, &item_type, count, label);
    ck_assert_ptr_nonnull(item);
    item[0].id = item[count - 1].echo = id;
    return item;
}

START_TEST(test_first_copies_keep_their_budget)
{
    struct stage s;
    struct item *item[3];
    stage_open(&s, "firstbudget", 0);
    for (uint64_t i = 0; i < 3; i++)
        item[i] = create_crowd(&s, i, 900000); /* two of them fit */
    capture(&s);
    ck_assert_uint_eq(first_of(s.cur, "item-1")[900000 / sizeof *item[0] - 1].echo, 1);
    ck_assert_ptr_null(first_of(s.cur, "item-2"));
    memglass_destroy(s.session, item[0]);
    capture(&s); /* the frame before has it yet */
    capture(&s);
    frame_release(&s.prev);
    create_crowd(&s, 3, 900000);
    capture(&s);
    capture(&s);
    ck_assert_uint_eq(first_of(s.cur, "item-3")[900000 / sizeof *item[0] - 1].echo, 3);
    ck_assert_ptr_null(first_of(s.cur, "item-2")); /* what it is by now is not what it was first */
    stage_close(&s);
}
END_TEST

START_TEST(test_no_first_copies_are_allowed)
{
    struct stage s;
    stage_open(&s, "nofirst", 0);
    s.source->ops->close(&s.source);
    s.source = source_live_open(s.name, &(struct source_live_options){.history = s.history}, NULL);
    create(&s, 1);
    capture(&s);
    ck_assert_ptr_null(s.cur->roster->rows[0].first);
    stage_close(&s);
}
END_TEST

/* --- ends and beginnings --- */

START_TEST(test_missing_session_is_an_error)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    ck_assert_ptr_null(source_live_open(unit_session_name(name, "missing"), NULL, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_NOSESSION);
    ck_assert_str_ne(err.message, "");
}
END_TEST

START_TEST(test_closed_session_stays_on_screen)
{
    struct stage s;
    stage_open(&s, "gone", 0);
    create(&s, 1);
    memglass_close(s.session);
    s.session = NULL;
    capture(&s);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, MEMGLASS_STATE_GONE);
    ck_assert_uint_eq(item_of(s.cur, "item-1")->id, 1);
    ck_assert_uint_eq(s.diff.created + s.diff.destroyed + s.diff.changed, 0);
    stage_close(&s);
}
END_TEST

/* The old session's frame is still held: its types and labels must stay, though nothing else of
 * that session is left. */
static void restart(const char *tag, unsigned flags, memglass_state between)
{
    struct stage s;
    stage_open(&s, tag, flags);
    create(&s, 1)->value = 3;
    capture(&s);
    const struct frame *old = frame_retain(s.cur);
    memglass_close(s.session);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, between);
    s.session = open_session(s.name, 0);
    create(&s, 8);
    create(&s, 9);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, MEMGLASS_STATE_ALIVE);
    ck_assert_uint_ne(s.cur->session.instance, old->session.instance);
    ck_assert_uint_eq(s.cur->roster->count, 2);
    ck_assert_uint_eq(item_of(s.cur, "item-9")->id, 9);
    ck_assert_uint_eq(s.diff.created, 2);
    ck_assert_uint_eq(s.diff.destroyed, 1);
    for (int i = 0; i < 10; i++)
        capture(&s);
    ck_assert_uint_eq(s.diff.created, 0);
    s.source->ops->close(&s.source);
    ck_assert_str_eq(old->roster->rows[0].label, "item-1");
    ck_assert_str_eq(old->roster->rows[0].type->fields[1].name, "value");
    ck_assert_double_eq(item_of(old, "item-1")->value, 3);
    stage_close(&s);
    frame_release(&old);
}

START_TEST(test_restart_after_close_is_followed)
{
    restart("again", 0, MEMGLASS_STATE_GONE);
}
END_TEST

/* The program came back with another struct of the same name, and registers it some time after it
 * has opened its session. */
START_TEST(test_restart_with_a_changed_type_is_told)
{
    static const memglass_field fields[] = {
        {.name = "value",
         .type_name = "double",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_FLOAT,
         .bit_offset = 0,
         .bit_size = 64},
        {.name = "id",
         .type_name = "uint64_t",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_UINT,
         .bit_offset = 64,
         .bit_size = 64},
        {.name = "size",
         .type_name = "uint64_t",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_UINT,
         .bit_offset = 128,
         .bit_size = 64},
    };
    struct stage s;
    memglass_type changed = item_type;
    changed.fields = fields;
    stage_open(&s, "changed", 0);
    create(&s, 1);
    ck_assert_int_eq(memglass_register(s.session, &dot_type), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    memglass_close(s.session);
    s.session = open_session(s.name, 0);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    ck_assert_int_eq(memglass_register(s.session, &dot_type), MEMGLASS_OK);
    ck_assert_int_eq(memglass_register(s.session, &changed), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "item changed: 2 fields moved, 1 new, 1 gone");
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "item changed: 2 fields moved, 1 new, 1 gone");
    memglass_close(s.session);
    s.session = open_session(s.name, 0);
    ck_assert_int_eq(memglass_register(s.session, &changed), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    stage_close(&s);
}
END_TEST

/* An overrun shows at the object that was written past its end. */
START_TEST(test_a_damaged_object_is_marked)
{
    struct stage s;
    stage_open(&s, "damaged", 0);
    struct item *items[20];
    for (uint64_t i = 0; i < 20; i++)
        items[i] = create(&s, i);
    *(unsigned char *)(items[7] + 1) ^= 1;
    capture(&s);
    for (size_t i = 0; i < 20; i++) {
        ck_assert_uint_eq(frame_mark(s.cur, i).damaged, i == 7);
        ck_assert_uint_eq(frame_mark(s.cur, i).truth, MEMGLASS_UNGUARDED);
    }
    capture(&s); /* and in the next one, which is compared with it */
    ck_assert_uint_eq(frame_mark(s.cur, 7).damaged, 1);
    stage_close(&s);
}
END_TEST

START_TEST(test_restart_after_death_is_followed)
{
    restart("undead", MEMGLASS_KEEP, MEMGLASS_STATE_DEAD);
}
END_TEST

/* Another process, since its producer would fault on what is cut off. */
static pid_t start_producer(const char *name)
{
    int ready[2];
    char byte = 0;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct stage s = {.session = open_session(name, 0)};
        create(&s, 1);
        if (write(ready[1], &byte, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void cut_off_region(const char *name)
{
    char path[UNIT_NAME_BYTES + 32];
    snprintf(path, sizeof path, "/memglass_%s_region_0001", name);
    int fd = shm_open(path, O_RDWR, 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, 0), 0);
    close(fd);
}

START_TEST(test_damage_is_an_error_until_the_restart)
{
    struct stage s = {0};
    const struct frame *none = NULL;
    memglass_error err = {0};
    pid_t pid = start_producer(unit_session_name(s.name, "damage"));
    s.source = source_live_open(s.name, NULL, NULL);
    ck_assert_ptr_nonnull(s.source);
    capture(&s);
    cut_off_region(s.name);
    for (int i = 0; i < 3; i++)
        ck_assert_int_lt(s.source->ops->capture(s.source, s.cur, s.tick + 1, &none, &err), 0);
    ck_assert_ptr_null(none);
    ck_assert_ptr_nonnull(strstr(err.message, s.name));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    s.session = open_session(s.name, 0);
    create(&s, 2);
    capture(&s);
    ck_assert_uint_eq(item_of(s.cur, "item-2")->id, 2);
    ck_assert_uint_eq(item_of(s.prev, "item-1")->id, 1);
    stage_close(&s);
}
END_TEST

/* --- many, and in a hurry --- */

/* Check remembers each assertion: where there are many, they are summed up first. */
static size_t create_many(struct stage *s, struct item **items, size_t count)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        items[i] = memglass_create_object(s->session, &item_type, 1, NULL);
        if (items[i])
            items[i]->id = i;
        made += items[i] != NULL;
    }
    return made;
}

static size_t rows_as_written(const struct frame *f)
{
    size_t right = 0;
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct item *item = (const void *)frame_data(f, i);
        right += item->id == i && item->echo == (i % 100 == 0);
    }
    return right;
}

START_TEST(test_hundred_thousand_objects)
{
    enum { COUNT = 100000 };
    struct stage s;
    stage_open(&s, "many", 0);
    struct item **items = calloc(COUNT, sizeof(*items));
    ck_assert_uint_eq(create_many(&s, items, COUNT), COUNT);
    capture(&s);
    ck_assert_uint_eq(s.cur->roster->count, COUNT);
    for (size_t i = 0; i < COUNT; i += 100)
        items[i]->echo = 1;
    capture(&s);
    ck_assert_uint_eq(s.diff.changed, COUNT / 100);
    ck_assert_uint_eq(rows_as_written(s.cur), COUNT);
    for (size_t i = 0; i < COUNT; i += 2)
        memglass_destroy(s.session, items[i]);
    capture(&s);
    ck_assert_uint_eq(s.diff.destroyed, COUNT / 2);
    ck_assert_uint_eq(s.cur->roster->count, COUNT / 2);
    free(items);
    stage_close(&s);
}
END_TEST

struct churner {
    memglass_session *session;
    _Atomic bool stop;
};

/* Memory and directory rows of the dead are used again as soon as may be. */
static void *churn(void *arg)
{
    struct churner *c = arg;
    struct item *alive[64] = {0};
    char label[32];
    for (uint64_t id = 1; !atomic_load(&c->stop); id++) {
        size_t i = id * 7 % 64;
        if (alive[i])
            memglass_destroy(c->session, alive[i]);
        snprintf(label, sizeof label, "item-%llu", (unsigned long long)id);
        alive[i] = memglass_create_object(c->session, &item_type, 1, label);
        if (alive[i]) {
            memglass_write_begin(alive[i]);
            __atomic_store_n(&alive[i]->id, id, __ATOMIC_RELAXED);
            __atomic_store_n(&alive[i]->echo, id, __ATOMIC_RELAXED);
            memglass_write_end(alive[i]);
        }
    }
    return NULL;
}

/* --- a glimpse --- */

static const struct frame *glimpse(struct stage *s, uint32_t objects)
{
    const struct frame *f = NULL;
    memglass_error err;
    int status = s->source->ops->glimpse(s->source, objects, &f, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s", err.message);
    diff_frames(NULL, f, &s->diff);
    return f;
}

START_TEST(test_a_glimpse_has_the_first_objects_with_their_values)
{
    enum { OBJECTS = 5000, GLIMPSED = 100 };
    struct stage s;
    stage_open(&s, "glimpse", 0);
    for (uint64_t i = 0; i < OBJECTS; i++)
        create(&s, i)->value = (double)i / 2;
    const struct frame *f = glimpse(&s, GLIMPSED);
    ck_assert(f->partial);
    ck_assert_uint_eq(f->tick, 0);
    ck_assert_uint_eq(f->session.live_objects, OBJECTS);
    ck_assert_uint_gt(f->roster->count, GLIMPSED);
    ck_assert_uint_lt(f->roster->count, OBJECTS);
    for (size_t i = 0; i < f->roster->count; i++) {
        char label[32];
        const struct item *item = (const void *)frame_data(f, i);
        snprintf(label, sizeof label, "item-%zu", i);
        ck_assert_str_eq(f->roster->rows[i].label, label);
        ck_assert_double_eq(item->value, (double)i / 2);
        ck_assert_int_eq(frame_gone(f, i), 0);
        ck_assert_uint_eq(f->roster->rows[i].history, HISTORY_NONE);
    }
    capture(&s);
    ck_assert(!s.cur->partial);
    ck_assert_uint_eq(s.cur->roster->count, OBJECTS);
    ck_assert_uint_eq(s.cur->tick, 1);
    ck_assert_ptr_nonnull(s.cur->roster->rows[0].first);
    ck_assert_uint_ne(s.cur->roster->rows[0].history, HISTORY_NONE);
    ck_assert_str_eq(f->roster->rows[1].label, "item-1"); /* what is held stays */
    frame_release(&f);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_glimpse_of_a_few_objects_is_whole)
{
    struct stage s;
    stage_open(&s, "few", 0);
    for (uint64_t i = 0; i < 60; i++)
        create(&s, i);
    const struct frame *f = glimpse(&s, 60);
    ck_assert(!f->partial);
    ck_assert_uint_eq(f->roster->count, 60);
    frame_release(&f);
    capture(&s); /* the same rows, now with a past */
    ck_assert_uint_ne(s.cur->roster->rows[59].history, HISTORY_NONE);
    ck_assert_ptr_nonnull(s.cur->roster->rows[59].first);
    stage_close(&s);
}
END_TEST

/* A row that is not gone holds its own object's bytes: of its label, or not yet written. How many
 * are gone. */
static unsigned check_rows(const struct frame *f)
{
    char label[32];
    unsigned gone = 0;
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct item *item = (const void *)frame_data(f, i);
        gone += frame_gone(f, i);
        if (frame_gone(f, i) || frame_truth(f, i) == MEMGLASS_TORN || (!item->id && !item->echo))
            continue;
        snprintf(label, sizeof label, "item-%llu", (unsigned long long)item->id);
        if (strcmp(f->roster->rows[i].label, label) != 0 || item->echo != item->id)
            ck_abort_msg("%s shows %s, %llu", f->roster->rows[i].label, label,
                         (unsigned long long)item->echo);
    }
    return gone;
}

START_TEST(test_no_row_shows_another_object)
{
    struct stage s;
    pthread_t thread;
    unsigned gone = 0;
    stage_open(&s, "churn", 0);
    struct churner c = {.session = s.session};
    ck_assert_int_eq(pthread_create(&thread, NULL, churn, &c), 0);
    long long deadline = unit_now_ms() + 20000;
    for (int i = 0; i < 300 || (gone == 0 && unit_now_ms() < deadline); i++) {
        capture(&s);
        gone += check_rows(s.cur);
    }
    atomic_store(&c.stop, true);
    pthread_join(thread, NULL);
    stage_close(&s);
    ck_assert_uint_gt(gone, 0); /* some were destroyed while they were copied, and are dropped */
}
END_TEST

START_TEST(test_no_row_of_a_glimpse_shows_another_object)
{
    struct stage s;
    pthread_t thread;
    unsigned gone = 0;
    stage_open(&s, "churned", 0);
    struct churner c = {.session = s.session};
    ck_assert_int_eq(pthread_create(&thread, NULL, churn, &c), 0);
    long long deadline = unit_now_ms() + 20000;
    for (int i = 0; i < 300 || (gone == 0 && unit_now_ms() < deadline); i++) {
        s.source->ops->close(&s.source);
        s.source = source_live_open(s.name, NULL, NULL);
        const struct frame *f = glimpse(&s, 256);
        gone += check_rows(f);
        frame_release(&f);
    }
    atomic_store(&c.stop, true);
    pthread_join(thread, NULL);
    stage_close(&s);
    ck_assert_uint_gt(gone, 0); /* some were destroyed while they were copied, and are dropped */
}
END_TEST

/* --- rosters that are made of the one before ----------------------------------------------------
 */

static void same_rows(const struct frame *f, const struct frame *fresh)
{
    ck_assert_uint_eq(f->roster->count, fresh->roster->count);
    ck_assert_uint_eq(f->roster->bytes, fresh->roster->bytes);
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *a = &f->roster->rows[i], *b = &fresh->roster->rows[i];
        ck_assert_uint_eq(a->index, b->index);
        ck_assert_uint_eq(a->generation, b->generation);
        ck_assert_uint_eq(a->data, b->data);
        ck_assert_uint_eq(a->size, b->size);
        ck_assert_uint_eq(a->count, b->count);
        ck_assert_uint_eq(a->created_ns, b->created_ns);
        ck_assert_uint_eq(a->alike, b->alike);
        ck_assert_str_eq(a->type->name, b->type->name);
        ck_assert_str_eq(a->label, b->label);
        ck_assert_mem_eq(frame_data(f, i), frame_data(fresh, i), a->size);
        ck_assert(!a->first_due);
        ck_assert_ptr_nonnull(a->first);
        ck_assert_mem_eq(a->first, frame_data(f, i), a->size); /* values stay as they were born */
        ck_assert_uint_ne(a->history, HISTORY_NONE);
    }
}

static void *random_object(struct stage *s, uint64_t id)
{
    char label[32];
    snprintf(label, sizeof label, "thing-%llu", (unsigned long long)id);
    const memglass_type *type = id % 3 ? &item_type : &dot_type;
    uint64_t *object = memglass_create_object(s->session, type, 1 + (id % 7 == 0), label);
    ck_assert_ptr_nonnull(object);
    *(uint32_t *)object = (uint32_t)id;
    return object;
}

START_TEST(test_a_roster_made_of_the_one_before_is_as_one_made_anew)
{
    enum { SLOTS = 200, ROUNDS = 80 };
    void *objects[SLOTS] = {NULL};
    struct stage s;
    stage_open(&s, "patched", MEMGLASS_NO_THREAD);
    history_destroy(&s.history);
    s.source->ops->close(&s.source);
    s.history = history_create(64 << 20); /* room for all */
    s.source = source_live_open(
        s.name, &(struct source_live_options){.history = s.history, .first_bytes = FIRST_BYTES},
        NULL);
    uint64_t seed = 1, id = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t changes = round % 8 == 7 ? 3 * SLOTS : (uint32_t)round % 6;
        for (uint32_t i = 0; i < changes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            void **slot = &objects[(seed >> 33) % SLOTS];
            if (*slot)
                memglass_destroy(s.session, *slot);
            *slot = *slot ? NULL : random_object(&s, ++id);
        }
        capture(&s);
        struct source *again = source_live_open(s.name, NULL, NULL);
        const struct frame *fresh = NULL;
        ck_assert_ptr_nonnull(again);
        ck_assert_int_eq(again->ops->capture(again, NULL, 1, &fresh, NULL), MEMGLASS_OK);
        same_rows(s.cur, fresh);
        frame_release(&fresh);
        again->ops->close(&again);
        memglass_reclaim(s.session);
    }
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/source_live", test_frame_holds_what_is_there, test_stores_are_changes,
               test_objects_come_and_go, test_alternating_types_keep_their_bytes,
               test_torn_object_shows_its_last_whole_state, test_first_copy_stays,
               test_no_first_copy_of_what_was_torn, test_first_copies_keep_their_budget,
               test_no_first_copies_are_allowed, test_missing_session_is_an_error,
               test_closed_session_stays_on_screen, test_restart_after_close_is_followed,
               test_restart_with_a_changed_type_is_told, test_a_damaged_object_is_marked,
               test_restart_after_death_is_followed, test_damage_is_an_error_until_the_restart,
               test_hundred_thousand_objects, test_no_row_shows_another_object,
               test_a_glimpse_has_the_first_objects_with_their_values,
               test_a_glimpse_of_a_few_objects_is_whole,
               test_a_roster_made_of_the_one_before_is_as_one_made_anew,
               test_no_row_of_a_glimpse_shows_another_object)
