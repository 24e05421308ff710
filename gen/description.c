/* Descriptions out of documentation comments. Layer: gen. */
#include "annotation.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <string.h>

struct description {
    char *text; /* room for all notes together */
    size_t used;
    bool over; /* the first paragraph has ended */
};

static void append(struct description *d, char c)
{
    bool blank = isspace((unsigned char)c) != 0;
    if (blank && (d->used == 0 || d->text[d->used - 1] == ' '))
        return;
    d->text[d->used++] = blank ? ' ' : c;
}

/* Words of documentation tools that say how the next word looks. */
static bool is_inline(const char *word, size_t length)
{
    static const char *const words[] = {"a", "b", "c", "e", "em", "p", "ref", "brief", "short"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
            return true;
    return false;
}

/* Annotations and inline words are left out; any other word of a documentation tool ends the
 * description. Returns where to go on. */
static size_t skip_word(struct description *d, const struct note *note, size_t at, size_t end)
{
    struct annotation_span span = annotation_span_at(note, at + 1);
    const char *word = note->text + span.word;
    if (annotation_lookup(word, span.word_length) != ANNOTATION_COUNT)
        return span.end;
    if (is_inline(word, span.word_length)) {
        size_t i = span.word + span.word_length;
        return i < end && note->text[i] == ' ' ? i + 1 : i;
    }
    d->over = annotation_is_doc_word(word, span.word_length);
    return d->over ? end : at;
}

static bool starts_word(const struct note *note, size_t i)
{
    return note->text[i] == '@' && annotation_next_at(note, i) == i;
}

static void append_line(struct description *d, const struct note *note, size_t i, size_t end)
{
    while (i < end && (isspace((unsigned char)note->text[i]) || note->text[i] == '*'))
        i++;
    if (i == end && d->used > 0)
        d->over = true;
    while (i < end) {
        size_t after = starts_word(note, i) ? skip_word(d, note, i, end) : i;
        if (after == i)
            append(d, note->text[i++]);
        else
            i = after;
    }
    append(d, ' ');
}

static void append_note(struct description *d, const struct note *note)
{
    for (size_t i = 0; i <= note->length && !d->over;) {
        const char *newline = memchr(note->text + i, '\n', note->length - i);
        size_t end = newline ? (size_t)(newline - note->text) : note->length;
        append_line(d, note, i, end);
        i = end + 1;
    }
}

const char *annotations_description(struct pool *pool, const struct note_list *notes)
{
    struct description d = {0};
    size_t room = 1;
    for (size_t i = 0; i < notes->count; i++)
        room += notes->items[i].length + 2;
    d.text = pool_alloc(pool, room);
    for (size_t i = 0; i < notes->count && !d.over; i++)
        if (notes->items[i].doc)
            append_note(&d, &notes->items[i]);
    while (d.used > 0 && d.text[d.used - 1] == ' ')
        d.used--;
    struct strbuf out;
    strbuf_init(&out, pool_alloc(pool, d.used + 1), d.used + 1);
    strbuf_foreign(&out, d.text, d.used);
    return out.data;
}
