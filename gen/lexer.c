/* Cuts the text of a header into tokens, comments and preprocessor lines included. Layer: gen. */
#include "source.h"

#include <ctype.h>
#include <string.h>

struct lexer {
    const char *text;
    size_t size, at;
    bool line_start; /* only blanks so far on this line */
};

static char peek(const struct lexer *lexer, size_t ahead)
{
    return lexer->at + ahead < lexer->size ? lexer->text[lexer->at + ahead] : '\0';
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void skip_blanks(struct lexer *lexer)
{
    for (; lexer->at < lexer->size && isspace((unsigned char)peek(lexer, 0)); lexer->at++)
        if (peek(lexer, 0) == '\n')
            lexer->line_start = true;
}

static void skip_block_comment(struct lexer *lexer)
{
    lexer->at += 2;
    while (lexer->at < lexer->size && !(peek(lexer, 0) == '*' && peek(lexer, 1) == '/'))
        lexer->at++;
    lexer->at = lexer->at + 2 < lexer->size ? lexer->at + 2 : lexer->size;
}

/* To the newline that ends a line comment, a directive, or an unterminated literal. */
static void skip_line(struct lexer *lexer, bool directive)
{
    while (lexer->at < lexer->size && peek(lexer, 0) != '\n') {
        if (directive && peek(lexer, 0) == '/' && peek(lexer, 1) == '*') {
            skip_block_comment(lexer);
            continue;
        }
        bool continued =
            peek(lexer, 0) == '\\' &&
            (peek(lexer, 1) == '\n' || (peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n'));
        lexer->at += !continued ? 1u : peek(lexer, 1) == '\r' ? 3u : 2u;
    }
    if (lexer->at > lexer->size)
        lexer->at = lexer->size;
}

static void skip_quoted(struct lexer *lexer, char quote)
{
    for (lexer->at++; lexer->at < lexer->size; lexer->at++) {
        char c = peek(lexer, 0);
        if (c == '\n')
            return;
        if (c == '\\')
            lexer->at++;
        else if (c == quote)
            break;
    }
    lexer->at = lexer->at < lexer->size ? lexer->at + 1 : lexer->size;
}

/* R"delimiter( ... )delimiter", from the quote on. */
static void skip_raw_string(struct lexer *lexer)
{
    const char *start = lexer->text + lexer->at + 1, *end = lexer->text + lexer->size;
    const char *open = memchr(start, '(', (size_t)(end - start));
    size_t length = open ? (size_t)(open - start) : 0;
    lexer->at = lexer->size;
    for (const char *c = open; c && c + length + 1 < end; c++)
        if (c[0] == ')' && memcmp(c + 1, start, length) == 0 && c[length + 1] == '"') {
            lexer->at = (size_t)(c + length + 2 - lexer->text);
            return;
        }
}

static enum token_kind skip_word(struct lexer *lexer)
{
    bool number = isdigit((unsigned char)peek(lexer, 0)) != 0;
    while (is_word(peek(lexer, 0)) ||
           (number && (peek(lexer, 0) == '\'' || peek(lexer, 0) == '.') && is_word(peek(lexer, 1))))
        lexer->at++;
    if (peek(lexer, 0) != '"' || number)
        return TOKEN_WORD;
    if (lexer->text[lexer->at - 1] == 'R')
        skip_raw_string(lexer);
    else
        skip_quoted(lexer, '"');
    return TOKEN_STRING;
}

static enum token_kind skip_token(struct lexer *lexer)
{
    char c = peek(lexer, 0);
    if (c == '/' && peek(lexer, 1) == '/') {
        skip_line(lexer, false);
        return TOKEN_COMMENT;
    }
    if (c == '/' && peek(lexer, 1) == '*') {
        skip_block_comment(lexer);
        return TOKEN_COMMENT;
    }
    if (c == '#' && lexer->line_start) {
        skip_line(lexer, true);
        return TOKEN_DIRECTIVE;
    }
    if (c == '"' || c == '\'') {
        skip_quoted(lexer, c);
        return TOKEN_STRING;
    }
    if (is_word(c))
        return skip_word(lexer);
    lexer->at++;
    return TOKEN_PUNCTUATION;
}

/* "#define NAME ..." */
static void add_macro(struct source *source, struct pool *pool, const struct token *directive)
{
    const char *c = source->text + directive->begin + 1, *end = source->text + directive->end;
    while (c < end && isblank((unsigned char)*c))
        c++;
    if ((size_t)(end - c) < sizeof "define" || memcmp(c, "define", 6) != 0)
        return;
    for (c += 6; c < end && isblank((unsigned char)*c); c++)
        continue;
    const char *name = c;
    while (c < end && is_word(*c))
        c++;
    char *copy = pool_copy_part(pool, name, (size_t)(c - name));
    map_put(&source->macros, copy, copy);
}

static void find_lines(struct source *source, struct pool *pool)
{
    for (size_t start = 0; start <= source->size;) {
        source->lines = pool_grow(pool, source->lines, source->line_count, sizeof *source->lines);
        source->lines[source->line_count++] = (uint32_t)start;
        const char *newline = memchr(source->text + start, '\n', source->size - start);
        start = newline ? (size_t)(newline - source->text) + 1 : source->size + 1;
    }
}

struct source *source_create(struct pool *pool, const char *path, const char *text, size_t size)
{
    struct source *source = pool_alloc(pool, sizeof *source);
    struct lexer lexer = {.text = text, .line_start = true};
    lexer.size = size < UINT32_MAX ? size : UINT32_MAX - 1;
    *source = (struct source){.path = path, .text = text, .size = lexer.size};
    source->macros.pool = pool;
    find_lines(source, pool);
    for (skip_blanks(&lexer); lexer.at < lexer.size; skip_blanks(&lexer)) {
        struct token token = {.begin = (uint32_t)lexer.at};
        token.kind = skip_token(&lexer);
        token.end = (uint32_t)lexer.at;
        if (token.kind != TOKEN_COMMENT)
            lexer.line_start = false;
        source->tokens =
            pool_grow(pool, source->tokens, source->token_count, sizeof *source->tokens);
        source->tokens[source->token_count++] = token;
        if (token.kind == TOKEN_DIRECTIVE)
            add_macro(source, pool, &token);
    }
    return source;
}
