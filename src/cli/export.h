/*
 * Formats that a source can be exported to. Layer 8. Each has a file of its own, export_<name>.c:
 * begun once, given each frame, ended once.
 */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include "cli/choose.h"
#include "cli/options.h"
#include "cli/paths.h"
#include "cli/replacement.h"

/* X(name, what it is) */
#define EXPORT_FORMAT_LIST(X)                                              \
    X(jsonl, "JSON: one line for each object and frame")                   \
    X(csv, "CSV: one line for each value")                                 \
    X(wide, "CSV: one line for each object of one type, a column a field") \
    X(sqlite, "an SQLite database of the values that changed")             \
    X(html, "a page that stands alone: types, objects, charts, marks")     \
    X(svg, "a chart of the values that PATHs name")

/* What every format is given. */
struct export_job {
    const struct cli_values *values;
    struct look *look;
    struct choose *choose;
    const char *path;        /* of the output file; NULL: standard output */
    struct replacement file; /* what is written until all is; with a path */
    FILE *out;               /* what is written; formats that open the file leave it alone */
    uint64_t first_ns;       /* time of the first frame */
    bool *named;             /* by PATH: it named something in a frame */
    memglass_error why;      /* the last PATH that named nothing in a frame, and why */
    bool failed;             /* out of memory */
    void *state;             /* the format's own */
};

struct export_format {
    const char *name, *what;
    bool opens_path;  /* it needs a file's name, replacement_path, to open it itself */
    bool takes_paths; /* it is of the values that PATHs name */
    bool needs_paths; /* and of nothing else */
    int (*begin)(struct export_job *j, memglass_error *err);
    int (*frame)(struct export_job *j, memglass_error *err);
    int (*end)(struct export_job *j, memglass_error *err);
    void (*free)(struct export_job *j); /* in any case, after begin */
};

#define EXPORT_DECLARE(name, what) extern const struct export_format export_##name;
EXPORT_FORMAT_LIST(EXPORT_DECLARE)
#undef EXPORT_DECLARE

/* NULL: there is none of that name. */
const struct export_format *export_find(const char *name);

/* Calls fn for what PATHs name in the frame; an object may be there in some of the frames only. */
void export_paths(struct export_job *j, paths_fn *fn);

/* What most formats are made of: seconds since 1970; what a hit says, which the caller frees (NULL,
 * and the job has failed: out of memory). */
double export_wall_s(const struct export_job *j);
char *export_text(struct export_job *j, const struct path_hit *hit);

#endif
