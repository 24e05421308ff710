/* Copies, fields, and what may be believed of them. Tests only; no layer. */
#include "observer/scene.h"

#include "observer/copying.h"
#include "observer/state.h"

#include <limits.h>

static memglass_value read_ok(struct scene *s, const char *label, const char *path)
{
    memglass_object object = scene_find(s, label);
    memglass_value value;
    int status = memglass_read_field(s->observer, &object, path, &value);
    ck_assert_msg(status == MEMGLASS_OK, "%s: %d", path, status);
    return value;
}

START_TEST(test_a_copy_is_the_bytes)
{
    struct scene s = scene_open("bytes", 0, 0);
    struct unit *u = scene_create(&s, "u"), copy;
    u->id = 99;
    memcpy(u->name, "grunt", 6);
    memglass_object object = scene_find(&s, "u");
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_UNGUARDED);
    ck_assert_int_eq(memcmp(&copy, u, sizeof copy), 0);
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy - 1), MEMGLASS_E_SIZE);
    ck_assert_int_eq(memglass_read(s.observer, &object, NULL, sizeof copy), MEMGLASS_E_SIZE);
    scene_close(&s);
}
END_TEST

START_TEST(test_truth_of_a_copy)
{
    struct scene s = scene_open("truth", 0, 0);
    struct unit *u = scene_create(&s, "u"), copy;
    struct lone *lone = memglass_create_object(s.session, &scene_lone, 1, "lone"), value;
    memglass_create_object(s.session, &scene_lone, 2, "pair");
    memglass_object object = scene_find(&s, "u");
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_UNGUARDED);
    memglass_write_begin(u);
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_TORN);
    memglass_write_end(u);
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_EXACT);
    lone->value = 2.5;
    object = scene_find(&s, "lone");
    ck_assert_int_eq(memglass_read(s.observer, &object, &value, sizeof value), MEMGLASS_EXACT);
    ck_assert(value.value == 2.5);
    struct lone both[2];
    object = scene_find(&s, "pair");
    ck_assert_int_eq(memglass_read(s.observer, &object, both, sizeof both), MEMGLASS_UNGUARDED);
    scene_close(&s);
}
END_TEST

START_TEST(test_fields_by_path)
{
    struct scene s = scene_open("paths", 0, 0);
    struct unit *u = scene_create(&s, "u");
    u->at[1].y = -5;
    u->mood = -1;
    u->low = 6;
    u->high = 123456789;
    memcpy(u->name, "grunt", 6);
    memglass_value value = read_ok(&s, "u", "at[1].y");
    ck_assert_int_eq(value.as.i, -5);
    ck_assert_int_eq(value.truth, MEMGLASS_EXACT);
    ck_assert_str_eq(value.field->name, "y");
    ck_assert_str_eq(read_ok(&s, "u", "at").text, "[{x=0, y=0}, {x=0, y=-5}]");
    ck_assert_str_eq(read_ok(&s, "u", "mood").text, "ANGRY");
    ck_assert_uint_eq(read_ok(&s, "u", "low").as.u, 6);
    ck_assert_uint_eq(read_ok(&s, "u", "high").as.u, 123456789);
    ck_assert_str_eq(read_ok(&s, "u", "name").text, "grunt");
    ck_assert_ptr_null(read_ok(&s, "u", "").field);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_wrong_path_is_explained)
{
    struct scene s = scene_open("wrong", 0, 0);
    scene_create(&s, "u");
    memglass_object object = scene_find(&s, "u");
    memglass_value value;
    ck_assert_int_eq(memglass_read_field(s.observer, &object, "at[1].q", &value), MEMGLASS_E_PATH);
    ck_assert_str_eq(value.text, "no field 'q' in point: it has x, y");
    scene_close(&s);
}
END_TEST

START_TEST(test_one_element_of_a_large_array)
{
    struct scene s = scene_open("large", 0, 0);
    struct unit *crowd = memglass_create_object(s.session, &scene_unit, 50000, "crowd");
    crowd[49999].id = 77;
    crowd[49999].safe.value.x = 3;
    crowd[49998].safe.guard.sequence = 1;
    ck_assert_uint_eq(read_ok(&s, "crowd", "[49999].id").as.u, 77);
    ck_assert_str_eq(read_ok(&s, "crowd", "[49999].safe").text, "{x=3, y=0}");
    ck_assert_int_eq(read_ok(&s, "crowd", "[49999].safe").truth, MEMGLASS_EXACT);
    ck_assert_int_eq(read_ok(&s, "crowd", "[49998].safe").truth, MEMGLASS_TORN);
    ck_assert_uint_gt(strlen(read_ok(&s, "crowd", "").text), 200);
    scene_close(&s);
}
END_TEST

START_TEST(test_guarded_fields_carry_their_truth)
{
    struct scene s = scene_open("guarded", 0, 0);
    struct unit *u = scene_create(&s, "u"), copy;
    memglass_guarded_store(&u->safe, (&(struct point){1, 2}));
    u->pair[1].value = 9;
    memglass_value value = read_ok(&s, "u", "safe");
    ck_assert_int_eq(value.truth, MEMGLASS_EXACT);
    ck_assert_str_eq(value.text, "{x=1, y=2}");
    ck_assert_int_eq(read_ok(&s, "u", "safe.x").as.i, 1);
    ck_assert_int_eq(read_ok(&s, "u", "safe.y").as.i, 2); /* does not begin a word */
    memglass_sequence_begin(&u->safe.guard.sequence);
    memglass_sequence_begin(&u->pair[1].guard.sequence);
    ck_assert_int_eq(read_ok(&s, "u", "safe").truth, MEMGLASS_TORN);
    ck_assert_int_eq(read_ok(&s, "u", "safe.y").truth, MEMGLASS_TORN);
    ck_assert_int_eq(read_ok(&s, "u", "pair[0]").truth, MEMGLASS_EXACT);
    ck_assert_int_eq(read_ok(&s, "u", "pair[1]").truth, MEMGLASS_TORN);
    ck_assert_str_eq(read_ok(&s, "u", "pair").text, "[0, torn]");
    ck_assert_int_eq(read_ok(&s, "u", "id").truth, MEMGLASS_EXACT);
    memglass_object object = scene_find(&s, "u");
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_UNGUARDED);
    ck_assert(copy.safe.guard.sequence & 1);
    ck_assert(!(copy.pair[0].guard.sequence & 1));
    ck_assert(copy.pair[1].guard.sequence & 1);
    memglass_sequence_end(&u->pair[1].guard.sequence);
    ck_assert_str_eq(read_ok(&s, "u", "pair").text, "[0, 9]");
    scene_close(&s);
}
END_TEST

/* What moved with a section that a slow look at its guards was within is looked at again. */
START_TEST(test_a_guard_that_never_settles_takes_no_patience_from_sections)
{
    struct scene s = scene_open("apart", 0, 0);
    struct unit *u = scene_create(&s, "u"), copy;
    struct patience sections = {.spins = 3}, guards = {.spins = 5};
    struct field_ref whole = field_whole(scene_find(&s, "u").type, 1);
    const struct copying c = {.from = (const unsigned char *)u,
                              .to = (unsigned char *)&copy,
                              .end = sizeof copy,
                              .ref = &whole,
                              .sections = &sections,
                              .guards = &guards};
    memglass_sequence_begin(&u->safe.guard.sequence);
    ck_assert_int_eq(copy_patiently(&c, false), MEMGLASS_UNGUARDED);
    ck_assert_uint_eq(sections.spins, 3);
    ck_assert_uint_eq(guards.spins, 0);
    ck_assert(copy.safe.guard.sequence & 1);
    memglass_write_begin(u);
    ck_assert_int_eq(copy_patiently(&c, false), MEMGLASS_TORN);
    ck_assert_uint_eq(sections.spins, 0);
    scene_close(&s);
}
END_TEST

START_TEST(test_what_is_destroyed_is_gone)
{
    struct scene s = scene_open("gone", 0, 0);
    struct unit *u = scene_create(&s, "u"), copy;
    memglass_object object = scene_find(&s, "u"), other = object;
    memglass_value value;
    other.generation++;
    ck_assert_int_eq(memglass_read(s.observer, &other, &copy, sizeof copy), MEMGLASS_E_GONE);
    other = object;
    other.index = UINT32_MAX;
    ck_assert_int_eq(memglass_read(s.observer, &other, &copy, sizeof copy), MEMGLASS_E_GONE);
    memglass_destroy(s.session, u);
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_read_field(s.observer, &object, "id", &value), MEMGLASS_E_GONE);
    memglass_refresh(s.observer);
    ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_E_GONE);
    scene_close(&s);
}
END_TEST

/* --- runs --- */

START_TEST(test_a_run_is_copied_with_a_truth_each)
{
    enum { COUNT = 1000 };
    struct scene s = scene_open("run", 0, 0);
    struct unit *units[COUNT], *copies = calloc(COUNT, sizeof *copies);
    unsigned char truths[COUNT];
    for (uint64_t i = 0; i < COUNT; i++) {
        units[i] = scene_create(&s, NULL);
        units[i]->id = i;
    }
    memglass_write_begin(units[500]);
    memglass_write_begin(units[700]);
    memglass_write_end(units[700]);
    memglass_sequence_begin(&units[900]->safe.guard.sequence);
    memglass_refresh(s.observer);
    struct observer_run run = scene_run(&s, 0, COUNT);
    ck_assert_int_eq(scene_copy_run(&s, &run, (void *)copies, truths), 1);
    for (uint64_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(copies[i].id, i);
        ck_assert_int_eq(truths[i], i == 500   ? MEMGLASS_TORN
                                    : i == 700 ? MEMGLASS_EXACT
                                               : MEMGLASS_UNGUARDED);
        ck_assert_uint_eq(copies[i].safe.guard.sequence & 1, i == 900);
    }
    free(copies);
    scene_close(&s);
}
END_TEST

/* Of every length, from where vectors can be loaded and from where they cannot, to where they can
 * be streamed and to where not. */
START_TEST(test_copies_of_any_length_are_the_bytes)
{
    enum { MOST = 200, COUNT = 5, PLACE = 64, EACH = (MOST + 7) / 8 * 8 };
    static _Alignas(64) unsigned char room[PLACE + COUNT * EACH + 8];
    static const memglass_field field = {
        .name = "byte", .kind = MEMGLASS_KIND_UINT, .bit_size = 8, .stride_bytes = 1};
    static const memglass_type byte = {
        .name = "byte", .fields = &field, .field_count = 1, .size = 1, .align = 1};
    struct scene s = scene_open("lengths", 0, 0);
    unsigned char truths[COUNT + 1], *objects[COUNT];
    for (size_t size = 1; size <= MOST; size++) {
        for (size_t i = 0; i < COUNT; i++) {
            objects[i] = memglass_create_object(s.session, &byte, size, NULL);
            for (size_t at = 0; at < size; at++)
                objects[i][at] = (unsigned char)(size + 7 * i + at);
        }
        memglass_refresh(s.observer);
        size_t padded = (size + 7) / 8 * 8;
        for (size_t way = 0; way < 4; way++) {
            struct observer_run runs[COUNT];
            unsigned char *to = room + (way & 1 ? 8 : PLACE);
            for (uint32_t i = 0; i < COUNT; i++)
                runs[i] = scene_run(&s, memglass_object_prefix(objects[i])->index, 1);
            memset(room, 0xee, sizeof room);
            memset(truths, 0xee, sizeof truths);
            struct observer_copying job = {.observer = s.observer,
                                           .runs = runs,
                                           .count = COUNT,
                                           .to = to,
                                           .truths = truths,
                                           .stream = way & 2};
            ck_assert_int_eq(observer_copy_runs(&job), MEMGLASS_OK);
            for (size_t i = 0; i < COUNT; i++) {
                ck_assert_int_eq(memcmp(to + i * padded, objects[i], size), 0);
                ck_assert_uint_eq(truths[i], size == 1 ? MEMGLASS_EXACT : MEMGLASS_UNGUARDED);
            }
            ck_assert_uint_eq(to[COUNT * padded], 0xee);
            ck_assert_uint_eq(to[-1], 0xee);
            ck_assert_uint_eq(truths[COUNT], 0xee);
        }
    }
    scene_close(&s);
}
END_TEST

START_TEST(test_a_run_outside_the_session_is_refused)
{
    struct scene s = scene_open("outside", 0, 0);
    scene_create(&s, "a");
    scene_create(&s, "b");
    memglass_refresh(s.observer);
    struct observer_run sound = scene_run(&s, 0, 2), run = sound;
    struct unit copies[2];
    unsigned char truths[2];
    ck_assert_int_eq(scene_copy_run(&s, &run, (void *)copies, truths), MEMGLASS_OK);
    run.place = 4;
    ck_assert_int_lt(scene_copy_run(&s, &run, (void *)copies, truths), 0);
    run = sound;
    run.stride = UINT64_C(1) << 62;
    ck_assert_int_lt(scene_copy_run(&s, &run, (void *)copies, truths), 0);
    run = sound;
    run.count = UINT64_MAX;
    ck_assert_int_lt(scene_copy_run(&s, &run, (void *)copies, truths), 0);
    run.count = 0;
    ck_assert_int_eq(scene_copy_run(&s, &run, NULL, NULL), MEMGLASS_OK);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_stuck_writer_costs_little)
{
    struct scene s = scene_open("stuck", 0, 0);
    struct unit copy;
    memglass_write_begin(scene_create(&s, "u"));
    memglass_object object = scene_find(&s, "u");
    long long least = LLONG_MAX; /* others may have had the processor during any one of them */
    for (int i = 0; i < 100; i++) {
        long long start = unit_now_ms();
        ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_TORN);
        long long took = unit_now_ms() - start;
        least = took < least ? took : least;
    }
    ck_assert_int_lt(least, 20); /* far below 1 ms */
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("observer/read", test_a_copy_is_the_bytes, test_truth_of_a_copy, test_fields_by_path,
               test_a_wrong_path_is_explained, test_one_element_of_a_large_array,
               test_guarded_fields_carry_their_truth,
               test_a_guard_that_never_settles_takes_no_patience_from_sections,
               test_what_is_destroyed_is_gone, test_a_run_is_copied_with_a_truth_each,
               test_copies_of_any_length_are_the_bytes, test_a_run_outside_the_session_is_refused,
               test_a_stuck_writer_costs_little)
