/* A session that has rows for more objects, but no room for their labels. */
#define UNIT_FORK
#include "fixture.h"

#include "producer/session.h"

#include <signal.h>
#include <sys/resource.h>

enum { ROWS = 4000, MOST = 4 * ROWS, REFUSED = 100, TIMEOUT_MS = 30000 };

static uint64_t rows_of(const memglass_session *s)
{
    return s->store.used[FORMAT_TABLE_objects];
}

/* All of ROWS free, and from then on no more memory. */
static memglass_session *open_with_free_rows(const char *tag)
{
    static struct cell *cells[ROWS];
    memglass_session *s = open_session(tag);
    for (int i = 0; i < ROWS; i++)
        ck_assert_ptr_nonnull(cells[i] = new_cell(s, "short"));
    for (int i = 0; i < ROWS; i++)
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
    while (stats_of(s).reclaimed < ROWS)
        memglass_reclaim(s);
    signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes stands for a full /dev/shm */
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096}), 0);
    return s;
}

static const char *long_label(void)
{
    static char label[256];
    memset(label, 'x', sizeof label - 1);
    return label;
}

static void use_up_labels(memglass_session *s)
{
    while (new_cell(s, long_label()))
        ;
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_E_NOSPACE);
    ck_assert_uint_lt(stats_of(s).live_objects, ROWS - REFUSED);
}

struct numbered {
    memglass_session *s;
    struct cell *cells[MOST];
    size_t count;
};

/* As many as there is room for, each with a label of its own. */
static void fill_with_labels(struct numbered *n)
{
    for (char label[16]; n->count < MOST; n->count++) {
        snprintf(label, sizeof label, "%zu", n->count);
        if (!(n->cells[n->count] = new_cell(n->s, label)))
            break;
    }
}

static bool all_rows_live(void *ctx)
{
    memglass_session *s = ctx;
    while (new_cell(s, NULL))
        ;
    return stats_of(s).live_objects == rows_of(s);
}

static void expect_own_labels(const struct numbered *n)
{
    char label[16];
    for (size_t i = 0; i < n->count; i++) {
        uint32_t index = memglass_object_prefix(n->cells[i])->index;
        const unsigned char *stored =
            table_entry(&n->s->store, FORMAT_TABLE_labels, detail_at(&n->s->store, index)->label);
        size_t length = (size_t)snprintf(label, sizeof label, "%zu", i);
        ck_assert_uint_eq(stored[0], length);
        ck_assert_mem_eq(stored + 1, label, length);
    }
}

START_TEST(test_a_row_whose_label_is_refused_is_used_again)
{
    static struct numbered n;
    memglass_session *s = n.s = open_with_free_rows("refused");
    use_up_labels(s);
    uint64_t live = stats_of(s).live_objects;
    for (int i = 0; i < REFUSED; i++)
        ck_assert_ptr_null(new_cell(s, long_label()));
    ck_assert_uint_eq(stats_of(s).live_objects, live);
    fill_with_labels(&n);
    ck_assert_uint_gt(n.count, REFUSED);
    ck_assert(unit_wait(all_rows_live, s, TIMEOUT_MS));
    expect_own_labels(&n);
    ck_assert_uint_eq(memglass_damage(s, NULL), 0);
    memglass_close(s);
}
END_TEST

START_TEST(test_memory_whose_label_is_refused_can_still_be_adopted)
{
    memglass_session *s = open_with_free_rows("adopted");
    void *memory = memglass_alloc(s, sizeof(struct cell), 0);
    use_up_labels(s);
    ck_assert_int_eq(memglass_adopt(s, memory, &cell_type, 1, long_label()), MEMGLASS_E_NOSPACE);
    ck_assert_int_eq(memglass_adopt(s, memory, &cell_type, 1, NULL), MEMGLASS_OK);
    ck_assert_int_eq(memglass_destroy(s, memory), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/full", test_a_row_whose_label_is_refused_is_used_again,
               test_memory_whose_label_is_refused_can_still_be_adopted)
