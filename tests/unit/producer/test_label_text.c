/* Labels as they are read from the program's string and written to granules. */
#include "unit.h"

#include "producer/labels.h"

enum { WORDS = 2 * FORMAT_LABEL_GRANULES(LABEL_MAX) };

/* What docs/format.md says of a label. */
static void expect(const char *label)
{
    size_t length = strlen(label);
    uint64_t words[WORDS] = {0}, expected[WORDS] = {0};
    struct label_text text;
    ck_assert(label_read(label, &text));
    ck_assert_uint_eq(text.length, length);
    ck_assert_uint_eq(text.hash, hash_label(label, length));
    ((unsigned char *)expected)[0] = (unsigned char)length;
    memcpy((unsigned char *)expected + 1, label, length);
    words[0] = text.words[0];
    words[1] = text.words[1];
    if (length > LABEL_TEXT_FIRST)
        label_store_rest(words, text.text, text.length);
    ck_assert_mem_eq(words, expected, sizeof words);
}

START_TEST(test_labels_of_every_length)
{
    char label[LABEL_MAX + 2];
    for (size_t length = 1; length <= LABEL_MAX; length++) {
        for (size_t i = 0; i < length; i++)
            label[i] = (char)(1 + (i * 37 + length) % 255);
        label[length] = '\0';
        expect(label);
    }
}
END_TEST

START_TEST(test_what_is_no_label)
{
    char label[LABEL_MAX + 2];
    struct label_text text;
    ck_assert(label_read(NULL, &text));
    ck_assert_uint_eq(text.length, 0);
    ck_assert_uint_eq(text.hash, 0);
    ck_assert(!label_read("", &text));
    memset(label, 'x', sizeof label);
    label[LABEL_MAX + 1] = '\0';
    ck_assert(!label_read(label, &text));
}
END_TEST

MEMGLASS_SUITE("producer/label_text", test_labels_of_every_length, test_what_is_no_label)
