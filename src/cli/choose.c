/* Which objects of a frame a command is about. Layer 8. */
#include "cli/choose.h"

#include "base/error.h"
#include "cli/options.h"

#include <string.h>

int choose_init(struct choose *c, const char *text, memglass_error *err)
{
    struct filter_error why;
    *c = (struct choose){0};
    if (!text || !*text)
        return MEMGLASS_OK;
    c->filter = filter_compile(text, &why);
    if (c->filter && filter_without_baseline(c->filter, &why))
        return MEMGLASS_OK;
    choose_fini(c);
    return filter_explain(&why, "filter", text, CLI_E_USAGE, err);
}

void choose_fini(struct choose *c)
{
    filter_release(&c->filter);
    filter_memory_fini(&c->memory);
    *c = (struct choose){0};
}

uint64_t choose_history(const struct choose *c)
{
    return c->filter && filter_looks_back(c->filter) ? LOOK_HISTORY_BYTES : 0;
}

int choose_begin(struct choose *c, struct look *l, memglass_error *err)
{
    const struct frame *f = look_frame(l);
    struct filter_error why;
    const struct type_count *types;
    if (!c->filter)
        return MEMGLASS_OK;
    if (c->instance != f->session.instance)
        filter_memory_forget(&c->memory);
    c->instance = f->session.instance;
    if (c->checked == f->roster)
        return MEMGLASS_OK;
    c->checked = f->roster;
    size_t count = look_types(l, &types);
    if (!count || filter_check(c->filter, types, count, &why))
        return MEMGLASS_OK;
    return filter_explain(&why, "filter", filter_text(c->filter), MEMGLASS_E_INVALID, err);
}

bool choose_row(struct choose *c, const struct look *l, size_t i)
{
    struct row row = row_at(look_source(l), (uint32_t)i);
    return !(row_state(&row) & ROW_GONE) &&
           (!c->filter || filter_matches(c->filter, &c->memory, look_source(l), &row));
}
