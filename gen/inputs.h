/*
 * What a run depended on, fact by fact, and whether that still holds: kept in a file beside the
 * output, and looked at again by the next run before anything is loaded. A fact that no longer
 * holds means that there is something to do, not that the output would differ. Layer: gen.
 */
#ifndef GEN_INPUTS_H
#define GEN_INPUTS_H

#include "map.h"

#include <stdbool.h>
#include <stdint.h>

/* X(ID, the word in the file). In a fact, name is a path unless said otherwise. */
#define INPUT_LIST(X)                                                                         \
    X(COMMAND, "command")   /* name: the current folder; hash: of the words behind argv[0] */ \
    X(VARIABLE, "variable") /* name: of the environment; hash: of the value, 0 without one */ \
    X(MADE, "made")         /* an output, as it was left; hash: of its bytes */               \
    X(READ, "read")         /* a file; hash: of its bytes */                                  \
    X(LOADED, "loaded")     /* a program or library; its stamp alone */                       \
    X(LISTED, "listed")     /* a folder whose names were read; its stamp alone */             \
    X(FOLDER, "folder")     /* is a folder */                                                 \
    X(THERE, "there")       /* is something else */                                           \
    X(ABSENT, "absent")     /* was looked for and not found */                                \
    X(LEADS, "leads")       /* hash: of its real path, 0 without one */

enum input_kind {
#define INPUT_KIND(id, word) INPUT_##id,
    INPUT_LIST(INPUT_KIND)
#undef INPUT_KIND
        INPUT_KIND_COUNT
};

/* All zero: not to be trusted, as of a file so young that a change may not show in it. */
struct input_stamp {
    uint64_t size, mtime_ns, ctime_ns, device, inode;
};

struct input {
    enum input_kind kind;
    const char *name;
    uint64_t hash;
    struct input_stamp stamp;
};

struct inputs {
    struct pool *pool;
    struct input *items;
    size_t count;
    struct map by_name;
    bool contradictory; /* something changed while it was looked at */
};

/* "out/game.memglass.h" -> "out/.game.memglass.h.inputs" */
const char *inputs_path(struct pool *pool, const char *output);

/* What the C library's getenv and realpath find; they themselves are watched in memglass-gen-clang.
 * out has room for PATH_MAX. */
const char *inputs_variable(const char *name);
bool inputs_real_path(const char *path, char *out);

void inputs_init(struct inputs *inputs, struct pool *pool);

/* Notes a fact as it is now; the same one again must be as it was. The name is copied. */
void inputs_note(struct inputs *inputs, enum input_kind kind, const char *name);
/* What a probe of a path finds: a folder, something else, or nothing. */
void inputs_note_probe(struct inputs *inputs, const char *path);
/* A file that is open for reading; its offset stays. */
void inputs_note_open(struct inputs *inputs, const char *path, int fd);
void inputs_note_command(struct inputs *inputs, int argc, char *const *argv);

/* The facts of another set, without those that follow from others of it. */
void inputs_add(struct inputs *inputs, const struct inputs *more);

/* Whether each fact is as noted. newest_ns: the latest change of what was read or loaded. */
bool inputs_hold(const struct inputs *inputs, int argc, char *const *argv, uint64_t *newest_ns);

/* The file's text, or NULL when a name cannot stand in it. */
char *inputs_text(const struct inputs *inputs);
/* Adds what the file says; false unless it is there and whole. */
bool inputs_read(struct inputs *inputs, const char *path);

#endif
