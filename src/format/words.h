/*
 * The only way to touch a shared word that changes after publication, and to store to shared memory
 * at all. Layer 1. The order is in the name; why it is right, and its partner, stands at each word
 * in format/layout.h.
 */
#ifndef FORMAT_WORDS_H
#define FORMAT_WORDS_H

#include <memglass/guard.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* True while tests/litmus has taken an order of its table away: the access does then what a machine
 * or a compiler could do without it. Never true in memglass itself. */
#ifndef MEMGLASS_WEAKENED
#    define MEMGLASS_WEAKENED(order) 0
#endif

#define WORD_HELPERS(bits)                                                                      \
    static inline uint##bits##_t load_acquire_##bits(const uint##bits##_t *word)                \
    {                                                                                           \
        return __atomic_load_n(word, __ATOMIC_ACQUIRE);                                         \
    }                                                                                           \
    static inline uint##bits##_t load_relaxed_##bits(const uint##bits##_t *word)                \
    {                                                                                           \
        return __atomic_load_n(word, __ATOMIC_RELAXED);                                         \
    }                                                                                           \
    static inline void store_release_##bits(uint##bits##_t *word, uint##bits##_t value)         \
    {                                                                                           \
        MEMGLASS_STEP_();                                                                       \
        __atomic_store_n(word, value, __ATOMIC_RELEASE);                                        \
    }                                                                                           \
    static inline void store_relaxed_##bits(uint##bits##_t *word, uint##bits##_t value)         \
    {                                                                                           \
        MEMGLASS_STEP_();                                                                       \
        __atomic_store_n(word, value, __ATOMIC_RELAXED);                                        \
    }                                                                                           \
    static inline void add_relaxed_##bits(uint##bits##_t *word, uint##bits##_t value)           \
    {                                                                                           \
        MEMGLASS_STEP_();                                                                       \
        __atomic_fetch_add(word, value, __ATOMIC_RELAXED);                                      \
    }                                                                                           \
    /* What the word was before. */                                                             \
    static inline uint##bits##_t add_release_##bits(uint##bits##_t *word, uint##bits##_t value) \
    {                                                                                           \
        MEMGLASS_STEP_();                                                                       \
        return __atomic_fetch_add(word, value, __ATOMIC_RELEASE);                               \
    }

WORD_HELPERS(32)
WORD_HELPERS(64)

/* To `value` if it is `expected`: of several threads that want it, one succeeds. Acquire and
 * release: who takes a thing so sees what was done to it, and who finds it taken, that it is. */
static inline bool swap_from_32(uint32_t *word, uint32_t expected, uint32_t value)
{
    MEMGLASS_STEP_();
    return __atomic_compare_exchange_n(word, &expected, value, false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
}

/* Plain stores, to what nobody reads yet: an entry before it is published, a block before its row
 * is. */
static inline void store_bytes(void *to, const void *from, size_t size)
{
#ifdef MEMGLASS_FAULTS
    /* Word by word, so that a producer can die within a struct. */
    for (size_t done = 0, part; done < size; done += part) {
        part = 8 - (((uintptr_t)to + done) & 7);
        part = part < size - done ? part : size - done;
        MEMGLASS_STEP_();
        memcpy((char *)to + done, (const char *)from + done, part);
    }
#else
    memcpy(to, from, size);
#endif
}

/* By words: somebody may still be copying what was there. size is a multiple of 8. What such a copy
 * has is not believed, by the fence before: so x86-64, which keeps stores in their order, may store
 * more at a time. */
static inline void store_zeros(void *to, size_t size)
{
    memglass_word *at = (memglass_word *)to, *end = at + size / sizeof *at;
#if defined(__x86_64__) && !defined(MEMGLASS_WORDS_ONLY_)
    for (; end - at >= 4; at += 4) {
        memset(at, 0, 4 * sizeof *at);
        __atomic_signal_fence(__ATOMIC_SEQ_CST); /* no call of memset for all of it */
    }
#endif
    for (; at < end; at++) {
        MEMGLASS_STEP_();
        __atomic_store_n(at, 0, __ATOMIC_RELAXED);
    }
}

/* Between a copy and the second look at its sequence: the copy's loads stay before it. */
static inline void fence_acquire(void)
{
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
}

/* Between a published fact and later plain stores: the fact is visible first. */
static inline void fence_release(void)
{
    __atomic_thread_fence(__ATOMIC_RELEASE);
}

#endif
