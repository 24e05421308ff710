/* An object as the catalog knows it, with what is known of its type. Layer 2. */
#include "observer/entry.h"

#include "observer/state.h"

void entry_fill(const struct types *types, const struct row_facts *facts, uint32_t index,
                uint32_t generation, struct observer_entry *out)
{
    const memglass_type *type = &types->list[facts->type]->type;
    *out = (struct observer_entry){.type = type,
                                   .place = facts->place,
                                   .size = facts->count * type->size,
                                   .created_ns = facts->created_ns,
                                   .index = index,
                                   .generation = generation,
                                   .count = facts->count,
                                   .label = facts->label,
                                   .origin = facts->origin};
}

bool observer_entry_at(const memglass_observer *o, uint32_t index, struct observer_entry *out)
{
    const struct catalog *c = &o->catalog;
    if (!catalog_has(c, index))
        return false;
    entry_fill(&o->types, &c->rows[index], index, c->generations[index], out);
    return true;
}

bool entry_named(const memglass_observer *o, const memglass_object *object,
                 struct observer_entry *out)
{
    return observer_entry_at(o, object->index, out) && out->generation == object->generation;
}
