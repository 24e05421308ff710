/* The mapped segments of one session, read-only. Layer 2. */
#ifndef OBSERVER_ATTACH_H
#define OBSERVER_ATTACH_H

#include "format/access.h"
#include "shm/shm.h"

#include <memglass/observer.h>

struct attachment {
    char name[MEMGLASS_NAME_MAX + 1];
    uid_t trusted; /* whose segments are believed, beside those of this user and of root */
    struct shm_segment header;
    struct shm_segment *regions; /* regions[i] is region i + 1 */
    struct format_span *spans;   /* the same, as segments.regions */
    uint32_t capacity;           /* of both */
    struct format_segments segments;
    uint64_t instance, ring_place, ring_capacity; /* as they were checked */
};

/* Maps and checks the header alone: whose it is first. options may be NULL. On failure nothing is
 * left open. */
int attach_header(struct attachment *a, const char *session, const memglass_attach_options *options,
                  memglass_error *err);

/* Maps the regions that the header counts and that are not mapped yet; how many there were, or a
 * negative code. */
int attach_regions(struct attachment *a, memglass_error *err);

void attach_close(struct attachment *a);

/* Bytes mapped. */
uint64_t attach_bytes(const struct attachment *a);

/* What the session's name leads to now. */
enum shm_identity attach_identity(const struct attachment *a);

#endif
