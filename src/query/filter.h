/*
 * Filters: which objects are meant, as people write it. Layer 5. docs/filters.md has the language:
 *
 *   web  !idle  "two words"             regular expressions over label and type
 *   rss>1G  state=RUNNING  name~^ng     conditions on terms (query/term.h), in the field's units
 *   a b    a or b    (a or b) c    !(a b)
 *
 * A filter is immutable, and may be used by any number of threads, each with a memory of its own.
 */
#ifndef QUERY_FILTER_H
#define QUERY_FILTER_H

#include "query/term.h"

#define FILTER_TEXT_MAX 512 /* bytes of a filter's text, with its NUL */

struct filter;

/* What is wrong, and where in the text. */
struct filter_error {
    size_t at, length; /* bytes */
    char message[200]; /* one line, no full stop */
};

/*
 * Fills err with code, which it returns, and three lines: what (at most 16 bytes) and the message;
 * the text, of a long one what is around the mistake, with "?" for what is no text; below it a mark
 * at the mistake, with a place for each character.
 */
int filter_explain(const struct filter_error *why, const char *what, const char *text, int code,
                   memglass_error *err);

/* Compiles; the caller holds one reference. NULL: err says why. Text without a word in it is a
 * filter that all objects match. */
struct filter *filter_compile(const char *text, struct filter_error *err);
struct filter *filter_retain(struct filter *f);
void filter_release(struct filter **f); /* accepts NULL, and nulls */

const char *filter_text(const struct filter *f); /* as it was compiled */
bool filter_is_empty(const struct filter *f);    /* everything matches */

/* Depends on label and type only: what matches once, matches for good. */
bool filter_is_fixed(const struct filter *f);

/*
 * Whether it can mean something for these types: false when no type has a field that it names, or
 * when a value cannot be one of the field's (no such name of an enum, a wrong unit). err says where
 * and what there is.
 */
bool filter_check(const struct filter *f, const struct type_count *types, size_t count,
                  struct filter_error *err);

/* Of who never has a baseline: false when a condition is of a change since one, and err says where.
 */
bool filter_without_baseline(const struct filter *f, struct filter_error *err);

/* Some condition is of the past (`rss:p99`, `rss:first`): a source without history knows none of
 * it. */
bool filter_looks_back(const struct filter *f);

/*
 * One thread's scratch: where each type has the fields, regular expressions (glibc locks them).
 * Zeroed is empty. It knows types by address: call filter_memory_forget before types may have gone
 * and others come in their place (another session), filter_memory_fini at the end. It may go from
 * one filter to another. filter_matches never fails: without memory nothing matches, and `failed`
 * says so.
 */
struct filter_memory {
    struct filter_state *state;
    bool failed; /* out of memory */
};

void filter_memory_forget(struct filter_memory *m);
void filter_memory_fini(struct filter_memory *m);

/*
 * Whether the row matches. A condition on what is not known (a field that the type lacks, a torn
 * value) does not match, nor does its negation. NULL matches everything.
 */
bool filter_matches(const struct filter *f, struct filter_memory *m,
                    const struct row_source *source, const struct row *row);

#endif
