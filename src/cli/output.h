/*
 * Rows of named values as a person, a spreadsheet or a program wants them. Layer 8. One table for
 * all commands: columns are declared once, cells are added row by row.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/columns.h"

#include <jansson.h>

/* X(ID, name, what it is): from it come the options. */
#define OUTPUT_FORMAT_LIST(X)                       \
    X(TABLE, "table", "print aligned columns")      \
    X(JSON, "json", "print one JSON array")         \
    X(LINES, "jsonl", "print a JSON object a line") \
    X(CSV, "csv", "print comma-separated values, with a line of names")

enum output_format {
#define OUTPUT_ENUM(id, name, what) OUTPUT_##id,
    OUTPUT_FORMAT_LIST(OUTPUT_ENUM)
#undef OUTPUT_ENUM
};

struct output_column {
    const char *title; /* of a table */
    const char *name;  /* of JSON and CSV */
    bool right;
};

struct output {
    enum output_format format;
    FILE *out;
    const struct output_column *columns; /* the caller's */
    size_t count, at;                    /* at: column of the next cell */
    struct column table_columns[COLUMNS_MAX];
    struct columns table;
    json_t *row, *rows; /* of JSON */
    bool failed;        /* out of memory */
};

/* The local time of day, and two blanks. */
void output_time(uint64_t wall_ns, FILE *out);

/* A cell of CSV, quoted where RFC 4180 wants it. */
void output_csv_cell(const char *text, FILE *out);

void output_begin(struct output *o, enum output_format format, FILE *out,
                  const struct output_column *columns, size_t count);
/* The next cell: its text, and its value in JSON, which is taken over. value NULL: the text. */
void output_cell(struct output *o, const char *text, json_t *value);
/* Prints what is left. MEMGLASS_OK or E_NOMEM. */
int output_end(struct output *o, memglass_error *err);

#endif
