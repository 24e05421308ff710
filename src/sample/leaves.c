/* The numeric leaves of an object: counted by type, found without walking arrays. Layer 4. */
#include "sample/leaves.h"

#include "base/checked.h"

static bool is_array(const struct field_ref *ref)
{
    return ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1;
}

uint64_t leaves_count(const struct field_ref *ref)
{
    uint64_t children = field_child_count(ref), sum = 0;
    if (field_is_leaf(ref))
        return field_is_numeric(ref);
    if (is_array(ref)) {
        struct field_ref child = children ? field_child(ref, 0) : *ref;
        return children ? saturating_mul(children, leaves_count(&child)) : 0;
    }
    for (uint64_t i = 0; i < children; i++) {
        struct field_ref child = field_child(ref, i);
        sum = saturating_add(sum, leaves_count(&child));
    }
    return sum;
}

static bool covers(const struct field_ref *ref, const struct field_ref *leaf)
{
    uint64_t first = ref->bit_offset / 8, at = leaf->bit_offset / 8;
    return at >= first && at - first < field_ref_bytes(ref);
}

static uint64_t number_in_array(const struct field_ref *ref, const struct field_ref *leaf)
{
    uint64_t children = field_child_count(ref);
    if (children == 0)
        return LEAVES_NONE;
    struct field_ref first = field_child(ref, 0), second = field_child(ref, 1);
    uint64_t stride = second.bit_offset - first.bit_offset;
    uint64_t i = stride ? (leaf->bit_offset - ref->bit_offset) / stride : 0;
    if (i >= children)
        return LEAVES_NONE;
    struct field_ref child = field_child(ref, i);
    uint64_t inner = leaves_number(&child, leaf);
    return inner == LEAVES_NONE ? LEAVES_NONE : i * leaves_count(&first) + inner;
}

uint64_t leaves_number(const struct field_ref *ref, const struct field_ref *leaf)
{
    if (!covers(ref, leaf))
        return LEAVES_NONE;
    if (field_is_leaf(ref)) {
        bool same = ref->field == leaf->field && ref->bit_offset == leaf->bit_offset;
        return same && field_is_numeric(ref) ? 0 : LEAVES_NONE;
    }
    if (is_array(ref))
        return number_in_array(ref, leaf);
    uint64_t before = 0, children = field_child_count(ref);
    for (uint64_t i = 0; i < children; i++) {
        struct field_ref child = field_child(ref, i);
        uint64_t inner = leaves_number(&child, leaf);
        if (inner != LEAVES_NONE)
            return before + inner;
        before += leaves_count(&child);
    }
    return LEAVES_NONE;
}
