/* What is wrong with a filter, for who wrote it. Layer 5. */
#include "base/error.h"
#include "base/strbuf.h"
#include "query/filter.h"

#include <string.h>

/* Bytes of a long text that are shown on either side of a mistake; and what the text and the place
 * of the mark take at most, with what stands for the rest. */
enum { AROUND = 36, TEXT_MOST = 3 * (AROUND + 3) };

static bool is_middle(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static int characters(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += !is_middle(*text);
    return count;
}

/* The text, or what is around the mistake, and the mark below it. */
static void show_place(const char *text, size_t length, size_t at, struct strbuf *out)
{
    size_t from = 0, to = length, begun = out->len;
    if (length + at > TEXT_MOST) {
        from = at > AROUND ? at - AROUND : 0;
        to = length - at > AROUND ? at + AROUND : length;
    }
    while (from && from < at && is_middle(text[from]))
        from++;
    while (to > at && is_middle(text[to]))
        to--;
    strbuf_text(out, from ? "..." : "");
    strbuf_foreign(out, text + from, at - from);
    int column = characters(out->data + begun);
    strbuf_foreign(out, text + at, to - at);
    strbuf_printf(out, "%s\n    %*s^", to < length ? "..." : "", column, "");
}

int filter_explain(const struct filter_error *why, const char *what, const char *text, int code,
                   memglass_error *err)
{
    char all[sizeof err->message], message[sizeof all];
    struct strbuf out, said;
    size_t length = strlen(text), at = why->at < length ? why->at : length;
    size_t needed = length + at < TEXT_MOST ? length + at : TEXT_MOST;
    strbuf_init(&said, message, sizeof all - strlen(what) - strlen(": \n    \n    ^") - needed);
    strbuf_foreign(&said, why->message, strlen(why->message));
    strbuf_finish(&said);
    strbuf_init(&out, all, sizeof all);
    strbuf_printf(&out, "%s: %s\n    ", what, message);
    show_place(text, length, at, &out);
    return error_set(err, code, 0, "%s", all);
}
