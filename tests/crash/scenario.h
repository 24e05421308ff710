/* The life of a session, one thing after the other, and what an observer must find when it ends in
 * the middle. Tests only; no layer. */
#ifndef TEST_CRASH_SCENARIO_H
#define TEST_CRASH_SCENARIO_H

#include "hooks.h"

#include <memglass/producer.h>

enum { FACTS = 24, LABEL_BYTES = 32, BULK = 1030 };

struct triple {
    uint64_t a, b, c;
};

/* What is true of each thing: id is never 0 once it was set; left + right = SUM, by write sections;
 * triple.a = b = c, by guarded stores. */
struct thing {
    uint64_t id;
    uint64_t left, right;
    MEMGLASS_GUARDED(struct triple) triple;
};

#define SUM UINT64_C(1000)

struct slab {
    uint64_t words[1500];
};

/* The types of the session, in the order in which they are registered. */
extern const memglass_type scenario_triple, scenario_thing, scenario_slab;
enum { SCENARIO_CHAIN = 20 }; /* more, one after the other */
const memglass_type *scenario_chain(int i);

/* One object that is or is not there. */
struct fact {
    bool live;
    char label[LABEL_BYTES]; /* "": none */
    const memglass_type *type;
    uint32_t count;
    uint64_t id, left, triple; /* of things */
};

struct world {
    struct fact facts[FACTS];
    uint32_t bulk; /* objects labelled "bulk" */
    uint32_t types, ticks;
    bool open, closed;
};

/* In memory that outlives the producer. Between the two worlds lies what it was doing. */
struct progress {
    struct steps steps;
    struct world before, after;
    char doing[64];
    uint32_t actions;
    uint64_t opened; /* steps that opening took */
};

/* Runs to its end, or its death. met: called once, with the first objects there. */
void scenario_run(struct progress *p, const char *session, void (*met)(void *ctx), void *ctx);

#endif
