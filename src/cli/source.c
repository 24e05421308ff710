/* Opening what a command looks at. Layer 8. */
#include "cli/source.h"

#include "base/checked.h"
#include "base/error.h"
#include "cli/await.h"
#include "field/parse.h"
#include "record/reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int source_names(const struct cli_values *v, size_t least, size_t most, memglass_error *err)
{
    if (v->name_count < least)
        return error_set(err, CLI_E_USAGE, 0, "an argument is missing");
    if (v->name_count > most)
        return error_set(err, CLI_E_USAGE, 0, "'%.80s' is one argument too many", v->names[most]);
    return MEMGLASS_OK;
}

int source_is_not(const struct cli_values *v, const char *path, memglass_error *err)
{
    struct stat in, out;
    if (!look_is_file(v->names[0]) || stat(v->names[0], &in) < 0 || stat(path, &out) < 0 ||
        in.st_dev != out.st_dev || in.st_ino != out.st_ino)
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%.100s is what is read", path);
}

int source_hint(const struct cli_values *v, int status, memglass_error *err)
{
    size_t length = strlen(err->message);
    if (status == MEMGLASS_E_EXISTS && !v->replace && err->sys_errno == EEXIST)
        snprintf(err->message + length, sizeof err->message - length,
                 ": --replace takes its place");
    return status;
}

/* As it is written on the command line. */
static const char *at_option(const struct cli_values *v)
{
    return v->at == v->second_at ? "--and-at" : "--at";
}

/* "0s" is a time here, which no duration is. */
static int parse_at(const struct cli_values *v, uint64_t *ns, memglass_error *err)
{
    memglass_error why;
    long double seconds;
    int status = field_parse_quantity("s", v->at, &seconds, &why);
    *ns = 0;
    if (!status && seconds != 0)
        status = field_parse_amount("s", v->at, 1e9L, ns, &why);
    return status ? error_set(err, CLI_E_USAGE, 0, "%s: %.200s", at_option(v), why.message)
                  : MEMGLASS_OK;
}

/* What is wrong with it whatever there is to look at. */
static int check_at(const struct cli_values *v, const char *name, uint64_t *after,
                    memglass_error *err)
{
    *after = 0;
    if (!v->at)
        return MEMGLASS_OK;
    if (!look_is_file(name))
        return error_set(err, CLI_E_USAGE, 0, "%s is for recordings", at_option(v));
    return parse_at(v, after, err);
}

/* So long after the beginning of a recording. */
static int go_to(struct look *l, uint64_t after, memglass_error *err)
{
    struct record_about about;
    record_reader_about(look_recording(l), &about);
    return record_reader_seek(look_recording(l), saturating_add(about.first_ns, after), err);
}

struct look *source_open_name(const struct cli_values *v, size_t i, bool from_start,
                              uint64_t history_bytes, memglass_error *err)
{
    struct look_options options = {.attach = v->attach,
                                   .interval_ns = v->interval_ns,
                                   .history_bytes = history_bytes,
                                   .most_ns = v->timeout_ns ? v->timeout_ns : v->duration_ns,
                                   .at_end = !from_start};
    uint64_t after;
    int status = check_at(v, v->names[i], &after, err);
    if (!status)
        status = await_session(v, v->names[i], err);
    struct look *l = status ? NULL : look_open(v->names[i], &options, err);
    if (!l)
        return NULL;
    if (v->at && !from_start)
        status = go_to(l, after, err);
    if (status == MEMGLASS_OK)
        status = look_next(l, err);
    if (status == 0) /* it has some, or could not be opened */
        status = error_set(err, MEMGLASS_E_CORRUPT, 0, "%s: none of its frames can be read",
                           v->names[i]);
    if (status < 0)
        look_close(&l);
    return l;
}

struct look *source_open(const struct cli_values *v, uint64_t history_bytes, memglass_error *err)
{
    return source_open_name(v, 0, false, history_bytes, err);
}
