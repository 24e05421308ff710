/* A file that is there once all of it is. Layer 8. */
#ifndef CLI_REPLACEMENT_H
#define CLI_REPLACEMENT_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * What is written goes into a file that takes the name at the end, when it is on the disk: what had
 * that name is whole until then, and stays when there is a failure. The file has no name before, so
 * that nothing is left of it whatever ends the process. Where the file system has none of these,
 * and for who opens what is written by a name, it is beside, as PATH.XXXXXX, which is left when the
 * process is killed. Devices and pipes are written as they are, and so is a file in a folder that
 * takes no other.
 */
struct replacement {
    const char *path; /* as it was asked for; the caller's */
    char *target;     /* what that leads to */
    char *beside;     /* NULL: it has no name, or is written in place */
    bool unnamed, replace;
};

/* Opens what is to be written; it is empty. replace: there may be one. by_name: somebody will open
 * replacement_path. NULL and E_EXISTS, E_INVALID (by_name: no plain file), E_NOMEM, E_SYSTEM:
 * nothing is there to be finished. */
FILE *replacement_open(struct replacement *r, const char *path, bool replace, bool by_name,
                       memglass_error *err);
/* The name of what is written, for who opens it once more. */
const char *replacement_path(const struct replacement *r);
/* Closes it, and puts it in its place when status says that all went well (also writing to it, so
 * far), and it is on the disk; else removes it. status, E_SYSTEM, or E_EXISTS: there is one by now.
 */
int replacement_finish(struct replacement *r, FILE *out, int status, memglass_error *err);

#endif
