/* memglass watch: values when they change. Layer 8. */
#include "cli/apart.h"
#include "cli/commands.h"
#include "cli/exact.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/paths.h"
#include "cli/source.h"
#include "cli/when.h"

#include "base/error.h"
#include "sample/diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct args_option cli_watch_options[] = {
    CLI_OPTION_INTERVAL,
    CLI_OPTION('n', "count", "N", "end after N frames", cli_take_count, count),
    CLI_OPTION('d', "duration", "TIME", "end after so long", cli_take_duration, duration_ns),
    CLI_OPTION('c', "on-change", NULL, "leave out what the values are at first", args_take_flag,
               on_change),
    CLI_OPTION(0, "jsonl", NULL, "print a JSON object a line", cli_take_LINES, format),
    CLI_OPTIONS_WHEN CLI_OPTION_AWAIT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

struct watching {
    const struct cli_values *values;
    const struct look *look;
    struct cli_when when;
    FILE *out;
    bool first; /* no frame was looked at yet */
};

enum { TEXT_BYTES = 512 };

/* What a hit was or is: a row of a frame. */
struct moment {
    const struct frame *frame;
    long row; /* negative: it was not there */
};

/* Whether all of it has room. */
static bool text_of(const struct moment *m, const struct field_ref *ref, char text[TEXT_BYTES])
{
    static const struct field_style style = {.humane = true};
    struct strbuf out;
    strbuf_init(&out, text, TEXT_BYTES);
    field_text(ref, frame_data(m->frame, (size_t)m->row), m->frame->roster->rows[m->row].size,
               &style, &out);
    bool whole = !out.cut;
    strbuf_finish(&out);
    return whole;
}

static char *whole_text(const struct moment *m, const struct field_ref *ref)
{
    return exact_text(ref, frame_data(m->frame, (size_t)m->row),
                      m->frame->roster->rows[m->row].size, MEMGLASS_EXACT);
}

static char *escaped_text(const struct moment *m, const struct field_ref *ref)
{
    return exact_escaped(ref, frame_data(m->frame, (size_t)m->row),
                         m->frame->roster->rows[m->row].size);
}

/* Of a value that is shown alike though it differs: all its digits, its bytes, or where it differs.
 * False: in nothing that can be shown. */
static bool tell_apart(const struct moment *before, const struct moment *after,
                       const struct field_ref *ref, char was[TEXT_BYTES], char now[TEXT_BYTES])
{
    char *x = whole_text(before, ref), *y = whole_text(after, ref);
    if (x && y && strcmp(x, y) == 0) {
        free(x);
        free(y);
        x = escaped_text(before, ref);
        y = escaped_text(after, ref);
    }
    bool differs = x && y && strcmp(x, y) != 0;
    if (differs && strlen(x) < TEXT_BYTES && strlen(y) < TEXT_BYTES) {
        memcpy(was, x, strlen(x) + 1);
        memcpy(now, y, strlen(y) + 1);
    } else if (differs) {
        apart_show(x, y, was, now, TEXT_BYTES);
    }
    free(x);
    free(y);
    return differs;
}

static json_t *value_in(const struct moment *m, const struct field_ref *ref)
{
    if (m->row < 0)
        return json_null();
    return json_value(ref, frame_data(m->frame, (size_t)m->row),
                      m->frame->roster->rows[m->row].size, frame_truth(m->frame, (size_t)m->row));
}

static paths_fn look_at;

/* Of a struct or an array that has no room in a line, what changed in it. */
static void print_line(struct watching *w, const struct path_hit *hit, const struct moment *before,
                       const struct moment *after)
{
    char now[TEXT_BYTES], was[TEXT_BYTES];
    bool leaf = field_is_leaf(&hit->ref), is_new = before->row < 0;
    bool whole = text_of(after, &hit->ref, now);
    if (!is_new)
        whole = text_of(before, &hit->ref, was) && whole;
    bool alike = !is_new && strcmp(was, now) == 0;
    if (!is_new && !leaf && (alike || !whole)) {
        paths_each_leaf(hit, look_at, w);
        return;
    }
    if (alike && !tell_apart(before, after, &hit->ref, was, now))
        return;
    output_time(hit->frame->wall_ns, w->out);
    if (is_new)
        fprintf(w->out, "%s  %s\n", hit->text, now);
    else
        fprintf(w->out, "%s  %s -> %s\n", hit->text, was, now);
}

static void print_json(const struct watching *w, const struct path_hit *hit,
                       const struct moment *before, const struct moment *after)
{
    json_t *line =
        json_pack("{s:f, s:s, s:o, s:o}", "time", (double)hit->frame->wall_ns / 1e9, "path",
                  hit->text, "old", value_in(before, &hit->ref), "new", value_in(after, &hit->ref));
    json_print(line, false, w->out);
    json_decref(line);
}

/* What was not there before is new, whatever it is. */
static int look_at(const struct path_hit *hit, void *ctx)
{
    struct watching *w = ctx;
    const struct frame *prev = look_source(w->look)->prev;
    const struct roster_row *object = &hit->frame->roster->rows[hit->row];
    long row = prev ? frame_find(prev, object->index, object->generation) : -1;
    const struct moment before = {prev, row}, after = {hit->frame, (long)hit->row};
    if (row >= 0 && !diff_ref_changed(prev, row, hit->frame, (long)hit->row, &hit->ref))
        return 0;
    if (w->values->format == OUTPUT_LINES)
        print_json(w, hit, &before, &after);
    else
        print_line(w, hit, &before, &after);
    return 0;
}

/* A path that names nothing is an error at first; later the object may have ended. */
static int look_at_all(struct watching *w, memglass_error *err)
{
    for (size_t i = 1; i < w->values->name_count; i++) {
        int64_t hits = paths_each(look_frame(w->look), w->values->names[i], look_at, w, err);
        if (hits == 0 && w->first)
            return err->code;
    }
    w->first = false;
    fflush(w->out);
    return MEMGLASS_OK;
}

static int check_paths(const struct path_hit *hit, void *ctx)
{
    (void)hit;
    (void)ctx;
    return 0;
}

/* With --on-change the first frame is only what the second one is compared with. */
static int first_frame(struct watching *w, memglass_error *err)
{
    if (!w->values->on_change)
        return look_at_all(w, err);
    for (size_t i = 1; i < w->values->name_count; i++)
        if (paths_each(look_frame(w->look), w->values->names[i], check_paths, NULL, err) == 0)
            return err->code;
    w->first = false;
    return MEMGLASS_OK;
}

static int watch_all(struct watching *w, struct look *l, memglass_error *err)
{
    const struct cli_values *v = w->values;
    uint64_t start = look_frame(l)->time_ns;
    int status = first_frame(w, err);
    for (uint64_t frames = 1; !status; frames++) {
        status = when_look(w->when.when, look_source(l), err);
        if (status < 0 || when_wants_exit(w->when.when) || interrupt_came() ||
            (v->count && frames >= v->count))
            return status < 0 ? status : MEMGLASS_OK;
        status = look_next(l, err);
        if (status <= 0)
            return status;
        if (v->duration_ns && look_frame(l)->time_ns - start >= v->duration_ns)
            return MEMGLASS_OK;
        memglass_error unsaid;
        look_at_all(w, &unsaid);
        status = ferror(w->out)
                     ? error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write the output")
                     : MEMGLASS_OK;
    }
    return status;
}

int cli_watch(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct watching w = {.values = v, .out = out, .first = true};
    int status = source_names(v, v->when.expression ? 1 : 2, SIZE_MAX, err);
    if (!status)
        status = cli_when_open(&w.when, v, "watch", 1u << WHEN_PRINT, NULL, NULL, out, err);
    if (status)
        return status;
    interrupt_install();
    struct look *l = source_open_name(v, 0, true, cli_when_history(&w.when), err);
    w.look = l;
    status = l ? watch_all(&w, l, err) : err->code;
    int unheard = cli_when_close(&w.when, status ? NULL : err);
    look_close(&l);
    return status ? status : unheard;
}
