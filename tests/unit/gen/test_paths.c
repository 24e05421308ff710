/* The way from an output to its header, and the names made from paths. Tests only. */
#include "../../../gen/model.h"
#include "../../../gen/paths.h"
#include "unit.h"

#include <string.h>
#include <sys/stat.h>

/* A folder with a/, a/b/ and a/x.h; path must be removed by hand. */
static const char *make_tree(struct pool *pool)
{
    char *root = pool_copy(pool, "/tmp/memglass-paths-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(mkdir(pool_format(pool, "%s/a", root), 0700), 0);
    ck_assert_int_eq(mkdir(pool_format(pool, "%s/ab", root), 0700), 0);
    ck_assert_int_eq(mkdir(pool_format(pool, "%s/a/b", root), 0700), 0);
    FILE *header = fopen(pool_format(pool, "%s/a/x.h", root), "w");
    ck_assert_ptr_nonnull(header);
    fclose(header);
    return root;
}

static void remove_tree(struct pool *pool, const char *root)
{
    const char *const parts[] = {"a/x.h", "a/b", "ab", "a", "."};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        remove(pool_format(pool, "%s/%s", root, strcmp(parts[i], ".") ? parts[i] : ""));
}

START_TEST(test_include_is_the_way_from_the_output)
{
    struct pool *pool = pool_create();
    const char *root = make_tree(pool), *header = pool_format(pool, "%s/a/x.h", root);
    const struct {
        const char *output, *include;
    } cases[] = {{"a/o.h", "\"x.h\""},
                 {"o.h", "\"a/x.h\""},
                 {"a/b/o.h", "\"../x.h\""},
                 {"ab/o.h", "\"../a/x.h\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(
            path_include(pool, pool_format(pool, "%s/%s", root, cases[i].output), header),
            cases[i].include);
    ck_assert_str_eq(path_include(pool, "-", "../x.h"), "\"../x.h\"");
    ck_assert_str_eq(path_include(pool, "o.h", "/usr/include/zlib.h"), "<zlib.h>");
    remove_tree(pool, root);
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_shown_path_hides_the_machine)
{
    struct pool *pool = pool_create();
    ck_assert_str_eq(path_shown(pool, "-", "./src/game.h"), "src/game.h");
    ck_assert_str_eq(path_shown(pool, "-", "/opt/include/c++/12/include/x.h"), "x.h");
    ck_assert_str_eq(path_shown(pool, "-", "/home/somebody/game.h"), "game.h");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_names_follow_the_output)
{
    struct pool *pool = pool_create();
    ck_assert_str_eq(path_default_output(pool, "src.d/game.h"), "src.d/game.memglass.h");
    ck_assert_str_eq(path_default_output(pool, "src.d/game"), "src.d/game.memglass.h");
    ck_assert_str_eq(path_depend(pool, "o.d/game.memglass.h"), "o.d/game.memglass.d");
    ck_assert_str_eq(path_stem_identifier(pool, "o/my-game.memglass.h"), "my_game");
    ck_assert_str_eq(path_stem_identifier(pool, "o/3d.h"), "_3d");
    ck_assert_str_eq(path_guard(pool, "o/my-game.memglass.h"), "MY_GAME_MEMGLASS_H");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_identifier_of_any_name)
{
    struct pool *pool = pool_create();
    ck_assert_str_eq(model_identifier(pool, "game::player"), "game_player");
    ck_assert_str_eq(model_identifier(pool, "box<int, 4>"), "box_int_4");
    ck_assert_str_eq(model_identifier(pool, "player.pos"), "player_pos");
    ck_assert_str_eq(model_identifier(pool, "with_"), "with_");
    ck_assert_str_eq(model_identifier(pool, "__x"), "__x");
    pool_destroy(&pool);
}
END_TEST

MEMGLASS_SUITE("gen/paths", test_include_is_the_way_from_the_output,
               test_shown_path_hides_the_machine, test_names_follow_the_output,
               test_identifier_of_any_name)
