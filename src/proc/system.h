/* The `system` object: what /proc says of the machine as a whole. Layer 8. */
#ifndef PROC_SYSTEM_H
#define PROC_SYSTEM_H

#include "proc/parse.h"
#include "proc/text.h"

#include <memglass/producer.h>

struct system;

struct system_scan {
    memglass_type type;     /* of `system`, with as many cpu_use as the machine has cores */
    memglass_field *fields; /* of that type */
    uint64_t dims[1];       /* of cpu_use */
    uint32_t cores;
    struct cpu_times *before, *now; /* per core */
    struct cpu_times all;           /* at the scan before */
    struct system *next;            /* what is published next, of type.size */
    struct system *object;          /* in shared memory; NULL: not published */
};

/* What the scan of the processes adds. */
struct system_extra {
    uint32_t processes, unpublished;
    uint64_t scan_ns;
};

/* Reads below the descriptor of /proc, to learn how many cores there are. */
int system_scan_init(struct system_scan *s, int proc, struct text *text, memglass_error *err);
void system_scan_fini(struct system_scan *s);

/* Reads and publishes. When a file cannot be read there is no object until it can: old numbers
 * would pass for new ones. */
int system_scan_update(struct system_scan *s, memglass_session *session, int proc,
                       struct text *text, const struct system_extra *extra, memglass_error *err);

#endif
