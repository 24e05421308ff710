/* --when on a command line of memglass. Layer 8. */
#include "cli/when.h"

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/output.h"

#include "base/error.h"

#include <errno.h>
#include <string.h>

static json_t *value_json(const struct when *when, const struct row *row, const struct term *t)
{
    char buffer[MEMGLASS_TEXT_MAX];
    const struct field_ref *ref = t->id == TERM_FIELD ? term_ref(t, row) : NULL;
    if (ref && t->aspect == TERM_VALUE)
        return json_value(ref, row_bytes(row), row->object->size, row_truth(row));
    return t->text ? json_string(term_string(t, row, buffer, sizeof buffer))
                   : json_number(term_number(t, when_source(when), row), 64);
}

/* It may be in another encoding than UTF-8, which JSON is. */
static json_t *expression_json(const struct trigger *trigger)
{
    char text[FILTER_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    strbuf_foreign(&out, trigger_text(trigger), strlen(trigger_text(trigger)));
    strbuf_finish(&out);
    return json_string(text);
}

static void print_json(const struct when *when, const struct row *row, FILE *out)
{
    const struct trigger *trigger = when_trigger(when);
    json_t *values = json_object();
    for (size_t i = 0; i < trigger_term_count(trigger); i++) {
        struct term_place place;
        struct term term;
        if (trigger_bind(trigger, i, row, &place, &term))
            json_object_set_new(values, term.name, value_json(when, row, &term));
    }
    json_t *line = json_pack("{s:f, s:o, s:s, s:s, s:o}", "time", (double)row->frame->wall_ns / 1e9,
                             "when", expression_json(trigger), "label", row->object->label, "type",
                             row->object->type->name, "values", values);
    json_print(line, false, out);
    json_decref(line);
}

static void print_line(const struct when *when, const struct row *row, FILE *out)
{
    char text[WHEN_LINE_MAX];
    struct strbuf line;
    strbuf_init(&line, text, sizeof text);
    when_line(when, row, &line);
    strbuf_finish(&line);
    output_time(row->frame->wall_ns, out);
    fprintf(out, "%s\n", text);
}

static void print(const struct when *when, const struct row *row, void *ctx)
{
    struct cli_when *w = ctx;
    if (w->values->format == OUTPUT_LINES)
        print_json(when, row, w->out);
    else
        print_line(when, row, w->out);
    if (fflush(w->out) != 0 && !w->out_error) /* before a command that may write, too */
        w->out_error = errno;
}

static void bell(void *ctx)
{
    (void)ctx;
    fputc('\a', stderr);
}

static int mark(const char *text, void *ctx, memglass_error *err)
{
    struct cli_when *w = ctx;
    return w->mark(text, w->ctx, err);
}

static void complain(const char *text, void *ctx)
{
    struct cli_when *w = ctx;
    fprintf(stderr, "memglass %s: %s\n", w->command, text);
}

int cli_when_close(struct cli_when *w, memglass_error *err)
{
    int why = w->out_error;
    when_close(&w->when);
    *w = (struct cli_when){.when = NULL};
    return why ? error_sys(err, MEMGLASS_E_SYSTEM, why, "cannot write the output") : MEMGLASS_OK;
}

int cli_when_open(struct cli_when *w, const struct cli_values *v, const char *command,
                  unsigned usual, cli_mark_fn *mark_call, void *ctx, FILE *out, memglass_error *err)
{
    const struct when_hooks hooks = {.print = print,
                                     .bell = bell,
                                     .mark = mark_call ? mark : NULL,
                                     .complain = complain,
                                     .ctx = w};
    *w = (struct cli_when){
        .values = v, .command = command, .out = out, .mark = mark_call, .ctx = ctx};
    int status = when_open(&v->when, v->names[0], usual, false, &hooks, &w->when, err);
    struct filter_error why;
    if (!status && w->when && !filter_without_baseline(trigger_filter(when_trigger(w->when)), &why))
        status = error_set(err, MEMGLASS_E_INVALID, 0, "--when: %s", why.message);
    if (status)
        cli_when_close(w, NULL);
    return status == MEMGLASS_E_INVALID ? CLI_E_USAGE : status;
}

uint64_t cli_when_history(const struct cli_when *w)
{
    const struct trigger *t = w->when ? when_trigger(w->when) : NULL;
    return t && filter_looks_back(trigger_filter(t)) ? LOOK_HISTORY_BYTES : 0;
}
