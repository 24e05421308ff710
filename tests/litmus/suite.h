/* One run of the litmus suite: a producer, readers, and what they found. Tests only; no layer. */
#ifndef LITMUS_SUITE_H
#define LITMUS_SUITE_H

#include "producer.h"
#include "reader.h"

struct suite_plan {
    unsigned threads; /* of the producer */
    bool here;        /* in this process; else in another one */
    uint64_t reads;   /* checked ones, after which it ends */
    uint64_t seconds; /* after which it ends in any case */
    bool until_found; /* it ends as soon as something is wrong */
};

struct suite_result {
    struct reader_tally tallies[READER_PATHS], sum;
    uint64_t cuts, frames;
    uint64_t own_reads, own_broken; /* of guarded values, by the producer's own threads */
    uint64_t sections, lost;        /* write sections, and those of which nothing is left */
    uint64_t missed;                /* objects that the reader did not know of in the end */
    double seconds;
    char complaint[256];
};

/* What is wrong in all. */
uint64_t suite_broken(const struct suite_result *r);

/* Fails the running test when there is no producer or no reader to be had. */
struct suite_result suite_run(const struct suite_plan *plan);

#endif
