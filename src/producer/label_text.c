/* Labels of more than one granule. Layer 2. */
#include "producer/label_text.h"

#include "format/words.h"

#include <string.h>

/* The `count` bytes, 8 at most, that end where the first `end` of a text end; there are 8. By one
 * load: a word that is loaded from where its bytes were just stored is waited for. */
static uint64_t word_before(const char *text, size_t end, size_t count)
{
    uint64_t word;
    if (count == 0)
        return 0;
    memcpy(&word, text + end - sizeof word, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word >> (64 - 8 * count);
#else
    return word << (64 - 8 * count);
#endif
}

bool label_read_long(const char *label, struct label_text *out)
{
    size_t length = strnlen(label, LABEL_MAX + 1);
    if (length > LABEL_MAX)
        return false;
    out->length = (uint32_t)length;
    out->hash = hash_label(label, length);
    out->words[0] = label_byte((unsigned char)length, 0);
    for (unsigned i = 0; i < 7; i++)
        out->words[0] |= label_byte((unsigned char)label[i], i + 1);
    out->words[1] = word_before(label, LABEL_TEXT_FIRST, 8);
    return true;
}

void label_store_rest(uint64_t *to, const char *text, uint32_t length)
{
    size_t words = FORMAT_LABEL_GRANULES(length) * sizeof(struct format_granule) / sizeof *to;
    size_t done = LABEL_TEXT_FIRST;
    for (size_t i = 2; i < words; i++) {
        size_t count = length - done < 8 ? length - done : 8;
        done += count;
        store_relaxed_64(&to[i], word_before(text, done, count));
    }
}
