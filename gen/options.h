/* The command line: one table makes the parser and the help text. Layer: gen. */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include "pool.h"

#include <stdbool.h>
#include <stdio.h>

enum language { LANGUAGE_BY_NAME, LANGUAGE_C, LANGUAGE_CXX };

struct options {
    const char **headers;
    size_t header_count;
    const char **clang; /* for clang, in the order given: -I, -D, -U and what follows -- */
    size_t clang_count;
    const char *output;     /* NULL: beside the header; "-": stdout */
    const char *compile_db; /* folder of compile_commands.json, or NULL */
    const char *standard;
    enum language language;
    const char **types; /* --type, globs */
    size_t type_count;
    bool all, all_included, json, layout, dry_run, verbose, depend, help, version;
    const char *depend_file;
};

/* 0, or -1 after one line on err saying what to do. Strings are argv's own. */
int options_parse(struct options *options, struct pool *pool, int argc, char **argv, FILE *err);

void options_help(FILE *out);

#endif
