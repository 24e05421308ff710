/*
 * The producer of the litmus suite: threads that store into the same objects as fast as they can,
 * one that makes marked steps, and each of them with objects that come and go. Tests only; no
 * layer.
 */
#ifndef LITMUS_PRODUCER_H
#define LITMUS_PRODUCER_H

#include "shapes.h"

#include <memglass/producer.h>

enum { PRODUCER_TAGS = 256, PRODUCER_THREADS_MAX = 8 };

/* What producer and readers share beside the session; in memory that a fork keeps common. */
struct producer_control {
    uint32_t stop;                   /* 1: the threads end */
    uint64_t own_reads, own_broken;  /* of guarded values, by the producer's own threads */
    uint64_t moments[PRODUCER_TAGS]; /* by tag: how often it was stored */
};

struct producer;

/* Opens the session, creates the objects and starts the threads. NULL: it could not. */
struct producer *producer_start(const char *name, unsigned threads,
                                struct producer_control *control);
memglass_session *producer_session(struct producer *p);

/* Waits for the threads, which control->stop ends; the session stays. */
void producer_join(struct producer *p);
/* Closes the session and frees. */
void producer_close(struct producer *p);

#endif
