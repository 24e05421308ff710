/* The characters of a filter's text: words, quotes, operators. Layer 5. */
#include "query/filter_lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct filter_op_info *filter_op_info(enum filter_op op)
{
    static const struct filter_op_info infos[] = {
#define ROW(id, written, texts) {.text = (written), .of_texts = (texts)},
        FILTER_OP_LIST(ROW)
#undef ROW
    };
    return &infos[op];
}

/* --- errors ------------------------------------------------------------------------------------
 */

void *lex_fail(struct filter_lexer *p, const char *from, size_t length, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    p->err->at = (size_t)(from - p->text);
    p->err->length = length;
    vsnprintf(p->err->message, sizeof p->err->message, format, args);
    va_end(args);
    return NULL;
}

void *lex_no_memory(struct filter_lexer *p)
{
    return lex_fail(p, p->at, 0, "out of memory");
}

/* --- characters ------------------------------------------------------------------------------- */

bool lex_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

void lex_skip_blanks(struct filter_lexer *p)
{
    while (lex_is_blank(*p->at))
        p->at++;
}

/* FILTER_OPS: there is none. */
enum filter_op lex_op_at(const char *at)
{
    for (int op = 0; op < FILTER_OPS; op++) {
        const char *text = filter_op_info((enum filter_op)op)->text;
        if (strncmp(at, text, strlen(text)) == 0)
            return (enum filter_op)op;
    }
    return FILTER_OPS;
}

/* The end of a word: a blank, a parenthesis that was not opened in it, and, outside of those that
 * were and of [...], an operator when it ends there too. */
static const char *word_end(const char *at, bool at_operator)
{
    int depth = 0;
    bool bracket = false;
    for (const char *first = at; *at && !lex_is_blank(*at); at++) {
        if (*at == '\\' && at[1] && !lex_is_blank(at[1])) {
            at++;
            continue;
        }
        if (at_operator && !depth && !bracket && at > first && lex_op_at(at) != FILTER_OPS)
            break;
        if (bracket)
            bracket = *at != ']';
        else if (*at == '[')
            bracket = true;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && depth-- == 0)
            break;
    }
    return at;
}

/* A copy of the word or quoted text at p->at, which moves behind it. \" is a quote inside. */
char *lex_take_text(struct filter_lexer *p, bool at_operator)
{
    const char *from = p->at, *end = word_end(from, at_operator);
    bool quoted = *from == '"';
    if (quoted) {
        for (end = ++from; *end && *end != '"'; end++)
            end += end[0] == '\\' && end[1];
        if (!*end)
            return lex_fail(p, p->at, 1, "this quote is not closed");
    }
    char *copy = malloc((size_t)(end - from) + 1), *to = copy;
    if (!copy)
        return lex_no_memory(p);
    for (const char *c = from; c < end; c++)
        if (!(quoted && c[0] == '\\' && c[1] == '"'))
            *to++ = *c;
    *to = '\0';
    p->at = end + quoted;
    return copy;
}
