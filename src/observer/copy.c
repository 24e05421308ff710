/*
 * Consistent copies: the sequences of a batch of objects, acquire, their bytes, acquire, the
 * sequences again. Layer 2.
 *
 * Bytes are loaded as relaxed, aligned words, so that no aligned scalar is ever torn, whatever the
 * writer does.
 */
#include "observer/copy.h"

#include "base/checked.h"
#include "format/words.h"

#include <memglass/guard.h>
#include <sched.h>
#include <string.h>

enum { BATCH = 64, SPINS_BATCH = 512, SPINS_ONE = 256, YIELDS = 4 };

/* What is left of the tries of one batch: a writer that never ends a section must not stop us. */
struct patience {
    unsigned spins, yields;
};

/* A copy in hand: `from` is the payload, `to` is where its byte `first` goes. */
struct copying {
    const unsigned char *from;
    unsigned char *to;
    uint64_t first, end;
    struct patience *patience;
};

static inline void pause_briefly(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

/* Gives a writer a moment to end; false when patience has run out. */
static bool wait_for_writer(struct patience *p)
{
    if (p->spins) {
        p->spins--;
        pause_briefly();
        return true;
    }
    if (p->yields) {
        p->yields--;
        sched_yield();
        return true;
    }
    return false;
}

/* --- bytes --- */

/* From an aligned place, whose last word is readable as a whole: a canary or padding follows. */
static inline void load_bytes(unsigned char *to, const unsigned char *from, uint64_t size)
{
    const memglass_word *words = (const memglass_word *)(const void *)from;
    uint64_t whole = size / sizeof(uint64_t), rest = size % sizeof(uint64_t), word;
    for (uint64_t i = 0; i < whole; i++) {
        word = __atomic_load_n(&words[i], __ATOMIC_RELAXED);
        memcpy(to + i * sizeof word, &word, sizeof word);
    }
    if (rest) {
        word = __atomic_load_n(&words[whole], __ATOMIC_RELAXED);
        memcpy(to + whole * sizeof word, &word, rest);
    }
}

static void load_window(const struct copying *c)
{
    load_bytes(c->to, c->from + c->first, c->end - c->first);
}

static const uint32_t *sequence_of(const unsigned char *payload)
{
    return &((const memglass_prefix *)(const void *)(payload - sizeof(memglass_prefix)))->sequence;
}

/* --- sequences --- */

/* The first look, before a copy. Pairs with the store-release in memglass_sequence_end. */
static inline uint32_t look(const uint32_t *sequence)
{
    return load_acquire_32(sequence);
}

/* The second look, behind a copy and an acquire fence, which pairs with the release fence in
 * memglass_sequence_begin: who has copied a word of a section's store sees that the sequence has
 * changed. */
static inline bool unchanged(const uint32_t *sequence, uint32_t before)
{
    uint32_t now = load_relaxed_32(sequence);
    if (MEMGLASS_WEAKENED(COPY_FIRST)) /* it comes behind the copy, too */
        return !(now & 1);
    return now == before || MEMGLASS_WEAKENED(COPY_SECOND);
}

/* --- guarded fields --- */

static bool guard_settles(const struct copying *c, uint64_t guard, uint64_t value, uint64_t size)
{
    const uint32_t *sequence = (const uint32_t *)(const void *)(c->from + guard);
    do {
        uint32_t before = look(sequence);
        if (before & 1)
            continue;
        load_bytes(c->to + (value - c->first), c->from + value, size);
        fence_acquire();
        if (!unchanged(sequence, before))
            continue;
        memcpy(c->to + (guard - c->first), &before, sizeof before);
        return true;
    } while (wait_for_writer(c->patience));
    return false;
}

/* Copies what a guard covers once more, as one. Having given up, the copy's guard says so. */
static void copy_guarded(const struct copying *c, const struct field_ref *ref)
{
    const uint32_t torn = 1;
    uint64_t value = ref->bit_offset / 8, size = field_ref_bytes(ref);
    if (!guard_settles(c, ref->guard_offset, value, size))
        memcpy(c->to + (ref->guard_offset - c->first), &torn, sizeof torn);
}

static bool is_guard_array(const struct field_ref *ref)
{
    return ref->field && ref->field->flags & MEMGLASS_FIELD_GUARDED &&
           ref->dims_used < ref->field->rank && field_guard_stride(ref->field);
}

/* ref is all that one guard covers. */
static bool is_guarded(const struct field_ref *ref)
{
    if (!ref->field || !(ref->field->flags & MEMGLASS_FIELD_GUARDED))
        return false;
    return ref->dims_used == (field_guard_stride(ref->field) ? ref->field->rank : 0);
}

static bool has_guards_inside(const struct field_ref *ref)
{
    const memglass_type *type = ref->field ? ref->field->type : ref->type;
    return is_guard_array(ref) || (type && observer_type_of(type)->guarded);
}

/* The outer guard first: what an inner one covers is then copied by its own. */
static void copy_guards(const struct copying *c, const struct field_ref *ref)
{
    if (is_guarded(ref))
        copy_guarded(c, ref);
    if (!has_guards_inside(ref))
        return;
    uint64_t count = field_child_count(ref);
    for (uint64_t i = 0; i < count; i++) {
        struct field_ref child = field_child(ref, i);
        copy_guards(c, &child);
    }
}

/* --- one object --- */

static memglass_truth settled(uint32_t sequence, bool word)
{
    return sequence || word ? MEMGLASS_EXACT : MEMGLASS_UNGUARDED;
}

static memglass_truth copy_patiently(const struct copying *c, bool word)
{
    const uint32_t *sequence = sequence_of(c->from);
    do {
        uint32_t before = look(sequence);
        if (before & 1)
            continue;
        load_window(c);
        fence_acquire();
        if (unchanged(sequence, before))
            return settled(before, word);
    } while (wait_for_writer(c->patience));
    load_window(c);
    return MEMGLASS_TORN;
}

struct window_job {
    const memglass_observer *o;
    const struct copy_window *window;
    unsigned char *to;
};

/* A ref that is a part of what one guard covers is copied under that guard. */
static void copy_own_guard(const struct copying *c, const struct field_ref *ref)
{
    if (ref->guard_offset != FIELD_NO_GUARD && !is_guarded(ref))
        copy_guarded(c, ref);
    copy_guards(c, ref);
}

static int copy_job(void *ctx)
{
    const struct window_job *job = ctx;
    const struct copy_window *w = job->window;
    struct patience patience = {.spins = SPINS_ONE, .yields = YIELDS};
    const unsigned char *prefix =
        format_at(&job->o->at.segments, w->place - sizeof(memglass_prefix),
                  sizeof(memglass_prefix) + round_up(w->end, 8), 8);
    if (!prefix)
        return MEMGLASS_E_CORRUPT;
    struct copying c = {.from = prefix + sizeof(memglass_prefix),
                        .to = job->to,
                        .first = w->first,
                        .end = w->end,
                        .patience = &patience};
    int truth = (int)copy_patiently(&c, w->word);
    copy_own_guard(&c, w->ref);
    return truth;
}

int copy_window(const memglass_observer *o, const struct copy_window *window, void *to)
{
    return shm_guarded(copy_job, &(struct window_job){.o = o, .window = window, .to = to});
}

/* --- the words around one --- */

/* Something was written over the words around a payload: the canary is made of the index, which
 * lies before it. */
static bool is_damaged(const unsigned char *payload, uint64_t padded)
{
    const memglass_prefix *prefix = (const void *)(payload - sizeof(memglass_prefix));
    const uint64_t *canary = (const uint64_t *)(const void *)(payload + padded);
    return load_relaxed_64(canary) != (FORMAT_CANARY ^ load_relaxed_32(&prefix->index));
}

struct check_job {
    const memglass_observer *o;
    const struct observer_entry *entry;
};

static int check_job(void *ctx)
{
    const struct check_job *job = ctx;
    const struct observer_entry *e = job->entry;
    const unsigned char *prefix = format_at(
        &job->o->at.segments, e->place - sizeof(memglass_prefix), FORMAT_BLOCK_BYTES(e->size), 8);
    if (!prefix)
        return MEMGLASS_E_CORRUPT;
    bool damaged = is_damaged(prefix + sizeof(memglass_prefix), round_up(e->size, 8));
    fence_acquire(); /* pairs with block_retire: the caller then looks whether it is still there */
    return damaged ? MEMGLASS_E_OVERRUN : MEMGLASS_OK;
}

int copy_check(const memglass_observer *o, const struct observer_entry *entry)
{
    return shm_guarded(check_job, &(struct check_job){.o = o, .entry = entry});
}

/* --- runs --- */

struct run_job {
    const memglass_observer *o;
    const struct observer_run *run;
    unsigned char *to, *truths;
    const unsigned char *first; /* payload of object 0 */
    uint64_t stride_to;         /* from one copy to the next */
    bool guarded, word;
};

/* The objects of a batch that were not being written to; the others again, one by one. */
static void copy_batch(const struct run_job *job, uint64_t first, uint64_t count)
{
    uint32_t before[BATCH];
    bool damaged[BATCH];
    const unsigned char *from = job->first + first * job->run->stride;
    unsigned char *to = job->to + first * job->stride_to;
    struct patience patience = {.spins = SPINS_BATCH, .yields = YIELDS};
    for (uint64_t i = 0; i < count; i++)
        before[i] = look(sequence_of(from + i * job->run->stride));
    for (uint64_t i = 0; i < count; i++) {
        load_bytes(to + i * job->stride_to, from + i * job->run->stride, job->stride_to);
        damaged[i] = is_damaged(from + i * job->run->stride, job->stride_to);
    }
    /* Pairs as in copy_patiently; and with block_retire, which changes canaries: who saw that finds
     * the object gone at the next refresh. */
    fence_acquire();
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *payload = from + i * job->run->stride;
        memglass_truth truth = settled(before[i], job->word);
        if (before[i] & 1 || !unchanged(sequence_of(payload), before[i]))
            truth = copy_patiently(&(struct copying){.from = payload,
                                                     .to = to + i * job->stride_to,
                                                     .end = job->stride_to,
                                                     .patience = &patience},
                                   job->word);
        job->truths[first + i] =
            (unsigned char)((unsigned)truth | (damaged[i] ? OBSERVER_DAMAGED : 0u));
    }
}

static void copy_batch_guards(const struct run_job *job, uint64_t first, uint64_t count)
{
    struct field_ref whole = field_whole(job->run->type, job->run->elements);
    struct patience patience = {.spins = SPINS_BATCH, .yields = YIELDS};
    for (uint64_t i = first; i < first + count; i++)
        copy_guards(&(struct copying){.from = job->first + i * job->run->stride,
                                      .to = job->to + i * job->stride_to,
                                      .end = job->run->size,
                                      .patience = &patience},
                    &whole);
}

/* Prefixes and payloads of the whole run lie in one region. */
static bool find_run(struct run_job *job)
{
    const struct observer_run *run = job->run;
    uint64_t span;
    if (!checked_mul(run->count - 1, run->stride, &span) ||
        !checked_add(span, FORMAT_BLOCK_BYTES(job->stride_to), &span) || run->stride % 8)
        return false;
    const unsigned char *prefix =
        format_at(&job->o->at.segments, run->place - sizeof(memglass_prefix), span, 8);
    job->first = prefix ? prefix + sizeof(memglass_prefix) : NULL;
    return prefix != NULL;
}

static int copy_run(void *ctx)
{
    struct run_job *job = ctx;
    if (!find_run(job))
        return MEMGLASS_E_CORRUPT;
    for (uint64_t i = 0; i < job->run->count; i += BATCH) {
        uint64_t left = job->run->count - i, count = left < BATCH ? left : BATCH;
        copy_batch(job, i, count);
        if (job->guarded)
            copy_batch_guards(job, i, count);
    }
    return MEMGLASS_OK;
}

int observer_copy_run(memglass_observer *o, const struct observer_run *run, unsigned char *to,
                      unsigned char *truths)
{
    const struct observer_type *type = observer_type_of(run->type);
    struct run_job job = {.o = o,
                          .run = run,
                          .to = to,
                          .truths = truths,
                          .stride_to = round_up(run->size, 8),
                          .guarded = type->guarded,
                          .word = type->word && run->elements == 1};
    return run->count ? shm_guarded(copy_run, &job) : MEMGLASS_OK;
}
