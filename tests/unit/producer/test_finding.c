/* An object is found by its address: by where it lies, by its prefix, by neither. */
#include "fixture.h"
#include "producer/session.h"
#include "producer/sizeclass.h"

#include <stdlib.h>

enum { COUNT = 4000 };

/* A session of many small regions. */
static memglass_session *open_small(const char *tag)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    memglass_session *s = memglass_open(&(memglass_config){.name = unit_session_name(name, tag),
                                                           .initial_region_bytes = 16384,
                                                           .max_region_bytes = 65536,
                                                           .event_ring_entries = 64,
                                                           .flags = MEMGLASS_NO_THREAD},
                                        &err);
    ck_assert_msg(s != NULL, "%s", s ? "" : err.message);
    return s;
}

static void expect_no_object(memglass_session *s, const void *at)
{
    ck_assert_int_eq(memglass_destroy(s, (void *)(uintptr_t)at), MEMGLASS_E_NOTOBJECT);
}

/* Of sizes that share pages in any order, in many regions; ended in another order. */
START_TEST(test_each_is_found_whatever_lies_around_it)
{
    static unsigned char *at[COUNT];
    memglass_session *s = open_small("mixed");
    uint64_t random = 12345;
    for (int i = 0; i < COUNT; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t size = 1 + (size_t)(random >> 33) % (i % 50 ? 200 : 9000);
        ck_assert_ptr_nonnull(at[i] = memglass_alloc(s, size, 0));
        memset(at[i], i, size);
    }
    ck_assert_uint_gt(s->store.region_count, 10);
    for (int i = 0; i < COUNT; i++) {
        unsigned char *p = at[(size_t)i * 1237 % COUNT];
        ck_assert_int_eq(memglass_destroy(s, p), MEMGLASS_OK);
        expect_no_object(s, p);
    }
    ck_assert_uint_eq(s->directory.damage.found, 0);
    memglass_close(s);
}
END_TEST

/* Regions begin where whereabouts expect them to, and nothing but what lies in them is in them. */
START_TEST(test_addresses_beside_a_region_are_in_none)
{
    memglass_session *s = open_small("beside");
    for (int i = 0; i < COUNT; i++)
        ck_assert_ptr_nonnull(new_cell(s, NULL));
    for (uint32_t i = 1; i <= s->store.region_count; i++) {
        const struct region *r = region_of(&s->store, i);
        const unsigned char *base = r->segment.base, *end = base + r->segment.size;
        ck_assert_uint_eq((uintptr_t)base % SHM_ALIGN, 0);
        ck_assert_ptr_eq(region_with(&s->store, base), r);
        ck_assert_ptr_eq(region_with(&s->store, end - 1), r);
        ck_assert_ptr_ne(region_with(&s->store, base - 1), r);
        ck_assert_ptr_ne(region_with(&s->store, end), r);
        ck_assert_uint_eq(region_place(r, end - 1), format_place(i, r->segment.size - 1));
    }
    expect_no_object(s, NULL);
    expect_no_object(s, &s);
    expect_no_object(s, s);
    expect_no_object(s, (const void *)UINTPTR_MAX);
    memglass_close(s);
}
END_TEST

/* Where blocks lie one behind the other their rows are known without what they say themselves. */
START_TEST(test_a_block_that_names_no_row_is_found_without_a_search)
{
    memglass_session *s = open_session("named");
    struct cell *cells[256];
    for (int i = 0; i < 256; i++)
        cells[i] = new_cell(s, NULL);
    for (int i = 10; i < 200; i += 3) {
        memglass_object_prefix(cells[i])->index = i % 2 ? UINT32_MAX : 3;
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_E_OVERRUN);
        expect_no_object(s, cells[i]);
    }
    ck_assert_uint_eq(s->directory.damage.searches, 0);
    ck_assert_int_eq(memglass_destroy(s, cells[3]), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

enum { QUEUED = 32 };

/* Objects of rows that were used before, as most are. */
static memglass_session *open_queue(const char *tag, struct cell *cells[QUEUED])
{
    memglass_session *s = open_session(tag);
    for (int life = 0; life < 2; life++) {
        for (int i = 0; i < QUEUED; i++)
            ck_assert_ptr_nonnull(cells[i] = new_cell(s, "queued"));
        for (int i = 0; life == 0 && i < QUEUED; i++)
            ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
        for (int freed = 0; life == 0 && freed < QUEUED;)
            freed += (int)memglass_reclaim(s);
    }
    return s;
}

static uint32_t row_index_of(struct cell *cell)
{
    return memglass_object_prefix(cell)->index;
}

/* Else nothing of it is asked for ahead. Where a hand was filled anew the order is another. */
START_TEST(test_what_ends_in_the_order_of_its_creation_is_foreseen)
{
    struct cell *cells[QUEUED];
    int foreseen = 0;
    memglass_session *s = open_queue("foreseen", cells);
    for (int i = 0; i + 1 < QUEUED; i++) {
        uint32_t next = row_index_of(cells[i + 1]);
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
        foreseen += s->directory.hands->foreseen == next;
    }
    ck_assert_int_ge(foreseen, QUEUED - 3);
    memglass_close(s);
}
END_TEST

/* Its place was written over, and is only asked for. */
START_TEST(test_what_is_foreseen_is_not_believed)
{
    const uint64_t places[] = {
        0,         1, format_place(63, 64), format_place(64, 64), format_place(UINT32_MAX >> 8, 8),
        UINT64_MAX};
    struct cell *cells[QUEUED];
    memglass_session *s = open_queue("believed", cells);
    for (int i = 0; i + 1 < QUEUED; i++) {
        struct format_object *row = row_at(&s->store, row_index_of(cells[i + 1]));
        uint64_t place = row->place;
        row->place = places[(size_t)i % (sizeof places / sizeof places[0])];
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
        row->place = place;
    }
    ck_assert_uint_eq(s->directory.damage.found, 0);
    memglass_close(s);
}
END_TEST

/* Where the next object will lie: its row is told, and is in a chunk that is not there yet. */
START_TEST(test_a_place_behind_the_last_row_is_none)
{
    memglass_session *s = open_session("behind");
    uint32_t rows = UINT32_C(1) << ROWS_BASE_LOG2;
    ck_assert_ptr_nonnull(memglass_alloc(s, 4000, 0)); /* a hand takes 1, 2, 4, ..., 64, 64 */
    while (row_count(&s->store) < rows)
        ck_assert_ptr_nonnull(new_cell(s, NULL));
    const char *next = directory_payload(&s->directory, rows - 1);
    next += sizeclass_bytes(sizeclass_of(sizeof(struct cell) + BLOCK_OVERHEAD_BYTES));
    const struct region *r = region_with(&s->store, next);
    ck_assert_uint_eq(region_row(r, format_place_offset(region_place(r, next))), rows);
    ck_assert_uint_eq(row_count(&s->store), rows);
    expect_no_object(s, next);
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/finding", test_a_place_behind_the_last_row_is_none,
               test_what_ends_in_the_order_of_its_creation_is_foreseen,
               test_what_is_foreseen_is_not_believed, test_each_is_found_whatever_lies_around_it,
               test_addresses_beside_a_region_are_in_none,
               test_a_block_that_names_no_row_is_found_without_a_search)
