/* The producer of the litmus suite. Tests only; no layer. */
#include "producer.h"

#include "format/words.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHURNED = 8, FIRST_CHURNED_TAG = 1000 };

struct target {
    const struct shape *shape;
    void *object;
    uint16_t tag;
};

struct worker {
    struct producer *producer;
    pthread_t thread;
    unsigned number;
    uint64_t random;
    void *churned[CHURNED];
    uint64_t turns;
};

struct producer {
    memglass_session *session;
    struct producer_control *control;
    struct target targets[PRODUCER_TAGS];
    size_t target_count;
    void *steps[SHAPE_STEP_COUNT];
    size_t step_count;
    uint16_t step_tags[SHAPE_STEP_COUNT];
    struct worker workers[PRODUCER_THREADS_MAX];
    unsigned threads;
    pthread_t stepper;
};

static bool stopped(const struct producer *p)
{
    return __atomic_load_n(&p->control->stop, __ATOMIC_RELAXED);
}

static void pause_ns(long ns)
{
    nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
}

static void linger(void)
{
    for (int i = 0; i < 20000; i++)
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

static uint64_t next_moment(struct producer *p, uint16_t tag)
{
    return __atomic_add_fetch(&p->control->moments[tag], 1, __ATOMIC_RELAXED);
}

/* --- stores --- */

static uint64_t stored_moment(const uint64_t *words)
{
    return __atomic_load_n(&words[0], __ATOMIC_RELAXED) & ((UINT64_C(1) << 48) - 1);
}

/* Each section adds one to what it finds, so that none may be lost. Without an order, the accesses
 * that it holds come before or behind it. */
static void write_in_section(uint64_t *words, size_t count, uint16_t tag)
{
    uint64_t early = stored_moment(words);
    if (!MEMGLASS_WEAKENED(SECTION_ODD))
        memglass_write_begin(words);
    if (MEMGLASS_WEAKENED(SECTION_EVEN))
        memglass_write_end(words);
    uint64_t moment = MEMGLASS_WEAKENED(SECTION_LOCK) ? early : stored_moment(words);
    shape_store(words, count, tag, moment + 1);
    if (MEMGLASS_WEAKENED(SECTION_ODD))
        memglass_write_begin(words);
    if (!MEMGLASS_WEAKENED(SECTION_EVEN))
        memglass_write_end(words);
}

static void write_guarded(memglass_guard *guard, uint64_t *value, const uint64_t *from,
                          size_t count, bool sole)
{
    if (MEMGLASS_WEAKENED(SECTION_ODD))
        memglass_words_store(value, from, count * sizeof *from);
    if (sole)
        memglass_guarded_store_sole_bytes(guard, value, from, count * sizeof *from);
    else
        memglass_guarded_store_bytes(guard, value, from, count * sizeof *from);
}

/* Every other guarded object has one thread that stores to it. */
static bool has_owner(const struct target *t)
{
    return t->tag % 2;
}

static bool may_store(const struct worker *w, const struct target *t)
{
    return !has_owner(t) || t->tag / 2 % w->producer->threads == w->number;
}

/* The value, and the producer's own read of it. */
static void use_guarded(struct worker *w, const struct target *t)
{
    struct producer *p = w->producer;
    struct shape_guarded_many *many = t->object;
    struct shape_guarded_few *few = t->object;
    bool small = t->shape->words == SHAPE_FEW;
    struct shape_many copy;
    uint64_t moment;
    if (may_store(w, t)) {
        shape_store(copy.words, t->shape->words, t->tag, next_moment(p, t->tag));
        write_guarded(small ? &few->safe.guard : &many->safe.guard,
                      small ? few->safe.value.words : many->safe.value.words, copy.words,
                      t->shape->words, has_owner(t));
    }
    memglass_guarded_load_bytes(small ? &few->safe.guard : &many->safe.guard,
                                small ? few->safe.value.words : many->safe.value.words, copy.words,
                                t->shape->words * sizeof(uint64_t));
    __atomic_add_fetch(&p->control->own_reads, 1, __ATOMIC_RELAXED);
    if (!shape_is_whole(copy.words, t->shape->words, t->tag, &moment) &&
        !shape_is_zero(copy.words, t->shape->words)) /* its owner has not come to it yet */
        __atomic_add_fetch(&p->control->own_broken, 1, __ATOMIC_RELAXED);
}

static void write_target(struct worker *w, const struct target *t)
{
    struct producer *p = w->producer;
    switch (t->shape->kind) {
    case SHAPE_ALIGNED:
        __atomic_store_n((uint64_t *)t->object, shape_number(64, next_moment(p, t->tag)),
                         __ATOMIC_RELAXED);
        break;
    case SHAPE_SECTION:
        write_in_section(t->object, t->shape->words, t->tag);
        next_moment(p, t->tag);
        break;
    case SHAPE_GUARDED:
        use_guarded(w, t);
        break;
    case SHAPE_PLAIN:
        shape_plain_store(t->object, next_moment(p, t->tag));
        break;
    case SHAPE_STEP:
    case SHAPE_EVEN:
    case SHAPE_ODD:
        break;
    }
}

/* All or none of the step objects have moved on, whoever looks between two steps. */
static void step(struct producer *p, uint64_t moment)
{
    if (!MEMGLASS_WEAKENED(STEP_ODD))
        memglass_frame_begin(p->session);
    if (MEMGLASS_WEAKENED(STEP_EVEN))
        memglass_frame_end(p->session);
    for (size_t i = 0; i < p->step_count; i++) {
        /* A step takes its time; and a processor may hold a store back for as long as it likes. */
        if (MEMGLASS_WEAKENED(STEP_ODD) || MEMGLASS_WEAKENED(STEP_EVEN))
            pause_ns(200000);
        linger();
        shape_store(p->steps[i], SHAPE_STEP_WORDS, p->step_tags[i], moment);
    }
    if (MEMGLASS_WEAKENED(STEP_ODD)) {
        pause_ns(500000);
        memglass_frame_begin(p->session);
    }
    if (!MEMGLASS_WEAKENED(STEP_EVEN))
        memglass_frame_end(p->session);
}

/* --- objects that come and go --- */

/* Turn about: seen only when it is filled, or filled in a section after it was seen. */
static void *create_churned(memglass_session *s, uint16_t tag, bool filled_first)
{
    const memglass_type *type = shape_churned(tag);
    char label[SHAPE_LABEL_BYTES];
    shape_label(label, tag);
    if (!filled_first) {
        uint64_t *words = memglass_create_object(s, type, 1, label);
        if (words)
            write_in_section(words, SHAPE_CHURNED_WORDS, tag);
        return words;
    }
    uint64_t *words = memglass_alloc(s, type->size, type->align);
    if (!words)
        return NULL;
    shape_store(words, SHAPE_CHURNED_WORDS, tag, 1);
    if (memglass_adopt(s, words, type, 1, label) == MEMGLASS_OK)
        return words;
    memglass_destroy(s, words);
    return NULL;
}

static void churn(struct worker *w)
{
    uint64_t turn = w->turns++;
    void **slot = &w->churned[turn % CHURNED];
    uint16_t tag = (uint16_t)(FIRST_CHURNED_TAG + (turn * PRODUCER_THREADS_MAX + w->number) * 7 %
                                                      (UINT16_MAX - FIRST_CHURNED_TAG));
    if (*slot)
        memglass_destroy(w->producer->session, *slot);
    *slot = create_churned(w->producer->session, tag, turn % 2);
}

/* --- threads --- */

static uint64_t next_random(struct worker *w)
{
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    return w->random >> 33;
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct producer *p = w->producer;
    for (uint64_t turn = 0; !stopped(p); turn++) {
        write_target(w, &p->targets[next_random(w) % p->target_count]);
        if (turn % 8 == 0)
            churn(w);
    }
    return NULL;
}

static void *make_steps(void *arg)
{
    struct producer *p = arg;
    for (uint64_t moment = 1; !stopped(p); moment++) {
        step(p, moment);
        pause_ns(300000);
    }
    return NULL;
}

/* --- life --- */

static bool create_shape(struct producer *p, const struct shape *shape, uint16_t *tag)
{
    for (unsigned i = 0; i < shape->count; i++, ++*tag) {
        char label[SHAPE_LABEL_BYTES];
        shape_label(label, *tag);
        void *object = memglass_create_object(p->session, shape->type, 1, label);
        if (!object)
            return false;
        if (shape->kind == SHAPE_STEP) {
            p->step_tags[p->step_count] = *tag;
            p->steps[p->step_count++] = object;
        } else {
            p->targets[p->target_count++] = (struct target){shape, object, *tag};
        }
    }
    return true;
}

static bool create_all(struct producer *p)
{
    uint16_t tag = 1;
    for (size_t i = 0; i < shape_count; i++)
        if (!create_shape(p, &shapes[i], &tag))
            return false;
    return true;
}

static bool start_threads(struct producer *p)
{
    if (pthread_create(&p->stepper, NULL, make_steps, p) != 0)
        return false;
    for (unsigned i = 0; i < p->threads; i++) {
        p->workers[i] = (struct worker){.producer = p, .number = i, .random = i + 1};
        if (pthread_create(&p->workers[i].thread, NULL, work, &p->workers[i]) != 0)
            return false;
    }
    return true;
}

struct producer *producer_start(const char *name, unsigned threads,
                                struct producer_control *control)
{
    struct producer *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    /* A short grace period, so that memory is used again under the readers' feet; a short ring, so
     * that they walk the directory, too; one region. */
    *p = (struct producer){.control = control,
                           .threads = threads,
                           .session =
                               memglass_open(&(memglass_config){.name = name,
                                                                .reclaim_grace_ms = 1,
                                                                .event_ring_entries = 64,
                                                                .initial_region_bytes = 8 << 20},
                                             NULL)};
    if (p->session && create_all(p) && start_threads(p))
        return p;
    memglass_close(p->session);
    free(p);
    return NULL;
}

memglass_session *producer_session(struct producer *p)
{
    return p->session;
}

void producer_join(struct producer *p)
{
    pthread_join(p->stepper, NULL);
    for (unsigned i = 0; i < p->threads; i++)
        pthread_join(p->workers[i].thread, NULL);
}

void producer_close(struct producer *p)
{
    memglass_close(p->session);
    free(p);
}
