/* One scan after the other: /proc is read, objects are made, changed and destroyed. Layer 8. */
#ifndef PROC_SCAN_H
#define PROC_SCAN_H

#include "proc/system.h"
#include "proc/table.h"
#include "proc/text.h"
#include "proc/users.h"

#include <dirent.h>
#include <memglass/producer.h>

struct scanner {
    memglass_session *session; /* the caller's */
    DIR *proc;
    struct text text; /* every file is read into it */
    struct table table;
    struct users users;
    struct system_scan system;
    uint64_t ticks_per_second, page_bytes;
    uint64_t scans;       /* so far, with the one under way */
    uint32_t unpublished; /* of the scan under way */
    int status;           /* of the scan under way: its first failure */
    memglass_error error; /* with status */
};

/* Reads below `root`, which is /proc but in tests. On failure nothing is left to close. */
int scanner_open(struct scanner *s, memglass_session *session, const char *root,
                 memglass_error *err);
void scanner_close(struct scanner *s);

/*
 * Publishes what there is now. Processes come and go during a scan: that is no failure. The result
 * is MEMGLASS_OK, or the first failure with all that could be published published: E_NOSPACE,
 * E_ACCESS, E_NOMEM, E_SYSTEM.
 */
int scanner_scan(struct scanner *s, memglass_error *err);

/* In percent of one core; NaN when no time has passed. */
float cpu_percent(uint64_t ticks, uint64_t ticks_per_second, uint64_t elapsed_ns);

#endif
