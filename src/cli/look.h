/*
 * What a command looks at: a live session, or a recording, by the same frames. Layer 8. A name that
 * has a '/' or ends in ".mgr" is a file's; other names are sessions'.
 */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "query/row.h"

struct look;

/* What terms that look back are allowed: it is touched as objects come. */
#define LOOK_HISTORY_BYTES (UINT64_C(256) << 20)

struct look_options {
    memglass_attach_options attach;
    uint64_t interval_ns;   /* between two frames of a live session; 0: one second */
    uint64_t history_bytes; /* budget for past values (terms such as `rss:p99`); 0: none */
    uint64_t most_ns;       /* a live session: a last frame comes so long after the first, though
                               the interval is longer; 0: none */
    bool at_end;            /* a recording: begin with its last frame instead of its first */
    bool in_real_time;      /* a recording: frames come as they came */
};

bool look_is_file(const char *name);

/* NULL and err: those of memglass_attach_with or record_reader_open. The name lives longer. */
struct look *look_open(const char *name, const struct look_options *options, memglass_error *err);
void look_close(struct look **l);

/*
 * The next frame: at once the first time, then when it is time (the caller may be interrupted by a
 * signal meanwhile, which ends the wait). 1: there is one; 0: none, the recording ends or a signal
 * came; negative: err.
 */
int look_next(struct look *l, memglass_error *err);

/* The frame that was taken and the one before. Valid until the next look_next. */
const struct row_source *look_source(const struct look *l);
const struct frame *look_frame(const struct look *l);
/* The types of the frame's objects, with their counts; how many. */
size_t look_types(struct look *l, const struct type_count **out);
/* NULL: it is a session. */
struct record_reader *look_recording(struct look *l);

#endif
