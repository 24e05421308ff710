/* The rows of a frame by label, each of which is given out once. Layer 8. */
#ifndef CLI_LABEL_MAP_H
#define CLI_LABEL_MAP_H

#include "sample/frame.h"

/* Open addressing; of equal labels, the first that is left. */
struct label_map {
    const struct frame *frame;
    uint32_t *slots; /* row + 1; 0 free */
    uint32_t *ahead; /* of a label's first slot: so many from there on need no look */
    bool *taken;     /* row has its match */
    size_t mask;
};

/* The frame stays the caller's. False: out of memory; there is something to free, too. */
bool label_map_init(struct label_map *m, const struct frame *f);
void label_map_fini(struct label_map *m);
/* A row of the same label and type's name that was not taken yet, -1: there is none. */
long label_map_take(struct label_map *m, const struct roster_row *like);

#endif
