/*
 * A hand: what one thread has of a session, so that it creates and destroys objects without a lock.
 * Layer 2.
 *
 * In it are free rows with their blocks, by size class, and free labels. A thread that finds none
 * there takes the session's lock and fills its hand: with rows whose grace period is over, or else
 * with new ones, which lie one behind the other; twice as many as the last time, up to HAND_ROWS or
 * HAND_BYTES. So a program that makes few objects takes little more than these, and one that makes
 * many takes the lock at each 64th.
 *
 * The rows that the thread has ended go into a ring, from which anybody who holds the lock moves
 * them to the directory's queue: none is kept from being used again by a thread that sleeps.
 *
 * All of a hand belongs to its thread, but for what is said to be under the session's lock. The
 * session owns its hands: they live until it is closed. When a thread ends, or goes about with more
 * than a few sessions, what is in its hand goes back to the session, and the hand to the next
 * thread, which goes on with its tally. A closed session takes nothing back: a thread knows one by
 * its address and its number, and does not touch a hand before it has looked the session up.
 */
#ifndef PRODUCER_HAND_H
#define PRODUCER_HAND_H

#include "base/counter.h"
#include "producer/labels.h"
#include "producer/rows.h"

#include <memglass/type.h>

#define HAND_CLASSES 65u /* size classes that are exact: up to 1 KiB, aligned to 16 at most */
#define HAND_ROWS    64u
#define HAND_BYTES   16384u
#define HAND_ENDED   256u /* a power of two */
#define HAND_KNOWN   32u  /* a power of two */

/* A ring of one writer, the hand's thread, and one reader at a time, who holds the lock. */
struct hand_ended {
    uint32_t rows[HAND_ENDED];
    uint64_t head; /* store-release by the writer, behind the row; load-acquire by the reader */
    uint64_t tail; /* store-release by the reader, behind its load of the row; load-acquire by the
                      writer, who uses the place again */
};

struct hand {
    struct counter_view time;
    struct format_tally *tally;
    bool shares_tally; /* there was no room for one of its own: it is added to atomically */
    uint32_t thread;   /* kernel id */
    struct hand_rows {
        uint16_t used, count; /* from `used` to `count` */
        bool cold;            /* they were freed long ago, and are in no cache */
        uint32_t step;        /* how many new ones there were last time */
        uint32_t rows[HAND_ROWS];
    } free[HAND_CLASSES];
    struct label_hand labels;
    struct hand_ended ended;
    uint32_t foreseen; /* the row that is foreseen to end next: directory_foresee */

    /* What was looked up lately, by address. A descriptor or a literal may have gone and another
     * lie there: contents are compared at each use. */
    struct hand_known {
        const memglass_type *type;
        const char *site; /* NULL, too, is one */
        size_t size, field_count;
        const char *name, *written; /* of type and site, as the session has them */
        uint32_t index;
        uint32_t origin; /* 0: nothing is known */
    } known[HAND_KNOWN];

    struct hand *next; /* of the session's; under the lock, as is: */
    bool held;         /* by a thread */
};

struct memglass_session;

/* Which hand of which session a thread has. */
struct holding {
    const struct memglass_session *session; /* may be closed: compared, and never followed */
    uint64_t number;
    struct hand *hand;
};

/* The one that this thread used last. File-scope state: only a thread can say which hand is its own
 * (docs/decisions/05). Hidden, so that a shared library asks once for where all of its own are. */
extern _Thread_local struct holding hand_latest __attribute__((visibility("hidden")));

/* This thread's hand of an open session, which is not the one that it used last. E_NOMEM. */
int hand_find(struct memglass_session *s, struct hand **hand, memglass_error *err);
/* No thread holds a hand any more: frees them all. */
void hands_free(struct hand *first);

/* One object more, of so many bytes. */
static inline void hand_count(const struct hand *h, uint64_t *objects, uint64_t *all_bytes,
                              uint64_t bytes)
{
    if (h->shares_tally) {
        add_relaxed_64(objects, 1);
        add_relaxed_64(all_bytes, bytes);
    } else {
        store_relaxed_64(objects, load_relaxed_64(objects) + 1);
        store_relaxed_64(all_bytes, load_relaxed_64(all_bytes) + bytes);
    }
}

/* How many new rows a class gets, given how many it got last. */
static inline uint32_t hand_step(uint32_t last, uint64_t block_bytes)
{
    uint64_t most = HAND_BYTES / block_bytes < HAND_ROWS ? HAND_BYTES / block_bytes : HAND_ROWS;
    uint32_t twice = last ? last * 2 : 1;
    return twice < most ? twice : (uint32_t)most;
}

#endif
