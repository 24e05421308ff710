/* The inspector's tree: which lines there are, what folds do, and that long arrays are cheap. Tests
 * only; no layer. */
#include "scene.h"
#include "unit.h"

#include "view/tree.h"

#include <string.h>

struct seen {
    char paths[16][64];
    uint64_t parents[16];
    size_t count;
};

static void see(const struct tree_node *node, void *ctx)
{
    struct seen *s = ctx;
    ck_assert_uint_lt(s->count, 16);
    snprintf(s->paths[s->count], sizeof s->paths[0], "%s", node->path);
    s->parents[s->count++] = node->parent;
}

static struct tree whole(const memglass_type *type, uint64_t count, const struct folds *folds)
{
    return (struct tree){.root = {.ref = field_whole(type, count), .has_ref = true},
                         .folds = folds};
}

static uint64_t walk(const struct folds *folds, uint64_t first, uint64_t count, struct seen *s)
{
    struct tree tree = whole(&scene_process_type, 1, folds);
    *s = (struct seen){.count = 0};
    return tree_walk(&tree, first, count, see, s);
}

START_TEST(test_small_structs_are_open_and_long_arrays_closed)
{
    struct folds folds;
    struct seen s;
    folds_init(&folds);
    ck_assert_uint_eq(walk(&folds, 0, 16, &s), 10);
    ck_assert_str_eq(s.paths[0], "pid");
    ck_assert_str_eq(s.paths[6], "pos");
    ck_assert_str_eq(s.paths[7], "pos.x");
    ck_assert_uint_eq(s.parents[7], 6);
    ck_assert_str_eq(s.paths[9], "samples");
    folds_fini(&folds);
}
END_TEST

START_TEST(test_folds_open_and_close_by_path)
{
    struct folds folds;
    struct seen s;
    folds_init(&folds);
    folds_set(&folds, "pos", false);
    ck_assert_uint_eq(walk(&folds, 0, 16, &s), 8);
    folds_set(&folds, "samples", true);
    ck_assert_uint_eq(walk(&folds, 205, 16, &s), 208);
    ck_assert_uint_eq(s.count, 3);
    ck_assert_str_eq(s.paths[2], "samples[199]");
    folds_clear(&folds);
    ck_assert_uint_eq(walk(&folds, 0, 16, &s), 10);
    folds_fini(&folds);
}
END_TEST

static uint64_t walk_crowd(const struct folds *folds, uint64_t first, struct seen *s)
{
    struct tree crowd = whole(&scene_machine_type, UINT64_C(1000000000), folds);
    *s = (struct seen){.count = 0};
    return tree_walk(&crowd, first, 5, see, s);
}

/* Were each element visited, this would not end in time. */
START_TEST(test_a_billion_elements_cost_what_is_seen_of_them)
{
    struct folds folds;
    struct seen s;
    folds_init(&folds);
    ck_assert_uint_eq(walk_crowd(&folds, 500000000, &s), 1000000000);
    ck_assert_str_eq(s.paths[0], "[500000000]");
    folds_set(&folds, "[7]", true);
    folds_set(&folds, "[500000001]", true);
    ck_assert_uint_eq(walk_crowd(&folds, 500000002, &s), 1000000004);
    ck_assert_str_eq(s.paths[0], "[500000000]");
    ck_assert_str_eq(s.paths[1], "[500000001]");
    ck_assert_str_eq(s.paths[2], "[500000001].memory");
    ck_assert_uint_eq(s.parents[2], 500000003);
    folds_fini(&folds);
}
END_TEST

MEMGLASS_SUITE("view/tree", test_small_structs_are_open_and_long_arrays_closed,
               test_folds_open_and_close_by_path, test_a_billion_elements_cost_what_is_seen_of_them)
