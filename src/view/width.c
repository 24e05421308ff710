/* Text as a terminal sees it. Layer 6. */
#include "view/width.h"

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

/* A well-formed sequence's length and code point; 0 for what is none. */
static size_t decode(const unsigned char *at, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (at[0] >= 0x80 && (at[0] < 0xc2 || at[0] > 0xf4))
        return 0;
    uint32_t value = length == 1 ? at[0] : at[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3f);
    }
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *code = value;
    return length;
}

/* In a locale that is not UTF-8 wcwidth knows little: such characters will be shown as '?'. */
static int code_cells(uint32_t code)
{
    int cells = wcwidth((wchar_t)code);
    return cells < 0 ? 1 : cells > 2 ? 2 : cells;
}

static const struct glyph question = {.bytes = "?", .size = 1, .cells = 1};

/* Printable ASCII before more of it or the end: nothing combines with it. Most of all text is. */
static bool is_plain(const char *text)
{
    return text[0] >= 0x20 && text[0] < 0x7f && !((unsigned char)text[1] & 0x80);
}

const char *glyph_next(const char *text, struct glyph *out)
{
    uint32_t code;
    if (is_plain(text)) {
        *out = (struct glyph){.bytes = text, .size = 1, .cells = 1};
        return text + 1;
    }
    size_t length = decode((const unsigned char *)text, &code);
    if (!length || code < 0x20 || (code >= 0x7f && code < 0xa0)) {
        *out = question;
        return text + 1;
    }
    const char *at = text + length;
    *out = (struct glyph){.bytes = text, .size = length, .cells = code_cells(code)};
    while (*at && (length = decode((const unsigned char *)at, &code)) && code >= 0x300 &&
           code_cells(code) == 0) {
        at += length;
        out->size += length;
    }
    return at;
}

int width_of(const char *text)
{
    int cells = 0;
    struct glyph glyph;
    while (*text) {
        if (is_plain(text)) {
            text++;
            cells++;
            continue;
        }
        text = glyph_next(text, &glyph);
        cells += glyph.cells;
    }
    return cells;
}
