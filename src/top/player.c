/* The player's thread. Layer 8. */
#include "top/player.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "top/pace.h"
#include "watch/bell.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How often it is asked whether a recorder has written more. */
#define GROWTH_NS (250 * NS_PER_MS)

enum { PATH_MAX_BYTES = 512 };

static const char newest[] = "This is the newest.";

/* Where to go; one behind the other, as they stand here. */
struct wishes {
    bool any, seeks;
    uint64_t seek_ns;
    int64_t steps;
    int marks, changes; /* directions */
    struct object_id object;
    char path[PATH_MAX_BYTES];
};

struct player {
    struct timeline *timeline; /* the thread's, and what follows */
    player_bring *bring;       /* NULL: a file */
    void *ctx;
    struct pace pace; /* its due_ns: the next frame, while it plays */
    const struct history *history;
    pthread_t thread;
    int bell;

    pthread_mutex_t lock; /* guards what follows; held for no work */
    pthread_cond_t wake;
    struct wishes wishes;
    bool stop, plays, new_speed, is_new;
    double speed;
    struct player_moment moment; /* the newest */
};

void player_moment_release(struct player_moment *m)
{
    snapshot_release(&m->snapshot);
    timeline_outline_release(&m->outline);
    *m = (struct player_moment){0};
}

/* --- the thread --------------------------------------------------------------------------------
 */

/* err NULL: it stands where it stood, and what was said of that stays until it was taken. */
static void publish(struct player *p, const memglass_error *err)
{
    struct player_moment next = {.outline = timeline_outline(p->timeline)};
    timeline_snapshot(p->timeline, &next.snapshot);
    pthread_mutex_lock(&p->lock);
    struct player_moment last = p->moment;
    const char *note = err ? err->message : p->is_new ? last.note : "";
    snprintf(next.note, sizeof next.note, "%.120s", note);
    next.playing = p->plays;
    next.speed = p->speed;
    next.busy = p->wishes.any;
    p->moment = next;
    p->is_new = true;
    pthread_mutex_unlock(&p->lock);
    player_moment_release(&last);
    bell_ring(p->bell);
}

/* Nobody wants anything else. */
static bool go_on(void *ctx)
{
    struct player *p = ctx;
    pthread_mutex_lock(&p->lock);
    bool on = !p->stop && !p->wishes.any && !(p->plays && clock_monotonic_ns() >= p->pace.due_ns);
    pthread_mutex_unlock(&p->lock);
    return on;
}

static void bring(struct player *p, memglass_error *err)
{
    if (p->bring)
        p->bring(p->ctx);
    timeline_renew(p->timeline, err);
}

/* Nothing more that way is worth a word, unless it is known already that there is. */
static void say(int status, const char *text, memglass_error *err)
{
    if (status == MEMGLASS_E_NOTFOUND)
        error_set(err, status, 0, "%s", text);
}

/* Worth more than that there is nothing more that way. */
static void tell_lost(struct player *p, memglass_error *err)
{
    struct timeline_lost lost = timeline_take_lost(p->timeline);
    uint64_t frames = lost.behind ? lost.behind : lost.before;
    if (frames)
        error_set(
            err, MEMGLASS_E_CORRUPT, 0, "The file is damaged: %llu frame%s %s this cannot be read.",
            (unsigned long long)frames, frames == 1 ? "" : "s", lost.behind ? "behind" : "before");
}

static void search(struct player *p, const struct wishes *w, memglass_error *err)
{
    struct timeline_target target = {.object = w->object, .path = w->path};
    if (w->marks)
        say(timeline_mark(p->timeline, w->marks, err),
            w->marks > 0 ? "There is no mark behind this." : "There is no mark before this.", err);
    if (w->changes)
        say(timeline_change(p->timeline, &target, w->changes, go_on, p, err),
            w->changes > 0 ? "It does not change behind this." : "It does not change before this.",
            err);
}

static void fulfil(struct player *p, const struct wishes *w, memglass_error *err)
{
    bring(p, err);
    if (w->seeks)
        timeline_seek(p->timeline, w->seek_ns, err);
    if (w->steps)
        say(timeline_step(p->timeline, w->steps, err),
            w->steps > 0 ? newest : "This is the oldest that is there.", err);
    search(p, w, err);
    tell_lost(p, err);
    pace_stop(&p->pace);
}

static double set_speed(struct player *p)
{
    pthread_mutex_lock(&p->lock);
    double speed = p->speed;
    pthread_mutex_unlock(&p->lock);
    return speed;
}

static void stop_playing(struct player *p)
{
    pthread_mutex_lock(&p->lock);
    p->plays = false;
    pthread_mutex_unlock(&p->lock);
    pace_stop(&p->pace);
}

/* When the frame behind this one was taken; UINT64_MAX: there is none, nor has one come since the
 * end was looked at. */
static uint64_t next_ns(struct player *p, memglass_error *err)
{
    uint64_t next = timeline_next_ns(p->timeline);
    if (next != UINT64_MAX)
        return next;
    bring(p, err);
    return timeline_next_ns(p->timeline);
}

/* True: another frame is shown. */
static bool play(struct player *p, memglass_error *err)
{
    uint64_t now = clock_monotonic_ns(),
             to = pace_to(&p->pace, timeline_time_ns(p->timeline), set_speed(p), now);
    uint64_t next = next_ns(p, err);
    bool moves = next != UINT64_MAX && next <= to;
    if (moves)
        tell_lost(p, err);
    if (moves && timeline_seek(p->timeline, to, err) != MEMGLASS_OK)
        next = UINT64_MAX;
    else if (moves)
        next = next_ns(p, err);
    if (next == UINT64_MAX && timeline_grows(p->timeline)) {
        pace_wait(&p->pace, now + GROWTH_NS);
        return moves;
    }
    if (next == UINT64_MAX) {
        if (!moves)
            error_set(err, MEMGLASS_E_NOTFOUND, 0, "%s", newest);
        tell_lost(p, err);
        stop_playing(p);
        return true;
    }
    pace_plan(&p->pace, next);
    return moves;
}

/* With the lock: waits for a wish, or for the next frame; false: it is time to stop. */
static bool wait_for_work(struct player *p)
{
    int timed_out = 0;
    while (!p->stop && !p->wishes.any && !p->new_speed && timed_out != ETIMEDOUT) {
        struct timespec due = timespec_from_ns(p->pace.due_ns);
        if (p->plays)
            timed_out = pthread_cond_timedwait(&p->wake, &p->lock, &due);
        else
            pthread_cond_wait(&p->wake, &p->lock);
    }
    return !p->stop;
}

static bool take_wishes(struct player *p, struct wishes *out, bool *plays)
{
    pthread_mutex_lock(&p->lock);
    bool goes_on = wait_for_work(p);
    *out = p->wishes;
    *plays = p->plays;
    p->wishes = (struct wishes){0};
    p->new_speed = false;
    pthread_mutex_unlock(&p->lock);
    return goes_on;
}

static void read_past(struct player *p)
{
    memglass_error unsaid = {0};
    if (timeline_lacks_past(p->timeline) && go_on(p) &&
        timeline_read_past(p->timeline, go_on, p, &unsaid) == MEMGLASS_OK)
        publish(p, NULL);
}

static void *run(void *arg)
{
    struct player *p = arg;
    struct wishes wishes;
    bool plays;
    while (take_wishes(p, &wishes, &plays)) {
        memglass_error err = {0};
        if (wishes.any)
            fulfil(p, &wishes, &err);
        bool moved = plays ? play(p, &err) : true;
        if (!plays)
            pace_stop(&p->pace);
        if (wishes.any || moved)
            publish(p, &err);
        read_past(p);
    }
    return NULL;
}

/* --- life --------------------------------------------------------------------------------------
 */

static void free_player(struct player *p)
{
    player_moment_release(&p->moment);
    timeline_close(&p->timeline);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    if (p->bell >= 0)
        close(p->bell);
    free(p);
}

/* The timeline is the player's from here on. */
static struct player *start(struct timeline *timeline, const struct player *like,
                            memglass_error *err)
{
    struct player *p = calloc(1, sizeof *p);
    if (!p) {
        timeline_close(&timeline);
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    *p = *like;
    p->timeline = timeline;
    p->history = timeline_history(timeline);
    p->speed = 1;
    p->bell = bell_open();
    thread_cond_init(&p->wake);
    pthread_mutex_init(&p->lock, NULL);
    memglass_error said = {0};
    tell_lost(p, &said);
    if (timeline_time_ns(timeline))
        publish(p, &said);
    int failed = p->bell < 0 ? errno : thread_start(&p->thread, run, p);
    if (!failed)
        return p;
    error_sys(err, MEMGLASS_E_SYSTEM, failed, "cannot start a thread");
    free_player(p);
    return NULL;
}

struct player *player_open(const char *path, memglass_error *err)
{
    struct timeline *timeline = timeline_open(path, err);
    if (timeline && timeline_seek(timeline, 0, err) != MEMGLASS_OK)
        timeline_close(&timeline);
    return timeline ? start(timeline, &(struct player){0}, err) : NULL;
}

struct player *player_open_ring(struct record_ring *ring, player_bring *call, void *ctx,
                                memglass_error *err)
{
    struct timeline *timeline = timeline_of_ring(ring, err);
    return timeline ? start(timeline, &(struct player){.bring = call, .ctx = ctx}, err) : NULL;
}

void player_close(struct player **player)
{
    struct player *p = *player;
    *player = NULL;
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    free_player(p);
}

/* --- the consumer ------------------------------------------------------------------------------
 */

/* With the lock. What is under way is on its way to somewhere else now. */
static void ask(struct player *p)
{
    p->wishes.any = p->moment.busy = true;
    pthread_cond_signal(&p->wake);
}

void player_seek(struct player *p, uint64_t time_ns)
{
    pthread_mutex_lock(&p->lock);
    p->wishes = (struct wishes){.seeks = true, .seek_ns = time_ns};
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

void player_step(struct player *p, int64_t frames)
{
    pthread_mutex_lock(&p->lock);
    p->wishes.steps += frames;
    p->wishes.marks = p->wishes.changes = 0;
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

void player_mark(struct player *p, int direction)
{
    pthread_mutex_lock(&p->lock);
    p->wishes.marks = direction;
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

void player_change(struct player *p, const struct object_id *id, const char *path, int direction)
{
    pthread_mutex_lock(&p->lock);
    p->wishes.changes = direction;
    p->wishes.object = *id;
    snprintf(p->wishes.path, sizeof p->wishes.path, "%s", path);
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

void player_play(struct player *p, bool plays)
{
    pthread_mutex_lock(&p->lock);
    p->plays = plays;
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

void player_speed(struct player *p, int direction)
{
    pthread_mutex_lock(&p->lock);
    p->speed = pace_speed(p->speed, direction);
    p->new_speed = true;
    ask(p);
    pthread_mutex_unlock(&p->lock);
}

int player_fd(const struct player *p)
{
    return p->bell;
}

bool player_take(struct player *p, struct player_moment *out)
{
    *out = (struct player_moment){0};
    bell_clear(p->bell);
    pthread_mutex_lock(&p->lock);
    bool is_new = p->is_new;
    p->is_new = false;
    if (is_new) {
        *out = p->moment;
        if (out->snapshot.cur)
            frame_retain(out->snapshot.cur);
        if (out->snapshot.prev)
            frame_retain(out->snapshot.prev);
        if (out->outline)
            timeline_outline_hold(out->outline);
    }
    pthread_mutex_unlock(&p->lock);
    return is_new;
}

const struct history *player_history(const struct player *p)
{
    return p->history;
}
