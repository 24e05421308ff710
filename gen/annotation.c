/* The words of an annotation, where they start and end, and which they are. Layer: gen. */
#include "annotation.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

enum argument_kind {
    ARGUMENT_NOTHING,
    ARGUMENT_TEXT,
    ARGUMENT_RANGE,
    ARGUMENT_NAMES,
    ARGUMENT_FORMAT
};

struct word_row {
    const char *word;
    enum argument_kind argument;
};

static const struct word_row words[] = {
#define WORD_ROW(name, word, argument) {word, ARGUMENT_##argument},
    ANNOTATION_LIST(WORD_ROW)
#undef WORD_ROW
};

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

enum annotation_word annotation_lookup(const char *word, size_t length)
{
    unsigned i = 0;
    while (i < ANNOTATION_COUNT &&
           !(strlen(words[i].word) == length && memcmp(words[i].word, word, length) == 0))
        i++;
    return (enum annotation_word)i;
}

/* Equal but for one letter: what is left behind the first difference must match again. */
static bool is_near(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t same = 0;
    while (same < a_length && same < b_length && a[same] == b[same])
        same++;
    const char *x = a + same, *y = b + same;
    size_t n = a_length - same, m = b_length - same;
    if (n == m + 1)
        return memcmp(x + 1, y, m) == 0;
    if (m == n + 1)
        return memcmp(x, y + 1, n) == 0;
    if (n != m || n == 0)
        return false;
    if (n >= 2 && x[0] == y[1] && x[1] == y[0] && memcmp(x + 2, y + 2, n - 2) == 0)
        return true;
    return memcmp(x + 1, y + 1, n - 1) == 0;
}

const char *annotation_meant(const char *word, size_t length)
{
    for (size_t i = 0; i < ANNOTATION_COUNT; i++)
        if (is_near(word, length, words[i].word, strlen(words[i].word)))
            return words[i].word;
    return NULL;
}

bool annotation_is_doc_word(const char *word, size_t length)
{
    static const char *const doc_words[] = {
        "a",       "addtogroup", "anchor",      "attention",  "author",    "b",         "brief",
        "bug",     "c",          "class",       "code",       "copybrief", "copydoc",   "date",
        "def",     "defgroup",   "deprecated",  "details",    "dot",       "e",         "em",
        "endcode", "endif",      "endverbatim", "example",    "exception", "file",      "fn",
        "if",      "image",      "include",     "ingroup",    "internal",  "invariant", "li",
        "link",    "mainpage",   "n",           "name",       "note",      "p",         "page",
        "par",     "param",      "post",        "pre",        "private",   "property",  "protected",
        "public",  "ref",        "related",     "remark",     "remarks",   "result",    "return",
        "returns", "retval",     "sa",          "section",    "see",       "short",     "since",
        "snippet", "struct",     "subpage",     "subsection", "test",      "throw",     "throws",
        "todo",    "tparam",     "typedef",     "union",      "var",       "verbatim",  "version",
        "warning",
    };
    for (size_t i = 0; i < sizeof doc_words / sizeof *doc_words; i++)
        if (strlen(doc_words[i]) == length && memcmp(doc_words[i], word, length) == 0)
            return true;
    return false;
}

size_t annotation_next_at(const struct note *note, size_t from)
{
    for (size_t i = from; i + 1 < note->length; i++) {
        const char *c = note->text + i;
        bool starts = i == 0 || !(is_word_char(c[-1]) || c[-1] == '@' || c[-1] == '\\');
        if (c[0] == '@' && starts && (isalpha((unsigned char)c[1]) || c[1] == '_'))
            return i;
    }
    return note->length;
}

struct annotation_span annotation_span_at(const struct note *note, size_t word)
{
    struct annotation_span span = {.word = word};
    size_t i = word;
    while (i < note->length && is_word_char(note->text[i]))
        i++;
    span.word_length = i - word;
    span.end = i;
    if (i >= note->length || note->text[i] != '(')
        return span;
    span.has_argument = true;
    span.argument = ++i;
    for (int depth = 1; i < note->length && note->text[i] != '\n'; i++) {
        depth += (note->text[i] == '(') - (note->text[i] == ')');
        if (depth == 0) {
            span.argument_length = i - span.argument;
            span.end = i + 1;
            return span;
        }
    }
    span.unclosed = true;
    span.end = i;
    return span;
}

static struct place note_place(const struct note *note, size_t offset)
{
    return note->source ? source_place(note->source, note->offset + offset) : note->place;
}

void annotation_complain(const struct annotation_argument *argument, size_t offset,
                         const char *format, ...)
{
    if (argument->reader->lenient && argument->note->comment)
        return;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = pool_alloc(argument->reader->pool, length < 0 ? 1 : (size_t)length + 1);
    vsnprintf(text, length < 0 ? 1 : (size_t)length + 1, format, again);
    va_end(again);
    diag_error(argument->reader->diag, note_place(argument->note, offset), "%s", text);
}

static const char *trimmed(struct pool *pool, const char *text, size_t length)
{
    struct strbuf out;
    while (length > 0 && isspace((unsigned char)text[0])) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    strbuf_init(&out, pool_alloc(pool, length + 1), length + 1);
    strbuf_foreign(&out, text, length);
    return out.data;
}

static bool read_text(const struct annotation_argument *argument, enum annotation_word word,
                      struct annotations *out)
{
    if (!argument->text[0]) {
        annotation_complain(argument, argument->offset, "'%s' is empty: write %s(text)",
                            argument->word, argument->word);
        return false;
    }
    *(word == ANNOTATION_UNIT ? &out->unit : &out->desc) = argument->text;
    return true;
}

static bool read_argument(const struct annotation_argument *argument, enum annotation_word word,
                          struct annotations *out)
{
    switch (words[word].argument) {
    case ARGUMENT_TEXT:
        return read_text(argument, word, out);
    case ARGUMENT_RANGE:
        return annotation_read_range(argument, out);
    case ARGUMENT_NAMES:
        return annotation_read_names(argument, out);
    case ARGUMENT_FORMAT:
        return annotation_read_format(argument, out);
    case ARGUMENT_NOTHING:
        break;
    }
    return true;
}

/* The parentheses are there when the word wants them, closed, and the word is new. */
static bool check_shape(const struct annotation_argument *argument,
                        const struct annotation_span *span, enum annotation_word word,
                        const struct annotations *out)
{
    bool wants = words[word].argument != ARGUMENT_NOTHING;
    if (span->unclosed)
        annotation_complain(argument, span->argument - 1, "the parenthesis of '%s' is never closed",
                            argument->word);
    else if (wants && !span->has_argument)
        annotation_complain(argument, span->word, "'%s' needs an argument: %s(...)", argument->word,
                            argument->word);
    else if (!wants && span->has_argument)
        annotation_complain(argument, span->argument - 1, "'%s' takes no argument", argument->word);
    else if (out->given & 1u << word)
        annotation_complain(argument, span->word, "'%s' is given twice", argument->word);
    else
        return true;
    return false;
}

static void read_span(const struct annotation_reader *reader, const struct note *note,
                      const struct annotation_span *span, struct annotations *out)
{
    struct annotation_argument argument = {
        .reader = reader, .note = note, .offset = span->argument, .length = span->argument_length};
    enum annotation_word word = annotation_lookup(note->text + span->word, span->word_length);
    argument.word = pool_copy_part(reader->pool, note->text + span->word, span->word_length);
    if (word == ANNOTATION_COUNT) {
        const char *meant = annotation_meant(argument.word, span->word_length);
        annotation_complain(&argument, span->word, "unknown annotation '%s'%s%s%s", argument.word,
                            meant ? ": did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
        return;
    }
    if (!check_shape(&argument, span, word, out))
        return;
    argument.text = trimmed(reader->pool, note->text + span->argument, span->argument_length);
    if (!read_argument(&argument, word, out))
        return;
    out->given |= 1u << word;
    out->places[word] = note_place(note, span->word);
}

static void read_attribute(const struct annotation_reader *reader, const struct note *note,
                           struct annotations *out)
{
    size_t i = 0;
    while (i < note->length) {
        struct annotation_argument here = {.reader = reader, .note = note};
        if (isspace((unsigned char)note->text[i]) || note->text[i] == ',') {
            i++;
            continue;
        }
        if (!is_word_char(note->text[i])) {
            annotation_complain(&here, i, "unexpected '%c' in an annotation", note->text[i]);
            return;
        }
        struct annotation_span span = annotation_span_at(note, i);
        read_span(reader, note, &span, out);
        i = span.end;
    }
}

/* "@word:" is how kernel documentation names a parameter. */
static bool is_plain_text(const struct note *note, const struct annotation_span *span)
{
    const char *word = note->text + span->word;
    bool ours = annotation_lookup(word, span->word_length) != ANNOTATION_COUNT;
    if (span->has_argument)
        return !ours && annotation_is_doc_word(word, span->word_length);
    if (span->end < note->length && note->text[span->end] == ':')
        return true;
    return !ours && (annotation_is_doc_word(word, span->word_length) ||
                     !annotation_meant(word, span->word_length));
}

static void read_comment(const struct annotation_reader *reader, const struct note *note,
                         struct annotations *out)
{
    for (size_t i = annotation_next_at(note, 0); i < note->length;) {
        struct annotation_span span = annotation_span_at(note, i + 1);
        if (!is_plain_text(note, &span))
            read_span(reader, note, &span, out);
        i = annotation_next_at(note, span.end);
    }
}

void annotations_read(const struct annotation_reader *reader, const struct note *note,
                      struct annotations *out)
{
    if (note->comment)
        read_comment(reader, note, out);
    else
        read_attribute(reader, note, out);
}
