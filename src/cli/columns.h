/* Rows of text in aligned columns. Layer 8. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdio.h>

#define COLUMNS_MAX 16

struct column {
    const char *title;
    bool right;
};

struct columns {
    const struct column *columns; /* the caller's */
    size_t count;                 /* at most COLUMNS_MAX */
    char **cells;                 /* row by row */
    size_t used, capacity;
    bool failed; /* out of memory: nothing is printed */
};

void columns_init(struct columns *c, const struct column *columns, size_t count);
void columns_fini(struct columns *c);

/* The next cell, copied. Text of other processes must be printable already (strbuf_foreign). */
void columns_add(struct columns *c, const char *text);

/* Titles and rows, each column as wide as its widest text but for very long ones. MEMGLASS_OK or
 * E_NOMEM. */
int columns_print(const struct columns *c, FILE *out, memglass_error *err);

#endif
