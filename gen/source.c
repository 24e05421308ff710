/* Which comments and attributes belong to which declaration, by tokens alone. Layer: gen. */
#include "source.h"

#include <string.h>

static bool token_is(const struct source *source, size_t i, const char *text)
{
    if (i >= source->token_count)
        return false;
    const struct token *t = &source->tokens[i];
    size_t length = strlen(text);
    return t->kind <= TOKEN_PUNCTUATION && t->end - t->begin == length &&
           memcmp(source->text + t->begin, text, length) == 0;
}

/* The first token that ends behind offset. */
static size_t token_at(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (source->tokens[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The index of the line that offset is in. */
static size_t line_at(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place source_place(const struct source *source, size_t offset)
{
    size_t line = line_at(source, offset);
    struct place place = {.file = source->path};
    place.line = (unsigned)line + 1;
    place.column = (unsigned)(offset - source->lines[line]) + 1;
    return place;
}

void note_list_add(struct note_list *notes, struct pool *pool, struct note note)
{
    notes->items = pool_grow(pool, notes->items, notes->count, sizeof note);
    notes->items[notes->count++] = note;
}

/* ---- attributes -------------------------------------------------------------------------------*/

/* If [[ at i holds memglass::name (or "using memglass: name"): the token of the name; else 0. */
static size_t attribute_at(const struct source *source, size_t i, const char *name)
{
    if (!token_is(source, i, "[") || !token_is(source, i + 1, "["))
        return 0;
    bool prefixed = token_is(source, i + 2, "using") && token_is(source, i + 3, "memglass") &&
                    token_is(source, i + 4, ":");
    for (size_t j = i + 2; j < source->token_count; j++) {
        if (token_is(source, j, "]") && token_is(source, j + 1, "]"))
            return 0;
        if (token_is(source, j, ";") || token_is(source, j, "{"))
            return 0;
        bool scoped = token_is(source, j - 3, "memglass") && token_is(source, j - 2, ":") &&
                      token_is(source, j - 1, ":");
        if ((scoped || (prefixed && j > i + 4)) && token_is(source, j, name))
            return j;
    }
    return 0;
}

bool source_is_observed(struct source *source, size_t offset)
{
    for (size_t i = token_at(source, offset); i < source->token_count; i++) {
        if (token_is(source, i, "{") || token_is(source, i, ";"))
            return false;
        if (attribute_at(source, i, "observe")) {
            source->tokens[i].used = true;
            return true;
        }
    }
    return false;
}

void source_mark(struct source *source, size_t offset)
{
    size_t i = token_at(source, offset);
    if (i < source->token_count)
        source->tokens[i].used = true;
}

bool source_unclaimed(const struct source *source, size_t *token, size_t *offset)
{
    for (size_t i = *token; i < source->token_count; i++) {
        bool found =
            token_is(source, i, "MEMGLASS_OBSERVE") || attribute_at(source, i, "observe") != 0;
        if (!found || source->tokens[i].used)
            continue;
        *token = i + 1;
        *offset = source->tokens[i].begin;
        return true;
    }
    return false;
}

static void add_attribute(const struct source *source, struct pool *pool, size_t i,
                          struct note_list *notes)
{
    size_t name = attribute_at(source, i, "field");
    if (!name || !token_is(source, name + 1, "("))
        return;
    for (i = name + 2; i < source->token_count && source->tokens[i].kind == TOKEN_STRING; i++) {
        const struct token *t = &source->tokens[i];
        struct note note = {.source = source, .offset = t->begin + 1u};
        note.text = source->text + note.offset;
        note.length = t->end - t->begin < 2u ? 0 : t->end - t->begin - 2u;
        note_list_add(notes, pool, note);
    }
}

size_t source_literal(const struct source *source, size_t offset, const char *text)
{
    size_t i = token_at(source, offset) + 2, length = strlen(text);
    if (!token_is(source, i - 1, "(") || i >= source->token_count)
        return 0;
    const struct token *t = &source->tokens[i];
    if (t->end - t->begin != length + 2 || memcmp(source->text + t->begin + 1, text, length) != 0)
        return 0;
    return t->begin + 1u;
}

/* ---- comments ---------------------------------------------------------------------------------*/

static bool is_comment(const struct source *source, size_t i)
{
    return i < source->token_count && source->tokens[i].kind == TOKEN_COMMENT;
}

static bool is_line_comment(const struct source *source, size_t i)
{
    return is_comment(source, i) && source->text[source->tokens[i].begin + 1u] == '/';
}

/* Lines that lie between two places: 0 when it is the same one. */
static size_t newlines(const struct source *source, size_t from, size_t to)
{
    return line_at(source, to) - line_at(source, from);
}

static size_t line_start(const struct source *source, size_t offset)
{
    return source->lines[line_at(source, offset)];
}

/* Nothing but blanks before it on its line. */
static bool starts_line(const struct source *source, size_t i)
{
    size_t begin = source->tokens[i].begin, start = line_start(source, begin);
    return i == 0 || source->tokens[i - 1].end <= start;
}

/* Comment i goes on where the line comment before it, one line up in the same column, stopped. */
static bool continues(const struct source *source, size_t i)
{
    if (i == 0 || !is_line_comment(source, i) || !is_line_comment(source, i - 1))
        return false;
    const struct token *above = &source->tokens[i - 1], *t = &source->tokens[i];
    return newlines(source, above->end, t->begin) == 1 &&
           t->begin - line_start(source, t->begin) ==
               above->begin - line_start(source, above->begin);
}

/* Stands behind something else on its line, or goes on with a comment that does. */
static bool is_trailing(const struct source *source, size_t i)
{
    while (starts_line(source, i) && continues(source, i))
        i--;
    return !starts_line(source, i);
}

/* Three slashes, slash and two stars, or an exclamation mark; more of them are a mere line. */
static bool is_doc(const char *text, size_t length)
{
    bool line = text[1] == '/';
    if (length < (line ? 3u : 5u))
        return false;
    return text[2] == '!' || (text[2] == text[1] && (length == 3 || text[3] != text[1]));
}

static void add_comment(const struct source *source, struct pool *pool, size_t i,
                        struct note_list *notes)
{
    const struct token *t = &source->tokens[i];
    const char *text = source->text + t->begin;
    size_t length = t->end - t->begin, marks = 2;
    bool line = text[1] == '/', doc = is_doc(text, length);
    if (doc)
        marks = length > 3 && text[3] == '<' ? 4 : 3;
    struct note note = {.source = source, .comment = true, .doc = doc};
    note.offset = t->begin + marks;
    note.text = text + marks;
    note.length = length - marks;
    if (!line)
        note.length = length < marks + 2 ? 0 : length - marks - 2;
    note_list_add(notes, pool, note);
}

/* ---- declarations -----------------------------------------------------------------------------*/

static int depth_change(const struct source *source, size_t i)
{
    if (token_is(source, i, "(") || token_is(source, i, "[") || token_is(source, i, "{"))
        return 1;
    return token_is(source, i, ")") || token_is(source, i, "]") || token_is(source, i, "}") ? -1
                                                                                            : 0;
}

static bool ends_declaration(const struct source *source, size_t i)
{
    if (source->tokens[i].kind == TOKEN_DIRECTIVE || token_is(source, i, ";") ||
        token_is(source, i, "{") || token_is(source, i, "}"))
        return true;
    return i > 0 && token_is(source, i, ":") &&
           (token_is(source, i - 1, "public") || token_is(source, i - 1, "protected") ||
            token_is(source, i - 1, "private"));
}

/* The first token of the declaration that token i is in: what clang calls its start has attributes
 * and `typedef` before it. */
static size_t first_token(const struct source *source, size_t i)
{
    while (i > 0 && !ends_declaration(source, i - 1))
        i--;
    while (is_comment(source, i))
        i++;
    return i;
}

/* The comments above (or before, on the same line) token `first`, with no blank line between. */
static void add_leading(const struct source *source, struct pool *pool, size_t first,
                        struct note_list *notes)
{
    size_t i = first;
    while (i > 0 && is_comment(source, i - 1) &&
           newlines(source, source->tokens[i - 1].end, source->tokens[i].begin) <= 1 &&
           !is_trailing(source, i - 1))
        i--;
    for (; i < first; i++)
        add_comment(source, pool, i, notes);
}

/* Behind the comments that follow token i on its line, and the lines that go on with them. */
static size_t trailing_end(const struct source *source, size_t i)
{
    size_t j = i + 1;
    for (; is_comment(source, j); j++) {
        bool same_line = newlines(source, source->tokens[j - 1].end, source->tokens[j].begin) == 0;
        if (!same_line && !(j > i + 1 && continues(source, j)))
            break;
    }
    return j;
}

static void add_trailing(const struct source *source, struct pool *pool, size_t i,
                         struct note_list *notes)
{
    size_t end = trailing_end(source, i);
    for (size_t j = i + 1; j < end; j++)
        add_comment(source, pool, j, notes);
}

/* Attributes and comments in [from, to), but not in the body of a struct that is defined there. */
static void add_inside(const struct source *source, struct pool *pool, size_t from, size_t to,
                       struct note_list *notes)
{
    int braces = 0;
    for (size_t i = from; i < to; i++) {
        braces += token_is(source, i, "{") - token_is(source, i, "}");
        if (braces > 0)
            continue;
        if (is_comment(source, i))
            add_comment(source, pool, i, notes);
        else
            add_attribute(source, pool, i, notes);
    }
}

/* The ';' (or with `comma`, ',') that ends the declarator at i. */
static size_t end_token(const struct source *source, size_t i, bool comma)
{
    int depth = 0;
    for (; i < source->token_count && depth >= 0; i++) {
        if (depth == 0 && (token_is(source, i, ";") || (comma && token_is(source, i, ","))))
            return i;
        depth += depth_change(source, i);
    }
    return i < source->token_count ? i : source->token_count;
}

/* Of `int a, b`, what belongs to b starts behind the comma and the comments that trail it. */
static size_t declarator_start(const struct source *source, size_t begin, size_t name)
{
    int depth = 0;
    size_t start = begin;
    for (size_t i = begin; i < name; i++) {
        depth += depth_change(source, i);
        if (depth == 0 && token_is(source, i, ","))
            start = trailing_end(source, i);
    }
    return start < name ? start : name;
}

void source_notes_of_type(const struct source *source, struct pool *pool, size_t offset,
                          struct note_list *notes)
{
    size_t begin = token_at(source, offset);
    if (begin < source->token_count)
        add_leading(source, pool, first_token(source, begin), notes);
}

void source_notes_of_member(const struct source *source, struct pool *pool, size_t begin_offset,
                            size_t name_offset, struct note_list *notes)
{
    size_t begin = token_at(source, begin_offset), name = token_at(source, name_offset);
    if (name >= source->token_count || begin > name)
        return;
    size_t first = first_token(source, begin);
    bool own_text = notes->count > 0;
    size_t end = end_token(source, name, true), last = end_token(source, name, false);
    add_leading(source, pool, first, notes);
    add_inside(source, pool, first, begin, notes);
    size_t shared = notes->count;
    add_inside(source, pool, declarator_start(source, begin, name), name, notes);
    add_inside(source, pool, name, end, notes);
    if (end < source->token_count)
        add_trailing(source, pool, end, notes);
    /* `int a, b; // text` says it of both, unless a has a text of its own. */
    bool one_line = last < source->token_count &&
                    newlines(source, source->tokens[name].begin, source->tokens[last].begin) == 0;
    if (end != last && one_line && notes->count == shared && !own_text)
        add_trailing(source, pool, last, notes);
}
