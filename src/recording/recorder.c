/* The public face of recording: frames of a session into a file. Layer 6. */
#include "base/clock.h"
#include "base/error.h"
#include "record/fields.h"
#include "record/writer.h"
#include "sample/diff.h"
#include "sample/source.h"

#include <memglass/recording.h>
#include <stdlib.h>

struct memglass_recorder {
    struct source *source;
    struct record_writer *writer;
    struct record_fields *fields; /* NULL: all */
    const struct frame *last;     /* NULL: none yet */
    uint64_t tick;
};

static void free_recorder(memglass_recorder *r)
{
    frame_release(&r->last);
    record_fields_destroy(&r->fields);
    if (r->source)
        r->source->ops->close(&r->source);
    free(r);
}

static int begin_file(memglass_recorder *r, const char *path,
                      const memglass_recorder_options *options, memglass_error *err)
{
    struct record_options how = {.interval_ns =
                                     options->interval_ns ? options->interval_ns : NS_PER_SEC,
                                 .level = (int)options->level};
    bool replace = (options->flags & MEMGLASS_RECORDER_REPLACE) != 0;
    struct record_sink *sink = record_sink_file(path, how.interval_ns, replace, err);
    r->writer = sink ? record_writer_create(sink, &how, err) : NULL;
    return r->writer ? MEMGLASS_OK : err->code;
}

static int open_parts(memglass_recorder *r, const char *session, const char *path,
                      const memglass_recorder_options *options, memglass_error *err)
{
    struct source_live_options how = {.attach = options->attach};
    if (options->level > RECORD_LEVEL_MOST)
        return error_set(err, MEMGLASS_E_INVALID, 0, "compression level %u: there are 1 to %d",
                         options->level, RECORD_LEVEL_MOST);
    if (options->flags & ~MEMGLASS_RECORDER_REPLACE)
        return error_set(err, MEMGLASS_E_INVALID, 0, "there is no such flag of a recorder");
    if (options->fields && !(r->fields = record_fields_create(options->fields, err)))
        return err->code;
    r->source = source_live_open(session, &how, err);
    return r->source ? begin_file(r, path, options, err) : err->code;
}

memglass_recorder *memglass_recorder_open(const char *session, const char *path,
                                          const memglass_recorder_options *options,
                                          memglass_error *err)
{
    static const memglass_recorder_options defaults;
    memglass_error unsaid;
    err = err ? err : &unsaid;
    if (!session || !path) {
        error_set(err, MEMGLASS_E_INVALID, 0, "a session's name and a file's are needed");
        return NULL;
    }
    memglass_recorder *r = calloc(1, sizeof *r);
    if (!r) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
        return NULL;
    }
    if (open_parts(r, session, path, options ? options : &defaults, err) == MEMGLASS_OK)
        return r;
    free_recorder(r);
    return NULL;
}

static int write_frame(memglass_recorder *r, memglass_error *err)
{
    const struct frame *f = r->last;
    int status = MEMGLASS_OK;
    if (r->fields) {
        status = record_fields_check(r->fields, f, err);
        status = status ? status : record_fields_of(r->fields, f, &f, err);
    }
    return status ? status : record_writer_add(r->writer, f, err);
}

int memglass_recorder_take(memglass_recorder *r, memglass_error *err)
{
    const struct frame *f;
    struct diff unused;
    if (!r)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the recorder is missing");
    memglass_error why = {0};
    int status = r->source->ops->capture(r->source, r->last, r->tick + 1, &f, &why);
    if (status) {
        if (err)
            *err = why;
        return status;
    }
    r->tick++;
    diff_frames(r->last, f, &unused);
    frame_release(&r->last);
    r->last = f;
    return write_frame(r, err);
}

int memglass_recorder_mark(memglass_recorder *r, const char *text, memglass_error *err)
{
    if (!r || !text)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the recorder, or the mark, is missing");
    if (!r->last)
        return error_set(err, MEMGLASS_E_NOTFOUND, 0, "there is no frame yet that could be marked");
    return record_writer_mark(r->writer, text, err);
}

int memglass_recorder_flush(memglass_recorder *r, memglass_error *err)
{
    if (!r)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the recorder is missing");
    return record_writer_flush(r->writer, err);
}

int memglass_recorder_info_get(const memglass_recorder *r, memglass_recorder_info *out)
{
    struct record_figures figures;
    if (!r || !out)
        return MEMGLASS_E_INVALID;
    record_writer_figures(r->writer, &figures);
    *out = (memglass_recorder_info){.frames = figures.frames, .bytes = figures.stored_bytes};
    if (r->last)
        out->session = r->last->session;
    return MEMGLASS_OK;
}

int memglass_recorder_close(memglass_recorder *r, memglass_error *err)
{
    if (!r)
        return MEMGLASS_OK;
    int status = record_writer_close(&r->writer, err);
    free_recorder(r);
    return status;
}
