/* --when: a trigger of a command line, and what is done when an object fires. Layer 6. */
#include "when/when.h"

#include "base/clock.h"
#include "base/error.h"
#include "query/type_list.h"
#include "when/runner.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 24 /* in the environment of a command */

struct when {
    const struct when_options *options;
    const char *session;
    struct when_hooks hooks;
    struct trigger *trigger;
    struct type_list types; /* that its filter was checked for */
    unsigned actions;       /* bits of enum when_action */
    struct runner runner;
    const struct row_source *source; /* while a frame is looked at */
    unsigned fired;                  /* in this frame */
    bool exits;
    int status;
    memglass_error err;
};

/* --- opening ---------------------------------------------------------------------------------- */

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
            return error_set(err, MEMGLASS_E_INVALID, 0,
                             "--then mark: nothing is recorded here that could be marked");
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
    const struct when_options *o = w->options;
    struct filter_error why;
    w->trigger = trigger_compile(o->expression, o->every_ns ? o->every_ns : NS_PER_SEC, &why);
    if (!w->trigger)
        return filter_explain(&why, "--when", o->expression, MEMGLASS_E_INVALID, err);
    w->actions = o->then ? 0 : usual;
    return o->then ? parse_actions(w, o->then, err) : MEMGLASS_OK;
}

int when_open(const struct when_options *o, const char *session, unsigned usual, bool mute,
              const struct when_hooks *hooks, struct when **out, memglass_error *err)
{
    *out = NULL;
    if (!o->expression && (o->then || o->run || o->every_ns))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s needs --when",
                         o->then  ? "then"
                         : o->run ? "run"
                                  : "when-every");
    if (!o->expression)
        return MEMGLASS_OK;
    struct when *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    *w = (struct when){.options = o, .session = session, .hooks = *hooks, .runner = {.mute = mute}};
    int status = fill(w, usual, err);
    if (status)
        when_close(&w);
    *out = w;
    return status;
}

static void say_left_out(struct when *w)
{
    char text[FILTER_TEXT_MAX + 64];
    uint64_t count = trigger_left_out(w->trigger);
    if (!count)
        return;
    snprintf(text, sizeof text, "%" PRIu64 " more began to match '%s'", count,
             trigger_text(w->trigger));
    w->hooks.complain(text, w->hooks.ctx);
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
    type_list_fini(&w->types);
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

void when_line(const struct when *w, const struct row *row, struct strbuf *out)
{
    strbuf_foreign(out, row->object->label, strlen(row->object->label));
    for (size_t i = 0; i < trigger_term_count(w->trigger); i++) {
        char text[MEMGLASS_TEXT_MAX];
        struct term_place place;
        struct term term;
        if (!trigger_bind(w->trigger, i, row, &place, &term) || term.id == TERM_LABEL)
            continue;
        value_text(w, row, &term, text);
        strbuf_printf(out, "  %s %s", term.name, text);
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

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
    add_variable(&v, "MEMGLASS_", "SESSION", w->session);
    add_variable(&v, "MEMGLASS_", "LABEL", row->object->label);
    add_variable(&v, "MEMGLASS_", "TYPE", row->object->type->name);
    add_variable(&v, "MEMGLASS_", "WHEN", trigger_text(w->trigger));
    add_variable(&v, "MEMGLASS_", "TIME", time);
    add_values(w, row, &v);
    int status = v.failed ? error_set(&err, MEMGLASS_E_NOMEM, 0, "out of memory")
                          : runner_start(&w->runner, w->options->run, v.list, &err);
    if (status)
        w->hooks.complain(err.message, w->hooks.ctx);
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
    if (w->actions & 1u << WHEN_PRINT)
        w->hooks.print(w, row, w->hooks.ctx);
    if (w->actions & 1u << WHEN_BELL)
        w->hooks.bell(w->hooks.ctx);
    if (w->actions & 1u << WHEN_MARK)
        mark(w, row);
    if (w->options->run)
        run_command(w, row);
    if (w->actions & 1u << WHEN_EXIT)
        w->exits = true;
}

/* --- looking ---------------------------------------------------------------------------------- */

static int check(struct when *w, const struct frame *frame, memglass_error *err)
{
    struct filter_error why;
    uint64_t checked = w->types.serial;
    if (type_list_update(&w->types, frame) != MEMGLASS_OK || w->types.serial == checked ||
        !w->types.count ||
        filter_check(trigger_filter(w->trigger), w->types.types, w->types.count, &why))
        return MEMGLASS_OK;
    return filter_explain(&why, "--when", w->options->expression, MEMGLASS_E_INVALID, err);
}

int when_look(struct when *w, const struct row_source *source, memglass_error *err)
{
    if (!w)
        return 0;
    int status = check(w, source->cur, err);
    if (status)
        return status;
    runner_reap(&w->runner);
    w->source = source;
    w->fired = 0;
    status = trigger_look(w->trigger, w->source, act, w);
    if (status)
        return error_set(err, status, 0, "out of memory");
    if (w->fired)
        say_left_out(w);
    if (w->status)
        *err = w->err;
    return w->status ? w->status : (int)w->fired;
}

bool when_wants_exit(const struct when *w)
{
    return w && w->exits;
}

const struct trigger *when_trigger(const struct when *w)
{
    return w->trigger;
}

const struct row_source *when_source(const struct when *w)
{
    return w->source;
}
