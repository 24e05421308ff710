/*
 * Copies of runs, for frames: the prefixes of some objects, acquire, their bytes, acquire, the
 * prefixes again. Layer 2.
 *
 * What could be wrong with an object (a section that is open or was meanwhile, a canary that was
 * written over) is or'ed into one word; only when that is not 0, objects are judged one by one.
 */
#include "base/checked.h"
#include "observer/copying.h"
#include "observer/state.h"

/* So many objects share a patience with sections, and one with guards. */
enum { BATCH = 64 };

static const struct patience fresh = {.spins = 128, .yields = 4};

struct run_job {
    const memglass_observer *o;
    const struct observer_run *run;
    unsigned char *to, *truths;
    const unsigned char *from;   /* payload of the run's first object */
    uint64_t size;               /* of a copy */
    const struct field_ref *ref; /* of objects with guards; else NULL */
    bool stream, word;
    bool torn; /* some object is */
    struct patience sections, guards;
};

/* --- objects that were being written to --- */

static memglass_truth copy_one(struct run_job *job, uint64_t i)
{
    return copy_patiently(&(struct copying){.from = job->from + i * job->run->stride,
                                            .to = job->to + i * job->size,
                                            .end = job->size,
                                            .ref = job->ref,
                                            .sections = &job->sections,
                                            .guards = &job->guards},
                          job->word);
}

/* What has come of a copy. */
static void put_truth(struct run_job *job, uint64_t i, memglass_truth truth)
{
    bool damaged = is_damaged(job->from + i * job->run->stride, job->size);
    job->truths[i] = (unsigned char)((unsigned)truth | (damaged ? OBSERVER_DAMAGED : 0u));
    job->torn |= truth == MEMGLASS_TORN;
}

/* Those that were not stand; the others again, one by one. */
static void judge(struct run_job *job, uint64_t first, uint64_t count, const uint64_t *before)
{
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *from = job->from + (first + i) * job->run->stride;
        uint32_t sequence = (uint32_t)before[i];
        memglass_truth truth = settled(sequence, job->word);
        if (sequence & 1 || moved(sequence, load_relaxed_32(&prefix_of(from)->sequence)))
            truth = copy_one(job, first + i);
        put_truth(job, first + i, truth);
    }
    fence_acquire(); /* with block_retire, as in copy_some */
}

/* --- objects that were not --- */

#define INLINE static inline __attribute__((always_inline))

/* Copies the bytes of one object. */
typedef void load_fn(unsigned char *to, const unsigned char *from, uint64_t size);

/* A run, in variables that no store of a copy can change. */
struct lane {
    const unsigned char *from;
    unsigned char *to, *truths;
    uint64_t stride, size;
    bool word;
};

/* Copies objects. The fence pairs as in copy_patiently, and with block_retire, which changes
 * canaries: who saw that finds the object gone at the next refresh. */
INLINE void copy_some(struct run_job *job, struct lane l, uint64_t first, uint64_t count,
                      load_fn *load)
{
    uint64_t trouble = 0, before[TOGETHER];
    const unsigned char *from = l.from + first * l.stride;
    for (uint64_t i = 0; i < count; i++)
        before[i] = first_look(from + i * l.stride);
    for (uint64_t i = 0; i < count; i++) {
        load(l.to + (first + i) * l.size, from + i * l.stride, l.size);
        trouble |= trouble_of(before[i], from + i * l.stride, l.size);
        l.truths[first + i] = (unsigned char)settled((uint32_t)before[i], l.word);
    }
    fence_acquire();
    for (uint64_t i = 0; i < count; i++)
        trouble |= moved(before[i], second_look(from + i * l.stride));
    if (__builtin_expect(trouble != 0, 0)) {
        uint64_t looked[TOGETHER]; /* before[] has no address: it stays in registers */
        for (uint64_t i = 0; i < count; i++)
            looked[i] = before[i];
        judge(job, first, count, looked);
    }
}

INLINE void copy_all(struct run_job *job, load_fn *load)
{
    const struct lane l = {.from = job->from,
                           .to = job->to,
                           .truths = job->truths,
                           .stride = job->run->stride,
                           .size = job->size,
                           .word = job->word};
    uint64_t count = job->run->count;
    for (uint64_t first = 0; first < count; first += BATCH) {
        uint64_t end = count - first < BATCH ? count : first + BATCH, i = first;
        job->sections = fresh;
        for (; i + TOGETHER <= end; i += TOGETHER)
            copy_some(job, l, i, TOGETHER, load);
        for (; i < end; i++)
            copy_some(job, l, i, 1, load);
    }
}

static void copy_words(struct run_job *job)
{
    copy_all(job, load_words);
}

#if LOAD_HAS_VECTORS
LOAD_VECTORS static void copy_vectors(struct run_job *job)
{
    copy_all(job, load_vectors);
}

LOAD_VECTORS static void copy_streaming(struct run_job *job)
{
    copy_all(job, load_streaming);
}

static void copy_objects(struct run_job *job)
{
    uint64_t stride = job->run->count > 1 ? job->run->stride : 0;
    if (((uintptr_t)job->from | stride) % 16 || !__builtin_cpu_supports("avx2"))
        copy_words(job);
    else if (job->stream && job->size && ((uintptr_t)job->to | job->size) % 32 == 0)
        copy_streaming(job);
    else
        copy_vectors(job);
}

/* Streaming stores are not ordered by the release that hands a frame over. */
static void end_copies(void)
{
    _mm_sfence();
}
#else
static void copy_objects(struct run_job *job)
{
    copy_words(job);
}

static void end_copies(void)
{
}
#endif

/* --- runs --- */

/* What guards cover is of the moment of all the rest: each object by itself. */
static void copy_guarded(struct run_job *job)
{
    struct field_ref whole = field_whole(job->run->type, job->run->elements);
    job->ref = &whole;
    for (uint64_t i = 0; i < job->run->count; i++) {
        if (i % BATCH == 0)
            job->sections = job->guards = fresh;
        put_truth(job, i, copy_one(job, i));
    }
    job->ref = NULL;
    fence_acquire(); /* with block_retire, as in copy_some */
}

const unsigned char *run_payloads(const memglass_observer *o, const struct observer_run *run)
{
    uint64_t span;
    if (!checked_mul(run->count - 1, run->stride, &span) ||
        !checked_add(span, FORMAT_BLOCK_BYTES(round_up(run->size, 8)), &span) || run->stride % 8)
        return NULL;
    const unsigned char *prefix =
        format_at(&o->at.segments, run->place - sizeof(memglass_prefix), span, 8);
    return prefix ? prefix + sizeof(memglass_prefix) : NULL;
}

static int copy_runs(void *ctx)
{
    const struct observer_copying *c = ctx;
    struct run_job job = {.o = c->observer, .to = c->to, .truths = c->truths, .stream = c->stream};
    for (size_t i = 0; i < c->count; i++) {
        job.run = &c->runs[i];
        if (job.run->count == 0)
            continue;
        const struct observer_type *type = observer_type_of(job.run->type);
        job.word = type->word && job.run->elements == 1;
        job.size = round_up(job.run->size, 8);
        job.from = run_payloads(job.o, job.run);
        if (!job.from)
            return MEMGLASS_E_CORRUPT;
        if (type->guarded)
            copy_guarded(&job);
        else
            copy_objects(&job);
        job.to += job.run->count * job.size;
        job.truths += job.run->count;
    }
    end_copies();
    return job.torn;
}

int observer_copy_runs(const struct observer_copying *c)
{
    return shm_guarded(copy_runs, (void *)(uintptr_t)c);
}
