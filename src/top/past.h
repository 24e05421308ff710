/*
 * What a sampler takes, kept in memory to be looked back at: a thread that records into a ring.
 * Layer 8. The sampler's thread only hands a frame over; one that comes while several wait, or
 * a large one does, is left out, which shows as a gap.
 */
#ifndef TOP_PAST_H
#define TOP_PAST_H

#include "record/sink.h"
#include "sample/frame.h"

struct past;

/* NULL and err: E_NOMEM, E_SYSTEM. */
struct past *past_start(uint64_t budget_bytes, memglass_error *err);
/* When nobody calls the others any more. */
void past_stop(struct past **p);

/* Hands a frame over, to be marked with a text (NULL: it is not). One thread; it does not wait. */
void past_add(struct past *p, const struct frame *f, const char *mark);
/* Puts what waits into the ring. Any thread. */
void past_bring(void *ctx);
struct record_ring *past_ring(const struct past *p);

/* Writes all that is in the ring into a new file. E_EXISTS, E_SYSTEM, E_NOMEM. Any thread. */
int past_keep(struct past *p, const char *path, uint64_t interval_ns, memglass_error *err);

struct past_cost {
    uint64_t cpu_ns, bytes; /* bytes: in the ring */
};

void past_cost(const struct past *p, struct past_cost *out);

#endif
