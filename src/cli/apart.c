/* Two long texts, from where they part. Layer 8. */
#include "cli/apart.h"

#include "base/strbuf.h"

#include <string.h>

static void show_from(const char *text, size_t at, char *to, size_t size)
{
    struct strbuf out;
    strbuf_init(&out, to, size);
    strbuf_text(&out, at ? "..." : "");
    strbuf_text(&out, text + at);
    strbuf_finish(&out);
}

/* The beginning of the character at `at`, or of the "\x1b" that it stands for. */
static size_t begin_of(const char *text, size_t at)
{
    while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    for (size_t back = 1; back < strlen("\\x1b") && back <= at; back++)
        if (text[at - back] == '\\')
            return at - back;
    return at;
}

void apart_show(const char *x, const char *y, char *first, char *second, size_t size)
{
    size_t at = 0;
    while (x[at] && x[at] == y[at])
        at++;
    at = begin_of(x, at);
    show_from(x, at, first, size);
    show_from(y, at, second, size);
}
