/* Checking a type description before it is believed. Layer 2. */
#include "producer/validate.h"

#include "base/checked.h"
#include "base/error.h"
#include "field/check.h"
#include "format/layout.h"

#include <string.h>

/* One walk over a type and all that it nests. */
struct walk {
    uint64_t leaves;
    unsigned depth;
    memglass_error *err;
};

static bool nests(const memglass_field *f)
{
    return f->kind == MEMGLASS_KIND_STRUCT || f->kind == MEMGLASS_KIND_UNION;
}

static bool fits(const char *text)
{
    return !text || strnlen(text, FORMAT_STRING_MAX) < FORMAT_STRING_MAX;
}

static const char *strings_fault(const memglass_field *f)
{
    bool fit =
        fits(f->name) && fits(f->type_name) && fits(f->unit) && fits(f->format) && fits(f->desc);
    for (uint32_t i = 0; fit && i < f->enumerator_count; i++)
        fit = fits(f->enumerators[i].name);
    return fit ? NULL : "has a string of more than 65535 bytes";
}

static const char *producer_fault(const memglass_field *f, uint64_t type_size)
{
    if (!f->name || !*f->name)
        return "has no name";
    if (f->rank > FORMAT_RANK_MAX)
        return "has more than 64 dimensions";
    if (f->enumerator_count && !f->enumerators)
        return "counts names that are not there";
    const char *fault = strings_fault(f);
    return fault ? fault : field_fault(f, type_size);
}

static int check_type(struct walk *w, const memglass_type *t);

static int check_field(struct walk *w, const memglass_type *t, const memglass_field *f)
{
    const char *fault = producer_fault(f, t->size);
    if (!fault && ++w->leaves > FORMAT_LEAVES_MAX)
        fault = "is one of more than 1048576 that are nested";
    if (fault)
        return error_set(w->err, MEMGLASS_E_INVALID, 0, "field '%.64s' of type '%.64s' %s",
                         f->name ? f->name : "?", t->name, fault);
    if (!nests(f))
        return MEMGLASS_OK;
    uint64_t before = --w->leaves; /* its own fields are the leaves */
    w->depth++;
    int code = check_type(w, f->type);
    w->depth--;
    if (w->leaves == before) /* an empty one is something to walk to */
        w->leaves++;
    return code;
}

static int check_type(struct walk *w, const memglass_type *t)
{
    if (!t || !t->name || !*t->name)
        return error_set(w->err, MEMGLASS_E_INVALID, 0, "a type has no name");
    if (!fits(t->name) || !fits(t->spelling) || !fits(t->desc) || !fits(t->file))
        return error_set(w->err, MEMGLASS_E_INVALID, 0,
                         "type '%.64s' has a string of more than 65535 bytes", t->name);
    if (w->depth > FORMAT_NESTING_MAX)
        return error_set(w->err, MEMGLASS_E_INVALID, 0, "type '%.64s' nests deeper than %u",
                         t->name, FORMAT_NESTING_MAX);
    if (t->size == 0 || t->size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS ||
        !is_power_of_two(t->align) || (t->field_count && !t->fields))
        return error_set(w->err, MEMGLASS_E_INVALID, 0,
                         "type '%s' has no usable size, alignment or fields", t->name);
    for (uint32_t i = 0; i < t->field_count; i++) {
        int code = check_field(w, t, &t->fields[i]);
        if (code)
            return code;
    }
    return MEMGLASS_OK;
}

int validate_type(const memglass_type *type, memglass_error *err)
{
    return check_type(&(struct walk){.err = err}, type);
}
