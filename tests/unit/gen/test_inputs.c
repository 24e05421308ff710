/* What a run of the generator depended on, and whether it still holds. Which changes a whole run
 * notices is in tests/golden/rest.sh. Tests only. */
#include "../../../gen/inputs.h"
#include "unit.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *const words[] = {"memglass-gen", "game.h"};
static uint64_t newest;

static bool hold(const struct inputs *inputs)
{
    return inputs_hold(inputs, 2, words, &newest);
}

static char *folder(struct pool *pool)
{
    char *path = pool_copy(pool, "/tmp/memglass-inputs-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return path;
}

static void put(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

/* The record of what is noted, read again. */
static struct inputs kept(const struct inputs *inputs, const char *path)
{
    struct inputs again;
    char *text = inputs_text(inputs);
    ck_assert_ptr_nonnull(text);
    put(path, text);
    free(text);
    inputs_init(&again, inputs->pool);
    ck_assert(inputs_read(&again, path));
    ck_assert_uint_eq(again.count, inputs->count);
    return again;
}

START_TEST(test_every_kind_of_fact_is_kept)
{
    struct pool *pool = pool_create();
    struct inputs inputs;
    char *path = pool_format(pool, "%s/x", folder(pool));
    inputs_init(&inputs, pool);
    inputs_note_command(&inputs, 2, words);
    for (int kind = INPUT_VARIABLE; kind < INPUT_KIND_COUNT; kind++)
        inputs_note(&inputs, (enum input_kind)kind, kind == INPUT_ABSENT ? "/none" : "/bin");
    struct inputs again = kept(&inputs, path);
    for (size_t i = 0; i < inputs.count; i++) {
        ck_assert_int_eq(again.items[i].kind, inputs.items[i].kind);
        ck_assert_str_eq(again.items[i].name, inputs.items[i].name);
        ck_assert_uint_eq(again.items[i].hash, inputs.items[i].hash);
        ck_assert_mem_eq(&again.items[i].stamp, &inputs.items[i].stamp, sizeof inputs.items->stamp);
    }
    unlink(path);
    rmdir(pool_copy_part(pool, path, strlen(path) - 2));
    pool_destroy(&pool);
}
END_TEST

/* A program is known by its stamp alone, and a folder's names too. */
START_TEST(test_an_older_program_or_folder_is_another)
{
    static const enum input_kind kinds[] = {INPUT_LOADED, INPUT_LISTED};
    for (size_t i = 0; i < 2; i++) {
        struct pool *pool = pool_create();
        struct inputs inputs;
        inputs_init(&inputs, pool);
        inputs_note(&inputs, kinds[i], i ? "/usr" : "/bin/sh");
        ck_assert(hold(&inputs));
        inputs.items[0].stamp.mtime_ns--;
        ck_assert(!hold(&inputs));
        pool_destroy(&pool);
    }
}
END_TEST

/* Within the step of a time stamp a second change would not show. */
START_TEST(test_a_young_stamp_is_not_trusted)
{
    struct pool *pool = pool_create();
    struct inputs inputs;
    char *path = folder(pool);
    inputs_init(&inputs, pool);
    inputs_note(&inputs, INPUT_LISTED, path);
    ck_assert(!hold(&inputs));
    rmdir(path);
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_a_file_that_changes_while_it_is_read_holds_never)
{
    struct pool *pool = pool_create();
    struct inputs inputs;
    char *path = pool_format(pool, "%s/x", folder(pool));
    inputs_init(&inputs, pool);
    for (int turn = 0; turn < 2; turn++) {
        put(path, turn ? "two" : "one");
        FILE *in = fopen(path, "r");
        inputs_note_open(&inputs, path, fileno(in));
        fclose(in);
        ck_assert_int_eq(hold(&inputs), turn == 0);
    }
    unlink(path);
    rmdir(pool_copy_part(pool, path, strlen(path) - 2));
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_a_folder_that_is_absent_stands_for_what_is_looked_for_in_it)
{
    struct pool *pool = pool_create();
    struct inputs inputs;
    char *root = folder(pool), *inner = pool_format(pool, "%s/a", root);
    inputs_init(&inputs, pool);
    inputs_note_probe(&inputs, pool_format(pool, "%s/b/x.h", inner));
    inputs_note_probe(&inputs, pool_format(pool, "%s/y.h", inner));
    ck_assert_uint_eq(inputs.count, 1);
    ck_assert_str_eq(inputs.items[0].name, inner);
    ck_assert(hold(&inputs));
    ck_assert_int_eq(mkdir(inner, 0700), 0);
    ck_assert(!hold(&inputs));
    rmdir(inner);
    rmdir(root);
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_what_follows_from_a_file_in_it_is_left_out)
{
    struct pool *pool = pool_create();
    struct inputs seen, inputs;
    inputs_init(&seen, pool);
    inputs_init(&inputs, pool);
    inputs_note_probe(&seen, "/bin");
    inputs_note_probe(&seen, "/bin/sh");
    inputs_note(&seen, INPUT_LOADED, "/bin/sh");
    inputs_note_probe(&seen, "/usr");
    inputs_add(&inputs, &seen);
    ck_assert_uint_eq(inputs.count, 2);
    ck_assert_int_eq(inputs.items[0].kind, INPUT_LOADED);
    ck_assert_str_eq(inputs.items[1].name, "/usr");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_a_name_of_two_lines_cannot_be_kept)
{
    struct pool *pool = pool_create();
    struct inputs inputs;
    inputs_init(&inputs, pool);
    inputs_note(&inputs, INPUT_ABSENT, "/none\nabsent 0 0 0 0 0 0 /other");
    ck_assert_ptr_null(inputs_text(&inputs));
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_nothing_noted_is_nothing_known)
{
    struct inputs none;
    struct pool *pool = pool_create();
    inputs_init(&none, pool);
    ck_assert(!hold(&none));
    ck_assert(!inputs_read(&none, "/none"));
    ck_assert(!inputs_read(&none, "/"));
    pool_destroy(&pool);
}
END_TEST

MEMGLASS_SUITE("gen/inputs", test_every_kind_of_fact_is_kept,
               test_an_older_program_or_folder_is_another, test_a_young_stamp_is_not_trusted,
               test_a_file_that_changes_while_it_is_read_holds_never,
               test_a_folder_that_is_absent_stands_for_what_is_looked_for_in_it,
               test_what_follows_from_a_file_in_it_is_left_out,
               test_a_name_of_two_lines_cannot_be_kept, test_nothing_noted_is_nothing_known)
