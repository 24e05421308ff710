/* Export as CSV with a column for each field of one type. Layer 8. */
#include "cli/export.h"
#include "cli/paths.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* Columns are those of the first object; all others must be of its type. */
struct wide {
    char name[256]; /* copied: types go when a session is restarted */
    uint64_t count; /* elements */
};

static struct wide *wide_of(const struct export_job *j)
{
    return j->state;
}

static int wide_begin(struct export_job *j, memglass_error *err)
{
    j->state = calloc(1, sizeof(struct wide));
    return j->state ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static int print_name(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    fputc(',', j->out);
    output_csv_cell(hit->field, j->out);
    return 0;
}

static int print_value(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    char text[4096];
    export_text(hit->frame, hit->row, &hit->ref, text, sizeof text);
    fputc(',', j->out);
    output_csv_cell(text, j->out);
    return 0;
}

static int check_type(struct wide *w, const struct roster_row *row, memglass_error *err)
{
    if (strcmp(w->name, row->type->name) == 0 && w->count == row->count)
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_INVALID, 0,
                     "wide is of one type: there are %.60s and %.60s; --filter type=%.60s", w->name,
                     row->type->name, w->name);
}

static int wide_row(struct export_job *j, size_t i, memglass_error *err)
{
    const struct frame *f = look_frame(j->look);
    const struct roster_row *row = &f->roster->rows[i];
    struct wide *w = wide_of(j);
    struct path_hit from = {f, i, field_whole(row->type, row->count), "", ""};
    if (!w->name[0]) {
        snprintf(w->name, sizeof w->name, "%s", row->type->name);
        w->count = row->count;
        fputs("time,label", j->out);
        paths_each_leaf(&from, print_name, j);
        fputs("\r\n", j->out);
    }
    int status = check_type(w, row, err);
    if (status)
        return status;
    fprintf(j->out, "%.6f,", export_wall_s(j));
    output_csv_cell(row->label, j->out);
    paths_each_leaf(&from, print_value, j);
    fputs("\r\n", j->out);
    return MEMGLASS_OK;
}

static int wide_frame(struct export_job *j, memglass_error *err)
{
    int status = MEMGLASS_OK;
    for (size_t i = 0; i < look_frame(j->look)->roster->count && !status; i++)
        if (choose_row(j->choose, j->look, i))
            status = wide_row(j, i, err);
    return status;
}

static void wide_free(struct export_job *j)
{
    free(j->state);
}

const struct export_format export_wide = {.name = "wide",
                                          .what = "one line for each object, a column a field",
                                          .begin = wide_begin,
                                          .frame = wide_frame,
                                          .free = wide_free};
