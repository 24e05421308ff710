/* What docs/performance.md shows of a run of the bench: from the rows of its JSON, the table of
 * figures, the table of growth, or the plot of growth. Tests only; no layer.
 *
 *     report table|growth|plot bench.json */
#include "plot.h"
#include "row.h"

#include <stdlib.h>

enum { ROWS_MAX = 1024 };

struct report {
    json_t *json;
    struct bench_row rows[ROWS_MAX];
    size_t count;
};

static void show_table(const struct report *r)
{
    bench_head_print(stdout);
    for (size_t i = 0; i < r->count; i++)
        if (r->rows[i].objects <= 0)
            bench_row_print(&r->rows[i], stdout);
}

/* Of the rows of one figure's growth the first; NULL: it is another row. */
static bool begins_growth(const struct report *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (r->rows[k].objects > 0 && strcmp(r->rows[k].name, r->rows[i].name) == 0)
            return false;
    return r->rows[i].objects > 0;
}

/* The figure's line, over the counts of objects. */
static struct plot_line line_of(const struct report *r, const char *name)
{
    struct plot_line line = {.name = name};
    for (size_t i = 0; i < r->count && line.count < PLOT_POINTS; i++) {
        const struct bench_row *row = &r->rows[i];
        if (row->objects <= 0 || strcmp(row->name, name) != 0 || row->measured <= 0)
            continue;
        line.x[line.count] = row->objects;
        line.y[line.count++] = row->measured;
    }
    return line;
}

static void show_growth(const struct report *r)
{
    bool headed = false;
    for (size_t i = 0; i < r->count; i++) {
        struct plot_line line = line_of(r, r->rows[i].name);
        if (!begins_growth(r, i))
            continue;
        if (!headed) {
            printf("%-30s %-4s", "an object's share", "unit");
            for (size_t k = 0; k < line.count; k++)
                printf(" %12.0f", line.x[k]);
            printf("\n");
        }
        headed = true;
        printf("%-30s %-4s", line.name, r->rows[i].unit);
        for (size_t k = 0; k < line.count; k++)
            printf(" %12.2f", line.y[k]);
        printf("\n");
    }
}

static void show_plot(const struct report *r)
{
    struct plot_panel panels[] = {
        {.title = "Nanoseconds for one object", .x_label = "objects in the session"},
        {.title = "Bytes for one object", .x_label = "objects in the session"}};
    for (size_t i = 0; i < r->count; i++) {
        struct plot_panel *panel = &panels[strcmp(r->rows[i].unit, "B") == 0];
        struct plot_line line = line_of(r, r->rows[i].name);
        if (begins_growth(r, i) && line.count && panel->count < PLOT_LINES)
            panel->lines[panel->count++] = line;
    }
    plot_write(panels, 2, stdout);
}

static bool load(struct report *r, const char *path)
{
    json_error_t error;
    r->json = json_load_file(path, 0, &error);
    if (!json_is_array(r->json))
        return false;
    for (size_t i = 0; i < json_array_size(r->json) && i < ROWS_MAX; i++)
        r->rows[r->count++] = bench_row_from_json(json_array_get(r->json, i));
    return true;
}

int main(int argc, char **argv)
{
    static struct report r;
    const char *what = argc == 3 ? argv[1] : "";
    if (!*what || !load(&r, argv[2])) {
        fputs("usage: report table|growth|plot bench.json\n", stderr);
        return EXIT_FAILURE;
    }
    if (strcmp(what, "table") == 0)
        show_table(&r);
    else if (strcmp(what, "growth") == 0)
        show_growth(&r);
    else
        show_plot(&r);
    json_decref(r.json);
    return EXIT_SUCCESS;
}
