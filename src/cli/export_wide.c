/* Export as CSV with a column for each field of one type. Layer 8. */
#include "cli/export.h"
#include "cli/paths.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* Columns are those of the first object; all others must be of its type. */
struct wide {
    char name[256];            /* copied: types go when a session is restarted */
    uint64_t count;            /* elements */
    char *columns;             /* the names of fields as they were printed; NULL: not yet */
    const memglass_type *type; /* that has these columns, */
    uint64_t instance;         /* in this session */
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
    FILE *out = ctx;
    fputc(',', out);
    output_csv_cell(hit->field, out);
    return 0;
}

/* NULL: out of memory. */
static char *columns_of(const struct path_hit *from)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    paths_each_leaf(from, print_name, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static int print_value(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    char *text = export_text(j, hit);
    if (!text)
        return 1;
    fputc(',', j->out);
    output_csv_cell(text, j->out);
    free(text);
    return 0;
}

static int check_type(struct wide *w, const struct roster_row *row, memglass_error *err)
{
    if (strcmp(w->name, row->type->name) != 0)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "wide is of one type: there are %.60s and %.60s; --filter type=%.60s",
                         w->name, row->type->name, w->name);
    if (w->count != row->count)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "wide is of objects of one length: %.100s is longer or shorter",
                         row->label);
    return MEMGLASS_OK;
}

/* A program that was restarted may have a type of that name with other fields. */
static int check_columns(struct export_job *j, const struct path_hit *from, memglass_error *err)
{
    struct wide *w = wide_of(j);
    const memglass_type *type = from->frame->roster->rows[from->row].type;
    if (w->type == type && w->instance == from->frame->session.instance)
        return MEMGLASS_OK;
    char *columns = columns_of(from);
    if (!columns)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    bool first = !w->columns, same = first || strcmp(w->columns, columns) == 0;
    w->type = type;
    w->instance = from->frame->session.instance;
    if (first) {
        w->columns = columns;
        fprintf(j->out, "time,label%s\r\n", columns);
    } else {
        free(columns);
    }
    return same ? MEMGLASS_OK
                : error_set(err, MEMGLASS_E_INVALID, 0,
                            "wide is of one layout: %.60s has other fields after a restart; csv "
                            "has a line for each value",
                            type->name);
}

static int print_row(struct export_job *j, size_t i, memglass_error *err)
{
    const struct frame *f = look_frame(j->look);
    const struct roster_row *row = &f->roster->rows[i];
    struct path_hit from = {f, i, field_whole(row->type, row->count), "", ""};
    int status = check_columns(j, &from, err);
    if (status)
        return status;
    fprintf(j->out, "%.6f,", export_wall_s(j));
    output_csv_cell(row->label, j->out);
    paths_each_leaf(&from, print_value, j);
    fputs("\r\n", j->out);
    return MEMGLASS_OK;
}

/* All of a frame before any of it is printed. */
static int check_types(struct export_job *j, memglass_error *err)
{
    const struct roster *r = look_frame(j->look)->roster;
    struct wide *w = wide_of(j);
    int status = MEMGLASS_OK;
    for (size_t i = 0; i < r->count && !status; i++) {
        if (!choose_row(j->choose, j->look, i))
            continue;
        if (!w->name[0]) {
            snprintf(w->name, sizeof w->name, "%s", r->rows[i].type->name);
            w->count = r->rows[i].count;
        }
        status = check_type(w, &r->rows[i], err);
    }
    return status;
}

static int wide_frame(struct export_job *j, memglass_error *err)
{
    int status = check_types(j, err);
    for (size_t i = 0; i < look_frame(j->look)->roster->count && !status; i++)
        if (choose_row(j->choose, j->look, i))
            status = print_row(j, i, err);
    return status;
}

static void wide_free(struct export_job *j)
{
    if (j->state)
        free(wide_of(j)->columns);
    free(j->state);
}

const struct export_format export_wide = {.name = "wide",
                                          .what = "one line for each object, a column a field",
                                          .begin = wide_begin,
                                          .frame = wide_frame,
                                          .free = wide_free};
