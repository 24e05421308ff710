/* What is noted of a destroyed object's bytes: any one change shows. */
#include "unit.h"

#include "producer/block.h"

enum { LARGEST = BLOCK_WATCHED_BYTES + 64 };

static _Alignas(16) uint64_t payload[LARGEST / 8 + 1];

static void fill(uint64_t seed)
{
    for (size_t i = 0; i < sizeof payload / sizeof *payload; i++)
        payload[i] = seed * (i * i + 1);
}

/* The words of an object that are watched. */
static size_t watched(uint64_t size)
{
    return (size_t)(round_up(size < BLOCK_WATCHED_BYTES ? size : BLOCK_WATCHED_BYTES, 8) / 8);
}

START_TEST(test_one_changed_word_is_never_missed)
{
    static const uint64_t changes[] = {1,          0xff,      UINT64_C(1) << 63, UINT64_C(1) << 32,
                                       UINT64_MAX, 0x55555555};
    for (uint64_t size = 1; size <= LARGEST; size += 1 + size / 64) {
        fill(size & 1 ? 0 : UINT64_C(0x123456789abcdef1));
        block_retire(payload, size, 7);
        ck_assert(block_untouched(payload, size, 7));
        ck_assert(!block_untouched(payload, size, 8));
        for (size_t i = 0; i < watched(size); i++)
            for (size_t c = 0; c < sizeof changes / sizeof *changes; c++) {
                uint64_t was = payload[i];
                payload[i] ^= changes[c];
                if (block_untouched(payload, size, 7))
                    ck_abort_msg("word %zu of %lu bytes", i, (unsigned long)size);
                payload[i] = was;
            }
    }
}
END_TEST

START_TEST(test_words_that_change_places_are_not_missed)
{
    fill(UINT64_C(0x123456789abcdef1));
    block_retire(payload, 64, 7);
    for (size_t i = 0; i < 8; i++)
        for (size_t j = i + 1; j < 8; j++) {
            uint64_t was = payload[i];
            payload[i] = payload[j];
            payload[j] = was;
            ck_assert(!block_untouched(payload, 64, 7));
            payload[j] = payload[i];
            payload[i] = was;
        }
    ck_assert(block_untouched(payload, 64, 7));
}
END_TEST

MEMGLASS_SUITE("producer/block", test_one_changed_word_is_never_missed,
               test_words_that_change_places_are_not_missed)
