/* Blobs: of any size, aligned, used again, never more than their limit. */
#include "sample/blob_pool.h"
#include "unit.h"

#include <string.h>

#define NO_LIMIT UINT64_MAX

enum { COUNT = 4000 };

static uint64_t size_of(uint64_t i)
{
    return i % 100 ? i * 37 % 3000 : i * 50; /* some have chunks of their own */
}

static void fill_all(struct blob_pool *p, unsigned char **blobs, uint64_t from, uint64_t step)
{
    for (uint64_t i = from; i < COUNT; i += step) {
        blobs[i] = blob_pool_add(p, size_of(i), i, NO_LIMIT);
        ck_assert_ptr_nonnull(blobs[i]);
        ck_assert_uint_eq((uintptr_t)blobs[i] % 16, 0);
        memset(blobs[i], (int)(i % 251), size_of(i));
    }
}

static void check_all(unsigned char *const *blobs)
{
    for (uint64_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(blob_born(blobs[i]), i);
        for (uint64_t at = 0; at < size_of(i); at++)
            if (blobs[i][at] != i % 251)
                ck_abort_msg("blob %d is another's", (int)i);
    }
}

START_TEST(test_blobs_of_all_sizes_are_used_again)
{
    struct blob_pool p = {0};
    unsigned char *blobs[COUNT];
    fill_all(&p, blobs, 0, 1);
    uint64_t bytes = p.bytes;
    for (int turn = 0; turn < 10; turn++) {
        for (uint64_t i = (uint64_t)turn % 3; i < COUNT; i += 3)
            blob_pool_free(&p, blobs[i]);
        fill_all(&p, blobs, (uint64_t)turn % 3, 3);
    }
    check_all(blobs);
    ck_assert_uint_eq(p.bytes, bytes);
    blob_pool_fini(&p);
    ck_assert_uint_eq(p.bytes, 0);
}
END_TEST

START_TEST(test_limit_is_kept)
{
    struct blob_pool p = {0};
    uint64_t count = 0, limit = 3 << 20;
    while (blob_pool_add(&p, 1000, 1, limit))
        count++;
    ck_assert_uint_gt(count, 2900);
    ck_assert_uint_le(p.bytes, limit);
    ck_assert_ptr_null(blob_pool_add(&p, 100000, 1, limit));
    ck_assert_ptr_null(blob_pool_add(&p, UINT64_MAX - 8, 1, limit));
    void *large = blob_pool_add(&p, 100000, 1, limit + 110000);
    ck_assert_ptr_nonnull(large);
    ck_assert_ptr_null(blob_pool_add(&p, 100000, 1, limit + 110000));
    blob_pool_free(&p, large);
    ck_assert_uint_le(p.bytes, limit);
    blob_pool_fini(&p);
}
END_TEST

START_TEST(test_retired_are_freed_by_their_birth)
{
    struct blob_pool p = {0};
    struct blob_list list = {0}, more = {0};
    void *blobs[10];
    for (uint64_t i = 0; i < 10; i++) {
        blobs[i] = blob_pool_add(&p, 100, i, NO_LIMIT);
        blob_list_add(i % 2 ? &list : &more, blobs[i]);
    }
    blob_list_join(&list, &more);
    ck_assert_ptr_null(more.first);
    blob_list_prune(&list, &p, 8); /* 9 alone was born later */
    ck_assert_ptr_eq(blob_pool_add(&p, 100, 10, NO_LIMIT), blobs[9]);
    blob_list_prune(&list, &p, 0);
    for (int i = 0; i < 8; i++) {
        void *again = blob_pool_add(&p, 100, 11, NO_LIMIT);
        bool known = false;
        for (int k = 1; k < 9; k++)
            known |= again == blobs[k];
        ck_assert(known);
    }
    ck_assert_ptr_eq(list.first, list.last); /* 0 is not younger than 0 */
    blob_pool_fini(&p);
}
END_TEST

MEMGLASS_SUITE("sample/blob_pool", test_blobs_of_all_sizes_are_used_again, test_limit_is_kept,
               test_retired_are_freed_by_their_birth)
