/* Frames of a real session: what is there, what is torn or damaged, what was first seen, and the
 * glimpse before the first frame. */
#include "stage.h"

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

/* --- a glimpse --- */

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

MEMGLASS_SUITE("sample/source_live", test_frame_holds_what_is_there, test_stores_are_changes,
               test_objects_come_and_go, test_alternating_types_keep_their_bytes,
               test_torn_object_shows_its_last_whole_state, test_first_copy_stays,
               test_no_first_copy_of_what_was_torn, test_first_copies_keep_their_budget,
               test_no_first_copies_are_allowed, test_a_damaged_object_is_marked,
               test_hundred_thousand_objects,
               test_a_glimpse_has_the_first_objects_with_their_values,
               test_a_glimpse_of_a_few_objects_is_whole)
