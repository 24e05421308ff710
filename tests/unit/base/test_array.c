/* Arrays that grow as they are filled. */
#include "base/array.h"
#include "unit.h"

#include <stdint.h>

struct list {
    uint64_t *at;
    size_t count, capacity;
};

START_TEST(test_what_was_added_stays)
{
    struct list l = {0};
    size_t moves = 0, before = 0, right = 0;
    for (; l.count < 10000; l.count++) {
        ck_assert(array_reserve(&l.at, sizeof *l.at, &l.capacity, l.count + 1));
        moves += l.capacity != before;
        before = l.capacity;
        l.at[l.count] = l.count;
    }
    for (size_t i = 0; i < l.count; i++)
        right += l.at[i] == i;
    ck_assert_uint_eq(right, l.count);
    ck_assert_uint_lt(moves, 16); /* not once an element */
    free(l.at);
}
END_TEST

START_TEST(test_many_at_once_have_room)
{
    struct list l = {0};
    ck_assert(array_reserve(&l.at, sizeof *l.at, &l.capacity, 100000));
    ck_assert_uint_ge(l.capacity, 100000);
    uint64_t *at = l.at;
    size_t capacity = l.capacity;
    ck_assert(array_reserve(&l.at, sizeof *l.at, &l.capacity, 100000));
    ck_assert_ptr_eq(l.at, at);
    ck_assert_uint_eq(l.capacity, capacity);
    free(l.at);
}
END_TEST

START_TEST(test_what_cannot_be_changes_nothing)
{
    struct list l = {0};
    ck_assert(array_reserve(&l.at, sizeof *l.at, &l.capacity, 1));
    l.at[0] = 7;
    size_t capacity = l.capacity;
    ck_assert(!array_reserve(&l.at, sizeof *l.at, &l.capacity, SIZE_MAX / 4)); /* no such memory */
    ck_assert(
        !array_reserve(&l.at, sizeof *l.at, &l.capacity, SIZE_MAX)); /* more bytes than numbers */
    ck_assert_uint_eq(l.capacity, capacity);
    ck_assert_uint_eq(l.at[0], 7);
    free(l.at);
}
END_TEST

MEMGLASS_SUITE("base/array", test_what_was_added_stays, test_many_at_once_have_room,
               test_what_cannot_be_changes_nothing)
