/* From a path to a place, and the tree below a ref. Tests only; no layer. */
#include "unit.h"

#include "field/field.h"
#include "field/world.h"

#include <string.h>

static struct field_ref resolve(const char *path)
{
    struct field_ref whole = field_whole(&world_type, 1), ref;
    memglass_error err = {0};
    ck_assert_msg(field_resolve(&whole, path, &ref, &err) == MEMGLASS_OK, "%s", err.message);
    return ref;
}

static const char *failure(const struct field_ref *from, const char *path, memglass_error *err)
{
    struct field_ref ref = {.elements = 77};
    ck_assert_int_eq(field_resolve(from, path, &ref, err), MEMGLASS_E_PATH);
    ck_assert_uint_eq(ref.elements, 77); /* outputs change only on success */
    return err->message;
}

START_TEST(test_paths_lead_to_their_bytes)
{
    ck_assert_uint_eq(resolve("number").bit_offset, 8 * offsetof(struct world, number));
    ck_assert_uint_eq(resolve("pos.z").bit_offset, 8 * offsetof(struct world, pos.z));
    ck_assert_uint_eq(resolve("path[1].y").bit_offset, 8 * offsetof(struct world, path[1].y));
    ck_assert_uint_eq(resolve("grid[1][2]").bit_offset, 8 * offsetof(struct world, grid[1][2]));
    ck_assert_uint_eq(resolve("grid[1]").dims_used, 1);
    ck_assert_ptr_null(resolve("").field);
}
END_TEST

START_TEST(test_elements_of_an_array_object_come_first)
{
    struct field_ref whole = field_whole(&world_type, 10), ref;
    ck_assert_int_eq(field_resolve(&whole, "[3].number", &ref, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(ref.bit_offset,
                      8 * (3 * sizeof(struct world) + offsetof(struct world, number)));
}
END_TEST

START_TEST(test_a_path_goes_on_from_any_ref)
{
    struct field_ref path = resolve("path"), ref;
    ck_assert_int_eq(field_resolve(&path, "[1].x", &ref, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(ref.bit_offset, 8 * offsetof(struct world, path[1].x));
    struct field_ref pos = resolve("pos");
    ck_assert_int_eq(field_resolve(&pos, ".x", &ref, NULL), MEMGLASS_OK);
}
END_TEST

START_TEST(test_a_wrong_path_says_what_is_there_instead)
{
    struct field_ref one = field_whole(&vec3_type, 1), ten = field_whole(&vec3_type, 10);
    struct field_ref world = field_whole(&world_type, 1);
    memglass_error e;
    ck_assert_str_eq(failure(&one, "speed", &e), "no field 'speed' in vec3: it has x, y, z");
    ck_assert_str_eq(failure(&one, "x.y", &e), "'x' is one value: there is no field inside");
    ck_assert_str_eq(failure(&one, "x[0]", &e), "'x' is no array: it takes no [index]");
    ck_assert_str_eq(failure(&ten, "x", &e), "'vec3' is an array: write an [index] first");
    ck_assert_str_eq(failure(&ten, "[10].x", &e), "'vec3' has only [0] to [9]");
    ck_assert_str_eq(failure(&ten, "[99999999999999999999]", &e), "'vec3' has only [0] to [9]");
    ck_assert_str_eq(failure(&ten, "[1", &e), "'vec3' needs an index such as [0] behind it");
    ck_assert_str_eq(failure(&ten, "[-1]", &e), "'vec3' needs an index such as [0] behind it");
    ck_assert_str_eq(failure(&ten, "[1]x", &e), "'[1]' needs a '.' behind it");
    ck_assert_str_eq(failure(&world, "grid[1].x", &e),
                     "'grid[1]' is an array: write an [index] first");
    ck_assert_str_eq(failure(&world, "grid[2]", &e), "'grid' has only [0] to [1]");
    ck_assert_str_eq(failure(&one, "x.", &e), "'x' is one value: there is no field inside");
}
END_TEST

START_TEST(test_control_characters_of_a_path_stay_out_of_the_message)
{
    struct field_ref one = field_whole(&vec3_type, 1);
    memglass_error e;
    ck_assert_str_eq(failure(&one, "\033[2J", &e), "no field '?' in vec3: it has x, y, z");
}
END_TEST

START_TEST(test_a_long_list_of_fields_is_cut_visibly)
{
    struct field_ref world = field_whole(&world_type, 1);
    memglass_error e;
    const char *text = failure(&world, "zzz", &e);
    ck_assert_int_lt((int)strlen(text), (int)sizeof e.message);
    ck_assert_ptr_nonnull(strstr(text, "it has pos, number, big"));
}
END_TEST

/* --- the tree --- */

static int count_leaf(const struct field_ref *leaf, void *ctx)
{
    ck_assert(field_is_leaf(leaf));
    ++*(uint64_t *)ctx;
    return 0;
}

static int stop_at_third(const struct field_ref *leaf, void *ctx)
{
    (void)leaf;
    return ++*(uint64_t *)ctx == 3 ? 33 : 0;
}

START_TEST(test_leaves_are_counted_as_they_are_walked)
{
    struct field_ref ten = field_whole(&world_type, 10);
    uint64_t seen = 0;
    ck_assert_int_eq(field_each_leaf(&ten, count_leaf, &seen), 0);
    ck_assert_uint_eq(seen, field_leaf_count(&ten));
    ck_assert_uint_eq(seen, 10 * (3 + 12 + 3 + 6 + 6 + 3 + 2 + 4));
    seen = 0;
    ck_assert_int_eq(field_each_leaf(&ten, stop_at_third, &seen), 33);
    ck_assert_uint_eq(seen, 3);
}
END_TEST

START_TEST(test_leaf_count_saturates)
{
    struct field_ref many = field_whole(&world_type, UINT64_MAX / 2);
    ck_assert_uint_eq(field_leaf_count(&many), UINT64_MAX);
}
END_TEST

START_TEST(test_steps_are_texts_of_a_path)
{
    struct field_ref world = resolve(""), grid = resolve("grid");
    char text[32];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_step_text(&world, 1, &out);
    field_step_text(&grid, 1, &out);
    ck_assert_str_eq(text, "number[1]");
    ck_assert_uint_eq(field_child_count(&grid), 2);
    struct field_ref row = field_child(&grid, 1);
    ck_assert_uint_eq(field_child_count(&row), 3);
    ck_assert(!field_is_leaf(&row));
}
END_TEST

START_TEST(test_bytes_of_a_ref)
{
    struct field_ref ref = resolve("grid");
    ck_assert_uint_eq(field_ref_bytes(&ref), 24);
    ref = resolve("grid[0]");
    ck_assert_uint_eq(field_ref_bytes(&ref), 12);
    ref = resolve("mid");
    ck_assert_uint_eq(field_ref_bytes(&ref), 2);
    ref = resolve("");
    ck_assert_uint_eq(field_ref_bytes(&ref), sizeof(struct world));
}
END_TEST

START_TEST(test_guards_go_down_to_what_they_cover)
{
    ck_assert_uint_eq(resolve("safe.y").guard_offset, offsetof(struct world, safe.guard));
    ck_assert_uint_eq(resolve("pair[1]").guard_offset, offsetof(struct world, pair[1].guard));
    ck_assert_uint_eq(resolve("pair").guard_offset, FIELD_NO_GUARD);
    ck_assert_uint_eq(resolve("pos.y").guard_offset, FIELD_NO_GUARD);
}
END_TEST

MEMGLASS_SUITE("field/path", test_paths_lead_to_their_bytes,
               test_elements_of_an_array_object_come_first, test_a_path_goes_on_from_any_ref,
               test_a_wrong_path_says_what_is_there_instead,
               test_control_characters_of_a_path_stay_out_of_the_message,
               test_a_long_list_of_fields_is_cut_visibly,
               test_leaves_are_counted_as_they_are_walked, test_leaf_count_saturates,
               test_steps_are_texts_of_a_path, test_bytes_of_a_ref,
               test_guards_go_down_to_what_they_cover)
