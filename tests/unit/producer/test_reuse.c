/* Free rows of a class that has many are given out by where they lie. */
#include "fixture.h"

#include "producer/session.h"

#include <signal.h>
#include <sys/resource.h>

enum { FROM = REUSE_FROM, SHARE = FROM / REUSE_SHARE, STEP = 7919 };

/* --- alone -------------------------------------------------------------------------------------
 */

static struct reuse with_rows(uint32_t rows)
{
    struct reuse r = {0};
    for (uint32_t row = 0; row < rows; row++)
        reuse_count(&r, row);
    return r;
}

START_TEST(test_few_rows_are_not_gathered)
{
    struct reuse r = with_rows(FROM - 1);
    uint32_t out[4];
    ck_assert(!reuse_put(&r, 1));
    ck_assert_uint_eq(reuse_take(&r, 4, out), 0);
    reuse_fini(&r);
}
END_TEST

START_TEST(test_none_is_given_before_a_share_is_free)
{
    struct reuse r = with_rows(FROM);
    uint32_t out[SHARE];
    for (uint32_t i = 0; i < SHARE; i++) {
        ck_assert_uint_eq(reuse_take(&r, SHARE, out), 0);
        ck_assert(reuse_put(&r, i * STEP % FROM));
    }
    ck_assert_uint_eq(reuse_take(&r, 1, out), 1);
    ck_assert_uint_eq(reuse_take(&r, 1, out), 0);
    r.urgent = true;
    ck_assert_uint_eq(reuse_take(&r, SHARE, out), SHARE - 1);
    ck_assert_uint_eq(reuse_take(&r, SHARE, out), 0);
    reuse_fini(&r);
}
END_TEST

/* Each once, also where one word has more than are asked for. */
START_TEST(test_rows_are_given_by_where_they_lie)
{
    struct reuse r = with_rows(FROM);
    uint32_t out[FROM / 2];
    for (uint32_t i = 0; i < FROM / 2; i++)
        ck_assert(reuse_put(&r, i * STEP % FROM));
    r.urgent = true;
    ck_assert_uint_eq(reuse_take(&r, 10, out), 10);
    ck_assert_uint_eq(reuse_take(&r, FROM, out + 10), FROM / 2 - 10);
    bool given[FROM] = {false};
    for (uint32_t i = 0; i < FROM / 2; i++) {
        ck_assert(i == 0 || out[i] > out[i - 1]);
        given[out[i]] = true;
    }
    for (uint32_t i = 0; i < FROM / 2; i++)
        ck_assert(given[i * STEP % FROM]);
    reuse_fini(&r);
}
END_TEST

START_TEST(test_a_round_goes_on_where_it_was)
{
    static const uint32_t rows[] = {100, 5000, FROM - 1}, then[] = {5000, FROM - 1};
    struct reuse r = with_rows(FROM);
    uint32_t out[3];
    r.urgent = true;
    for (size_t i = 0; i < 3; i++)
        reuse_put(&r, rows[i]);
    ck_assert_uint_eq(reuse_take(&r, 1, out), 1);
    ck_assert_uint_eq(out[0], 100);
    reuse_put(&r, 63);
    ck_assert_uint_eq(reuse_take(&r, 2, out), 2);
    ck_assert_mem_eq(out, then, 2 * sizeof *out);
    ck_assert_uint_eq(reuse_take(&r, 2, out), 1);
    ck_assert_uint_eq(out[0], 63);
    reuse_fini(&r);
}
END_TEST

/* Rows of other classes lie between those of one; what was gathered stays when there are more. */
START_TEST(test_a_table_grows)
{
    struct reuse r = with_rows(FROM);
    uint32_t out[3], last = 0;
    r.urgent = true;
    ck_assert(reuse_put(&r, 7));
    for (uint32_t row = FROM; row < 100 * FROM; row += FROM / 2)
        reuse_count(&r, last = row);
    ck_assert(reuse_put(&r, last));
    ck_assert(!reuse_put(&r, UINT32_MAX - 1));
    ck_assert_uint_eq(reuse_take(&r, 3, out), 2);
    ck_assert_uint_eq(out[0], 7);
    ck_assert_uint_eq(out[1], last);
    reuse_fini(&r);
}
END_TEST

/* --- of a session ------------------------------------------------------------------------------
 */

static struct cell *cells[FROM];

static memglass_session *open_with(const char *tag, size_t count)
{
    memglass_session *s = open_session(tag);
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_nonnull(cells[i] = new_cell(s, "c"));
    return s;
}

/* Ends so many here and there, and waits until they can be used again. */
static void end_scattered(memglass_session *s, size_t count)
{
    uint64_t before = stats_of(s).reclaimed;
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(memglass_destroy(s, cells[i * STEP % FROM]), MEMGLASS_OK);
    while (stats_of(s).reclaimed < before + count)
        memglass_reclaim(s);
}

START_TEST(test_new_objects_are_neighbours)
{
    memglass_session *s = open_with("neighbours", FROM);
    uint64_t rows = s->store.used[FORMAT_TABLE_objects];
    end_scattered(s, 2 * SHARE);
    size_t pages = 0;
    const struct cell *last = NULL;
    for (size_t i = 0; i < SHARE; i++) {
        const struct cell *now = new_cell(s, "again");
        pages += (uintptr_t)last / 4096 != (uintptr_t)now / 4096;
        last = now;
    }
    ck_assert_uint_eq(s->store.used[FORMAT_TABLE_objects], rows);
    ck_assert_uint_lt(pages, SHARE / 2); /* where they ended, each page was another */
    ck_assert_uint_eq(memglass_damage(s, NULL), 0);
    memglass_close(s);
}
END_TEST

/* Blocks of the same size that are aligned to more are free for their like alone. */
START_TEST(test_what_is_aligned_comes_back_to_its_like)
{
    enum { ALIGNED = 50, TURNS = 5 };
    memglass_session *s = open_with("aligned", FROM);
    uint64_t rows = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        void *memory[ALIGNED];
        for (size_t i = 0; i < ALIGNED; i++)
            ck_assert_ptr_nonnull(memory[i] = memglass_alloc(s, sizeof(struct cell), 64));
        rows = rows ? rows : s->store.used[FORMAT_TABLE_objects];
        for (size_t i = 0; i < ALIGNED; i++) {
            ck_assert_uint_eq((uintptr_t)memory[i] % 64, 0);
            ck_assert_int_eq(memglass_destroy(s, memory[i]), MEMGLASS_OK);
        }
        for (size_t done = 0; done < ALIGNED;)
            done += memglass_reclaim(s);
    }
    ck_assert_uint_eq(s->store.used[FORMAT_TABLE_objects], rows);
    memglass_close(s);
}
END_TEST

static void expect_none_left(memglass_session *s)
{
    ck_assert_ptr_null(new_cell(s, "none"));
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_E_NOSPACE);
    ck_assert_uint_eq(stats_of(s).live_objects, s->store.used[FORMAT_TABLE_objects]);
}

/* Where there is no room for new ones, none waits for others: neither what was gathered before that
 * was known, nor what is freed later. */
START_TEST(test_the_last_rows_are_given_as_they_come)
{
    memglass_session *s = open_with("last", FROM);
    end_scattered(s, 10);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096}), 0);
    for (size_t i = 0; i < 10; i++)
        ck_assert_ptr_nonnull(cells[i * STEP % FROM] = new_cell(s, "again"));
    while (new_cell(s, "rest"))
        ;
    expect_none_left(s);
    for (int turn = 0; turn < 3; turn++) {
        end_scattered(s, 10);
        for (size_t i = 0; i < 10; i++)
            ck_assert_ptr_nonnull(cells[i * STEP % FROM] = new_cell(s, "again"));
        expect_none_left(s);
    }
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/reuse", test_few_rows_are_not_gathered,
               test_none_is_given_before_a_share_is_free, test_rows_are_given_by_where_they_lie,
               test_a_round_goes_on_where_it_was, test_a_table_grows,
               test_new_objects_are_neighbours, test_what_is_aligned_comes_back_to_its_like,
               test_the_last_rows_are_given_as_they_come)
