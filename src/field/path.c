/* From a path such as "pos[2].x" to a place. Layer 1. */
#include "base/error.h"
#include "field/field.h"

#include <string.h>

/* A path that is being resolved. */
struct walk {
    struct field_ref ref;
    const char *path; /* the whole, for messages */
    const char *at;   /* what is left */
    memglass_error *err;
};

/* Where the walk has come to, as the user wrote it: "pos[2]"; at the start, what it starts from. */
static void here_text(const struct walk *w, struct strbuf *out)
{
    strbuf_char(out, '\'');
    if (w->at == w->path)
        strbuf_text(out, w->ref.field ? w->ref.field->name : w->ref.type->name);
    else
        strbuf_foreign(out, w->path, (size_t)(w->at - w->path));
    strbuf_char(out, '\'');
}

static int wrong(const struct walk *w, const char *what)
{
    char text[96];
    struct strbuf here;
    strbuf_init(&here, text, sizeof text);
    here_text(w, &here);
    strbuf_finish(&here);
    return error_set(w->err, MEMGLASS_E_PATH, 0, "%s %s", text, what);
}

/* --- indexes --------------------------------------------------------------------------------- */

static bool ref_is_array(const struct field_ref *ref)
{
    return ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1;
}

/* Digits at w->at + 1 and a ']': the number, and what follows in *end; false when it is none. */
static bool parse_index(const struct walk *w, uint64_t *index, const char **end)
{
    const char *at = w->at + 1;
    uint64_t value = 0;
    if (*at < '0' || *at > '9')
        return false;
    for (; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*at - '0'), &value))
            value = UINT64_MAX; /* past the end of anything */
    if (*at != ']')
        return false;
    *index = value;
    *end = at + 1;
    return true;
}

static int step_index(struct walk *w)
{
    uint64_t index, count = field_child_count(&w->ref);
    const char *end;
    if (!ref_is_array(&w->ref))
        return wrong(w, "is no array: it takes no [index]");
    if (!parse_index(w, &index, &end))
        return wrong(w, "needs an index such as [0] behind it");
    if (index >= count) {
        char what[64];
        struct strbuf text;
        strbuf_init(&text, what, sizeof what);
        if (count)
            strbuf_printf(&text, "has only [0] to [%llu]", (unsigned long long)(count - 1));
        else
            strbuf_text(&text, "has no elements");
        return wrong(w, what);
    }
    w->ref = field_child(&w->ref, index);
    w->at = end;
    return MEMGLASS_OK;
}

/* --- names ----------------------------------------------------------------------------------- */

static int no_such_name(const struct walk *w, const memglass_type *type, const char *name,
                        size_t length)
{
    char text[240];
    struct strbuf message;
    strbuf_init(&message, text, sizeof text);
    strbuf_text(&message, "no field '");
    strbuf_foreign(&message, name, length < 64 ? length : 64);
    strbuf_printf(&message, "' in %.64s", type->name);
    for (uint32_t i = 0; i < type->field_count && !message.cut; i++)
        strbuf_printf(&message, "%s%s", i ? ", " : ": it has ", type->fields[i].name);
    strbuf_finish(&message);
    return error_set(w->err, MEMGLASS_E_PATH, 0, "%s", text);
}

static int step_name(struct walk *w)
{
    if (ref_is_array(&w->ref))
        return wrong(w, "is an array: write an [index] first");
    const memglass_type *type = w->ref.field ? w->ref.field->type : w->ref.type;
    if (!type)
        return wrong(w, "is one value: there is no field inside");
    const char *name = w->at + (*w->at == '.');
    size_t length = strcspn(name, ".[");
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (strncmp(type->fields[i].name, name, length) != 0 || type->fields[i].name[length])
            continue;
        w->ref = field_child(&w->ref, i);
        w->at = name + length;
        return MEMGLASS_OK;
    }
    return no_such_name(w, type, name, length);
}

int field_resolve(const struct field_ref *from, const char *path, struct field_ref *out,
                  memglass_error *err)
{
    struct walk w = {.ref = *from, .path = path, .at = path, .err = err};
    while (*w.at) {
        int status = *w.at == '['                   ? step_index(&w)
                     : *w.at == '.' || w.at == path ? step_name(&w)
                                                    : wrong(&w, "needs a '.' behind it");
        if (status)
            return status;
    }
    *out = w.ref;
    return MEMGLASS_OK;
}
