/* Damage that a program does to its own objects is seen by those who look, alive or dead. */
#include "observer/scene.h"

#include "observer/observer.h"

#include <string.h>

/* A store past the end of one object, as a program makes it by mistake. */
static void overrun(struct unit *u, size_t bytes)
{
    memset((char *)u + sizeof *u, 0x5a, bytes);
}

static int count_damaged(const memglass_object *object, void *ctx)
{
    char *labels = ctx;
    strcat(labels, object->label);
    return 0;
}

START_TEST(test_whole_objects_are_whole)
{
    struct scene s = scene_open("whole", 0, 0);
    for (int i = 0; i < 300; i++)
        scene_create(&s, NULL);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_int_eq(memglass_check(s.observer, NULL, NULL), 0);
    scene_close(&s);
}
END_TEST

START_TEST(test_an_overrun_is_seen_and_named)
{
    struct scene s = scene_open("overrun", 0, 0);
    char labels[64] = "";
    scene_create(&s, "a");
    struct unit *b = scene_create(&s, "b");
    scene_create(&s, "c");
    overrun(b, 1);
    memglass_object a = scene_find(&s, "a"), hurt = scene_find(&s, "b");
    ck_assert_int_eq(memglass_object_check(s.observer, &a), MEMGLASS_OK);
    ck_assert_int_eq(memglass_object_check(s.observer, &hurt), MEMGLASS_E_OVERRUN);
    ck_assert_int_eq(memglass_check(s.observer, count_damaged, labels), 1);
    ck_assert_str_eq(labels, "b");
    scene_close(&s);
}
END_TEST

/* One that reaches the neighbour's prefix damages two, and the values of both can still be read. */
START_TEST(test_a_long_overrun_damages_the_neighbour)
{
    struct scene s = scene_open("long", 0, 0);
    char labels[64] = "";
    scene_create(&s, "first"); /* the storage of labels comes behind it */
    struct unit *a = scene_create(&s, "a"), *b = scene_create(&s, "b"), copy;
    b->id = 7;
    memset((char *)a + sizeof *a, 0, (size_t)((char *)b - (char *)a) - sizeof *a);
    memglass_object hurt = scene_find(&s, "b");
    ck_assert_int_eq(memglass_check(s.observer, count_damaged, labels), 2);
    ck_assert_int_ge(memglass_read(s.observer, &hurt, &copy, sizeof copy), 0);
    ck_assert_uint_eq(copy.id, 7);
    scene_close(&s);
}
END_TEST

/* Its canary is another one then; that is no damage. */
START_TEST(test_a_destroyed_object_is_gone_not_damaged)
{
    struct scene s = scene_open("gone", 0, 0);
    struct unit *u = scene_create(&s, "u");
    memglass_object object = scene_find(&s, "u");
    ck_assert_int_eq(memglass_destroy(s.session, u), MEMGLASS_OK);
    ck_assert_int_eq(memglass_object_check(s.observer, &object), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_check(s.observer, NULL, NULL), 0);
    scene_close(&s);
}
END_TEST

START_TEST(test_what_the_producer_found_is_counted)
{
    struct scene s = scene_open("counted", 0, 0);
    memglass_session_info info;
    struct unit *u = scene_create(&s, "u");
    overrun(u, 8);
    ck_assert_int_eq(memglass_destroy(s.session, u), MEMGLASS_E_OVERRUN);
    u->id = 9;
    while (memglass_reclaim(s.session) == 0)
        ;
    ck_assert_int_eq(memglass_session_info_get(s.observer, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.overruns, 1);
    ck_assert_uint_eq(info.late_writes, 1);
    scene_close(&s);
}
END_TEST

/* As the sampler copies. */
START_TEST(test_a_run_tells_which_of_it_is_damaged)
{
    enum { COUNT = 100, HURT = 71 };
    struct scene s = scene_open("run", 0, 0);
    static unsigned char bytes[COUNT * ((sizeof(struct unit) + 7) & ~(size_t)7)], truths[COUNT];
    struct unit *units[COUNT];
    for (int i = 0; i < COUNT; i++)
        units[i] = scene_create(&s, NULL);
    overrun(units[HURT], 3);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    struct observer_entry first;
    ck_assert(observer_entry_at(s.observer, 0, &first));
    struct observer_run run = {.place = first.place,
                               .stride = (uint64_t)((char *)units[1] - (char *)units[0]),
                               .size = sizeof(struct unit),
                               .count = COUNT,
                               .type = first.type,
                               .elements = 1};
    ck_assert_int_eq(scene_copy_run(&s, &run, bytes, truths), MEMGLASS_OK);
    for (int i = 0; i < COUNT; i++)
        ck_assert_uint_eq(truths[i], MEMGLASS_UNGUARDED | (i == HURT ? OBSERVER_DAMAGED : 0u));
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("observer/damage", test_whole_objects_are_whole, test_an_overrun_is_seen_and_named,
               test_a_long_overrun_damages_the_neighbour,
               test_a_destroyed_object_is_gone_not_damaged, test_what_the_producer_found_is_counted,
               test_a_run_tells_which_of_it_is_damaged)
