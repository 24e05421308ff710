/* memglass record: frames of a session into a file. Layer 8. */
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/source.h"
#include "cli/when.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/fields.h"
#include "record/reader.h"
#include "record/writer.h"
#include "view/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_RING_BYTES (UINT64_C(256) << 20)

const struct args_option cli_record_options[] = {
    CLI_OPTION_INTERVAL,
    CLI_OPTION('d', "duration", "TIME", "end after so long (with Ctrl-C)", cli_take_duration,
               duration_ns),
    CLI_OPTION_FILTER,
    CLI_OPTION('F', "fields", "NAMES",
               "only these fields of objects, such as 'health,player.status' or 'pos*'",
               args_take_text, fields),
    CLI_OPTION('l', "last", "TIME",
               "keep only so much in memory; SIGUSR1, and the end, write it to FILE",
               cli_take_duration, last_ns),
    CLI_OPTION('m', "max-bytes", "BYTES",
               "begin another file behind so many; with --last: memory to use (256M)",
               cli_take_bytes, bytes),
    CLI_OPTION('k', "keep", "N", "of the files that were begun, keep the N newest", cli_take_count,
               keep),
    CLI_OPTION('z', "level", "N", "of compression, 1 to 19 (3)", cli_take_count, level),
    CLI_OPTION('R', "replace", NULL, "empty a file that exists; of several, all that follow",
               args_take_flag, replace),
    CLI_OPTIONS_WHEN CLI_OPTION_AWAIT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

struct recording {
    const struct cli_values *values;
    struct look *look;
    struct choose choose;
    struct cli_when when;
    struct record_ring *ring; /* NULL: to a file at once */
    struct record_writer *writer;
    struct record_fields *fields; /* NULL: all */
    struct files files;
    uint64_t frames, bytes;
    bool began; /* the first frame is there, and was looked at */
};

static bool is_chosen(const struct frame *f, size_t row, void *ctx)
{
    struct recording *r = ctx;
    (void)f;
    return choose_row(&r->choose, r->look, r->fields ? record_fields_row(r->fields, row) : row);
}

/* Of frames as they are taken, or as they were. */
static uint64_t find_interval(const struct recording *r)
{
    struct record_about about = {.interval_ns = 0};
    if (look_recording(r->look))
        record_reader_about(look_recording(r->look), &about);
    uint64_t asked = about.interval_ns ? about.interval_ns : r->values->interval_ns;
    return asked ? asked : NS_PER_SEC;
}

static int open_writer(struct recording *r, memglass_error *err)
{
    struct record_options options = {.interval_ns = r->files.interval_ns,
                                     .key_ns = r->values->last_ns ? r->values->last_ns / 4 + 1 : 0,
                                     .level = (int)r->values->level,
                                     .keep = r->choose.filter ? is_chosen : NULL,
                                     .ctx = r};
    struct record_sink *sink = r->ring ? record_sink_ring(r->ring) : files_next(&r->files, err);
    if (r->ring && !sink)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    r->writer = sink ? record_writer_create(sink, &options, err) : NULL;
    return r->writer ? MEMGLASS_OK : err->code;
}

/* --- the ring into a file ----------------------------------------------------------------------
 */

static int keep_ring(struct recording *r, memglass_error *err)
{
    uint64_t now = look_frame(r->look)->time_ns, last = r->values->last_ns;
    int status = record_writer_flush(r->writer, err);
    if (status)
        return status;
    struct record_sink *sink = files_next(&r->files, err);
    if (!sink)
        return err->code;
    status = record_ring_write(r->ring, now > last ? now - last : 0, sink, err);
    int closed = sink->ops->close(&sink, status ? NULL : err);
    status = status ? status : closed;
    if (!status)
        fprintf(stderr, "memglass record: the last moments are in %s\n", r->files.path);
    return status;
}

/* When it was asked for, a file that cannot be written is said: the ring is still there, and goes
 * on. */
static void try_to_keep_ring(struct recording *r)
{
    memglass_error why = {0};
    if (keep_ring(r, &why) != MEMGLASS_OK)
        cli_complain("record", &why);
}

/* --- frames ------------------------------------------------------------------------------------
 */

/* Before a frame, so that there is no file without one. */
static int rotate(struct recording *r, memglass_error *err)
{
    struct record_figures figures;
    record_writer_figures(r->writer, &figures);
    if (r->ring || !r->values->bytes || figures.stored_bytes < r->values->bytes)
        return MEMGLASS_OK;
    int status = record_writer_flush(r->writer, err);
    if (status)
        return status;
    record_writer_figures(r->writer, &figures);
    r->frames += figures.frames;
    r->bytes += figures.stored_bytes;
    status = record_writer_close(&r->writer, err);
    return status ? status : open_writer(r, err);
}

/* A frame that came late: somebody who looks at the recording should know. */
static int note_gap(struct recording *r, memglass_error *err)
{
    const struct frame *cur = look_frame(r->look), *prev = look_source(r->look)->prev;
    char text[32], mark[64];
    struct strbuf b;
    if (!prev || cur->time_ns - prev->time_ns < 2 * r->files.interval_ns)
        return MEMGLASS_OK;
    uint64_t gap_ns = cur->time_ns - prev->time_ns;
    strbuf_init(&b, text, sizeof text);
    if (gap_ns < NS_PER_SEC)
        text_cost(&b, gap_ns);
    else
        text_duration(&b, gap_ns);
    snprintf(mark, sizeof mark, "no frame for %s", text);
    return record_writer_mark(r->writer, mark, err);
}

static int mark(const char *text, void *ctx, memglass_error *err)
{
    struct recording *r = ctx;
    return record_writer_mark(r->writer, text, err);
}

/* What fires is what the ring is kept for; at the end it is kept in any case. */
static int look_when(struct recording *r, memglass_error *err)
{
    int fired = when_look(r->when.when, look_source(r->look), err);
    if (fired > 0 && r->ring && !when_wants_exit(r->when.when))
        try_to_keep_ring(r);
    return fired < 0 ? fired : MEMGLASS_OK;
}

/* Whether filter and fields can mean something for what there is. */
static int check_frame(struct recording *r, memglass_error *err)
{
    int status = choose_begin(&r->choose, r->look, err);
    if (!status && r->fields)
        status = record_fields_check(r->fields, look_frame(r->look), err);
    return status;
}

static int write_frame(struct recording *r, memglass_error *err)
{
    const struct frame *f = look_frame(r->look);
    int status = r->fields ? record_fields_of(r->fields, f, &f, err) : MEMGLASS_OK;
    return status ? status : record_writer_add(r->writer, f, err);
}

static int add_frame(struct recording *r, memglass_error *err)
{
    int status = check_frame(r, err);
    if (!status)
        status = rotate(r, err);
    if (!status)
        status = note_gap(r, err);
    if (!status)
        status = write_frame(r, err);
    if (!status)
        status = look_when(r, err);
    if (status || !interrupt_asked())
        return status;
    if (!r->ring)
        return record_writer_flush(r->writer, err);
    try_to_keep_ring(r);
    return MEMGLASS_OK;
}

static int record_all(struct recording *r, memglass_error *err)
{
    uint64_t start = look_frame(r->look)->time_ns, most = r->values->duration_ns;
    for (;;) {
        int status = add_frame(r, err);
        if (status || when_wants_exit(r->when.when))
            return status;
        r->began = true;
        do
            status = interrupt_came() ? 0 : look_next(r->look, err);
        while (status == 0 && !interrupt_came() && !look_recording(r->look));
        if (status <= 0)
            return status;
        if (most && look_frame(r->look)->time_ns - start >= most)
            return MEMGLASS_OK;
    }
}

static void say_figures(struct recording *r, const struct record_figures *last)
{
    char text[32];
    struct strbuf b;
    strbuf_init(&b, text, sizeof text);
    uint64_t frames = r->frames + last->frames, bytes = r->bytes + last->stored_bytes;
    text_bytes(&b, bytes);
    fprintf(stderr, "memglass record: %" PRIu64 " frame%s, %s%s\n", frames, frames == 1 ? "" : "s",
            text, bytes < 1000 ? " bytes" : "");
}

/* Also when something failed: the moments before that are what the ring is there for. */
static int keep_at_the_end(struct recording *r, int status, memglass_error *err)
{
    if (!r->writer || !r->ring || (status && !r->began))
        return status;
    if (!status)
        return keep_ring(r, err);
    try_to_keep_ring(r);
    return status;
}

static int finish(struct recording *r, int status, memglass_error *err)
{
    struct record_figures figures = {0};
    memglass_error late = {0};
    int closed = MEMGLASS_OK;
    status = keep_at_the_end(r, status, err);
    if (r->writer) {
        record_writer_flush(r->writer, &late);
        record_writer_figures(r->writer, &figures);
        closed = late.code ? late.code : record_writer_close(&r->writer, &late);
        record_writer_close(&r->writer, NULL);
    }
    if (!status && closed)
        *err = late;
    else if (!status)
        say_figures(r, &figures);
    int unheard = cli_when_close(&r->when, status || closed ? NULL : err);
    record_ring_release(&r->ring);
    record_fields_destroy(&r->fields);
    look_close(&r->look);
    choose_fini(&r->choose);
    status = status ? status : closed;
    return source_hint(r->values, status ? status : unheard, err);
}

/* What can be wrong before anything is begun. */
static int open_parts(struct recording *r, FILE *out, memglass_error *err)
{
    const struct cli_values *v = r->values;
    int status = source_names(v, 2, 2, err);
    if (!status && strcmp(v->names[1], "-") == 0)
        status = error_set(err, CLI_E_USAGE, 0, "a recording needs a file: it cannot go to '-'");
    if (!status && !*v->names[1])
        status = error_set(err, CLI_E_USAGE, 0, "FILE is empty: a file has a name");
    if (!status && v->keep && !v->bytes && !v->last_ns)
        status = error_set(err, CLI_E_USAGE, 0,
                           "--keep is for more files than one: --max-bytes, --last");
    if (!status && v->level > RECORD_LEVEL_MOST)
        status = error_set(err, CLI_E_USAGE, 0, "--level: there are 1 to %d", RECORD_LEVEL_MOST);
    if (!status)
        status = cli_when_open(&r->when, v, "record", 1u << WHEN_MARK, mark, r, out, err);
    if (!status)
        status = choose_init(&r->choose, v->filter, err);
    if (!status && v->fields && !(r->fields = record_fields_create(v->fields, err)))
        status = err->code == MEMGLASS_E_INVALID ? CLI_E_USAGE : err->code;
    if (!status && v->last_ns &&
        !(r->ring = record_ring_create(v->bytes ? v->bytes : DEFAULT_RING_BYTES)))
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    return status;
}

static int check_source(const char *path, void *ctx, memglass_error *err)
{
    return source_is_not(ctx, path, err);
}

/* What is in the way of its files, or would be lost with those that they replace. */
static int check_files(const struct recording *r, memglass_error *err)
{
    struct cli_values values = *r->values;
    int status = MEMGLASS_OK;
    if (r->files.replace)
        status = files_each_earlier(&r->files, check_source, &values, err);
    return status ? status : files_check(&r->files, err);
}

int cli_record(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct recording r = {.values = v};
    int status = open_parts(&r, out, err);
    if (status)
        return finish(&r, status, err);
    r.files = (struct files){.name = v->names[1],
                             .keep = v->keep,
                             .replace = v->replace,
                             .many = v->bytes || v->last_ns};
    interrupt_install();
    interrupt_take_asking();
    interrupt_outlive_pipes(); /* what --then prints is not what is recorded */
    status = check_files(&r, err);
    uint64_t history = choose_history(&r.choose) | cli_when_history(&r.when);
    if (!status && !(r.look = source_open_name(v, 0, true, history, err)))
        status = err->code;
    if (!status)
        r.files.interval_ns = find_interval(&r);
    if (!status)
        status = check_frame(&r, err);
    if (!status)
        status = open_writer(&r, err);
    if (!status)
        status = record_all(&r, err);
    return finish(&r, status, err);
}
