/* Changing the catalog by what a row says: the checks. Layer 2. */
#include "observer/apply.h"

#include "base/checked.h"
#include "observer/entry.h"

int apply_catch_up(memglass_observer *o)
{
    if (o->behind)
        return o->behind;
    int types = types_registered(&o->at.segments);
    int status = types < 0 ? types : attach_regions(&o->at, NULL);
    if (status >= 0)
        status = types_load(&o->types, &o->at.segments, (uint32_t)types, attach_bytes(&o->at));
    o->behind = status < 0 ? status : MEMGLASS_OK;
    return o->behind;
}

/* Whether the numbers hold together: prefix, payload and canary lie in a mapped region. */
static bool check(const memglass_observer *o, const struct row_facts *facts, struct alike *out)
{
    const uint64_t most = UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS;
    uint32_t region = format_place_region(facts->place);
    uint64_t size;
    if (facts->type >= o->types.count || facts->count == 0 || region == 0 ||
        region > o->at.segments.region_count)
        return false;
    uint64_t end = o->at.segments.regions[region - 1].size;
    end = end < most ? end : most;
    if (!checked_mul(facts->count, o->types.list[facts->type]->type.size, &size) || size > most ||
        !checked_range(sizeof(struct format_region), FORMAT_BLOCK_BYTES(size), end))
        return false;
    *out = (struct alike){
        .type = facts->type,
        .count = facts->count,
        .first = format_place(region, sizeof(struct format_region) + sizeof(memglass_prefix)),
        .room = end - sizeof(struct format_region) - FORMAT_BLOCK_BYTES(size)};
    return apply_is_alike(out, facts);
}

int apply_check(memglass_observer *o, const struct row_facts *facts, struct alike *out)
{
    if (check(o, facts, out))
        return MEMGLASS_OK;
    int status = apply_catch_up(o);
    if (status == MEMGLASS_OK && !check(o, facts, out))
        status = MEMGLASS_E_CORRUPT;
    if (status)
        *out = ALIKE_NONE;
    return status;
}

int apply_entry(memglass_observer *o, const struct row *row, struct observer_entry *out)
{
    struct alike alike;
    int status = apply_check(o, &row->facts, &alike);
    if (status == MEMGLASS_OK)
        entry_fill(&o->types, &row->facts, row->index, row->generation, out);
    return status;
}

int apply_change(memglass_observer *o, const struct row *row, struct alike *alike)
{
    struct catalog *c = &o->catalog;
    uint32_t index = row->index;
    if (!catalog_reserve(c, 1))
        return MEMGLASS_E_NOMEM;
    if (catalog_has(c, index))
        apply_end(o, index, c->generations[index]);
    if (!row->live)
        return MEMGLASS_OK;
    if (!catalog_reach(c, index))
        return MEMGLASS_E_NOMEM;
    c->rows[index] = row->facts;
    return apply_new(o, &(struct newcomer){index, row->generation, row->label_hash}, alike);
}
