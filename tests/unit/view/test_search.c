/* Finding parts of an object by name and by what differs, also among a million elements. Tests
 * only; no layer. */
#include "scene.h"
#include "unit.h"

#include "view/search.h"
#include "view/tree.h"

#include <stdlib.h>
#include <string.h>

#define MANY UINT64_C(1000000)

static struct pair one(const memglass_type *type, uint64_t count)
{
    return (struct pair){.ref = field_whole(type, count), .has_ref = true};
}

static char found[TREE_PATH_MAX];

static const char *next(const struct pair *root, const char *from, bool backwards, const char *name)
{
    struct search_pattern p;
    ck_assert_int_eq(search_compile(&p, name, NULL), MEMGLASS_OK);
    found[0] = '\0';
    search_next(root, from, backwards, search_by_name, &p, found, sizeof found);
    search_pattern_fini(&p);
    return found;
}

START_TEST(test_names_are_found_in_the_order_of_the_tree)
{
    struct pair process = one(&scene_process_type, 1);
    ck_assert_str_eq(next(&process, "", false, "^[xy]$"), "pos.x");
    ck_assert_str_eq(next(&process, "pos.x", false, "^[xy]$"), "pos.y");
    ck_assert_str_eq(next(&process, "pos.y", false, "^[xy]$"), "pos.x"); /* around */
    ck_assert_str_eq(next(&process, "pos.x", true, "^[xy]$"), "pos.y");
    ck_assert_str_eq(next(&process, "", true, "^[xy]$"), "pos.y");
    ck_assert_str_eq(next(&process, "pos.y", true, "pos"), "pos");
    ck_assert_str_eq(next(&process, "samples[9]", true, "pos"), "pos");
    ck_assert_str_eq(next(&process, "", false, "zzz"), "");
    ck_assert_str_eq(next(&process, "", false, "pos\\.y"), "pos.y");
    ck_assert_str_eq(next(&process, "", false, "POS"), ""); /* capitals are seen */
}
END_TEST

/* Were each element looked at, this would not end in time. */
START_TEST(test_a_million_elements_are_passed_over)
{
    struct pair crowd = one(&scene_machine_type, MANY * 1000);
    ck_assert_str_eq(next(&crowd, "[500000].memory", false, "load"), "[500000].load");
    ck_assert_str_eq(next(&crowd, "[500000].load", false, "memory"), "[500001].memory");
    ck_assert_str_eq(next(&crowd, "[0].memory", true, "load"), "[999999999].load");
    ck_assert_str_eq(next(&crowd, "", false, "rss"), "");
    struct search_pattern p;
    search_compile(&p, "load|memory", NULL);
    ck_assert_uint_eq(search_count(&crowd, &p), 2 * MANY * 1000);
    search_pattern_fini(&p);
}
END_TEST

START_TEST(test_a_bad_pattern_is_told)
{
    struct search_pattern p;
    memglass_error err;
    ck_assert_int_eq(search_compile(&p, "(", &err), MEMGLASS_E_INVALID);
    ck_assert_str_ne(err.message, "");
    search_pattern_fini(&p);
}
END_TEST

START_TEST(test_differences_among_a_million)
{
    struct scene_machine *a = calloc(MANY, sizeof *a), *b = calloc(MANY, sizeof *b);
    struct pair crowd = one(&scene_machine_type, MANY);
    crowd.other = crowd.ref;
    crowd.has_other = true;
    struct search_bytes bytes = {.size = MANY * sizeof *a, .other_size = MANY * sizeof *b};
    bytes.bytes = (unsigned char *)a;
    bytes.other = (unsigned char *)b;
    ck_assert(!search_next(&crowd, "", false, search_difference, &bytes, found, sizeof found));
    b[777777].load = 1;
    ck_assert(search_next(&crowd, "", false, search_difference, &bytes, found, sizeof found));
    ck_assert_str_eq(found, "[777777].load");
    free(a);
    free(b);
}
END_TEST

/* Text behind its end, and the padding between fields, are no differences. */
START_TEST(test_only_values_count)
{
    struct scene_process a = {.name = "same\0one"}, b = {.name = "same\0two", .pad = 7};
    struct pair pair = one(&scene_process_type, 1);
    pair.other = pair.ref;
    pair.has_other = true;
    struct search_bytes bytes = {(unsigned char *)&a, (unsigned char *)&b, sizeof a, sizeof b};
    ck_assert(search_equal(&pair, &bytes));
    b.pos.y = 1;
    ck_assert(!search_equal(&pair, &bytes));
}
END_TEST

/* All below a million elements can be open: their lines are counted, not walked. */
START_TEST(test_a_million_open_elements_cost_what_is_seen)
{
    struct folds folds;
    folds_init(&folds);
    folds_set_depth(&folds, 5);
    struct tree tree = {.root = one(&scene_process_type, MANY), .folds = &folds};
    uint64_t each = 1 + 8 + 2 + 200;
    ck_assert_uint_eq(tree_line_of(&tree, "[999999].pos.y"), 999999 * each + 9);
    folds_set(&folds, "[5]", false);
    ck_assert_uint_eq(tree_line_of(&tree, "[999999].pos.y"), 999998 * each + 1 + 9);
    ck_assert_uint_eq(tree_line_of(&tree, "[5].pos"), TREE_NO_LINE);
    folds_fini(&folds);
}
END_TEST

MEMGLASS_SUITE("view/search", test_names_are_found_in_the_order_of_the_tree,
               test_a_million_elements_are_passed_over, test_a_bad_pattern_is_told,
               test_differences_among_a_million, test_only_values_count,
               test_a_million_open_elements_cost_what_is_seen)
