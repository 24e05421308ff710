/* Chosen fields: what is left of frames, to the bit, and that nothing else is. */
#include "unit.h"

#include "../sample/synthetic.h"
#include "base/clock.h"
#include "record/fields.h"
#include "sample/diff.h"

#include <string.h>

static const struct synth_object objects[] = {{0, 1}, {1, 1}, {2, 1}};

struct scene {
    struct synth synth;
    struct record_fields *fields;
    const struct frame *whole, *left;
};

static void open_scene(struct scene *s, const char *names)
{
    memglass_error err = {0};
    *s = (struct scene){0};
    synth_open(&s->synth, NULL);
    synth_roster(&s->synth, objects, 3);
    s->fields = record_fields_create(names, &err);
    ck_assert_msg(s->fields != NULL, "%s", err.message);
}

static void close_scene(struct scene *s)
{
    frame_release(&s->whole);
    record_fields_destroy(&s->fields);
    synth_close(&s->synth);
}

/* All bits of all things are set, but for their counters: `ops` is 100 a tick. */
static void tick(struct scene *s, uint64_t number)
{
    struct diff unused;
    memglass_error err = {0};
    struct frame *f = synth_frame(&s->synth, s->whole, number);
    for (size_t i = 0; i < f->roster->count; i++) {
        memset(synth_thing(f, i), 0xff, sizeof(struct thing));
        synth_thing(f, i)->ops = number * 100;
        synth_thing(f, i)->level = 1.5;
        synth_thing(f, i)->low = number & 7;
    }
    diff_frames(s->whole, f, &unused);
    frame_release(&s->whole);
    s->whole = f;
    ck_assert_msg(record_fields_check(s->fields, f, &err) == MEMGLASS_OK, "%s", err.message);
    ck_assert_int_eq(record_fields_of(s->fields, f, &s->left, &err), MEMGLASS_OK);
}

START_TEST(test_other_bytes_are_nothing)
{
    struct scene s;
    struct thing want;
    open_scene(&s, "level,parts");
    tick(&s, 1);
    memset(&want, 0, sizeof want);
    want.level = 1.5;
    memset(want.parts, 0xff, sizeof want.parts);
    ck_assert_uint_eq(s.left->roster->count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_mem_eq(frame_data(s.left, i), &want, sizeof want);
    close_scene(&s);
}
END_TEST

START_TEST(test_a_bit_field_is_left_without_its_neighbour)
{
    struct scene s;
    open_scene(&s, "high");
    tick(&s, 5);
    ck_assert_uint_eq(synth_thing(s.left, 1)->high, 31);
    ck_assert_uint_eq(synth_thing(s.left, 1)->low, 0);
    close_scene(&s);
}
END_TEST

START_TEST(test_a_guarded_field_keeps_its_guard)
{
    struct scene s;
    open_scene(&s, "guarded");
    tick(&s, 1);
    struct thing want;
    memset(&want, 0, sizeof want);
    memset(&want.guarded, 0xff, sizeof want.guarded);
    ck_assert_mem_eq(frame_data(s.left, 0), &want, sizeof want);
    close_scene(&s);
}
END_TEST

START_TEST(test_a_type_says_what_was_left_out)
{
    struct scene s;
    open_scene(&s, "thing.lev*,ops");
    tick(&s, 1);
    const memglass_type *type = s.left->roster->rows[0].type;
    ck_assert_str_eq(type->name, thing_type.name);
    ck_assert_uint_eq(type->size, thing_type.size);
    ck_assert_uint_eq(type->field_count, 2);
    ck_assert_str_eq(type->fields[0].name, "ops");
    ck_assert_str_eq(type->fields[1].name, "level");
    ck_assert_ptr_nonnull(strstr(type->desc, "2 of 10 fields were recorded"));
    close_scene(&s);
}
END_TEST

START_TEST(test_changes_are_those_of_the_chosen)
{
    struct scene s;
    open_scene(&s, "level,low");
    tick(&s, 1);
    tick(&s, 2);
    ck_assert_uint_eq(frame_changes(s.whole, 0), 2); /* ops, low */
    ck_assert_uint_eq(frame_changes(s.left, 0), 1);
    tick(&s, 10); /* low is 2 as it was */
    ck_assert_uint_eq(frame_changes(s.left, 0), 0);
    ck_assert_uint_eq(frame_mark(s.left, 0).changed_total, 1);
    close_scene(&s);
}
END_TEST

START_TEST(test_objects_that_come_and_go_are_followed)
{
    static const struct synth_object later[] = {{0, 1}, {2, 2}, {5, 1}};
    struct scene s;
    open_scene(&s, "ops");
    tick(&s, 1);
    const struct roster *before = s.left->roster;
    tick(&s, 2);
    ck_assert_ptr_eq(s.left->roster, before);
    synth_roster(&s.synth, later, 3);
    tick(&s, 3);
    ck_assert_uint_eq(s.left->roster->count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(s.left->roster->rows[i].index, later[i].index);
        ck_assert_str_eq(s.left->roster->rows[i].label, s.whole->roster->rows[i].label);
        ck_assert_uint_eq(record_fields_row(s.fields, i), i);
        ck_assert_int_eq(frame_mark(s.left, i).born, i > 0);
        ck_assert_uint_eq(synth_thing(s.left, i)->ops, 300);
    }
    close_scene(&s);
}
END_TEST

START_TEST(test_objects_without_any_are_left_out)
{
    struct scene s;
    open_scene(&s, "other.*");
    struct frame *f = synth_frame(&s.synth, NULL, 1);
    struct diff unused;
    diff_frames(NULL, f, &unused);
    s.whole = f;
    ck_assert_int_eq(record_fields_of(s.fields, f, &s.left, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(s.left->roster->count, 0);
    close_scene(&s);
}
END_TEST

static void check_refuses(const char *names, const char *why)
{
    memglass_error err = {0};
    struct record_fields *f = record_fields_create(names, &err);
    ck_assert_ptr_null(f);
    ck_assert_int_eq(err.code, MEMGLASS_E_INVALID);
    ck_assert_msg(strstr(err.message, why) != NULL, "%s", err.message);
}

START_TEST(test_wrong_names_are_said)
{
    struct scene s;
    memglass_error err = {0};
    check_refuses("", "fields are named as in");
    check_refuses("a,,b", "fields are named as in");
    check_refuses("thing.", "fields are named as in");
    check_refuses("grid[0]", "fields are named as in");
    open_scene(&s, "ops,parts.x");
    struct frame *f = synth_frame(&s.synth, NULL, 1);
    struct diff unused;
    diff_frames(NULL, f, &unused);
    s.whole = f;
    ck_assert_int_eq(record_fields_check(s.fields, f, &err), MEMGLASS_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "'parts.x'"));
    close_scene(&s);
}
END_TEST

MEMGLASS_SUITE("record/fields", test_other_bytes_are_nothing,
               test_a_bit_field_is_left_without_its_neighbour, test_a_guarded_field_keeps_its_guard,
               test_a_type_says_what_was_left_out, test_changes_are_those_of_the_chosen,
               test_objects_that_come_and_go_are_followed, test_objects_without_any_are_left_out,
               test_wrong_names_are_said)
