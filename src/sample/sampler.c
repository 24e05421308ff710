/* The sampler's thread: capture, diff, history, hand-over, wait for the next tick. Layer 4. */
#include "sample/sampler.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "sample/lane_runner.h"
#include "sample/schedule.h"
#include "watch/bell.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_BYTES    (UINT64_C(64) << 20)
#define GLIMPSE_SHOWN_NS (50 * NS_PER_MS)

struct sampler {
    struct source *source;
    struct history *history;
    sampler_each *each;
    void *ctx;
    struct schedule schedule; /* the thread's alone, and `tick` */
    uint64_t tick;
    pthread_t thread;
    struct lane_runner *lane; /* NULL: the source has none */
    int bell;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;  /* stop, go or interval_ns has changed */
    bool stop;
    bool go;              /* nobody is busy with the glimpse */
    uint64_t interval_ns; /* that is wanted: the thread's schedule follows */
    struct source_cost cost;
    struct snapshot latest; /* written by the thread alone: it may read it without the lock */
};

/* --- hand-over --- */

void snapshot_release(struct snapshot *s)
{
    frame_release(&s->prev);
    frame_release(&s->cur);
    *s = (struct snapshot){0};
}

static const struct frame *share(const struct frame *f)
{
    return f ? frame_retain(f) : NULL;
}

static void publish(struct sampler *s, const struct snapshot *next)
{
    struct source_cost cost = {0};
    if (s->source->ops->cost)
        s->source->ops->cost(s->source, &cost);
    pthread_mutex_lock(&s->lock);
    struct snapshot last = s->latest;
    s->cost = cost;
    s->latest = *next;
    s->latest.number = last.number + 1;
    pthread_mutex_unlock(&s->lock);
    snapshot_release(&last);
    bell_ring(s->bell);
}

/* The descriptor is drained first: what is published after that makes it readable again. */
bool sampler_take(struct sampler *s, struct snapshot *out)
{
    bell_clear(s->bell);
    pthread_mutex_lock(&s->lock);
    *out = s->latest;
    share(out->prev);
    share(out->cur);
    pthread_mutex_unlock(&s->lock);
    return out->number > 0;
}

int sampler_fd(const struct sampler *s)
{
    return s->bell;
}

const struct history *sampler_history(const struct sampler *s)
{
    return s->history;
}

void sampler_set_interval(struct sampler *s, uint64_t interval_ns)
{
    REQUIRE(interval_ns);
    pthread_mutex_lock(&s->lock);
    s->interval_ns = interval_ns;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

int sampler_watch(struct sampler *s, const struct object_id *ids, size_t count)
{
    if (s->lane)
        return lane_runner_watch(s->lane, ids, count);
    return count ? MEMGLASS_E_INVALID : MEMGLASS_OK;
}

const struct lane *sampler_lane(const struct sampler *s)
{
    return s->lane ? lane_runner_lane(s->lane) : NULL;
}

static struct lane_cost lane_cost(const struct sampler *s)
{
    struct lane_cost cost = {0};
    if (s->lane)
        lane_runner_cost(s->lane, &cost);
    return cost;
}

void sampler_cost(struct sampler *s, struct sampler_cost *out)
{
    struct lane_cost lane = lane_cost(s);
    pthread_mutex_lock(&s->lock);
    *out = (struct sampler_cost){.cpu_ns = thread_cpu_ns(s->thread) + lane.cpu_ns,
                                 .lane_cpu_ns = lane.cpu_ns,
                                 .frame_bytes = s->cost.frame_bytes,
                                 .history_bytes = history_bytes(s->history),
                                 .lane_bytes = lane.bytes,
                                 .label_bytes = s->cost.label_bytes,
                                 .first_bytes = s->cost.first_bytes,
                                 .ticks = s->latest.cur ? s->latest.cur->tick : 0,
                                 .missed_ticks = s->latest.missed_ticks,
                                 .lane_missed = lane.missed};
    pthread_mutex_unlock(&s->lock);
}

/* --- the thread --- */

/* What a snapshot says of its tick, whatever it shows. */
static void describe_tick(const struct sampler *s, struct snapshot *next, const memglass_error *err)
{
    next->interval_ns = s->schedule.interval_ns;
    next->missed_ticks = s->schedule.missed;
    next->status = err->code;
    snprintf(next->message, sizeof next->message, "%s", err->message);
}

/* The last good frames stay, with the reason why there is no newer one. */
static void tick_failed(struct sampler *s, const memglass_error *err)
{
    struct snapshot next = s->latest;
    share(next.prev);
    share(next.cur);
    describe_tick(s, &next, err);
    publish(s, &next);
}

static void tick(struct sampler *s)
{
    /* Most objects of a glimpse's session are not in it: nothing is compared with it. */
    const struct frame *prev = s->tick ? s->latest.cur : NULL, *cur;
    memglass_error err = {0};
    uint64_t start = clock_monotonic_ns();
    int status = s->source->ops->capture(s->source, prev, s->tick + 1, &cur, &err);
    if (status != MEMGLASS_OK) {
        tick_failed(s, &err);
        return;
    }
    s->tick++;
    struct snapshot next = {.prev = share(prev), .cur = cur};
    diff_frames(prev, cur, &next.diff);
    history_append(s->history, cur);
    next.sample_ns = clock_monotonic_ns() - start;
    describe_tick(s, &next, &err);
    if (s->each)
        s->each(&next, s->history, s->ctx);
    publish(s, &next);
}

/* Before the thread runs. Without one, the first tick says what is wrong. */
static void glimpse(struct sampler *s, uint32_t objects)
{
    memglass_error err = {0};
    struct snapshot next = {.prev = NULL};
    if (!objects || !s->source->ops->glimpse ||
        s->source->ops->glimpse(s->source, objects, &next.cur, &err) != MEMGLASS_OK)
        return;
    diff_frames(NULL, next.cur, &next.diff);
    describe_tick(s, &next, &err);
    publish(s, &next);
}

/* Also while the interval changes. False: it is time to stop. */
static bool wait_for_tick(struct sampler *s)
{
    uint64_t due_ns = schedule_next(&s->schedule, clock_monotonic_ns());
    int timed_out = 0;
    pthread_mutex_lock(&s->lock);
    while (!s->stop && timed_out != ETIMEDOUT) {
        if (s->interval_ns != s->schedule.interval_ns)
            due_ns = schedule_change(&s->schedule, clock_monotonic_ns(), s->interval_ns);
        struct timespec due = timespec_from_ns(due_ns);
        timed_out = pthread_cond_timedwait(&s->wake, &s->lock, &due);
    }
    bool stop = s->stop;
    pthread_mutex_unlock(&s->lock);
    return !stop;
}

void sampler_go(struct sampler *s)
{
    pthread_mutex_lock(&s->lock);
    if (!s->go)
        pthread_cond_signal(&s->wake);
    s->go = true;
    pthread_mutex_unlock(&s->lock);
}

static void wait_for_go(struct sampler *s)
{
    struct timespec due = timespec_from_ns(clock_monotonic_ns() + GLIMPSE_SHOWN_NS);
    int timed_out = 0;
    pthread_mutex_lock(&s->lock);
    while (s->latest.cur && !s->go && !s->stop && timed_out != ETIMEDOUT)
        timed_out = pthread_cond_timedwait(&s->wake, &s->lock, &due);
    pthread_mutex_unlock(&s->lock);
}

static void *run(void *arg)
{
    struct sampler *s = arg;
    wait_for_go(s);
    s->schedule = schedule_start(clock_monotonic_ns(), s->schedule.interval_ns);
    do
        tick(s);
    while (wait_for_tick(s));
    return NULL;
}

/* --- life --- */

static void init_lock(struct sampler *s)
{
    thread_cond_init(&s->wake);
    pthread_mutex_init(&s->lock, NULL);
}

static void free_sampler(struct sampler *s)
{
    snapshot_release(&s->latest);
    lane_runner_destroy(&s->lane);
    s->source->ops->close(&s->source);
    history_destroy(&s->history);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    if (s->bell >= 0)
        close(s->bell);
    free(s);
}

static struct sampler *create(struct source *source, struct history *history,
                              const struct sampler_options *options)
{
    uint64_t interval_ns = options->interval_ns ? options->interval_ns : NS_PER_SEC;
    struct sampler *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    struct lane_runner *lane = source->ops->reader ? lane_runner_create(source) : NULL;
    if (source->ops->reader && !lane) {
        free(s);
        return NULL;
    }
    *s = (struct sampler){.source = source,
                          .history = history,
                          .lane = lane,
                          .each = options->each,
                          .ctx = options->ctx,
                          .schedule = {.interval_ns = interval_ns},
                          .interval_ns = interval_ns,
                          .bell = bell_open()};
    init_lock(s);
    return s;
}

struct sampler *sampler_start_source(struct source *source, struct history *history,
                                     const struct sampler_options *options, memglass_error *err)
{
    struct sampler *s = create(source, history, options);
    if (!s) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "sampler: out of memory");
        source->ops->close(&source);
        history_destroy(&history);
        return NULL;
    }
    if (s->bell >= 0)
        glimpse(s, options->glimpse_objects);
    int failed = s->bell < 0 ? errno : thread_start(&s->thread, run, s);
    if (failed) {
        error_sys(err, MEMGLASS_E_SYSTEM, failed, "sampler: cannot start its thread");
        free_sampler(s);
        return NULL;
    }
    return s;
}

struct sampler *sampler_start(const char *session, const struct sampler_options *options,
                              memglass_error *err)
{
    struct history *history = NULL;
    uint64_t budget = options->history_bytes ? options->history_bytes : DEFAULT_BYTES;
    uint64_t firsts = options->first_bytes ? options->first_bytes : DEFAULT_BYTES;
    if (budget != SAMPLER_NO_HISTORY) {
        history = history_create(budget);
        if (!history) {
            error_set(err, MEMGLASS_E_NOMEM, 0, "no memory for a history of %llu bytes",
                      (unsigned long long)budget);
            return NULL;
        }
    }
    struct source_live_options live = {.attach = options->attach,
                                       .history = history,
                                       .first_bytes = firsts == SAMPLER_NO_FIRST ? 0 : firsts};
    struct source *source = source_live_open(session, &live, err);
    if (!source) {
        history_destroy(&history);
        return NULL;
    }
    return sampler_start_source(source, history, options, err);
}

void sampler_stop(struct sampler **s)
{
    struct sampler *stopping = *s;
    *s = NULL;
    if (!stopping)
        return;
    pthread_mutex_lock(&stopping->lock);
    stopping->stop = true;
    pthread_cond_signal(&stopping->wake);
    pthread_mutex_unlock(&stopping->lock);
    pthread_join(stopping->thread, NULL);
    free_sampler(stopping);
}
