/* Exports as lines of text: JSON, and CSV by value. Layer 8. */
#include "cli/export.h"
#include "cli/json.h"
#include "cli/paths.h"

#include "base/error.h"

#include <stdlib.h>

/* --- JSON --------------------------------------------------------------------------------------
 */

static json_t *object_json(const struct export_job *j, size_t i)
{
    const struct frame *f = look_frame(j->look);
    const struct roster_row *row = &f->roster->rows[i];
    struct field_ref whole = field_whole(row->type, row->count);
    memglass_truth truth = frame_truth(f, i);
    return json_pack("{s:f, s:I, s:s, s:s, s:s, s:o}", "time", export_wall_s(j), "tick",
                     (json_int_t)f->tick, "label", row->label, "type", row->type->name, "truth",
                     memglass_truth_name((int)truth), "value",
                     json_value(&whole, frame_data(f, i), row->size, truth));
}

static int jsonl_frame(struct export_job *j, memglass_error *err)
{
    const struct frame *f = look_frame(j->look);
    for (size_t i = 0; i < f->roster->count; i++) {
        if (!choose_row(j->choose, j->look, i))
            continue;
        json_t *object = object_json(j, i);
        bool printed = object && json_print(object, false, j->out);
        json_decref(object);
        if (!printed && !ferror(j->out))
            return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        if (ferror(j->out))
            return MEMGLASS_OK; /* said by who asked for the frame */
    }
    return MEMGLASS_OK;
}

const struct export_format export_jsonl = {
    .name = "jsonl", .what = "one line for each object and frame", .frame = jsonl_frame};

/* --- CSV ---------------------------------------------------------------------------------------
 */

static int csv_begin(struct export_job *j, memglass_error *err)
{
    (void)err;
    fputs("time,label,type,field,value,unit\r\n", j->out);
    return MEMGLASS_OK;
}

static int csv_leaf(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    const struct roster_row *row = &hit->frame->roster->rows[hit->row];
    char *text = export_text(j, hit);
    if (!text)
        return 1;
    fprintf(j->out, "%.6f,", export_wall_s(j));
    const char *cells[] = {row->label, row->type->name, hit->field, text,
                           hit->ref.field ? hit->ref.field->unit : ""};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        output_csv_cell(cells[i], j->out);
        fputs(i + 1 < sizeof cells / sizeof *cells ? "," : "\r\n", j->out);
    }
    free(text);
    return ferror(j->out) != 0;
}

static int csv_hit(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    if (!choose_row(j->choose, j->look, hit->row))
        return 0;
    return paths_each_leaf(hit, csv_leaf, j);
}

static int csv_frame(struct export_job *j, memglass_error *err)
{
    const struct frame *f = look_frame(j->look);
    (void)err;
    export_paths(j, csv_hit);
    if (j->values->name_count > 1)
        return MEMGLASS_OK;
    for (size_t i = 0; i < f->roster->count && !ferror(j->out); i++) {
        const struct roster_row *row = &f->roster->rows[i];
        struct path_hit from = {f, i, field_whole(row->type, row->count), "", ""};
        if (choose_row(j->choose, j->look, i))
            paths_each_leaf(&from, csv_leaf, j);
    }
    return MEMGLASS_OK;
}

const struct export_format export_csv = {.name = "csv",
                                         .what = "one line for each value",
                                         .takes_paths = true,
                                         .begin = csv_begin,
                                         .frame = csv_frame};
