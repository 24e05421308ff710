/* Reading a filter's text piece by piece, and saying what is wrong with a piece. Layer 5. */
#ifndef QUERY_FILTER_LEX_H
#define QUERY_FILTER_LEX_H

#include "query/filter_tree.h"

struct filter_lexer {
    const char *text, *at; /* the whole, and how far it is read */
    int depth;             /* parentheses and negations that are open */
    struct filter_error *err;
};

/* NULL; err says what is wrong with the length bytes from `from`, which lies in the text. */
void *lex_fail(struct filter_lexer *p, const char *from, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void *lex_no_memory(struct filter_lexer *p);

bool lex_is_blank(char c);
void lex_skip_blanks(struct filter_lexer *p);
/* FILTER_OPS: there is none. */
enum filter_op lex_op_at(const char *at);
/* A copy of the word, or quoted text, that comes, which the caller frees; at_operator: an operator
 * ends it, too. NULL: err says why. */
char *lex_take_text(struct filter_lexer *p, bool at_operator);

#endif
