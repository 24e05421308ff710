/* memglass types: what types a session or a recording has. Layer 8. */
#include "cli/commands.h"
#include "cli/source.h"

#include <inttypes.h>

const struct args_option cli_types_options[] = {
    CLI_OPTION_FORMATS CLI_OPTION_AT, CLI_OPTION_TRUST_OWNER, CLI_OPTION_HELP, {0}};

static const struct output_column types_columns[] = {
    {"TYPE", "type", false},      {"SIZE", "size", true},      {"FIELDS", "fields", true},
    {"OBJECTS", "objects", true}, {"SOURCE", "source", false}, {"DESCRIPTION", "desc", false}};

static void add_number(struct output *o, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    output_cell(o, text, json_integer((json_int_t)number));
}

static void add_type(struct output *o, const struct type_count *t)
{
    char place[300] = "";
    if (t->type->file[0])
        snprintf(place, sizeof place, "%.280s:%u", t->type->file, t->type->line);
    output_cell(o, t->type->name, NULL);
    add_number(o, t->type->size);
    add_number(o, t->type->field_count);
    add_number(o, t->objects);
    output_cell(o, place, NULL);
    output_cell(o, t->type->desc, NULL);
}

int cli_types(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct output o;
    const struct type_count *types;
    int status = source_names(v, 1, 1, err);
    struct look *l = status ? NULL : source_open(v, 0, err);
    if (!l)
        return err->code;
    size_t count = look_types(l, &types);
    output_begin(&o, v->format, out, types_columns, sizeof types_columns / sizeof *types_columns);
    for (size_t i = 0; i < count; i++)
        add_type(&o, &types[i]);
    status = output_end(&o, err);
    look_close(&l);
    return status;
}
