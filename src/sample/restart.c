/* What a restarted session's types have to do with those of the session before. Layer 4. */
#include "sample/restart.h"

#include "field/changes.h"
#include "observer/observer.h"

#include <string.h>

static size_t compared(const memglass_observer *o)
{
    size_t count = memglass_type_count(o);
    return count < RESTART_TYPES ? count : RESTART_TYPES;
}

/* Programs mostly register in the same order, so the search begins where the last one ended. */
static const memglass_type *find(const memglass_observer *o, const char *name, size_t *hint)
{
    size_t count = compared(o);
    for (size_t i = 0; i < count; i++) {
        size_t at = (*hint + i) % count;
        const memglass_type *type = memglass_type_at(o, at);
        if (strcmp(type->name, name) == 0) {
            *hint = at + 1;
            return type;
        }
    }
    return NULL;
}

void restart_describe(const memglass_observer *before, const memglass_observer *after,
                      char text[RESTART_TEXT_BYTES])
{
    struct strbuf out;
    size_t hint = 0;
    const char *between = "";
    strbuf_init(&out, text, RESTART_TEXT_BYTES);
    for (size_t i = 0; i < compared(after) && !out.cut; i++) {
        const memglass_type *now = memglass_type_at(after, i),
                            *was = find(before, now->name, &hint);
        char one[RESTART_TEXT_BYTES];
        struct strbuf summary;
        strbuf_init(&summary, one, sizeof one);
        if (!was || observer_layout_hash(was) == observer_layout_hash(now) ||
            !field_changes_summary(was, now, &summary))
            continue;
        strbuf_printf(&out, "%s%s", between, one);
        between = "; ";
    }
    strbuf_finish(&out);
}
