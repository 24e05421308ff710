/* Writing files so that a reader, make above all, never sees half of one. Layer: gen. */
#ifndef GEN_OUTPUT_H
#define GEN_OUTPUT_H

#include "model.h"

/* Replaces the file at path, or only its time stamp when it holds the text already. "-": stdout.
 * 0, or -1 after one line on err. */
int output_write(struct pool *pool, const char *path, const char *text, size_t size, FILE *err);

/* The make rule: target depends on every file read, all but the `main` one allowed to vanish. */
void output_depend(const struct model *model, const char *target, const char *main, FILE *out);

#endif
