/* Label storage: granules of 16 bytes, given back by length and reused. Layer 2. */
#include "producer/labels.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

void labels_init(struct labels *l, struct store *store)
{
    *l = (struct labels){.store = store};
    for (int i = 0; i < LABEL_CLASSES; i++)
        l->free[i] = FORMAT_NONE;
}

void labels_fini(struct labels *l)
{
    free(l->next);
    *l = (struct labels){0};
}

static unsigned char *bytes_at(const struct labels *l, uint32_t granule)
{
    return table_entry(l->store, FORMAT_TABLE_labels, granule);
}

/* Free lists are kept in memory of our own: a stray store into the session cannot lead them astray.
 */
static int reach(struct labels *l, uint64_t granule, memglass_error *err)
{
    if (granule < l->next_capacity)
        return MEMGLASS_OK;
    uint64_t capacity = l->next_capacity ? l->next_capacity * 2 : 256;
    while (capacity <= granule)
        capacity *= 2;
    uint32_t *next = realloc(l->next, capacity * sizeof *next);
    if (!next)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %llu labels",
                         (unsigned long long)capacity);
    l->next = next;
    l->next_capacity = capacity;
    return MEMGLASS_OK;
}

static int take(struct labels *l, uint32_t granules, uint32_t *granule, memglass_error *err)
{
    uint32_t *head = &l->free[granules - 1];
    if (*head != FORMAT_NONE) {
        *granule = *head;
        *head = l->next[*granule];
        return MEMGLASS_OK;
    }
    uint64_t first, used = l->store->used[FORMAT_TABLE_labels];
    int code = table_append(l->store, FORMAT_TABLE_labels, granules, &first, err);
    if (code == MEMGLASS_OK && (code = reach(l, first, err)))
        table_give_back(l->store, FORMAT_TABLE_labels, used);
    if (code)
        return code;
    table_publish(l->store, FORMAT_TABLE_labels);
    *granule = (uint32_t)first;
    return MEMGLASS_OK;
}

int label_store(struct labels *l, const char *label, size_t length, uint32_t *granule,
                memglass_error *err)
{
    unsigned char text[256] = {(unsigned char)length};
    memcpy(text + 1, label, length);
    int code = take(l, FORMAT_LABEL_GRANULES(length), granule, err);
    if (code == MEMGLASS_OK)
        memglass_words_store(bytes_at(l, *granule), text,
                             FORMAT_LABEL_GRANULES(length) * sizeof(struct format_granule));
    return code;
}

void label_release(struct labels *l, uint32_t granule)
{
    if (granule == FORMAT_NONE)
        return;
    uint32_t *head = &l->free[FORMAT_LABEL_GRANULES(*bytes_at(l, granule)) - 1];
    l->next[granule] = *head;
    *head = granule;
}
