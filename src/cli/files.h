/* The files that one recording goes into, one behind the other: FILE, FILE-2, FILE-3, ... Layer 8.
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdint.h>

struct record_sink;

#define FILES_PATH_BYTES 4096

struct files {
    const char *name;
    uint64_t interval_ns;
    uint64_t keep; /* so many of the newest; 0: all */
    bool replace;
    bool many;                   /* there may be more than one */
    unsigned begun;              /* so far */
    char path[FILES_PATH_BYTES]; /* of the newest */
};

/* Calls fn for each file that an earlier recording left at the place of this one: FILE, and where
 * there may be many FILE-2 and so on, up to the first number that there is none of. What is not 0
 * ends it, and is returned. */
typedef int files_fn(const char *path, void *ctx, memglass_error *err);
int files_each_earlier(const struct files *f, files_fn *fn, void *ctx, memglass_error *err);

/* E_EXISTS: one that may be begun later, unless it is to be replaced, is there now; or one that is
 * to be replaced is being recorded into. */
int files_check(const struct files *f, memglass_error *err);

/* Begins the next one, and removes the one that is too many then; with the first, what was of an
 * earlier recording: nobody should take it for a part of this one. Of those whose numbers do not
 * follow, which may be of something else, it says so. NULL and err: E_INVALID (the name is too
 * long), E_SYSTEM, and those of record_sink_file. */
struct record_sink *files_next(struct files *f, memglass_error *err);

#endif
