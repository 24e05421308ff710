/* --when: a trigger of a command line, and what is done when an object fires. Layer 8. */
#include "cli/when.h"

#include "base/clock.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/runner.h"
#include "query/trigger.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 24 /* in the environment of a command */

struct when {
    const struct cli_values *values;
    const char *command; /* the subcommand's name */
    struct when_hooks hooks;
    struct trigger *trigger;
    const struct roster *checked; /* its filter was checked for these types */
    unsigned actions;             /* bits of enum when_action */
    struct runner runner;
    const struct row_source *source; /* while a frame is looked at */
    FILE *out;
    unsigned fired; /* in this frame */
    bool exits;
    int status;
    memglass_error err;
};

/* --- opening ---------------------------------------------------------------------------------- */

static int explain(const char *text, const struct filter_error *why, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_INVALID, 0, "--when: %.100s\n    %.90s\n    %*s^",
                     why->message, text, (int)(why->at < 90 ? why->at : 90), "");
}

static int parse_action(struct when *w, const char *name, memglass_error *err)
{
    static const char *const names[] = {
#define ROW(id, name, what) name,
        WHEN_ACTION_LIST(ROW)
#undef ROW
    };
    for (unsigned i = 0; i < WHEN_ACTIONS; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        w->actions |= 1u << i;
        if (i == WHEN_MARK && !w->hooks.mark)
            return error_set(err, MEMGLASS_E_INVALID, 0, "--then mark is for 'memglass record'");
        return MEMGLASS_OK;
    }
    return error_set(err, MEMGLASS_E_INVALID, 0,
                     "--then: '%.40s' is none of print, bell, mark, exit", name);
}

static int parse_actions(struct when *w, const char *list, memglass_error *err)
{
    char copy[128], *rest = copy;
    int status = MEMGLASS_OK;
    snprintf(copy, sizeof copy, "%s", list);
    for (char *name; !status && (name = strsep(&rest, ","));)
        status = parse_action(w, name, err);
    return status;
}

static int fill(struct when *w, unsigned usual, memglass_error *err)
{
    const struct cli_values *v = w->values;
    struct filter_error why;
    w->trigger = trigger_compile(v->when, v->when_every_ns ? v->when_every_ns : NS_PER_SEC, &why);
    if (!w->trigger)
        return explain(v->when, &why, err);
    w->actions = v->then ? 0 : usual;
    return v->then ? parse_actions(w, v->then, err) : MEMGLASS_OK;
}

int when_open(const struct cli_values *v, const char *command, unsigned usual,
              const struct when_hooks *hooks, FILE *out_file, struct when **out,
              memglass_error *err)
{
    *out = NULL;
    if (!v->when && (v->then || v->run || v->when_every_ns))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s needs --when",
                         v->then  ? "then"
                         : v->run ? "run"
                                  : "when-every");
    if (!v->when)
        return MEMGLASS_OK;
    struct when *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    *w = (struct when){.values = v, .command = command, .hooks = *hooks, .out = out_file};
    int status = fill(w, usual, err);
    if (status)
        when_close(&w);
    *out = w;
    return status;
}

static void say_left_out(struct when *w)
{
    uint64_t count = trigger_left_out(w->trigger);
    if (count)
        fprintf(stderr, "memglass %s: %" PRIu64 " more began to match '%s'\n", w->command, count,
                trigger_text(w->trigger));
}

void when_close(struct when **when)
{
    struct when *w = *when;
    *when = NULL;
    if (!w)
        return;
    if (w->trigger)
        say_left_out(w);
    trigger_free(&w->trigger);
    free(w);
}

/* --- values ----------------------------------------------------------------------------------- */

/* A value that conditions are about. Texts are of the program that is looked at. */
static void value_text(const struct when *w, const struct row *row, const struct term *t,
                       char text[MEMGLASS_TEXT_MAX])
{
    static const struct field_style style = {.humane = true};
    struct strbuf out;
    const struct field_ref *ref = t->id == TERM_FIELD ? term_ref(t, row) : NULL;
    strbuf_init(&out, text, MEMGLASS_TEXT_MAX);
    if (ref && t->aspect == TERM_VALUE) {
        field_text(ref, row_bytes(row), row->object->size, &style, &out);
    } else if (t->text) {
        char buffer[MEMGLASS_TEXT_MAX];
        strbuf_text(&out, term_string(t, row, buffer, sizeof buffer));
    } else {
        double number = term_number(t, w->source, row);
        if (!isnan(number))
            strbuf_printf(&out, "%.6g", number);
    }
    strbuf_finish(&out);
}

static json_t *value_json(const struct when *w, const struct row *row, const struct term *t)
{
    char buffer[MEMGLASS_TEXT_MAX];
    const struct field_ref *ref = t->id == TERM_FIELD ? term_ref(t, row) : NULL;
    if (ref && t->aspect == TERM_VALUE)
        return json_value(ref, row_bytes(row), row->object->size, (memglass_truth)row->mark->truth);
    return t->text ? json_string(term_string(t, row, buffer, sizeof buffer))
                   : json_number(term_number(t, w->source, row));
}

/* --- actions ---------------------------------------------------------------------------------- */

static void print_json(struct when *w, const struct row *row)
{
    json_t *values = json_object();
    for (size_t i = 0; i < trigger_term_count(w->trigger); i++) {
        struct term_place place;
        struct term term;
        if (trigger_bind(w->trigger, i, row, &place, &term))
            json_object_set_new(values, term.name, value_json(w, row, &term));
    }
    json_t *line = json_pack("{s:f, s:s, s:s, s:s, s:o}", "time", (double)row->frame->wall_ns / 1e9,
                             "when", trigger_text(w->trigger), "label", row->object->label, "type",
                             row->object->type->name, "values", values);
    json_print(line, false, w->out);
    json_decref(line);
}

static void print_line(struct when *w, const struct row *row)
{
    output_time(row->frame->wall_ns, w->out);
    fprintf(w->out, "%s", row->object->label);
    for (size_t i = 0; i < trigger_term_count(w->trigger); i++) {
        char text[MEMGLASS_TEXT_MAX];
        struct term_place place;
        struct term term;
        if (!trigger_bind(w->trigger, i, row, &place, &term) || term.id == TERM_LABEL)
            continue;
        value_text(w, row, &term, text);
        fprintf(w->out, "  %s %s", term.name, text);
    }
    fputc('\n', w->out);
}

/* Variables of a command; `failed`: out of memory. */
struct variables {
    char *list[VALUES_MAX + 6]; /* the last is NULL */
    size_t count;
    bool failed;
};

/* NAME=value; what cannot be in the name of a variable is "_" there. */
static void add_variable(struct variables *v, const char *prefix, const char *name,
                         const char *value)
{
    char *text;
    size_t start = strlen(prefix), length = start + strlen(name);
    if (asprintf(&text, "%s%s=%s", prefix, name, value) < 0) {
        v->failed = true;
        return;
    }
    for (size_t i = start; i < length; i++)
        if (!isalnum((unsigned char)text[i]))
            text[i] = '_';
    v->list[v->count++] = text;
}

static void add_values(struct when *w, const struct row *row, struct variables *v)
{
    for (size_t i = 0; i < trigger_term_count(w->trigger) && i < VALUES_MAX; i++) {
        char text[MEMGLASS_TEXT_MAX];
        struct term_place place;
        struct term term;
        if (!trigger_bind(w->trigger, i, row, &place, &term))
            continue;
        value_text(w, row, &term, text);
        add_variable(v, "MEMGLASS_VALUE_", term.name, text);
    }
}

static void run_command(struct when *w, const struct row *row)
{
    struct variables v = {0};
    char time[32];
    memglass_error err;
    snprintf(time, sizeof time, "%.3f", (double)row->frame->wall_ns / 1e9);
    add_variable(&v, "MEMGLASS_", "SESSION", w->values->names[0]);
    add_variable(&v, "MEMGLASS_", "LABEL", row->object->label);
    add_variable(&v, "MEMGLASS_", "TYPE", row->object->type->name);
    add_variable(&v, "MEMGLASS_", "WHEN", trigger_text(w->trigger));
    add_variable(&v, "MEMGLASS_", "TIME", time);
    add_values(w, row, &v);
    fflush(w->out);
    int status = v.failed ? error_set(&err, MEMGLASS_E_NOMEM, 0, "out of memory")
                          : runner_start(&w->runner, w->values->run, v.list, &err);
    if (status)
        cli_complain(w->command, &err);
    for (size_t i = 0; i < v.count; i++)
        free(v.list[i]);
}

/* The expression and the object, as they stand in a recording. */
static void mark(struct when *w, const struct row *row)
{
    char text[FILTER_TEXT_MAX + MEMGLASS_LABEL_MAX + 4];
    snprintf(text, sizeof text, "%s: %s", trigger_text(w->trigger), row->object->label);
    if (!w->status)
        w->status = w->hooks.mark(text, w->hooks.ctx, &w->err);
}

static void act(const struct row *row, void *ctx)
{
    struct when *w = ctx;
    w->fired++;
    if (w->actions & 1u << WHEN_PRINT && w->values->format == OUTPUT_LINES)
        print_json(w, row);
    else if (w->actions & 1u << WHEN_PRINT)
        print_line(w, row);
    if (w->actions & 1u << WHEN_BELL)
        fputc('\a', stderr);
    if (w->actions & 1u << WHEN_MARK)
        mark(w, row);
    if (w->values->run)
        run_command(w, row);
    if (w->actions & 1u << WHEN_EXIT)
        w->exits = true;
}

/* --- looking ---------------------------------------------------------------------------------- */

static int check(struct when *w, struct look *l, memglass_error *err)
{
    const struct type_count *types;
    struct filter_error why;
    if (w->checked == look_frame(l)->roster)
        return MEMGLASS_OK;
    w->checked = look_frame(l)->roster;
    size_t count = look_types(l, &types);
    if (!count || filter_check(trigger_filter(w->trigger), types, count, &why))
        return MEMGLASS_OK;
    return explain(w->values->when, &why, err);
}

int when_look(struct when *w, struct look *l, memglass_error *err)
{
    if (!w)
        return 0;
    int status = check(w, l, err);
    if (status)
        return status;
    runner_reap(&w->runner);
    w->source = look_source(l);
    w->fired = 0;
    status = trigger_look(w->trigger, w->source, act, w);
    if (status)
        return error_set(err, status, 0, "out of memory");
    if (w->fired)
        say_left_out(w);
    if (w->actions & 1u << WHEN_PRINT)
        fflush(w->out);
    if (w->status)
        *err = w->err;
    return w->status ? w->status : (int)w->fired;
}

bool when_wants_exit(const struct when *w)
{
    return w && w->exits;
}
