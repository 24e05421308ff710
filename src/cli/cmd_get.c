/* memglass get: values by path. Layer 8. */
#include "cli/commands.h"
#include "cli/exact.h"
#include "cli/json.h"
#include "cli/paths.h"
#include "cli/source.h"

#include "base/error.h"

#include <stdlib.h>

const struct args_option cli_get_options[] = {
    CLI_OPTION('r', "raw", NULL, "numbers as they are, without units and formats", args_take_flag,
               raw),
    CLI_OPTION_FORMATS CLI_OPTION_AT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

static const struct output_column get_columns[] = {
    {"PATH", "path", false}, {"VALUE", "value", false}, {"TRUTH", "truth", false}};

struct getting {
    const struct cli_values *values;
    struct output output;
    FILE *plain; /* one value that was asked for by its full name: nothing else is printed */
};

static void value_text(const struct path_hit *hit, bool raw, struct strbuf *out)
{
    struct field_style style = {.no_unit = raw, .humane = !raw, .exact = true, .no_format = raw};
    field_text(&hit->ref, frame_data(hit->frame, hit->row), hit->frame->roster->rows[hit->row].size,
               &style, out);
    strbuf_finish(out);
}

static memglass_truth truth_of(const struct path_hit *hit)
{
    memglass_truth whole = frame_truth(hit->frame, hit->row);
    memglass_value value;
    if (!field_is_leaf(&hit->ref))
        return whole;
    field_decode(&hit->ref, frame_data(hit->frame, hit->row),
                 hit->frame->roster->rows[hit->row].size, whole, &value);
    return value.truth;
}

static char *whole_text(const struct path_hit *hit)
{
    return exact_text(&hit->ref, frame_data(hit->frame, hit->row),
                      hit->frame->roster->rows[hit->row].size, frame_truth(hit->frame, hit->row));
}

/* A string of any length. */
static void print_plain(struct getting *g, const struct path_hit *hit, memglass_truth truth,
                        const char *text)
{
    bool string =
        hit->ref.field && hit->ref.field->kind == MEMGLASS_KIND_STRING && field_is_leaf(&hit->ref);
    char *whole = string ? whole_text(hit) : NULL;
    fprintf(g->plain, "%s\n", truth == MEMGLASS_TORN ? "torn" : whole ? whole : text);
    free(whole);
}

static int print_hit(const struct path_hit *hit, void *ctx)
{
    struct getting *g = ctx;
    char text[4096];
    struct strbuf out;
    memglass_truth truth = truth_of(hit);
    strbuf_init(&out, text, sizeof text);
    value_text(hit, g->values->raw, &out);
    if (g->plain) {
        print_plain(g, hit, truth, text);
        return 0;
    }
    output_cell(&g->output, hit->text, NULL);
    char *whole =
        g->values->format == OUTPUT_CSV && field_is_leaf(&hit->ref) ? whole_text(hit) : NULL;
    output_cell(&g->output, whole ? whole : text,
                json_value(&hit->ref, frame_data(hit->frame, hit->row),
                           hit->frame->roster->rows[hit->row].size,
                           frame_truth(hit->frame, hit->row)));
    free(whole);
    output_cell(&g->output, memglass_truth_name((int)truth), NULL);
    return 0;
}

/* Each pattern that names nothing is said; the others are printed. */
static int print_all(struct getting *g, const struct look *l, memglass_error *err)
{
    int status = MEMGLASS_OK;
    for (size_t i = 1; i < g->values->name_count; i++) {
        memglass_error why = {0};
        if (paths_each(look_frame(l), g->values->names[i], print_hit, g, &why) > 0)
            continue;
        cli_complain("get", &why);
        status = why.code;
    }
    if (status)
        err->message[0] = '\0';
    return status;
}

int cli_get(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct getting g = {.values = v};
    int status = source_names(v, 2, SIZE_MAX, err);
    struct look *l = status ? NULL : source_open(v, 0, err);
    if (!l)
        return err->code;
    bool one = v->name_count == 2 && v->format == OUTPUT_TABLE && !paths_is_glob(v->names[1]);
    if (one)
        g.plain = out;
    else
        output_begin(&g.output, v->format, out, get_columns, 3);
    status = print_all(&g, l, err);
    int ended = one ? MEMGLASS_OK : output_end(&g.output, err);
    look_close(&l);
    return status ? status : ended;
}
