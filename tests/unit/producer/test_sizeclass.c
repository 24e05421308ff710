/* Size classes and table chunks: the arithmetic that everything lies on. */
#include "unit.h"

#include "format/access.h"
#include "producer/sizeclass.h"

START_TEST(test_a_class_holds_its_bytes_and_wastes_at_most_an_eighth)
{
    for (uint64_t bytes = 1; bytes < UINT64_C(1) << 45; bytes += 1 + bytes / 97) {
        uint32_t c = sizeclass_of(bytes);
        uint64_t got = sizeclass_bytes(c);
        bool tight = bytes <= 16 || sizeclass_bytes(c - 1) < bytes;
        if (got < bytes || got - bytes > bytes / 8 + 15 || got % 16 || !tight ||
            sizeclass_of(got) != c)
            ck_abort_msg("%lu bytes get class %u of %lu", (unsigned long)bytes, c,
                         (unsigned long)got);
    }
}
END_TEST

START_TEST(test_chunks_cover_every_index_once)
{
    uint64_t next = 0;
    for (uint32_t chunk = 0; chunk < 12; chunk++)
        for (uint64_t i = 0; i < format_chunk_entries(chunk, 3); i++, next++) {
            uint64_t within;
            if (format_chunk_of(next, 3, &within) != chunk || within != i)
                ck_abort_msg("index %lu is not entry %lu of chunk %u", (unsigned long)next,
                             (unsigned long)i, chunk);
        }
}
END_TEST

MEMGLASS_SUITE("producer/sizeclass", test_a_class_holds_its_bytes_and_wastes_at_most_an_eighth,
               test_chunks_cover_every_index_once)
