/* Building text in a caller's fixed buffer. Layer 0. */
#include "base/strbuf.h"

#include <stdio.h>
#include <string.h>

void strbuf_init(struct strbuf *b, char *data, size_t size)
{
    *b = (struct strbuf){.data = data, .size = size};
    data[0] = '\0';
}

void strbuf_bytes(struct strbuf *b, const char *bytes, size_t size)
{
    size_t room = b->size - 1 - b->len;
    if (size > room) {
        size = room;
        b->cut = true;
    }
    memcpy(b->data + b->len, bytes, size);
    b->len += size;
    b->data[b->len] = '\0';
}

void strbuf_char(struct strbuf *b, char c)
{
    strbuf_bytes(b, &c, 1);
}

void strbuf_text(struct strbuf *b, const char *text)
{
    strbuf_bytes(b, text, strlen(text));
}

void strbuf_printf(struct strbuf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t room = b->size - b->len;
    int wanted = vsnprintf(b->data + b->len, room, format, args);
    va_end(args);
    if (wanted < 0)
        return;
    if ((size_t)wanted >= room) {
        b->cut = true;
        b->len = b->size - 1;
    } else {
        b->len += (size_t)wanted;
    }
}

/* Length of the well-formed UTF-8 sequence at the start of bytes (Unicode 15, table 3-7), or 0. */
static size_t utf8_length(const unsigned char *bytes, size_t size)
{
    static const struct {
        unsigned char first_low, first_high, second_low, second_high, length;
    } forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    if (bytes[0] < 0x80)
        return 1;
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if (bytes[0] < forms[f].first_low || bytes[0] > forms[f].first_high)
            continue;
        if (size < forms[f].length || bytes[1] < forms[f].second_low ||
            bytes[1] > forms[f].second_high)
            return 0;
        for (size_t i = 2; i < forms[f].length; i++)
            if ((bytes[i] & 0xc0) != 0x80)
                return 0;
        return forms[f].length;
    }
    return 0;
}

/* C0, DEL and C1 (U+0080 to U+009F) are commands to a terminal, not text. */
static bool is_control(const unsigned char *bytes, size_t length)
{
    return (length == 1 && (bytes[0] < 0x20 || bytes[0] == 0x7f)) ||
           (length == 2 && bytes[0] == 0xc2 && bytes[1] < 0xa0);
}

size_t strbuf_plain(const char *bytes, size_t size)
{
    size_t length = 0;
    while (length < size && bytes[length] >= 0x20 && bytes[length] < 0x7f)
        length++;
    return length;
}

void strbuf_foreign(struct strbuf *b, const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    while (size) {
        size_t plain = strbuf_plain((const char *)at, size);
        strbuf_bytes(b, (const char *)at, plain);
        at += plain;
        size -= plain;
        if (!size || b->cut)
            return;
        size_t length = utf8_length(at, size);
        bool bad = length == 0 || is_control(at, length);
        size_t used = length ? length : 1, shown = bad ? 1 : length;
        if (shown > b->size - 1 - b->len) {
            b->cut = true;
            return;
        }
        strbuf_bytes(b, bad ? "?" : (const char *)at, shown);
        at += used;
        size -= used;
    }
}

void strbuf_finish(struct strbuf *b)
{
    if (!b->cut || b->size < 4)
        return;
    size_t end = b->size - 4 < b->len ? b->size - 4 : b->len;
    while (end && ((unsigned char)b->data[end] & 0xc0) == 0x80)
        end--;
    memcpy(b->data + end, "...", 4);
    b->len = end + 3;
}
