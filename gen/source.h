/*
 * The text of a header beside clang's view of it: what stands in comments and in attributes that
 * clang drops, and which declaration it belongs to. Knows tokens only. Layer: gen.
 */
#ifndef GEN_SOURCE_H
#define GEN_SOURCE_H

#include "diag.h"
#include "map.h"

#include <stdbool.h>
#include <stdint.h>

enum token_kind {
    TOKEN_WORD, /* identifiers, keywords, numbers */
    TOKEN_STRING,
    TOKEN_PUNCTUATION, /* one character each */
    TOKEN_COMMENT,
    TOKEN_DIRECTIVE, /* a whole preprocessor line, with its continuations */
};

struct token {
    enum token_kind kind;
    bool used; /* an annotation that was found to belong to a declaration */
    uint32_t begin, end;
};

struct source {
    const char *path, *text;
    size_t size;
    struct token *tokens;
    size_t token_count;
    uint32_t *lines; /* where each one starts */
    size_t line_count;
    struct map macros; /* names that the file defines, whether or not it gets there */
};

/* Text that may hold annotations: in the source at offset, or elsewhere (source NULL). */
struct note {
    const struct source *source;
    size_t offset;
    struct place place; /* with source NULL: where to complain */
    const char *text;
    size_t length;
    bool comment; /* else the text of an attribute */
    bool doc;     /* a documentation comment */
};

struct note_list {
    struct note *items;
    size_t count;
};

/* The text must outlive the source. Text beyond 4 GiB is not looked at. */
struct source *source_create(struct pool *pool, const char *path, const char *text, size_t size);

struct place source_place(const struct source *source, size_t offset);

/* Whether a type declaration that starts at offset carries [[memglass::observe]] before its body.
 */
bool source_is_observed(struct source *source, size_t offset);
/* Marks the MEMGLASS_OBSERVE or attribute at offset as belonging to a type. */
void source_mark(struct source *source, size_t offset);
/* The next annotation of a type that no declaration has claimed, from *token on; false: none. */
bool source_unclaimed(const struct source *source, size_t *token, size_t *offset);

/* Where the text in MEMGLASS_FIELD("text") at offset starts, if that is what stands there; else 0.
 */
size_t source_literal(const struct source *source, size_t offset, const char *text);

/* The comments directly before the type declaration that starts at offset. */
void source_notes_of_type(const struct source *source, struct pool *pool, size_t offset,
                          struct note_list *notes);
/* [[memglass::field("...")]] and comments of a member: its declaration starts at begin, its name is
 * at name. notes may hold what clang knows of it already. */
void source_notes_of_member(const struct source *source, struct pool *pool, size_t begin,
                            size_t name, struct note_list *notes);

void note_list_add(struct note_list *notes, struct pool *pool, struct note note);

#endif
