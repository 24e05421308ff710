/* memglass export: a session, an instant or a recording for other programs. Layer 8. */
#include "cli/commands.h"
#include "cli/exact.h"
#include "cli/export.h"
#include "cli/interrupt.h"
#include "cli/source.h"

#include "base/error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct args_option cli_export_options[] = {
    CLI_OPTION('t', "to", "FORMAT", "jsonl, csv, wide, sqlite, html or svg (by the file's name)",
               args_take_text, columns),
    CLI_OPTION('o', "output", "FILE", "write into this file (-, standard output)", args_take_text,
               output),
    CLI_OPTION_FILTER,
    CLI_OPTION('d', "duration", "TIME",
               "of a session: for so long (one frame); of a recording: so much of it",
               cli_take_duration, duration_ns),
    CLI_OPTION_INTERVAL,
    CLI_OPTION_AT,
    CLI_OPTION('R', "replace", NULL, "replace a file that exists, once all is written",
               args_take_flag, replace),
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

const struct export_format *export_find(const char *name)
{
    static const struct export_format *const formats[] = {
#define FORMAT(name, what) &export_##name,
        EXPORT_FORMAT_LIST(FORMAT)
#undef FORMAT
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcasecmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

double export_wall_s(const struct export_job *j)
{
    return (double)look_frame(j->look)->wall_ns / 1e9;
}

char *export_text(struct export_job *j, const struct path_hit *hit)
{
    const struct frame *f = hit->frame;
    char *text = exact_text(&hit->ref, frame_data(f, hit->row), f->roster->rows[hit->row].size,
                            frame_truth(f, hit->row));
    j->failed = j->failed || !text;
    return text;
}

void export_paths(struct export_job *j, paths_fn *fn)
{
    for (size_t i = 1; i < j->values->name_count && !ferror(j->out); i++)
        if (paths_each(look_frame(j->look), j->values->names[i], fn, j, &j->why) > 0)
            j->named[i] = true;
}

/* A PATH that named nothing in any frame is said; when none did, it is a failure. */
static int check_paths(const struct export_job *j, memglass_error *err)
{
    bool any = j->values->name_count < 2;
    for (size_t i = 1; i < j->values->name_count; i++)
        any = any || j->named[i];
    for (size_t i = 1; i < j->values->name_count && any; i++) {
        memglass_error none;
        if (j->named[i])
            continue;
        error_set(&none, MEMGLASS_E_NOTFOUND, 0, "nothing is called '%.160s'", j->values->names[i]);
        cli_complain("export", &none);
    }
    if (any)
        return MEMGLASS_OK;
    *err = j->why;
    return err->code;
}

/* By name, or by what the file's name ends in. */
static const struct export_format *format_of(const struct cli_values *v, memglass_error *err)
{
    const char *dot = v->output ? strrchr(v->output, '.') : NULL;
    const char *name = v->columns ? v->columns : dot ? dot + 1 : NULL;
    if (name && (strcasecmp(name, "db") == 0 || strcasecmp(name, "sqlite3") == 0))
        name = "sqlite";
    const struct export_format *format = name ? export_find(name) : NULL;
    if (!name)
        error_set(err, CLI_E_USAGE, 0, "--to says which format");
    else if (!format)
        error_set(err, CLI_E_USAGE, 0,
                  "'%.60s' is no format; there are jsonl, csv, wide, "
                  "sqlite, html and svg",
                  name);
    return format;
}

/* NULL: standard output. */
static const char *path_of(const struct cli_values *v)
{
    return v->output && strcmp(v->output, "-") != 0 ? v->output : NULL;
}

/* What is wrong whatever there is to look at. */
static int check_format(const struct export_format *format, const struct cli_values *v,
                        memglass_error *err)
{
    if (v->output && !*v->output)
        return error_set(err, CLI_E_USAGE, 0, "--output: a file has a name");
    if (format->opens_path && !path_of(v))
        return error_set(err, CLI_E_USAGE, 0, "%s needs --output FILE", format->name);
    if (format->needs_paths && v->name_count < 2)
        return error_set(err, CLI_E_USAGE, 0, "a chart needs the PATHs of its values");
    if (!format->takes_paths && v->name_count > 1)
        return error_set(err, CLI_E_USAGE, 0,
                         "%s is of whole objects: --filter chooses them, '%.60s' is for csv, html "
                         "and svg",
                         format->name, v->names[1]);
    return MEMGLASS_OK;
}

/* A file that exists stays, unless it is to be replaced and all went well. */
static int open_output(struct export_job *j, const struct export_format *format,
                       memglass_error *err)
{
    const struct cli_values *v = j->values;
    int status = v->replace ? source_is_not(v, j->path, err) : MEMGLASS_OK;
    if (!status &&
        !(j->out = replacement_open(&j->file, j->path, v->replace, format->opens_path, err)))
        status = err->code;
    return status;
}

static bool goes_on(const struct export_job *j)
{
    const struct cli_values *v = j->values;
    uint64_t past = look_frame(j->look)->time_ns - j->first_ns;
    if (interrupt_came())
        return false;
    if (v->duration_ns)
        return past < v->duration_ns;
    return look_recording(j->look) && !v->at;
}

/* While errno still tells why not. */
static int check_written(const struct export_job *j, memglass_error *err)
{
    if (!ferror(j->out))
        return MEMGLASS_OK;
    return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write %s",
                     j->path ? j->path : "the output");
}

/* A part of a recording is not what was asked for; a session is looked at until somebody has seen
 * enough. */
static int export_frames(struct export_job *j, const struct export_format *format,
                         memglass_error *err)
{
    int status = MEMGLASS_OK, next = 1;
    j->first_ns = look_frame(j->look)->time_ns;
    while (!status && next == 1) {
        status = choose_begin(j->choose, j->look, err);
        if (!status)
            status = format->frame(j, err);
        if (!status && !look_recording(j->look))
            fflush(j->out); /* who reads along has each frame when it was taken */
        if (!status)
            status = check_written(j, err);
        if (!status && j->failed)
            status = error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        if (!status && interrupt_came() && look_recording(j->look))
            status = error_set(err, MEMGLASS_E_SYSTEM, EINTR, "interrupted");
        if (status || !goes_on(j))
            return status;
        next = look_next(j->look, err);
    }
    return status ? status : next < 0 ? next : MEMGLASS_OK;
}

static int run(struct export_job *j, const struct export_format *format, FILE *out,
               memglass_error *err)
{
    j->path = path_of(j->values);
    j->out = out;
    int status = j->path ? open_output(j, format, err) : MEMGLASS_OK;
    if (status)
        return status;
    status = format->begin ? format->begin(j, err) : MEMGLASS_OK;
    if (!status)
        status = export_frames(j, format, err);
    if (!status && format->takes_paths)
        status = check_paths(j, err);
    if (!status && format->end)
        status = format->end(j, err);
    if (!status)
        status = check_written(j, err);
    if (format->free)
        format->free(j);
    return j->path ? replacement_finish(&j->file, j->out, status, err) : status;
}

int cli_export(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct choose choose;
    struct export_job job = {.values = v, .choose = &choose};
    int status = source_names(v, 1, SIZE_MAX, err);
    const struct export_format *format = status ? NULL : format_of(v, err);
    if (!format)
        return err->code;
    status = check_format(format, v, err);
    if (!status)
        status = choose_init(&choose, v->filter, err);
    if (status)
        return status;
    interrupt_install();
    job.look = source_open_name(v, 0, !v->at, choose_history(&choose), err);
    status = job.look ? MEMGLASS_OK : err->code;
    job.named = calloc(v->name_count, sizeof *job.named);
    if (!status && !job.named)
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    if (!status)
        status = run(&job, format, out, err);
    free(job.named);
    choose_fini(&choose);
    look_close(&job.look);
    return source_hint(v, status, err);
}
