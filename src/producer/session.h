/* What a memglass_session is made of. Layer 2. */
#ifndef PRODUCER_SESSION_H
#define PRODUCER_SESSION_H

#include "producer/directory.h"
#include "producer/registry.h"
#include "producer/store.h"

#include <memglass/producer.h>
#include <pthread.h>

/* The background thread: beats, and reclaims when asked. Its lock is never held while the session's
 * is taken. */
struct heart {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* on CLOCK_MONOTONIC */
    bool running, stop;
};

struct memglass_session {
    pthread_mutex_t lock; /* over store, registry, directory, but for what their headers except */
    uint64_t number;      /* no other session has it */
    struct store store;
    struct registry registry;
    struct directory directory;
    struct heart heart;
    unsigned flags;               /* MEMGLASS_NO_THREAD, ... */
    bool forked;                  /* this process is a child of the one that opened the session */
    memglass_session *next_alive; /* in fork.c's list */
};

/* --- heart.c -----------------------------------------------------------------------------------
 */

int heart_start(memglass_session *s, memglass_error *err);
void heart_stop(memglass_session *s);

/* --- fork.c ------------------------------------------------------------------------------------
 */

/* A fork waits between this and fork_let_go: it would take along a lock's descriptor of which the
 * handlers do not know yet. E_SYSTEM: it does not wait. */
int fork_hold_off(memglass_error *err);
/* In between, while no descriptor is open: forks and other sessions go on for a millisecond. */
void fork_pause(void);
/* A session is known to the fork handlers between these two, each while forks are held off. */
void fork_watch(memglass_session *s);
void fork_forget(memglass_session *s);
/* That session if it is still open, by its number: it is not closed before fork_let_go, which is to
 * be called in any case. Taken before a session's lock. */
memglass_session *fork_hold_alive(const memglass_session *s, uint64_t number);
void fork_let_go(void);
/* Kernel id of this thread, asked for once per thread and process. */
uint32_t fork_thread_id(void);

/* --- last_error.c ------------------------------------------------------------------------------
 */

/* Tagged with its session: the interface says "this thread's", which only the thread can store. */
struct attempt {
    const memglass_session *session;
    memglass_error error;
};

/* This thread's call under way or just made. Hidden, as hand_latest. */
extern _Thread_local struct attempt last_attempt __attribute__((visibility("hidden")));

/* A call begins, behind one that failed. */
void last_error_keep(void);

/* Where a call of this thread on s leaves its error; cleared. */
static inline memglass_error *last_error_begin(const memglass_session *s)
{
    struct attempt *now = &last_attempt;
    if (now->error.code)
        last_error_keep();
    now->session = s;
    return &now->error;
}

/* A new session may have the address of an old one. */
void last_error_forget(const memglass_session *s);
int last_error_get(const memglass_session *s, memglass_error *err);

#endif
