/* What commands that look at one source share: opening it at the moment that was asked for. Layer
 * 8. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/choose.h"
#include "cli/options.h"

/* Opens the first name of the values and takes its first frame: of a session the present, of a
 * recording the moment of --at, else its end. NULL and err. */
struct look *source_open(const struct cli_values *v, uint64_t history_bytes, memglass_error *err);

/* The same of name i, with its past kept and from its first frame on, when `from_start`. */
struct look *source_open_name(const struct cli_values *v, size_t i, bool from_start,
                              uint64_t history_bytes, memglass_error *err);

/* A file that is in the way: err also says what to do about it. status. */
int source_hint(const struct cli_values *v, int status, memglass_error *err);
/* E_EXISTS and err when the first name is a recording, and `path` is that very file. */
int source_is_not(const struct cli_values *v, const char *path, memglass_error *err);

/* CLI_E_USAGE and err unless there are from `least` to `most` names. */
int source_names(const struct cli_values *v, size_t least, size_t most, memglass_error *err);

#endif
