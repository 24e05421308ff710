/* What a memglass_recording is made of. Layer 6. For its own files. */
#ifndef RECORDING_PARTS_H
#define RECORDING_PARTS_H

#include "record/reader.h"
#include "sample/roster.h"

#include <memglass/recording.h>

/* The way from one instant to the next, as far as its events have been given out. */
struct recording_events {
    const struct roster *before, *after; /* held; NULL: there is nothing to say of objects */
    size_t went, came;                   /* rows of before and of after that are done with */
    struct roster_cursor in_before, in_after;
    size_t mark; /* the first that was not looked at yet */
    bool under_way, gap, restarted;
};

struct memglass_recording {
    struct record_reader *reader;
    struct record_about about;
    struct recording_events events;
};

/* The label of an object, cut where it is longer than an object of users has room for. */
void recording_name(const char *label, memglass_object *out);
/* The reader is its own from here on, also when this fails; NULL gives NULL. */
memglass_recording *recording_of(struct record_reader *reader, memglass_error *err);
/* Since the first instant. */
uint64_t recording_time_ns(const memglass_recording *r, uint64_t monotonic_ns);
/* Somebody went elsewhere: events are those behind that. */
void recording_forget_events(memglass_recording *r);
/* Lets go of what events hold. */
void recording_free_events(memglass_recording *r);

#endif
