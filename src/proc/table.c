/* The processes that are published, by pid. Layer 8. */
#include "proc/table.h"

#include <stdlib.h>

void table_init(struct table *t)
{
    *t = (struct table){0};
}

void table_fini(struct table *t)
{
    for (size_t b = 0; b < t->bucket_count; b++)
        while (t->buckets[b])
            table_remove(t, t->buckets[b]);
    free(t->buckets);
    table_init(t);
}

/* Pids are given out one after the other: their low bits spread well. */
static struct table_entry **bucket_of(const struct table *t, int32_t pid)
{
    return &t->buckets[(uint32_t)pid & (t->bucket_count - 1)];
}

struct table_entry *table_find(const struct table *t, int32_t pid)
{
    if (!t->bucket_count)
        return NULL;
    struct table_entry *entry = *bucket_of(t, pid);
    while (entry && entry->pid != pid)
        entry = entry->next;
    return entry;
}

static void link_entry(struct table *t, struct table_entry *entry)
{
    struct table_entry **bucket = bucket_of(t, entry->pid);
    entry->next = *bucket;
    *bucket = entry;
}

static int grow(struct table *t)
{
    struct table old = *t;
    size_t bucket_count = old.bucket_count ? old.bucket_count * 2 : 256;
    struct table_entry **buckets = calloc(bucket_count, sizeof(struct table_entry *));
    if (!buckets)
        return -1;
    t->buckets = buckets;
    t->bucket_count = bucket_count;
    for (size_t b = 0; b < old.bucket_count; b++)
        for (struct table_entry *entry = old.buckets[b], *next; entry; entry = next) {
            next = entry->next;
            link_entry(t, entry);
        }
    free(old.buckets);
    return 0;
}

struct table_entry *table_insert(struct table *t, int32_t pid)
{
    if (t->count >= t->bucket_count && grow(t))
        return NULL;
    struct table_entry *entry = calloc(1, sizeof *entry);
    if (!entry)
        return NULL;
    entry->pid = pid;
    link_entry(t, entry);
    t->count++;
    return entry;
}

void table_remove(struct table *t, struct table_entry *entry)
{
    struct table_entry **at = bucket_of(t, entry->pid);
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    free(entry);
    t->count--;
}

void table_sweep(struct table *t, uint64_t scan, void (*gone)(struct table_entry *entry, void *ctx),
                 void *ctx)
{
    for (size_t b = 0; b < t->bucket_count; b++)
        for (struct table_entry *entry = t->buckets[b], *next; entry; entry = next) {
            next = entry->next;
            if (entry->scan == scan)
                continue;
            gone(entry, ctx);
            table_remove(t, entry);
        }
}
