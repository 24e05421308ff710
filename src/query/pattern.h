/*
 * Patterns: POSIX extended regular expressions that cannot take for ever, and plain words without
 * one. Layer 5.
 *
 * What is in small letters only ignores case (A to Z; in an expression, what the locale says).
 * Refused: back references, whose search may be endless, repeats without an end of what may be
 * nothing, and repeats that come to more than PATTERN_EXTENT parts. What is left takes time in
 * proportion to the text.
 */
#ifndef QUERY_PATTERN_H
#define QUERY_PATTERN_H

#include <memglass/base.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#define PATTERN_TEXT_MAX 256
#define PATTERN_EXTENT   1024

/* What is looked for: immutable, any thread. */
struct pattern {
    char text[PATTERN_TEXT_MAX];
    size_t length;
    bool plain;       /* no expression: the text itself is looked for */
    bool ignore_case; /* plain: the text is in small letters */
};

/* E_INVALID: err->message says why, one line. */
int pattern_init(struct pattern *p, const char *text, memglass_error *err);

/*
 * One thread's means to match it. Zeroed is empty; it makes what it needs at the first match. glibc
 * keeps each state that an expression has ever been in, so it is made anew every so many matches.
 */
struct pattern_matcher {
    regex_t regex;
    unsigned uses;
    bool made;
};

/* false also when there is no memory. */
bool pattern_matches(const struct pattern *p, struct pattern_matcher *m, const char *text);
void pattern_matcher_fini(struct pattern_matcher *m);

#endif
