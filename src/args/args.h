/*
 * Command lines by a table: from it come the parser, the help, and, checked by tests, the manual
 * pages of the programs. Layer 1. Not safe for several threads, as getopt is not.
 */
#ifndef ARGS_ARGS_H
#define ARGS_ARGS_H

#include <memglass/base.h>
#include <stddef.h>
#include <stdio.h>

#define ARGS_OPTIONS_MAX 48 /* of one table */

/* Taken: what follows is not looked at. */
#define ARGS_END 1

/* Takes an option's argument (NULL: it has none) over into its member of the values, which may
 * point to it. MEMGLASS_OK, ARGS_END, or E_INVALID and err, which says what is wrong with the
 * argument. */
typedef int args_take_fn(char *argument, void *member, memglass_error *err);

struct args_option {
    char letter; /* 0: no short form */
    const char *name, *argument, *what;
    args_take_fn *take;
    size_t member; /* where it is in the values */
};

args_take_fn args_take_flag; /* bool */
args_take_fn args_take_end;  /* bool, such as that of --help */
args_take_fn args_take_text; /* const char * */

/*
 * Parses argv[1] and what follows; options, and what is none, may be mixed. The last row of the
 * table has no name. The index of the first argument that is no option, all of which are behind the
 * options then; or E_INVALID and one line that names the option.
 */
int args_parse(const struct args_option *options, int argc, char **argv, void *values,
               memglass_error *err);

/* A line for each option. */
void args_help(const struct args_option *options, FILE *out);

#endif
