/* The processes that are published, by pid. Layer 8. A pid alone is not an identity: the kernel
 * gives it out again, so an entry also has the time at which its process started. */
#ifndef PROC_TABLE_H
#define PROC_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct process;

struct table_entry {
    struct table_entry *next; /* of the bucket */
    int32_t pid;
    uint64_t start_ticks;
    struct process *object; /* in shared memory */
    uint64_t cpu_ticks;     /* user and system, when last read */
    uint64_t read_ns;       /* CLOCK_MONOTONIC, when last read */
    uint64_t scan;          /* number of the last scan that saw it */
};

struct table {
    struct table_entry **buckets; /* bucket_count of them, a power of two, or 0 */
    size_t bucket_count, count;
};

void table_init(struct table *t);
void table_fini(struct table *t);

/* The entry of a pid, or NULL. Valid until it is removed. */
struct table_entry *table_find(const struct table *t, int32_t pid);

/* A new, zeroed entry for a pid that has none. NULL: out of memory. */
struct table_entry *table_insert(struct table *t, int32_t pid);

void table_remove(struct table *t, struct table_entry *entry);

/* Removes each entry whose last scan is not this one, after calling gone(entry, ctx). */
void table_sweep(struct table *t, uint64_t scan, void (*gone)(struct table_entry *entry, void *ctx),
                 void *ctx);

#endif
