/* The side of a lane that fills it. Layer 4. One thread, but for create and destroy. */
#ifndef SAMPLE_LANE_FILL_H
#define SAMPLE_LANE_FILL_H

#include "sample/lane.h"
#include "sample/source.h"

struct lane *lane_create(void); /* NULL: out of memory */
void lane_destroy(struct lane **l);

/* The objects from now on. What it has of them stays, of others goes. */
void lane_set(struct lane *l, const struct object_id *ids, size_t count);

/* Copies each object once; how many could be. */
size_t lane_fill(struct lane *l, struct reader *r);

/* Bytes of all rings that were ever written to. Any thread. */
uint64_t lane_bytes(const struct lane *l);

#endif
