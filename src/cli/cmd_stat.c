/* memglass stat: what values did over a while. Layer 8. */
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/series.h"
#include "cli/source.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/real.h"
#include "query/term.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_DURATION_NS (10 * NS_PER_SEC)

const struct args_option cli_stat_options[] = {
    CLI_OPTION('d', "duration", "TIME", "look for so long; a recording, all of it (10s)",
               cli_take_duration, duration_ns),
    CLI_OPTION_INTERVAL,
    CLI_OPTION_FORMATS CLI_OPTION_AWAIT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

static const struct output_column stat_columns[] = {
    {"PATH", "path", false},  {"N", "n", true},     {"LAST", "last", true},
    {"RATE/S", "rate", true}, {"MIN", "min", true}, {"MEAN", "mean", true},
    {"P50", "p50", true},     {"P90", "p90", true}, {"P99", "p99", true},
    {"MAX", "max", true}};

struct collecting {
    struct series_list all;
    struct look *look;
    bool *named; /* by PATH: it named a number in a frame */
    size_t path; /* the one that is looked at */
};

static double growth_of(const struct look *l, const struct row *row, const struct field_ref *ref,
                        const struct series *s)
{
    const struct row_source *source = look_source(l);
    if (!field_is_numeric(ref)) /* of more than 64 bits */
        return s->values[s->count - 1] - s->values[s->count - 2];
    double seconds =
        source->prev ? (double)(source->cur->time_ns - source->prev->time_ns) / 1e9 : NAN;
    double grown = field_is_counter(ref) ? term_value(source, row, ref, TERM_RATE) * seconds
                                         : term_value(source, row, ref, TERM_DELTA);
    return isnan(grown) ? 0 : grown;
}

static int collect(const struct path_hit *hit, void *ctx)
{
    struct collecting *c = ctx;
    struct row row = row_at(look_source(c->look), (uint32_t)hit->row);
    struct series *s = series_add(&c->all, hit);
    if (c->all.failed)
        return 1;
    c->named[c->path] |= s != NULL;
    if (s && s->count > 1)
        s->growth += growth_of(c->look, &row, &hit->ref, s);
    return 0;
}

static int collect_all_of(const struct path_hit *hit, void *ctx)
{
    return series_each(hit, collect, ctx);
}

/* Of what was a float it has no more digits than that. */
static void add_cell(struct output *o, double number, const struct series *s)
{
    char text[REAL_TEXT_BYTES] = "-";
    uint64_t bits = s->single && (double)(float)number == number ? 32 : 64;
    if (!isnan(number) && o->format == OUTPUT_CSV)
        real_text(text, number, bits);
    else if (!isnan(number))
        snprintf(text, sizeof text, "%.6g", number);
    output_cell(o, text, json_number(number, bits));
}

static void print_series(struct series *s, struct output *o)
{
    char count[24];
    double seconds = (double)(s->times[s->count - 1] - s->times[0]) / 1e9;
    double last = s->values[s->count - 1];
    snprintf(count, sizeof count, "%zu", s->count);
    output_cell(o, s->path, NULL);
    output_cell(o, count, json_integer((json_int_t)s->count));
    add_cell(o, last, s);
    add_cell(o, seconds > 0 ? s->growth / seconds : NAN, s);
    static const enum term_aspect aspects[] = {TERM_MIN, TERM_MEAN, TERM_P50,
                                               TERM_P90, TERM_P99,  TERM_MAX};
    for (size_t i = 0; i < sizeof aspects / sizeof *aspects; i++)
        add_cell(o, term_statistic(aspects[i], s->values, s->count), s);
}

/* Beside others, which are printed. */
static void say_missing(const struct collecting *c, const struct cli_values *v)
{
    memglass_error none;
    for (size_t i = 1; i < v->name_count && c->all.count; i++) {
        if (c->named[i])
            continue;
        error_set(&none, MEMGLASS_E_NOTFOUND, 0, "no number is called '%.160s'", v->names[i]);
        cli_complain("stat", &none);
    }
}

static int print_all(struct series_list *c, const struct cli_values *v, FILE *out,
                     memglass_error *err)
{
    struct output o;
    if (c->failed)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    if (!c->count)
        return c->named || !err->code ? series_none(c, err) : err->code;
    output_begin(&o, v->format, out, stat_columns, sizeof stat_columns / sizeof *stat_columns);
    for (size_t i = 0; i < c->count; i++)
        print_series(&c->list[i], &o);
    return output_end(&o, err);
}

/* Until the time is over, the recording ends, or somebody interrupts. */
static int collect_all(struct collecting *c, const struct cli_values *v, memglass_error *err)
{
    struct look *l = c->look;
    uint64_t start = look_frame(l)->time_ns, most = v->duration_ns;
    int status;
    do {
        series_begin(&c->all);
        for (c->path = 1; c->path < v->name_count; c->path++)
            paths_each(look_frame(l), v->names[c->path], collect_all_of, c, err);
        status = interrupt_came() ? 0 : look_next(l, err);
    } while (status == 1 && !c->all.failed && (!most || look_frame(l)->time_ns - start < most));
    return status < 0 ? status : MEMGLASS_OK;
}

int cli_stat(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct collecting c = {0};
    int status = source_names(v, 2, SIZE_MAX, err);
    if (status)
        return status;
    interrupt_install();
    struct cli_values limited = *v;
    if (!v->duration_ns && !look_is_file(v->names[0]))
        limited.duration_ns = DEFAULT_DURATION_NS;
    struct look *l = source_open_name(&limited, 0, true, 0, err);
    if (!l)
        return err->code;
    c.look = l;
    c.named = calloc(v->name_count, sizeof *c.named);
    status = c.named ? collect_all(&c, &limited, err)
                     : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    if (!status)
        status = print_all(&c.all, v, out, err);
    if (!status)
        say_missing(&c, v);
    free(c.named);
    look_close(&l);
    series_fini(&c.all);
    return status;
}
