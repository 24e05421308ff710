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

/* Of a well-formed sequence. */
static uint32_t code_of(const unsigned char *bytes, size_t length)
{
    uint32_t code = length == 1 ? bytes[0] : bytes[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        code = code << 6 | (bytes[i] & 0x3f);
    return code;
}

/* C0, DEL and C1 are commands to a terminal. The others, which write in the other direction or
 * begin a line or paragraph, make a line read differently from what it is. */
bool strbuf_is_text(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } commands[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},   {0x200e, 0x200f},
                    {0x2028, 0x202e}, {0x2066, 0x2069}, {0xd800, 0xdfff}, {0x110000, UINT32_MAX}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (code >= commands[i].first && code <= commands[i].last)
            return false;
    return true;
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
        bool bad = length == 0 || !strbuf_is_text(code_of(at, length));
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
