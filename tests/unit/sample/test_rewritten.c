/* Frames of a program whose writes are tracked: nothing that it stores is missed, by any of several
 * observers, whenever it stores and whenever it looks what was written; and where that cannot be
 * had, all is copied. */
#include "observer/observer.h"
#include "producer/session.h"
#include "sample/diff.h"
#include "sample/source.h"
#include "shm/written.h"
#include "unit.h"

#include <memglass/memglass.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { ITEMS = 3000, WRITERS = 2, OBSERVERS = 2, ROUNDS = 150, DEADLINE_S = 100 };
/* Objects that come and go; so many that the session needs another region. */
enum { EXTRAS = 300, EXTRAS_MOST = 20000, CHURNS = 8, CHURN_FRAMES = 5, ASKINGS = 60 };

struct item {
    uint64_t words[8];
};

enum { SUM = 7 };

static const uint64_t item_dims[] = {8};
static const memglass_field item_fields[] = {{.name = "words",
                                              .type_name = "uint64_t",
                                              .unit = "",
                                              .format = "",
                                              .desc = "",
                                              .kind = MEMGLASS_KIND_UINT,
                                              .bit_size = 64,
                                              .dims = item_dims,
                                              .rank = 1,
                                              .stride_bytes = 8}};
static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = item_fields,
                                        .field_count = 1,
                                        .size = sizeof(struct item),
                                        .align = 8};

/* Between the test and its producer. */
struct control {
    uint32_t ready, write, resting, fork, forked, quit;
    uint32_t churn, churned; /* how often some of the extras are to go, and how often they did */
    uint32_t extras;         /* that there are to be then */
    uint32_t stir, stirred;  /* likewise: one of the extras is to change */
};

struct program {
    struct control *control;
    memglass_session *session;
    struct item *items[ITEMS];
    struct item *extras[EXTRAS_MOST]; /* of the main thread */
    size_t extra_count;
};

static uint32_t seen(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static void tell(uint32_t *word, uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

static void wait_for(const uint32_t *word, uint32_t value)
{
    time_t end = time(NULL) + DEADLINE_S;
    while (seen(word) != value) {
        ck_assert_msg(time(NULL) < end, "the producer does not answer");
        sched_yield();
    }
}

/* --- the producer --- */

/* The last word is the sum of the others, but within a section. */
static void count_up(struct item *item, unsigned word, uint64_t by)
{
    __atomic_fetch_add(&item->words[word], by, __ATOMIC_RELAXED);
    __atomic_fetch_add(&item->words[SUM], by, __ATOMIC_RELAXED);
}

/* Some objects in turn; rests when it is told to. */
static void *write_on(void *ctx)
{
    const struct program *p = ctx;
    unsigned seed = (unsigned)(uintptr_t)pthread_self();
    for (bool rests = true; !seen(&p->control->quit);) {
        if (!seen(&p->control->write)) {
            if (!rests)
                __atomic_fetch_add(&p->control->resting, 1, __ATOMIC_SEQ_CST);
            rests = true;
            sched_yield();
            continue;
        }
        if (rests)
            __atomic_fetch_sub(&p->control->resting, 1, __ATOMIC_SEQ_CST);
        rests = false;
        struct item *item = p->items[(unsigned)rand_r(&seed) % ITEMS];
        memglass_write_begin(item);
        count_up(item, (unsigned)rand_r(&seed) % SUM, 1);
        memglass_write_end(item);
    }
    return NULL;
}

/* Far more often than a program does. */
static void *look_on(void *ctx)
{
    struct program *p = ctx;
    while (!seen(&p->control->quit)) {
        pthread_mutex_lock(&p->session->lock);
        tracking_look(&p->session->store);
        pthread_mutex_unlock(&p->session->lock);
        sched_yield();
    }
    return NULL;
}

static void fork_once(struct control *c, struct item *item)
{
    pid_t child = fork();
    if (child == 0) {
        count_up(item, 0, 1000);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    tell(&c->forked, 1);
}

/* Some of the first half go, so that those behind them are other rows of a frame on pages that
 * nobody wrote to, and new ones come: of two sizes. */
static void churn_once(struct program *p)
{
    size_t kept = 0, wanted = seen(&p->control->extras);
    for (size_t i = 0; i < p->extra_count; i++)
        if (i % 2 && i < p->extra_count / 2)
            memglass_destroy(p->session, p->extras[i]);
        else
            p->extras[kept++] = p->extras[i];
    for (p->extra_count = kept; p->extra_count < wanted; p->extra_count++) {
        uint32_t elements = 1 + p->extra_count % 2;
        struct item *item = memglass_create_object(p->session, &item_type, elements, NULL);
        if (!item)
            _exit(1);
        __atomic_store_n(&item->words[0], p->extra_count, __ATOMIC_RELAXED);
        p->extras[p->extra_count] = item;
    }
    tell(&p->control->churned, seen(&p->control->churned) + 1);
}

static void stir_once(const struct program *p, unsigned *seed)
{
    struct item *item = p->extras[(size_t)rand_r(seed) % p->extra_count];
    __atomic_fetch_add(&item->words[1], 1, __ATOMIC_RELAXED);
    tell(&p->control->stirred, seen(&p->control->stirred) + 1);
}

_Noreturn static void produce(const char *name, unsigned flags, struct control *c)
{
    static struct program p;
    unsigned seed = 1;
    pthread_t threads[WRITERS + 1];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    p = (struct program){.control = c,
                         .session =
                             memglass_open(&(memglass_config){.name = name, .flags = flags}, NULL)};
    for (size_t i = 0; p.session && i < ITEMS; i++)
        if (!(p.items[i] = memglass_create_object(p.session, &item_type, 1, NULL)))
            _exit(1);
    if (!p.session)
        _exit(1);
    tell(&c->resting, WRITERS);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_create(&threads[i], NULL, write_on, &p);
    pthread_create(&threads[WRITERS], NULL, look_on, &p);
    for (tell(&c->ready, 1); !seen(&c->quit); sched_yield()) {
        if (seen(&c->fork) && !seen(&c->forked))
            fork_once(c, p.items[ITEMS / 2]);
        if (seen(&c->churn) != seen(&c->churned))
            churn_once(&p);
        if (seen(&c->stir) != seen(&c->stirred))
            stir_once(&p, &seed);
    }
    for (size_t i = 0; i <= WRITERS; i++)
        pthread_join(threads[i], NULL);
    memglass_close(p.session);
    _exit(0);
}

/* --- the observers --- */

struct watcher {
    struct source *source;
    const struct frame *prev, *cur;
    const struct frame *held; /* by somebody else, for a while */
    unsigned seed;
    uint64_t tick, copied, rows;
};

struct stage {
    char name[UNIT_NAME_BYTES];
    struct control *control;
    pid_t producer;
    struct watcher watchers[OBSERVERS];
    memglass_observer *direct; /* reads each object by itself */
};

static void stage_open(struct stage *s, const char *tag, unsigned flags)
{
    *s = (struct stage){.control = mmap(NULL, sizeof *s->control, PROT_READ | PROT_WRITE,
                                        MAP_SHARED | MAP_ANONYMOUS, -1, 0)};
    unit_session_name(s->name, tag);
    s->producer = fork();
    if (s->producer == 0)
        produce(s->name, flags, s->control);
    wait_for(&s->control->ready, 1);
    for (size_t i = 0; i < OBSERVERS; i++)
        s->watchers[i].source = source_live_open(s->name, NULL, NULL);
    s->direct = memglass_attach(s->name, NULL);
    ck_assert(s->direct && s->watchers[0].source && s->watchers[1].source);
    ck_assert_int_ge(memglass_refresh(s->direct), 0);
}

static void stage_close(struct stage *s)
{
    int status;
    tell(&s->control->quit, 1);
    waitpid(s->producer, &status, 0);
    ck_assert_int_eq(status, 0);
    for (size_t i = 0; i < OBSERVERS; i++) {
        frame_release(&s->watchers[i].held);
        frame_release(&s->watchers[i].prev);
        frame_release(&s->watchers[i].cur);
        s->watchers[i].source->ops->close(&s->watchers[i].source);
    }
    memglass_detach(s->direct);
    munmap(s->control, sizeof *s->control);
}

static bool unknown(const struct frame *f, size_t row)
{
    return frame_truth(f, row) == MEMGLASS_TORN || frame_gone(f, row);
}

/* What the comparison says is what all bytes say. */
static void check_changes(const struct watcher *w)
{
    for (size_t i = 0; w->prev && i < w->cur->roster->count; i++) {
        const struct roster_row *row = &w->cur->roster->rows[i];
        long before = frame_find(w->prev, row->index, row->generation);
        ck_assert_int_eq(before < 0, frame_mark(w->cur, i).born);
        if (before < 0 || unknown(w->prev, (size_t)before) || unknown(w->cur, i))
            continue;
        bool differs =
            memcmp(frame_data(w->prev, (size_t)before), frame_data(w->cur, i), row->size);
        ck_assert_msg(differs == frame_touched(w->cur, i), "row %zu: %d", i, differs);
    }
}

/* What was copied under a section is not believed, nor is what was found to be as before. */
static void check_sums(const struct watcher *w)
{
    for (size_t i = 0; i < ITEMS; i++) {
        struct item item;
        uint64_t sum = 0;
        if (unknown(w->cur, i) || frame_truth(w->cur, i) == MEMGLASS_UNGUARDED)
            continue;
        memcpy(&item, frame_data(w->cur, i), sizeof item);
        for (size_t word = 0; word < SUM; word++)
            sum += item.words[word];
        ck_assert_uint_eq(item.words[SUM], sum);
    }
}

/* Buffers are used in any turn: some frames are held, and some are dropped, as one is that did not
 * fall between two steps. */
static void disturb(struct watcher *w)
{
    const struct frame *dropped;
    if (rand_r(&w->seed) % 4 == 0) {
        ck_assert_int_eq(w->source->ops->capture(w->source, w->cur, w->tick + 1, &dropped, NULL),
                         0);
        frame_release(&dropped);
    }
    if (w->cur && rand_r(&w->seed) % 4 == 0) {
        frame_release(&w->held);
        w->held = frame_retain(w->cur);
    }
}

static void capture(struct watcher *w)
{
    const struct frame *next;
    struct diff diff;
    memglass_error err;
    disturb(w);
    ck_assert_int_eq(w->source->ops->capture(w->source, w->cur, ++w->tick, &next, &err), 0);
    frame_release(&w->prev);
    w->prev = w->cur;
    w->cur = next;
    diff_frames(w->prev, w->cur, &diff);
    w->copied += next->copied;
    w->rows += next->roster->count;
    ck_assert_uint_ge(next->roster->count, ITEMS);
    if (!w->prev || w->prev->roster != w->cur->roster)
        ck_assert_uint_eq(next->copied, next->roster->count);
    check_changes(w);
    check_sums(w);
}

/* While the program rests, a frame is its memory. */
static void check_memory(const struct stage *s, const struct watcher *w)
{
    struct item now[2];
    memglass_object object;
    ck_assert_int_ge(memglass_refresh(s->direct), 0);
    ck_assert_uint_eq(w->cur->roster->count, memglass_object_count(s->direct));
    for (size_t i = 0; i < w->cur->roster->count; i++) {
        ck_assert_int_eq(memglass_object_at(s->direct, i, &object), 0);
        long row = frame_find(w->cur, object.index, object.generation);
        ck_assert_int_ge(row, 0);
        uint64_t size = w->cur->roster->rows[row].size;
        ck_assert_uint_le(size, sizeof now);
        ck_assert_int_ge(memglass_read(s->direct, &object, now, size), 0);
        ck_assert_mem_eq(frame_data(w->cur, (size_t)row), now, size);
        ck_assert_int_ne(frame_truth(w->cur, (size_t)row), MEMGLASS_TORN);
    }
}

static void round_of(struct stage *s, unsigned *seed)
{
    tell(&s->control->write, 1);
    for (int left = rand_r(seed) % 6; left > 0; left--)
        capture(&s->watchers[rand_r(seed) % OBSERVERS]);
    tell(&s->control->write, 0);
    wait_for(&s->control->resting, WRITERS);
    for (size_t i = 0; i < OBSERVERS; i++) {
        capture(&s->watchers[i]);
        check_memory(s, &s->watchers[i]);
    }
}

/* And this process may look. */
static bool kernel_can(pid_t producer)
{
    int tracker = shm_written_open(), pagemap = shm_pagemap_open(producer);
    if (tracker >= 0)
        close(tracker);
    if (pagemap >= 0)
        close(pagemap);
    return tracker >= 0 && pagemap >= 0;
}

/* At rest, nothing has to be copied: else nothing was tried here. A look may be under way. */
static void check_partly(struct stage *s)
{
    time_t end = time(NULL) + DEADLINE_S;
    for (size_t i = 0; kernel_can(s->producer) && i < OBSERVERS; i++)
        do {
            ck_assert_msg(time(NULL) < end, "all is copied each time");
            capture(&s->watchers[i]);
        } while (s->watchers[i].cur->copied > ITEMS / 2);
}

START_TEST(test_no_store_is_missed)
{
    struct stage s;
    unsigned seed = 1;
    stage_open(&s, "written", MEMGLASS_TRACK_WRITES);
    for (int i = 0; i < ROUNDS; i++)
        round_of(&s, &seed);
    check_partly(&s);
    stage_close(&s);
}
END_TEST

static void churn(struct stage *s, uint32_t extras, unsigned *seed)
{
    tell(&s->control->extras, extras);
    tell(&s->control->write, 1);
    tell(&s->control->churn, s->control->churn + 1);
    for (int left = rand_r(seed) % 6; left > 0; left--)
        capture(&s->watchers[rand_r(seed) % OBSERVERS]);
    wait_for(&s->control->churned, s->control->churn);
    for (int i = 0; i < CHURN_FRAMES; i++) { /* each buffer is used again */
        tell(&s->control->stir, s->control->stir + 1);
        wait_for(&s->control->stirred, s->control->stir);
        round_of(s, seed);
    }
}

START_TEST(test_no_store_is_missed_as_objects_come_and_go)
{
    struct stage s;
    unsigned seed = 4;
    stage_open(&s, "churned", MEMGLASS_TRACK_WRITES);
    for (uint32_t i = 0; i < CHURNS; i++)
        churn(&s, i % 2 ? EXTRAS / 2 : EXTRAS, &seed);
    check_partly(&s);
    churn(&s, EXTRAS_MOST, &seed);
    check_partly(&s);
    churn(&s, EXTRAS, &seed);
    check_partly(&s);
    stage_close(&s);
}
END_TEST

/* All objects, each a run, the last one first: places go down. */
static size_t runs_backwards(const struct stage *s, struct observer_run *runs)
{
    memglass_object object;
    size_t count = memglass_object_count(s->direct);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(memglass_object_at(s->direct, i, &object), 0);
        struct observer_entry e;
        ck_assert(observer_entry_at(s->direct, object.index, &e));
        runs[count - 1 - i] = (struct observer_run){.place = e.place,
                                                    .stride = e.size,
                                                    .size = e.size,
                                                    .count = 1,
                                                    .type = e.type,
                                                    .elements = e.count};
    }
    return count;
}

static uint32_t ask(const struct stage *s, const struct observer_run *runs, size_t count)
{
    uint32_t look;
    time_t end = time(NULL) + DEADLINE_S;
    while (!(look = observer_ask_written(s->direct, runs, count))) /* looks come in between */
        ck_assert_msg(time(NULL) < end, "nothing can be asked");
    return look;
}

static size_t count_written(const struct stage *s, const struct observer_run *runs, size_t count,
                            uint32_t since)
{
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = 0;
        observer_rows_written(s->direct, &runs[i], since, &bit, 0);
        written += bit;
    }
    return written;
}

START_TEST(test_runs_may_lie_in_any_order)
{
    static struct observer_run runs[ITEMS + EXTRAS];
    struct stage s;
    stage_open(&s, "backwards", MEMGLASS_TRACK_WRITES);
    tell(&s.control->extras, EXTRAS);
    tell(&s.control->churn, 1);
    wait_for(&s.control->churned, 1);
    ck_assert_int_ge(memglass_refresh(s.direct), 0);
    size_t count = runs_backwards(&s, runs);
    ck_assert_uint_eq(count, ITEMS + EXTRAS);
    bool partly = false; /* what was written before the asking may be looked at behind it */
    time_t end = time(NULL) + DEADLINE_S;
    for (uint32_t i = 1; (i <= ASKINGS || !partly) && kernel_can(s.producer); i++) {
        ck_assert_msg(partly || time(NULL) < end, "all seems written each time");
        uint32_t since = ask(&s, runs, count);
        tell(&s.control->stir, i);
        wait_for(&s.control->stirred, i);
        ask(&s, runs, count);
        size_t written = count_written(&s, runs, count, since);
        ck_assert_uint_gt(written, 0);
        partly |= written < count / 2;
    }
    stage_close(&s);
}
END_TEST

START_TEST(test_a_child_ends_the_tracking)
{
    struct stage s;
    unsigned seed = 2;
    stage_open(&s, "forked", MEMGLASS_TRACK_WRITES);
    for (int i = 0; i < 5; i++)
        round_of(&s, &seed);
    tell(&s.control->fork, 1);
    wait_for(&s.control->forked, 1);
    for (int i = 0; i < 5; i++)
        round_of(&s, &seed);
    for (size_t i = 0; i < OBSERVERS; i++) {
        capture(&s.watchers[i]);
        ck_assert_uint_eq(s.watchers[i].cur->copied, ITEMS);
    }
    stage_close(&s);
}
END_TEST

START_TEST(test_all_is_copied_where_nothing_is_tracked)
{
    struct stage s;
    unsigned seed = 3;
    stage_open(&s, "untracked", 0);
    for (int i = 0; i < 5; i++)
        round_of(&s, &seed);
    ck_assert_uint_eq(s.watchers[0].copied, s.watchers[0].rows);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/rewritten", test_no_store_is_missed,
               test_no_store_is_missed_as_objects_come_and_go, test_runs_may_lie_in_any_order,
               test_a_child_ends_the_tracking, test_all_is_copied_where_nothing_is_tracked)
