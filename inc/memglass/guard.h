/*
 * memglass/guard.h - making a read of several bytes whole: write sections around stores to one
 * object, and guarded fields. Both are sequence locks: a writer makes the sequence odd, stores,
 * makes it even; a reader that saw the same even sequence before and after its copy has one whole
 * value. Readers (other processes) never write and never block a writer.
 *
 * The fences follow H.-J. Boehm, "Can Seqlocks Get Along With Programming Language Memory Models?"
 * (MSPC 2012).
 *
 * Threads: several writer threads may contend for one object or field; they take turns by spinning,
 * so keep sections short. Sections of one object do not nest. A thread that ends inside a section
 * leaves the object marked torn for readers and blocks its next writer. A field that only one
 * thread at a time stores to can do without taking turns: memglass_guarded_store_sole, which costs
 * a fraction.
 */
#ifndef MEMGLASS_GUARD_H
#define MEMGLASS_GUARD_H

#include <memglass/base.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A build for the tests of crashes counts the stores to shared memory, and dies at one of them.
 * Otherwise nothing. */
#ifdef MEMGLASS_FAULTS
void memglass_step(void);
#    define MEMGLASS_STEP_() memglass_step()
#else
#    define MEMGLASS_STEP_() ((void)0)
#endif

#if defined(__SANITIZE_THREAD__) || defined(MEMGLASS_FAULTS)
#    define MEMGLASS_WORDS_ONLY_
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define MEMGLASS_WORDS_ONLY_
#    endif
#endif

/* Every object of a session lies right behind this prefix (docs/format.md). */
typedef struct memglass_prefix {
    uint32_t sequence; /* odd while a write section is open; 0: no section was ever opened */
    uint32_t index;    /* of the object's directory entry; the producer's alone */
} memglass_prefix;

/* The sequence of a guarded field. Zeroed memory is a valid, unlocked guard. */
typedef struct memglass_guard {
    uint32_t sequence;
} memglass_guard;

/*
 * A guarded field of type T, as a struct member:  MEMGLASS_GUARDED(struct vec3) pos;
 * Its value is `pos.value`; store and load it with memglass_guarded_store and
 * memglass_guarded_load. The value is aligned to at least 8 bytes, and as its type asks for, so
 * that a copy goes by whole words.
 */
#define MEMGLASS_GUARDED(...)                          \
    struct {                                           \
        memglass_guard guard;                          \
        __attribute__((aligned(8))) __VA_ARGS__ value; \
    }

/* A word that may overlay any type: the compiler must not assume that it does not alias the
 * caller's structs. */
typedef uint64_t memglass_word __attribute__((may_alias));

/* Waits until *sequence may be even again: called while another writer thread is inside. */
MEMGLASS_API void memglass_guard_wait(const uint32_t *sequence);

/* Makes the sequence odd, among several writers; what it is then. Acquire pairs with the release by
 * which the previous writer left. */
static inline uint32_t memglass_sequence_enter_(uint32_t *sequence)
{
    uint32_t seen;
    MEMGLASS_STEP_();
    for (;;) {
        seen = __atomic_load_n(sequence, __ATOMIC_RELAXED);
        if (!(seen & 1u) && __atomic_compare_exchange_n(sequence, &seen, seen + 1u, 0,
                                                        __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            break;
        memglass_guard_wait(sequence);
    }
    /* No store of the section may become visible before the odd sequence. Pairs with the reader's
       acquire fence between its copy and its second look at the sequence. */
    __atomic_thread_fence(__ATOMIC_RELEASE);
    return seen + 1u;
}

/* The same for the only writer. One that ended inside has left it odd already. */
static inline uint32_t memglass_sequence_enter_sole_(uint32_t *sequence)
{
    uint32_t odd = __atomic_load_n(sequence, __ATOMIC_RELAXED) | 1u;
    MEMGLASS_STEP_();
    __atomic_store_n(sequence, odd, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    return odd;
}

/* Makes the odd sequence even: the release pairs with the reader's first, acquiring look. 0 is
 * skipped, since it means never. */
static inline void memglass_sequence_leave_(uint32_t *sequence, uint32_t odd)
{
    uint32_t next = odd + 1u;
    MEMGLASS_STEP_();
    __atomic_store_n(sequence, next ? next : 2u, __ATOMIC_RELEASE);
}

static inline void memglass_sequence_begin(uint32_t *sequence)
{
    (void)memglass_sequence_enter_(sequence);
}

static inline void memglass_sequence_end(uint32_t *sequence)
{
    memglass_sequence_leave_(sequence, __atomic_load_n(sequence, __ATOMIC_RELAXED));
}

static inline memglass_prefix *memglass_object_prefix(void *object)
{
    return (memglass_prefix *)((char *)object - sizeof(memglass_prefix));
}

/*
 * Opens and closes a write section: stores between the two are seen by readers all or not at all.
 * `object` is a pointer that memglass_create_object, memglass_create or memglass_alloc returned (of
 * an array: its first element), not into it.
 */
static inline void memglass_write_begin(void *object)
{
    memglass_sequence_begin(&memglass_object_prefix(object)->sequence);
}

static inline void memglass_write_end(void *object)
{
    memglass_sequence_end(&memglass_object_prefix(object)->sequence);
}

/* Copies size bytes to an 8-aligned destination as relaxed words, so that no reader sees part of a
 * word. */
static inline void memglass_words_store(void *to, const void *from, size_t size)
{
    memglass_word *words = (memglass_word *)to;
    size_t whole = size / sizeof(uint64_t), rest = size % sizeof(uint64_t), i;
    uint64_t word;
    for (i = 0; i < whole; i++) {
        memcpy(&word, (const char *)from + i * sizeof word, sizeof word);
        MEMGLASS_STEP_();
        __atomic_store_n(&words[i], word, __ATOMIC_RELAXED);
    }
    for (i = size - rest; i < size; i++) {
        MEMGLASS_STEP_();
        __atomic_store_n((unsigned char *)to + i, ((const unsigned char *)from)[i],
                         __ATOMIC_RELAXED);
    }
}

static inline void memglass_words_load(void *to, const void *from, size_t size)
{
    const memglass_word *words = (const memglass_word *)from;
    size_t whole = size / sizeof(uint64_t), rest = size % sizeof(uint64_t), i;
    uint64_t word;
    for (i = 0; i < whole; i++) {
        word = __atomic_load_n(&words[i], __ATOMIC_RELAXED);
        memcpy((char *)to + i * sizeof word, &word, sizeof word);
    }
    for (i = size - rest; i < size; i++)
        ((unsigned char *)to)[i] =
            __atomic_load_n((const unsigned char *)from + i, __ATOMIC_RELAXED);
}

/* What lies between an odd sequence and the next even one may be stored in any pieces: a reader
 * believes none of it. x86-64 keeps all stores in their order, and the compiler does not move them
 * across the fences: there the copy goes by vectors. ThreadSanitizer, and whoever counts the
 * stores, is shown words. */
static inline void memglass_value_store_(void *to, const void *from, size_t size)
{
#if defined(__x86_64__) && !defined(MEMGLASS_WORDS_ONLY_)
    memcpy(to, from, size);
#else
    memglass_words_store(to, from, size);
#endif
}

/* Where a reader on another processor has the lines, the last one is asked for before the sequence
 * is odd: else it would stay so while that comes. A macro: gcc leaves out calls of a function that
 * does nothing else. */
#define MEMGLASS_ASK_FOR_END_(value, size) __builtin_prefetch((const char *)(value) + (size)-1, 1)

static inline void memglass_guarded_store_bytes(memglass_guard *guard, void *value,
                                                const void *from, size_t size)
{
    uint32_t odd;
    MEMGLASS_ASK_FOR_END_(value, size);
    odd = memglass_sequence_enter_(&guard->sequence);
    memglass_value_store_(value, from, size);
    memglass_sequence_leave_(&guard->sequence, odd);
}

static inline void memglass_guarded_store_sole_bytes(memglass_guard *guard, void *value,
                                                     const void *from, size_t size)
{
    uint32_t odd;
    MEMGLASS_ASK_FOR_END_(value, size);
    odd = memglass_sequence_enter_sole_(&guard->sequence);
    memglass_value_store_(value, from, size);
    memglass_sequence_leave_(&guard->sequence, odd);
}

/* The producer's own whole read of a guarded field, from any of its threads; waits for a writer
 * inside. */
static inline void memglass_guarded_load_bytes(const memglass_guard *guard, const void *value,
                                               void *to, size_t size)
{
    for (;;) {
        uint32_t before = __atomic_load_n(&guard->sequence, __ATOMIC_ACQUIRE);
        if (!(before & 1u)) {
            memglass_words_load(to, value, size);
            __atomic_thread_fence(__ATOMIC_ACQUIRE);
            if (__atomic_load_n(&guard->sequence, __ATOMIC_RELAXED) == before)
                return;
        }
        memglass_guard_wait(&guard->sequence);
    }
}

/*
 * field: pointer to a MEMGLASS_GUARDED member; value: pointer to a T that is copied in, or filled.
 * memglass_guarded_store is for any threads, which take turns. memglass_guarded_store_sole is for a
 * field that only one thread at a time stores to: its owner's, or one of which a lock of the
 * program's own sees to that. While another thread stores to the field, by either of the two,
 * readers may take a mixture for whole.
 */
#define memglass_guarded_store(field, from)                                                        \
    memglass_guarded_store_bytes(&(field)->guard, &(field)->value, (1 ? (from) : &(field)->value), \
                                 sizeof((field)->value))
#define memglass_guarded_store_sole(field, from)                        \
    memglass_guarded_store_sole_bytes(&(field)->guard, &(field)->value, \
                                      (1 ? (from) : &(field)->value), sizeof((field)->value))
#define memglass_guarded_load(field, to)                                                        \
    memglass_guarded_load_bytes(&(field)->guard, &(field)->value, (1 ? (to) : &(field)->value), \
                                sizeof((field)->value))

#ifdef __cplusplus
}
#endif
#endif
