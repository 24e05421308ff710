/* Size classes and table chunks: the arithmetic that everything lies on. */
#include "unit.h"

#include "format/access.h"
#include "producer/sizeclass.h"

START_TEST(test_a_class_holds_its_bytes_and_wastes_at_most_an_eighth)
{
    for (uint64_t bytes = 1; bytes < UINT64_C(1) << 45; bytes += 1 + bytes / 97) {
        uint32_t c = sizeclass_of(bytes);
        ck_assert_uint_ge(sizeclass_bytes(c), bytes);
        if (bytes > 16)
            ck_assert_uint_lt(sizeclass_bytes(c - 1), bytes);
        ck_assert_uint_le(sizeclass_bytes(c) - bytes, bytes / 8 + 15);
        ck_assert_uint_eq(sizeclass_of(sizeclass_bytes(c)), c);
        ck_assert_uint_eq(sizeclass_bytes(c) % 16, 0);
    }
}
END_TEST

START_TEST(test_chunks_cover_every_index_once)
{
    uint64_t next = 0;
    for (uint32_t chunk = 0; chunk < 12; chunk++)
        for (uint64_t i = 0; i < format_chunk_entries(chunk, 3); i++, next++) {
            uint64_t within;
            ck_assert_uint_eq(format_chunk_of(next, 3, &within), chunk);
            ck_assert_uint_eq(within, i);
        }
}
END_TEST

MEMGLASS_SUITE("producer/sizeclass", test_a_class_holds_its_bytes_and_wastes_at_most_an_eighth,
               test_chunks_cover_every_index_once)
