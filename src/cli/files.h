/* The files that one recording goes into, one behind the other: FILE, FILE-2, FILE-3, ... Layer 8.
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdint.h>

struct record_sink;

struct files {
    const char *name;
    uint64_t interval_ns;
    uint64_t keep; /* so many of the newest; 0: all */
    bool replace;
    unsigned begun;  /* so far */
    char path[4096]; /* of the newest */
};

/* E_EXISTS: one that may be begun later, unless it is to be replaced, is there now. */
int files_check(const struct files *f, memglass_error *err);

/* Begins the next one, and removes the one that is too many then. NULL and err: E_INVALID (the name
 * is too long), and those of record_sink_file. */
struct record_sink *files_next(struct files *f, memglass_error *err);

#endif
