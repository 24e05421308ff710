/* Arrangements: order by two keys, groups and their totals, and one arrangement beside newer
 * frames. Tests only; no layer. */
#include "unit.h"
#include "user.h"

#include "view/arrange.h"

#include <math.h>
#include <string.h>

/* A scene, and an arrangement of its newest frames. */
struct bench {
    struct scene scene;
    struct arrange_memory memory;
    struct arrange_spec spec;
    struct arrangement *a;
};

static struct row_source source_of(const struct bench *b)
{
    return (struct row_source){.cur = b->scene.now.cur, .prev = b->scene.now.prev};
}

static void arrange(struct bench *b)
{
    struct row_source source = source_of(b);
    arrange_recycle(&b->memory, &b->a);
    ck_assert_int_eq(arrange_make(&b->spec, &source, &b->memory, NULL, &b->a), MEMGLASS_OK);
}

static void open_bench(struct bench *b, int processes, const char *by, enum arrange_way way)
{
    *b = (struct bench){.spec = {.page = 10}};
    scene_open(&b->scene);
    for (int i = 0; i < processes; i++) {
        char label[32];
        snprintf(label, sizeof label, "p%d", i);
        scene_add_process(&b->scene, label)->pid = i;
    }
    snprintf(b->spec.by[0].name, sizeof b->spec.by[0].name, "%s", by);
    b->spec.by[0].way = way;
}

static void close_bench(struct bench *b)
{
    arrangement_destroy(&b->a);
    arrange_memory_fini(&b->memory);
    scene_close(&b->scene);
}

static struct scene_process *process_of(struct bench *b, size_t i)
{
    return b->scene.objects[i].data;
}

static const char *label_at(struct bench *b, size_t group, size_t rank)
{
    struct order *o = &b->a->groups[group].order;
    ck_assert_uint_lt(rank, o->count);
    order_window(o, rank, 1);
    return row_at(&b->a->source, o->entries[rank].row).object->label;
}

START_TEST(test_the_second_key_decides_ties_and_the_index_what_is_left)
{
    struct bench b;
    open_bench(&b, 12, "state", ARRANGE_ASCENDING);
    for (size_t i = 0; i < 12; i++) {
        process_of(&b, i)->state = i % 2;
        process_of(&b, i)->rss = i / 4;
    }
    snprintf(b.spec.by[1].name, sizeof b.spec.by[1].name, "rss");
    b.spec.by[1].way = ARRANGE_DESCENDING;
    scene_tick(&b.scene);
    arrange(&b);
    static const char *const labels[] = {"p8", "p10", "p4", "p6", "p0", "p2",
                                         "p9", "p11", "p5", "p7", "p1", "p3"};
    for (size_t i = 0; i < 12; i++)
        ck_assert_str_eq(label_at(&b, 0, i), labels[i]);
    close_bench(&b);
}
END_TEST

/* Longer than a key holds: "a-long-name-2" and "a-long-name-10" begin alike. */
START_TEST(test_texts_are_compared_whole_in_either_key)
{
    struct bench b;
    open_bench(&b, 0, "label", ARRANGE_ASCENDING);
    static const char *const labels[] = {"a-long-name-10", "a-long-name-2", "a-long-name-1"};
    for (size_t i = 0; i < 3; i++)
        scene_add_process(&b.scene, labels[i]);
    scene_tick(&b.scene);
    for (int key = 0; key < 2; key++) {
        arrange(&b);
        ck_assert_str_eq(label_at(&b, 0, 0), "a-long-name-1");
        ck_assert_str_eq(label_at(&b, 0, 1), "a-long-name-2");
        ck_assert_str_eq(label_at(&b, 0, 2), "a-long-name-10");
        b.spec.by[1] = b.spec.by[0];
        snprintf(b.spec.by[0].name, sizeof b.spec.by[0].name, "size"); /* all equal */
    }
    close_bench(&b);
}
END_TEST

/* A double holds none of the differences. */
START_TEST(test_integers_are_in_their_own_order)
{
    static const uint64_t offsets[] = {3, 1, 7, 0, 5};
    struct bench b;
    open_bench(&b, 5, "rss", ARRANGE_ASCENDING);
    for (size_t i = 0; i < 5; i++) {
        process_of(&b, i)->rss = UINT64_C(1800000000000000000) + offsets[i];
        b.scene.objects[i].created_ns = UINT64_C(1800000000000000000) + offsets[i];
    }
    scene_add_machine(&b.scene, "box"); /* has none: the last, both ways */
    scene_add_process(&b.scene, "zero");
    scene_tick(&b.scene);
    arrange(&b);
    static const char *const up[] = {"zero", "p3", "p1", "p0", "p4", "p2", "box"};
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(label_at(&b, 0, i), up[i]);
    b.spec.by[0].way = ARRANGE_DESCENDING;
    arrange(&b);
    for (size_t i = 0; i < 6; i++)
        ck_assert_str_eq(label_at(&b, 0, i), up[5 - i]);
    ck_assert_str_eq(label_at(&b, 0, 6), "box");
    snprintf(b.spec.by[0].name, sizeof b.spec.by[0].name, "age");
    arrange(&b);
    ck_assert_str_eq(label_at(&b, 0, 2), "p3");
    ck_assert_str_eq(label_at(&b, 0, 3), "p1");
    ck_assert_str_eq(label_at(&b, 0, 6), "p2");
    close_bench(&b);
}
END_TEST

START_TEST(test_the_natural_way_is_the_columns)
{
    struct bench b;
    open_bench(&b, 3, "pid", ARRANGE_NATURAL);
    scene_tick(&b.scene);
    arrange(&b);
    ck_assert(b.a->descending[0]);
    struct arrange_spec resolved = b.spec;
    resolved.by[0].way = ARRANGE_DESCENDING;
    ck_assert(arrangement_answers(b.a, &b.spec) && arrangement_answers(b.a, &resolved));
    resolved.by[0].way = ARRANGE_ASCENDING;
    ck_assert(!arrangement_answers(b.a, &resolved));
    b.spec.by[0].way = ARRANGE_REVERSED;
    arrange(&b);
    ck_assert_str_eq(label_at(&b, 0, 0), "p0");
    close_bench(&b);
}
END_TEST

START_TEST(test_groups_are_by_type_and_add_up)
{
    struct bench b;
    open_bench(&b, 3, "pid", ARRANGE_ASCENDING);
    for (size_t i = 0; i < 3; i++)
        process_of(&b, i)->rss = (i + 1) << 20;
    scene_add_machine(&b.scene, "box")->memory = 77;
    b.spec.group = true;
    snprintf(b.spec.sums[0], sizeof b.spec.sums[0], "rss");
    scene_tick(&b.scene);
    process_of(&b, 1)->rss = 5 << 20;
    scene_remove(&b.scene, 0);
    b.spec.with_dying = true;
    scene_tick(&b.scene);
    arrange(&b);
    ck_assert_uint_eq(b.a->group_count, 2);
    const struct arrange_group *machine = &b.a->groups[0], *process = &b.a->groups[1];
    ck_assert_str_eq(machine->type->name, "machine");
    ck_assert(isnan(machine->sums[0])); /* has none: not 0 */
    ck_assert_uint_eq(machine->objects, 1);
    ck_assert_uint_eq(process->objects, 2);
    ck_assert_uint_eq(process->dying, 1);
    ck_assert_uint_eq(process->order.count, 3);
    ck_assert_uint_eq(process->bytes, 2 * sizeof(struct scene_process));
    ck_assert_double_eq(process->changes, 1);
    ck_assert_double_eq(process->sums[0], 8 << 20); /* without what has gone */
    ck_assert_uint_eq(b.a->objects, 3);
    close_bench(&b);
}
END_TEST

START_TEST(test_an_arrangement_outlives_its_frames_and_shows_newer_ones)
{
    struct bench b;
    struct row_source now;
    open_bench(&b, 4, "pid", ARRANGE_ASCENDING);
    scene_tick(&b.scene);
    arrange(&b);
    scene_remove(&b.scene, 2);
    for (size_t i = 0; i < 3; i++)
        process_of(&b, i)->pid = 100 - (int)i;
    for (int i = 0; i < 5; i++) /* its frames would have been used again by now */
        scene_tick(&b.scene);
    now = source_of(&b);
    for (size_t i = 0; i < 4; i++) {
        char label[8];
        snprintf(label, sizeof label, "p%zu", i);
        ck_assert_str_eq(label_at(&b, 0, i), label); /* the old order ... */
        struct row row = arrangement_row(b.a, &b.a->groups[0].order.entries[i], &now);
        ck_assert_str_eq(row.object->label, label);
        ck_assert_int_eq(row.dying, i == 2); /* ... what has gone as it was, ... */
        const struct scene_process *p = (const void *)row_bytes(&row);
        ck_assert_int_eq(p->pid, i == 2 ? 2 : i == 3 ? 98 : 100 - (int)i); /* ... newest values */
    }
    close_bench(&b);
}
END_TEST

START_TEST(test_an_object_is_found_wherever_it_is)
{
    struct bench b;
    open_bench(&b, 500, "pid", ARRANGE_DESCENDING);
    scene_tick(&b.scene);
    arrange(&b);
    for (uint32_t i = 0; i < 500; i += 7) {
        struct object_id id = {.instance = 7, .index = i, .generation = 1};
        size_t group, rank;
        ck_assert(arrangement_find(b.a, &id, &group, &rank));
        ck_assert_uint_eq(rank, 499 - i);
    }
    ck_assert(!arrangement_find(b.a, &(struct object_id){7, 3, 2}, &(size_t){0}, &(size_t){0}));
    ck_assert(!arrangement_find(b.a, &(struct object_id){8, 3, 1}, &(size_t){0}, &(size_t){0}));
    close_bench(&b);
}
END_TEST

START_TEST(test_a_filter_counts_what_it_hides)
{
    struct bench b;
    struct filter_error err;
    open_bench(&b, 20, "pid", ARRANGE_ASCENDING);
    scene_add_machine(&b.scene, "box");
    b.spec.filter = filter_compile("pid>=15", &err);
    b.spec.find = filter_compile("p1[67]", &err);
    snprintf(b.spec.type, sizeof b.spec.type, "process");
    scene_tick(&b.scene);
    arrange(&b);
    ck_assert_uint_eq(b.a->objects, 5);
    ck_assert_uint_eq(b.a->hidden, 15); /* the box is not of the type */
    ck_assert_uint_eq(b.a->matches, 2);
    struct object_id hidden = {.instance = 7, .index = 3, .generation = 1};
    ck_assert(!arrangement_find(b.a, &hidden, &(size_t){0}, &(size_t){0}));
    filter_release(&b.spec.filter);
    filter_release(&b.spec.find);
    close_bench(&b);
}
END_TEST

/* What a regular expression said of an object is not said of the next one in its place. */
START_TEST(test_verdicts_are_of_objects_not_of_places)
{
    struct bench b;
    struct filter_error err;
    open_bench(&b, 3, "pid", ARRANGE_ASCENDING);
    b.spec.filter = filter_compile("p2", &err);
    scene_tick(&b.scene);
    arrange(&b);
    ck_assert_uint_eq(b.a->objects, 1);
    struct scene_object *last = &b.scene.objects[2];
    last->generation++;
    snprintf(last->label, sizeof last->label, "other");
    b.scene.roster_old = true;
    scene_tick(&b.scene);
    arrange(&b);
    ck_assert_uint_eq(b.a->objects, 0);
    filter_release(&b.spec.filter);
    close_bench(&b);
}
END_TEST

START_TEST(test_a_type_that_is_not_there_has_no_rows)
{
    struct bench b;
    open_bench(&b, 3, "pid", ARRANGE_ASCENDING);
    snprintf(b.spec.type, sizeof b.spec.type, "dragon");
    scene_tick(&b.scene);
    for (int group = 0; group < 2; group++) {
        b.spec.group = group;
        arrange(&b);
        ck_assert_uint_eq(b.a->objects, 0);
        ck_assert_uint_eq(b.a->group_count, !group); /* no heads of nothing */
        ck_assert_uint_eq(b.a->type_count, 1);
    }
    close_bench(&b);
}
END_TEST

START_TEST(test_cancelling_gives_nothing)
{
    struct bench b;
    atomic_bool cancel = true;
    open_bench(&b, 3, "pid", ARRANGE_ASCENDING);
    scene_tick(&b.scene);
    struct row_source source = source_of(&b);
    ck_assert_int_eq(arrange_make(&b.spec, &source, &b.memory, &cancel, &b.a), ARRANGE_CANCELLED);
    ck_assert_ptr_null(b.a);
    close_bench(&b);
}
END_TEST

MEMGLASS_SUITE("view/arrange", test_the_second_key_decides_ties_and_the_index_what_is_left,
               test_texts_are_compared_whole_in_either_key, test_integers_are_in_their_own_order,
               test_the_natural_way_is_the_columns, test_groups_are_by_type_and_add_up,
               test_an_arrangement_outlives_its_frames_and_shows_newer_ones,
               test_an_object_is_found_wherever_it_is, test_a_filter_counts_what_it_hides,
               test_verdicts_are_of_objects_not_of_places,
               test_a_type_that_is_not_there_has_no_rows, test_cancelling_gives_nothing)
