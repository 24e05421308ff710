/* A file that is there once all of it is. Layer 8. */
#ifndef CLI_REPLACEMENT_H
#define CLI_REPLACEMENT_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdio.h>

/* What is written goes into a file beside, which takes the name at the end: what had that name is
 * whole until then, and stays when there is a failure. Devices and pipes are written as they are,
 * and so is a file in a folder that takes no other. */
struct replacement {
    const char *path; /* as it was asked for; the caller's */
    char *target;     /* what that leads to */
    char *beside;     /* NULL: written in place */
};

/* Opens what is to be written; it is empty. replace: there may be one. NULL and E_EXISTS, E_NOMEM,
 * E_SYSTEM: nothing is there to be finished. */
FILE *replacement_open(struct replacement *r, const char *path, bool replace, memglass_error *err);
/* The name of what is written, for who opens it once more. */
const char *replacement_path(const struct replacement *r);
/* Once it is closed: puts it in its place, when status says that all went well; else removes it.
 * status, or E_SYSTEM. */
int replacement_finish(struct replacement *r, int status, memglass_error *err);

#endif
