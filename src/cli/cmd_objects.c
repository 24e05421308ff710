/* memglass objects: the objects of a session or a recording, with the columns that are asked for.
 * Layer 8. */
#include "cli/commands.h"
#include "cli/source.h"
#include "cli/terms.h"

#include "base/error.h"

#define DEFAULT_COLUMNS "label,type,size,age"

const struct args_option cli_objects_options[] = {
    CLI_OPTION('c', "columns", "LIST", "these columns, such as label,rss,rss:rate", args_take_text,
               columns),
    CLI_OPTION_INTERVAL,
    CLI_OPTION_FORMATS CLI_OPTION_AT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

static int print_rows(const struct terms *terms, const struct cli_values *v, struct look *l,
                      struct choose *choose, FILE *out, memglass_error *err)
{
    struct output o;
    int status = choose_begin(choose, l, err);
    if (status)
        return status;
    output_begin(&o, v->format, out, terms->columns, terms->count);
    for (size_t i = 0; i < look_frame(l)->roster->count; i++) {
        struct row row = row_at(look_source(l), (uint32_t)i);
        if (choose_row(choose, l, i))
            terms_add_row(terms, look_source(l), &row, &o);
    }
    return output_end(&o, err);
}

static int print(const struct cli_values *v, struct look *l, struct choose *choose, FILE *out,
                 memglass_error *err)
{
    struct terms terms;
    int status = terms_init(&terms, v->columns ? v->columns : DEFAULT_COLUMNS, l, err);
    if (status)
        return status;
    status = print_rows(&terms, v, l, choose, out, err);
    terms_fini(&terms);
    return status;
}

int cli_objects(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct choose choose;
    uint64_t history;
    int status = source_names(v, 1, 2, err);
    if (!status)
        status = terms_check(v->columns ? v->columns : DEFAULT_COLUMNS, &history, err);
    if (!status)
        status = choose_init(&choose, v->name_count > 1 ? v->names[1] : NULL, err);
    if (status)
        return status;
    struct look *l = source_open(v, choose_history(&choose) | history, err);
    status = l ? MEMGLASS_OK : err->code;
    if (!status && v->interval_ns && !look_recording(l) && look_next(l, err) < 0)
        status = err->code;
    if (!status)
        status = print(v, l, &choose, out, err);
    choose_fini(&choose);
    look_close(&l);
    return status;
}
