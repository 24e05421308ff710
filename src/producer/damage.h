/*
 * Reports of damage that the program did to its own objects, with their labels. Layer 2. Under the
 * session's lock.
 */
#ifndef PRODUCER_DAMAGE_H
#define PRODUCER_DAMAGE_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdint.h>

struct directory;

struct damage {
    uint64_t found;
    uint32_t searches;   /* of the whole directory, which are only done so often */
    memglass_error last; /* code 0: none yet */
};

/* The object was written past its end: counted, and told of in err and as the last damage.
 * E_OVERRUN. */
int damage_overrun(struct directory *d, uint32_t index, memglass_error *err);
/* The object's own prefix was overwritten. E_OVERRUN, likewise. */
int damage_prefix(struct directory *d, uint32_t index, memglass_error *err);
/* The object was written to after it was destroyed. */
void damage_late_write(struct directory *d, uint32_t index);

/* The row of a payload whose prefix does not name it. False: there is none, or it was searched for
 * too often. */
bool damage_search(struct directory *d, uint64_t place, uint32_t *index);

#endif
