/*
 * What each type has in a frame: objects, bytes, what came, went and changed since the frame
 * before. Layer 6. One pass over the roster's rows when it is another one, and one over the frame's
 * marks, which are fewer bytes, when the frame is; else nothing is done.
 */
#ifndef VIEW_TYPE_STATS_H
#define VIEW_TYPE_STATS_H

#include "sample/frame.h"

struct type_stat {
    const memglass_type *type; /* lives as long as the frame's roster */
    uint64_t objects, bytes;
    uint64_t created, destroyed; /* since the frame before */
    uint64_t changes;            /* field changes since the frame before */
};

struct type_stats {
    struct type_stat *stats; /* in order of name */
    size_t count, capacity;
    uint64_t objects, bytes; /* of all types */
    /* Of a roster: how many there would be if none was gone, and which one each row is of. */
    struct type_stat *listed;
    uint32_t *numbers;
    size_t listed_count, listed_capacity, rows, row_capacity;
    const struct roster *roster; /* only compared: two sources of one session have serials alike */
    uint64_t roster_instance, roster_serial; /* 0: of none */
    /* Of which frames. */
    uint64_t instance, tick, prev_tick;
};

void type_stats_init(struct type_stats *t);
void type_stats_fini(struct type_stats *t);
/* Types of another session, or of frames that are gone, must not be looked at any more. */
void type_stats_forget(struct type_stats *t);

/* Counts; prev is the frame before of the same session, or NULL. MEMGLASS_OK or E_NOMEM, which
 * leaves it empty. */
int type_stats_count(struct type_stats *t, const struct frame *cur, const struct frame *prev);

#endif
