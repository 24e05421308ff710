/* Recording into memory. Layer 8. */
#include "top/past.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "record/writer.h"

#include <stdlib.h>
#include <string.h>

enum { WAITING_MOST = 8, WAITING_BYTES = 64 << 20, FAST_LEVEL = 1 };

/* The budget is used up in whole stretches from one whole frame to the next. */
#define WHOLE_NS (60 * NS_PER_SEC)

/* A frame that waits to be recorded, and what it is marked with. */
struct waiting {
    const struct frame *frame; /* a reference */
    char *mark;                /* NULL: it is not */
};

struct past {
    struct record_ring *ring;
    pthread_t thread;

    pthread_mutex_t writing; /* guards the writer; frames are taken out of `waiting` with it */
    struct record_writer *writer;

    pthread_mutex_t lock; /* guards what follows; held for no work */
    pthread_cond_t wake;
    struct waiting waiting[WAITING_MOST]; /* the oldest first */
    size_t count;
    bool stop;
};

static bool next_waiting(struct past *p, struct waiting *out)
{
    pthread_mutex_lock(&p->lock);
    bool any = p->count > 0;
    if (any) {
        *out = p->waiting[0];
        memmove(p->waiting, p->waiting + 1, --p->count * sizeof p->waiting[0]);
    }
    pthread_mutex_unlock(&p->lock);
    return any;
}

static void drop(struct waiting *w)
{
    frame_release(&w->frame);
    free(w->mark);
}

/* A frame that cannot be recorded is missing from the past: there is nobody to be told. */
static void record_waiting(struct past *p, bool flush)
{
    memglass_error unsaid;
    pthread_mutex_lock(&p->writing);
    for (struct waiting w; next_waiting(p, &w); drop(&w)) {
        record_writer_add(p->writer, w.frame, &unsaid);
        if (w.mark)
            record_writer_mark(p->writer, w.mark, &unsaid);
    }
    if (flush)
        record_writer_flush(p->writer, &unsaid);
    pthread_mutex_unlock(&p->writing);
}

static bool wait_for_frames(struct past *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->stop && !p->count)
        pthread_cond_wait(&p->wake, &p->lock);
    bool stop = p->stop;
    pthread_mutex_unlock(&p->lock);
    return !stop;
}

static void *run(void *arg)
{
    struct past *p = arg;
    while (wait_for_frames(p))
        record_waiting(p, false);
    return NULL;
}

/* Frames that wait are memory: large ones wait alone. With the lock. */
static bool may_wait(const struct past *p, const struct frame *f)
{
    uint64_t each = f->roster->bytes + f->roster->count * sizeof(struct row_past);
    return !p->count || (p->count < WAITING_MOST && (p->count + 1) * each <= WAITING_BYTES);
}

/* The mark of a frame that is left out goes to the newest that is not, unless that has one. */
void past_add(struct past *p, const struct frame *f, const char *mark)
{
    char *text = mark ? strdup(mark) : NULL;
    pthread_mutex_lock(&p->lock);
    if (may_wait(p, f))
        p->waiting[p->count++] = (struct waiting){.frame = frame_retain(f)};
    struct waiting *last = &p->waiting[p->count - 1];
    if (!last->mark) {
        last->mark = text;
        text = NULL;
    }
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    free(text);
}

void past_bring(void *ctx)
{
    record_waiting(ctx, true);
}

struct record_ring *past_ring(const struct past *p)
{
    return p->ring;
}

int past_keep(struct past *p, const char *path, uint64_t interval_ns, memglass_error *err)
{
    past_bring(p);
    struct record_sink *sink = record_sink_file(path, interval_ns, false, err);
    if (!sink)
        return err->code;
    int status = record_ring_write(p->ring, 0, sink, err);
    int closed = sink->ops->close(&sink, status ? NULL : err);
    return status ? status : closed;
}

void past_cost(const struct past *p, struct past_cost *out)
{
    *out =
        (struct past_cost){.cpu_ns = thread_cpu_ns(p->thread), .bytes = record_ring_bytes(p->ring)};
}

/* --- life --------------------------------------------------------------------------------------
 */

static void free_past(struct past *p)
{
    for (struct waiting w; next_waiting(p, &w);)
        drop(&w);
    record_writer_close(&p->writer, NULL);
    record_ring_release(&p->ring);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    pthread_mutex_destroy(&p->writing);
    free(p);
}

static bool open_writer(struct past *p, uint64_t budget_bytes, memglass_error *err)
{
    const struct record_options options = {.key_ns = WHOLE_NS, .level = FAST_LEVEL};
    p->ring = record_ring_create(budget_bytes);
    struct record_sink *sink = p->ring ? record_sink_ring(p->ring) : NULL;
    p->writer = sink ? record_writer_create(sink, &options, err) : NULL;
    return p->writer;
}

struct past *past_start(uint64_t budget_bytes, memglass_error *err)
{
    struct past *p = calloc(1, sizeof *p);
    if (!p) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
        return NULL;
    }
    thread_cond_init(&p->wake);
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_init(&p->writing, NULL);
    bool opened = open_writer(p, budget_bytes, err);
    int failed = opened ? thread_start(&p->thread, run, p) : 0;
    if (opened && !failed)
        return p;
    if (opened)
        error_sys(err, MEMGLASS_E_SYSTEM, failed, "cannot start a thread");
    else
        error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    free_past(p);
    return NULL;
}

void past_stop(struct past **past)
{
    struct past *p = *past;
    *past = NULL;
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    free_past(p);
}
