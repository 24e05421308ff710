/* memglass dump: all values of objects. Layer 8. */
#include "cli/commands.h"
#include "cli/exact.h"
#include "cli/json.h"
#include "cli/paths.h"
#include "cli/source.h"

#include "base/error.h"

#include <stdlib.h>

const struct args_option cli_dump_options[] = {
    CLI_OPTION_FORMATS CLI_OPTION_AT, CLI_OPTION_TRUST_OWNER, CLI_OPTION_HELP, {0}};

static const struct output_column dump_columns[] = {{"LABEL", "label", false},
                                                    {"TYPE", "type", false},
                                                    {"FIELD", "field", false},
                                                    {"VALUE", "value", false},
                                                    {"UNIT", "unit", false}};

/* --- tables and CSV: one line a value ----------------------------------------------------------
 */

/* As the program shows it; torn is torn. */
static void add_shown(const struct path_hit *hit, struct output *o)
{
    static const struct field_style style = {.no_unit = true};
    const unsigned char *bytes = frame_data(hit->frame, hit->row);
    uint64_t size = hit->frame->roster->rows[hit->row].size;
    memglass_value value;
    char text[4096];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_decode(&hit->ref, bytes, size, frame_truth(hit->frame, hit->row), &value);
    if (value.truth == MEMGLASS_TORN)
        strbuf_text(&out, "torn");
    else
        field_text(&hit->ref, bytes, size, &style, &out);
    strbuf_finish(&out);
    output_cell(o, text, NULL);
}

static void add_value(const struct path_hit *hit, struct output *o)
{
    if (o->format != OUTPUT_CSV) {
        add_shown(hit, o);
        return;
    }
    char *text =
        exact_text(&hit->ref, frame_data(hit->frame, hit->row),
                   hit->frame->roster->rows[hit->row].size, frame_truth(hit->frame, hit->row));
    o->failed = o->failed || !text;
    output_cell(o, text ? text : "", NULL);
    free(text);
}

static int add_leaf(const struct path_hit *hit, void *ctx)
{
    struct output *o = ctx;
    const struct roster_row *row = &hit->frame->roster->rows[hit->row];
    output_cell(o, row->label, NULL);
    output_cell(o, row->type->name, NULL);
    output_cell(o, hit->field, NULL);
    add_value(hit, o);
    output_cell(o, hit->ref.field ? hit->ref.field->unit : "", NULL);
    return 0;
}

/* --- JSON: one object an object ----------------------------------------------------------------
 */

static json_t *object_json(const struct frame *f, size_t i)
{
    const struct roster_row *row = &f->roster->rows[i];
    struct field_ref whole = field_whole(row->type, row->count);
    memglass_truth truth = frame_truth(f, i);
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:o}", "label", row->label, "type",
                     row->type->name, "index", (json_int_t)row->index, "generation",
                     (json_int_t)row->generation, "size", (json_int_t)row->size, "truth",
                     memglass_truth_name((int)truth), "value",
                     json_value(&whole, frame_data(f, i), row->size, truth));
}

static int dump_json(const struct look *l, struct choose *choose, bool lines, FILE *out,
                     memglass_error *err)
{
    const struct frame *f = look_frame(l);
    json_t *all = json_array();
    bool good = all;
    for (size_t i = 0; good && i < f->roster->count; i++) {
        if (!choose_row(choose, l, i))
            continue;
        json_t *object = object_json(f, i);
        good = object && (lines ? json_print(object, false, out) || ferror(out)
                                : json_array_append(all, object) == 0);
        json_decref(object);
    }
    if (good && !lines)
        good = json_print(all, true, out) || ferror(out);
    json_decref(all);
    return good ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static int dump_values(const struct look *l, struct choose *choose, enum output_format format,
                       FILE *out, memglass_error *err)
{
    struct output o;
    const struct frame *f = look_frame(l);
    output_begin(&o, format, out, dump_columns, sizeof dump_columns / sizeof *dump_columns);
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        struct path_hit from = {.frame = f,
                                .row = i,
                                .ref = field_whole(row->type, row->count),
                                .text = "",
                                .field = ""};
        if (choose_row(choose, l, i))
            paths_each_leaf(&from, add_leaf, &o);
    }
    return output_end(&o, err);
}

int cli_dump(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct choose choose;
    int status = source_names(v, 1, 2, err);
    if (!status)
        status = choose_init(&choose, v->name_count > 1 ? v->names[1] : NULL, err);
    if (status)
        return status;
    bool json = v->format == OUTPUT_JSON || v->format == OUTPUT_LINES;
    struct look *l = source_open(v, choose_history(&choose), err);
    status = l ? choose_begin(&choose, l, err) : err->code;
    if (!status && json)
        status = dump_json(l, &choose, v->format == OUTPUT_LINES, out, err);
    else if (!status)
        status = dump_values(l, &choose, v->format, out, err);
    choose_fini(&choose);
    look_close(&l);
    return status;
}
