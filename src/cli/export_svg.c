/* Export of values over time as an SVG chart. Layer 8. */
#include "cli/export.h"
#include "cli/svg.h"

#include "base/error.h"

#include <stdlib.h>

static int svg_begin(struct export_job *j, memglass_error *err)
{
    j->state = calloc(1, sizeof(struct series_list));
    return j->state ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static int add(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    series_add(j->state, hit);
    return 0;
}

static int add_chosen(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    return choose_row(j->choose, j->look, hit->row) ? series_each(hit, add, j) : 0;
}

static int svg_frame(struct export_job *j, memglass_error *err)
{
    struct series_list *all = j->state;
    series_begin(all);
    export_paths(j, add_chosen);
    return all->failed ? error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory") : MEMGLASS_OK;
}

static int svg_end(struct export_job *j, memglass_error *err)
{
    const struct series_list *all = j->state;
    if (!all->count)
        return series_none(all, err);
    svg_chart(all, j->out);
    return MEMGLASS_OK;
}

static void svg_free(struct export_job *j)
{
    if (j->state)
        series_fini(j->state);
    free(j->state);
}

const struct export_format export_svg = {.name = "svg",
                                         .what = "a chart",
                                         .takes_paths = true,
                                         .needs_paths = true,
                                         .begin = svg_begin,
                                         .frame = svg_frame,
                                         .end = svg_end,
                                         .free = svg_free};
