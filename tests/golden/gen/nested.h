/* Structs in structs: named, without a name, defined elsewhere, defined on the spot. */
#ifndef NESTED_H
#define NESTED_H

#include "arrays.h"
#include <memglass/observe.h>

struct leaf {
    float value; // @unit(m)
};

struct branch {
    struct leaf leaves[2];
    struct point where; /* of arrays.h */
};

struct MEMGLASS_OBSERVE tree {
    struct branch trunk;
    struct branch branches[2][3];
    struct leaf single, pair[2], *far_away;
    struct {
        int left;
        struct {
            int deep;
        } inner;
    } unnamed;
    struct {
        short s;
    } row[4];
    struct inside {
        int in;
    } named;
    struct tree *parent;
    struct {
        int never_seen;
    } *pointed, *pointers[2];
};

/* What this is, on
 * two lines.
 *
 * And no more. */
struct MEMGLASS_OBSERVE second {
    struct leaf again;
    struct inside *far_away;
};

#endif
