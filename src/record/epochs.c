/* The types of a recording, epoch by epoch. Layer 5. */
#include "record/epochs.h"

#include <memglass/base.h>
#include <stdlib.h>

/* A session that is restarted each second for a week. */
enum { EPOCHS_MOST = 1 << 20 };

static void epoch_free(struct anchor *a)
{
    struct epoch *e = (struct epoch *)a;
    schema_free(&e->schema);
    free(e);
}

void epochs_fini(struct epochs *e)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (e->list[i])
            anchor_drop(&e->list[i]->anchor);
    free(e->list);
    *e = (struct epochs){0};
}

static int reach(struct epochs *e, uint32_t number)
{
    if (number <= e->count)
        return MEMGLASS_OK;
    struct epoch **list = realloc(e->list, number * sizeof(struct epoch *));
    if (!list)
        return MEMGLASS_E_NOMEM;
    e->list = list;
    while (e->count < number)
        e->list[e->count++] = NULL;
    return MEMGLASS_OK;
}

int epochs_add(struct epochs *e, uint32_t number, const struct bytes *payload)
{
    if (number == 0 || number > EPOCHS_MOST)
        return MEMGLASS_E_CORRUPT;
    if (reach(e, number))
        return MEMGLASS_E_NOMEM;
    struct epoch **at = &e->list[number - 1];
    if (!*at && !(*at = calloc(1, sizeof **at)))
        return MEMGLASS_E_NOMEM;
    if (!(*at)->anchor.free)
        (*at)->anchor = (struct anchor){.free = epoch_free, .holders = 1};
    struct reading in = reading_of(payload->at, payload->used);
    return schema_read(&(*at)->schema, &in);
}

struct epoch *epochs_at(const struct epochs *e, uint32_t number)
{
    return number && number <= e->count ? e->list[number - 1] : NULL;
}
