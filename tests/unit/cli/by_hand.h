/* Recordings written frame by frame, so that what is in them is known. Tests only; no layer. */
#ifndef TESTS_CLI_BY_HAND_H
#define TESTS_CLI_BY_HAND_H

#include "stage.h"

#include "record/block.h"
#include "record/sink.h"
#include "record/writer.h"
#include "sample/diff.h"
#include "sample/source.h"

#include <sys/stat.h>

/* Each frame is whole, and in a block of its own. */
struct by_hand {
    struct stage *stage;
    struct record_writer *writer;
    struct source *live;
    const struct frame *last;
    uint64_t tick;
};

static inline void by_hand_open_sink(struct by_hand *b, struct stage *s, struct record_sink *sink)
{
    const struct record_options options = {.interval_ns = 1, .key_ns = 1};
    *b = (struct by_hand){.stage = s, .writer = record_writer_create(sink, &options, NULL)};
    b->live = source_live_open(s->name, &(struct source_live_options){0}, NULL);
    ck_assert(b->writer && b->live);
}

static inline void by_hand_open(struct by_hand *b, struct stage *s)
{
    by_hand_open_sink(b, s, record_sink_file(s->file, 1, true, NULL));
}

/* Where its block begins in the file. */
static inline off_t by_hand_add(struct by_hand *b)
{
    const struct frame *f;
    struct diff unused;
    struct stat about = {0};
    stat(b->stage->file, &about); /* where it goes into one */
    ck_assert_int_eq(b->live->ops->capture(b->live, b->last, ++b->tick, &f, NULL), MEMGLASS_OK);
    diff_frames(b->last, f, &unused);
    ck_assert_int_eq(record_writer_add(b->writer, f, NULL), MEMGLASS_OK);
    ck_assert_int_eq(record_writer_flush(b->writer, NULL), MEMGLASS_OK);
    frame_release(&b->last);
    b->last = f;
    return about.st_size;
}

static inline void by_hand_close(struct by_hand *b)
{
    frame_release(&b->last);
    b->live->ops->close(&b->live);
    ck_assert_int_eq(record_writer_close(&b->writer, NULL), MEMGLASS_OK);
}

/* The program is restarted, with another "thing", which only has ops. */
static inline void restart_with_less(struct stage *s)
{
    static memglass_type less;
    less = thing_type;
    less.field_count = 1;
    memglass_close(s->session);
    s->session = memglass_open(&(memglass_config){.name = s->name}, NULL);
    ck_assert_ptr_nonnull(s->session);
    s->things[0] = memglass_create_object(s->session, &less, 1, "engine");
    ck_assert_ptr_nonnull(s->things[0]);
}

#endif
