/* What an observer is made of. Layer 2. */
#ifndef OBSERVER_STATE_H
#define OBSERVER_STATE_H

#include "observer/attach.h"
#include "observer/catalog.h"
#include "observer/label_index.h"
#include "observer/makers.h"
#include "observer/pulse.h"
#include "observer/rows.h"
#include "observer/types.h"
#include "observer/written.h"

struct memglass_observer {
    struct attachment at;
    struct types types;
    struct row_chunks rows;
    struct catalog catalog;
    struct label_index labels;
    struct makers makers;
    uint64_t next_event; /* the first one that was not followed yet */
    bool ring_ready;     /* its pages are at hand */
    bool rescan;         /* events do not tell all that happened: walk the directory */
    bool ended;          /* the producer was seen to be gone */
    int behind;          /* why new regions and types could not be had in this refresh */
    int owed;            /* what the refresh inside attach found wrong: the next one says it */
    struct pulse pulse;
    struct written written;
};

#endif
