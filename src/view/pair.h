/*
 * Two objects side by side, part by part: what one path names in each of them. Layer 6. While
 * nothing is compared there is only the first.
 */
#ifndef VIEW_PAIR_H
#define VIEW_PAIR_H

#include "field/field.h"

struct pair {
    struct field_ref ref, other;
    bool has_ref, has_other; /* one of them at least */
};

/* The one that says how the part is called and what it is made of. */
static inline const struct field_ref *pair_shape(const struct pair *p)
{
    return p->has_ref ? &p->ref : &p->other;
}

/* Parts, by element number or by name; what only the other has comes last. */
uint64_t pair_child_count(const struct pair *p);
struct pair pair_child(const struct pair *p, uint64_t i);
/* "x", "[2]". */
void pair_step_text(const struct pair *p, uint64_t i, struct strbuf *out);

/* Its parts are elements of an array. */
bool pair_is_array(const struct pair *p);
/* Elements below this number are there in both, or in the only one there is. */
uint64_t pair_shared_count(const struct pair *p);

#endif
