/*
 * How a call enters an open session and leaves it: the thread's error slot, the refusals, the lock
 * or the thread's hand, the count of failures. Layer 2.
 */
#ifndef PRODUCER_CALLS_H
#define PRODUCER_CALLS_H

#include "base/error.h"
#include "format/words.h"
#include "producer/hand.h"
#include "producer/session.h"

static inline int check_open(const memglass_session *s, memglass_error *err)
{
    if (!s)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "the session is NULL: did memglass_open fail?");
    if (s->forked)
        return error_set(
            err, MEMGLASS_E_FORKED, 0,
            "the session belongs to the parent process: open one of your own after fork()");
    return MEMGLASS_OK;
}

/* Enters a session: the thread's error slot, the refusals, and the lock. On failure nothing is to
 * be left. */
static inline int enter(memglass_session *s, memglass_error **err)
{
    *err = last_error_begin(s);
    int code = check_open(s, *err);
    if (code == MEMGLASS_OK)
        pthread_mutex_lock(&s->lock);
    return code;
}

static inline int count_failure(memglass_session *s, int code)
{
    if (code < 0)
        add_relaxed_64(&s->store.header->counters.failures, 1);
    return code;
}

static inline int leave(memglass_session *s, int code)
{
    count_failure(s, code);
    pthread_mutex_unlock(&s->lock);
    return code;
}

/* This thread's hand. */
static inline int hand_get(memglass_session *s, struct hand **hand, memglass_error *err)
{
    const struct holding *latest = &hand_latest;
    if (latest->session == s && latest->number == s->number) {
        *hand = latest->hand;
        return MEMGLASS_OK;
    }
    struct hand *found = NULL; /* apart, as structs in life.h */
    int code = hand_find(s, &found, err);
    *hand = found;
    return code;
}

/* The same with the thread's hand, and without the lock: only where blocks have guard pages is it
 * held all the time. */
static inline int enter_with_hand(memglass_session *s, struct hand **hand, memglass_error **err)
{
    *err = last_error_begin(s);
    int code = check_open(s, *err);
    if (code || (code = hand_get(s, hand, *err)))
        return s && !s->forked ? count_failure(s, code) : code;
    if (s->directory.guarded)
        pthread_mutex_lock(&s->lock);
    return MEMGLASS_OK;
}

static inline int leave_hand(memglass_session *s, int code)
{
    if (s->directory.guarded)
        pthread_mutex_unlock(&s->lock);
    return count_failure(s, code);
}

#endif
