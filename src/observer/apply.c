/* Changing the catalog by what a row says: the checks. Layer 2. */
#include "observer/apply.h"

#include "base/checked.h"

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
static bool check(const memglass_observer *o, const struct observer_entry *entry, uint32_t type,
                  struct alike *out)
{
    const uint64_t most = UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS;
    uint32_t region = format_place_region(entry->place);
    uint64_t size;
    if (type >= o->types.count || entry->count == 0 || region == 0 ||
        region > o->at.segments.region_count)
        return false;
    const memglass_type *of = &o->types.list[type]->type;
    uint64_t end = o->at.segments.regions[region - 1].size;
    end = end < most ? end : most;
    if (!checked_mul(entry->count, of->size, &size) || size > most ||
        !checked_range(sizeof(struct format_region), FORMAT_BLOCK_BYTES(size), end))
        return false;
    *out = (struct alike){
        .type = type,
        .count = entry->count,
        .first = format_place(region, sizeof(struct format_region) + sizeof(memglass_prefix)),
        .room = end - sizeof(struct format_region) - FORMAT_BLOCK_BYTES(size),
        .of = of,
        .size = size};
    return apply_is_alike(out, entry, type);
}

int apply_check(memglass_observer *o, const struct observer_entry *entry, uint32_t type,
                struct alike *out)
{
    if (check(o, entry, type, out))
        return MEMGLASS_OK;
    int status = apply_catch_up(o);
    if (status == MEMGLASS_OK && !check(o, entry, type, out))
        status = MEMGLASS_E_CORRUPT;
    if (status)
        *out = ALIKE_NONE;
    return status;
}

int apply_entry(memglass_observer *o, const struct row *row, struct observer_entry *out)
{
    struct alike alike;
    int status = apply_check(o, &row->entry, row->type, &alike);
    if (status)
        return status;
    *out = row->entry;
    out->type = alike.of;
    out->size = alike.size;
    return MEMGLASS_OK;
}

int apply_change(memglass_observer *o, const struct row *row, struct alike *alike)
{
    struct catalog *c = &o->catalog;
    uint32_t index = row->entry.index;
    if (!catalog_reserve(c, 1))
        return MEMGLASS_E_NOMEM;
    if (catalog_has(c, index))
        apply_end(o, index, c->generations[index]);
    if (!row->live)
        return MEMGLASS_OK;
    if (!catalog_reach(c, index))
        return MEMGLASS_E_NOMEM;
    c->rows[index].entry = row->entry;
    c->rows[index].label_hash = row->label_hash;
    return apply_new(o, &c->rows[index], row->type, alike);
}
