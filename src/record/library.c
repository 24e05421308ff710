/* The types of a whole recording. Layer 5. */
#include "record/library.h"

#include <memglass/base.h>
#include <stdlib.h>

enum { EPOCHS_MOST = 1 << 20 };

static void library_free(struct anchor *a)
{
    struct library *l = (struct library *)a;
    for (uint32_t i = 0; i < l->count; i++)
        schema_fini(&l->schemas[i]);
    free(l->schemas);
    free(l);
}

struct library *library_create(void)
{
    struct library *l = calloc(1, sizeof *l);
    if (l)
        l->anchor = (struct anchor){.free = library_free, .holders = 1};
    return l;
}

static int reach(struct library *l, uint32_t epoch)
{
    if (epoch <= l->count)
        return MEMGLASS_OK;
    struct schema *schemas = realloc(l->schemas, epoch * sizeof *schemas);
    if (!schemas)
        return MEMGLASS_E_NOMEM;
    l->schemas = schemas;
    while (l->count < epoch)
        l->schemas[l->count++] = (struct schema){0};
    return MEMGLASS_OK;
}

int library_add(struct library *l, uint32_t epoch, const struct bytes *payload)
{
    if (epoch == 0 || epoch > EPOCHS_MOST)
        return MEMGLASS_E_CORRUPT;
    if (reach(l, epoch))
        return MEMGLASS_E_NOMEM;
    struct reading in = reading_of(payload->at, payload->used);
    return schema_read(&l->schemas[epoch - 1], &in);
}

const struct schema *library_schema(const struct library *l, uint32_t epoch)
{
    static const struct schema none;
    return epoch && epoch <= l->count ? &l->schemas[epoch - 1] : &none;
}
