/* Two objects side by side, part by part. Layer 6. */
#include "view/pair.h"

#include "base/checked.h"

#include <string.h>

static bool is_array(const struct field_ref *ref)
{
    return ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1;
}

static const memglass_type *struct_of(const struct field_ref *ref)
{
    return is_array(ref) ? NULL : ref->field ? ref->field->type : ref->type;
}

bool pair_is_array(const struct pair *p)
{
    return is_array(pair_shape(p));
}

/* Parts of both are put beside each other where both are arrays, or both are structs. */
static bool is_alike(const struct pair *p)
{
    return p->has_ref && p->has_other && is_array(&p->ref) == is_array(&p->other) &&
           !struct_of(&p->ref) == !struct_of(&p->other);
}

static long field_named(const memglass_type *type, const char *name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].name, name) == 0)
            return (long)i;
    return -1;
}

/* The number of the nth field of `other` that `type` has not; or, for n UINT64_MAX, how many. */
static uint64_t lacking(const memglass_type *type, const memglass_type *other, uint64_t n)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < other->field_count; i++) {
        if (field_named(type, other->fields[i].name) >= 0)
            continue;
        if (found++ == n)
            return i;
    }
    return found;
}

uint64_t pair_child_count(const struct pair *p)
{
    uint64_t count = field_child_count(pair_shape(p));
    if (!is_alike(p))
        return count;
    if (is_array(&p->ref)) {
        uint64_t others = field_child_count(&p->other);
        return others > count ? others : count;
    }
    const memglass_type *type = struct_of(&p->ref), *other = struct_of(&p->other);
    return !type || type == other ? count : count + lacking(type, other, UINT64_MAX);
}

uint64_t pair_shared_count(const struct pair *p)
{
    uint64_t count = field_child_count(pair_shape(p));
    uint64_t others = is_alike(p) ? field_child_count(&p->other) : count;
    return others < count ? others : count;
}

static struct pair element_pair(const struct pair *p, uint64_t i)
{
    struct pair child = {.has_ref = p->has_ref && i < field_child_count(&p->ref),
                         .has_other = p->has_other && i < field_child_count(&p->other)};
    if (child.has_ref)
        child.ref = field_child(&p->ref, i);
    if (child.has_other)
        child.other = field_child(&p->other, i);
    return child;
}

static struct pair member_pair(const struct pair *p, uint64_t i)
{
    const memglass_type *type = struct_of(&p->ref), *other = struct_of(&p->other);
    if (i >= type->field_count)
        return (struct pair){
            .has_other = true,
            .other = field_child(&p->other, lacking(type, other, i - type->field_count))};
    struct pair child = {.has_ref = true, .ref = field_child(&p->ref, i)};
    long at = type == other ? (long)i : field_named(other, type->fields[i].name);
    child.has_other = at >= 0;
    if (child.has_other)
        child.other = field_child(&p->other, (uint64_t)at);
    return child;
}

struct pair pair_child(const struct pair *p, uint64_t i)
{
    if (is_alike(p))
        return is_array(&p->ref) ? element_pair(p, i) : member_pair(p, i);
    if (p->has_ref)
        return (struct pair){.has_ref = true, .ref = field_child(&p->ref, i)};
    return (struct pair){.has_other = true, .other = field_child(&p->other, i)};
}

void pair_step_text(const struct pair *p, uint64_t i, struct strbuf *out)
{
    struct pair child = pair_child(p, i);
    if (pair_is_array(p))
        strbuf_printf(out, "[%llu]", (unsigned long long)i);
    else
        strbuf_text(out, pair_shape(&child)->field->name);
}
