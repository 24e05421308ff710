/*
 * Recording: frames become blocks, which go into a sink: a file, or memory. Layer 5. One thread at
 * a time.
 */
#ifndef RECORD_WRITER_H
#define RECORD_WRITER_H

#include "record/codec.h"
#include "record/sink.h"

struct record_writer;

#define RECORD_LEVEL_MOST 19 /* of compression */

struct record_options {
    uint64_t interval_ns; /* between two frames, as asked for: only noted */
    uint64_t key_ns;      /* from one frame where reading can begin to the next, at most (when much
                             changes they come earlier, so that seeking stays quick); 0: 600 s */
    uint64_t start_words; /* that differ from one frame where reading can begin to the next, at most
                             (or all words of a frame, when that are more); 0: 820,000, and
                             1,640,000 where the sink does not keep all */
    uint64_t block_ns;    /* frames of so much time are one block, what a crash may lose; 0: 1 s */
    int level;            /* of zstd, 1 to 19; 0: 3 */
    encoder_keep_fn *keep; /* which objects; NULL: all */
    void *ctx;
};

/* The sink is the writer's from here on, closed also when this fails. NULL and err: E_INVALID
 * (level), E_NOMEM. */
struct record_writer *record_writer_create(struct record_sink *sink,
                                           const struct record_options *options,
                                           memglass_error *err);
/*
 * Appends a frame, of a higher tick than the one before (another is left out). On an error what
 * was to be written is lost, the sink is as it was, and the next frame is a whole one.
 */
int record_writer_add(struct record_writer *w, const struct frame *f, memglass_error *err);
/* Writes a mark with a text, after all frames so far. */
int record_writer_mark(struct record_writer *w, const char *text, memglass_error *err);
/* Writes what waits for its block to be full. */
int record_writer_flush(struct record_writer *w, memglass_error *err);
/* Writes what waits, and closes the sink. The first error of these; the writer is gone in any case.
 */
int record_writer_close(struct record_writer **w, memglass_error *err);

struct record_figures {
    uint64_t frames, blocks;
    uint64_t stored_bytes;  /* of all blocks */
    uint64_t raw_bytes;     /* of all frames, had they been copied as they are */
    uint64_t changed_words; /* words of 8 bytes that differed */
};

void record_writer_figures(const struct record_writer *w, struct record_figures *out);

#endif
