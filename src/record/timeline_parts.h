/* What a timeline is made of. Layer 5. For its own files. */
#ifndef RECORD_TIMELINE_PARTS_H
#define RECORD_TIMELINE_PARTS_H

#include "record/timeline.h"
#include "sample/roster.h"

struct timeline {
    struct record_reader *reader;
    struct record_ring *ring; /* NULL: a file */
    const struct history *history;
    const struct frame *prev, *cur; /* cur NULL: it stands nowhere */
    uint64_t number;                /* of cur */
    bool has_past;                  /* frames past_first to past_last have been noted, in order */
    uint64_t past_first, past_last;
    struct timeline_lost lost;
    uint64_t walk_ns; /* what a frame costs that is noted; 0: not known yet */
};

#endif
