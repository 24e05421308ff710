/* From a header to the model, through libclang. Layer: gen. */
#ifndef GEN_PARSE_H
#define GEN_PARSE_H

#include "model.h"

/* A type's name, or a glob. */
struct type_pattern {
    const char *glob;
    bool found;
};

struct parse_request {
    const char *header;
    const char **args; /* for clang, without the header */
    size_t arg_count;
    bool cxx;
    enum { SELECT_ANNOTATED, SELECT_ALL, SELECT_ALL_INCLUDED } select;
    struct type_pattern *patterns; /* if there are any, only types that one of them fits */
    size_t pattern_count;
};

/* Adds the header's types to the model. What is wrong with the header goes to diag, clang's own
 * errors as clang words them; diag->errors counts. */
void parse_header(struct model *model, struct diag *diag, const struct parse_request *request);

/* What a compilation database says about a file. */
struct compile_flags {
    const char *file; /* whose flags these are */
    const char **args;
    size_t count;
    const char *standard, *language; /* of -std and -x; NULL: not given */
};

enum { COMPILE_FLAGS_FOUND, COMPILE_FLAGS_NO_DATABASE, COMPILE_FLAGS_NO_FILE };

/* The flags of the header itself, else of the source of its stem (in its folder, before others),
 * else of the one in its folder whose name is most like it. */
int parse_compile_flags(struct pool *pool, const char *folder, const char *header,
                        struct compile_flags *out);

/* The arguments that clang needs to find its own headers and <memglass/observe.h>. */
void parse_toolchain_args(struct pool *pool, const char ***args, size_t *count);

#endif
