/* Which hand is this thread's, and its way back when the thread ends. Layer 2. */
#include "producer/hand.h"

#include "base/error.h"
#include "producer/session.h"

#include <stdlib.h>

#define SESSIONS 4u /* that a thread goes about with at a time */

_Thread_local struct holding hand_latest;
static _Thread_local struct holding holdings[SESSIONS];
static _Thread_local unsigned oldest;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t ending; /* of a thread that has hands: its destructor gives them back */
static bool has_key;

/* --- giving back -------------------------------------------------------------------------------
 */

static void give_back(struct holding *h)
{
    memglass_session *s = fork_hold_alive(h->session, h->number);
    if (s && !s->forked) {
        pthread_mutex_lock(&s->lock);
        directory_hand_back(&s->directory, h->hand);
        h->hand->held = false;
        pthread_mutex_unlock(&s->lock);
    }
    fork_let_go();
    if (hand_latest.hand == h->hand)
        hand_latest = (struct holding){0};
    *h = (struct holding){0};
}

static void thread_ends(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < SESSIONS; i++)
        if (holdings[i].hand)
            give_back(&holdings[i]);
}

static void make_key(void)
{
    has_key = pthread_key_create(&ending, thread_ends) == 0;
}

/* A library that is unloaded must not be called when a thread ends. */
__attribute__((destructor)) static void delete_key(void)
{
    if (has_key)
        pthread_key_delete(ending);
    has_key = false;
}

/* --- getting one -------------------------------------------------------------------------------
 */

/* Without room for a tally it counts in the session's own. */
static void give_tally(struct store *s, struct hand *h)
{
    uint64_t index;
    h->tally = s->tally;
    h->shares_tally = table_append(s, FORMAT_TABLE_tallies, 1, &index, NULL) != MEMGLASS_OK;
    if (h->shares_tally)
        return;
    h->tally = table_entry(s, FORMAT_TABLE_tallies, index);
    table_publish(s, FORMAT_TABLE_tallies);
}

/* One that a thread has left, or a new one. Under the lock. */
static struct hand *free_hand(memglass_session *s)
{
    for (struct hand *h = s->directory.hands; h; h = h->next)
        if (!h->held)
            return h;
    struct hand *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    label_hand_init(&h->labels);
    give_tally(&s->store, h);
    h->next = s->directory.hands;
    s->directory.hands = h;
    return h;
}

static struct hand *take_hand(memglass_session *s)
{
    pthread_mutex_lock(&s->lock);
    struct hand *h = free_hand(s);
    if (h) {
        h->held = true;
        h->thread = fork_thread_id();
        for (unsigned i = 0; i < HAND_KNOWN; i++)
            h->known[i].origin = 0; /* these were another thread's */
    }
    pthread_mutex_unlock(&s->lock);
    return h;
}

static int new_holding(memglass_session *s, struct hand **hand, memglass_error *err)
{
    struct holding *place = &holdings[oldest++ % SESSIONS];
    pthread_once(&once, make_key);
    if (place->hand)
        give_back(place);
    *hand = take_hand(s);
    if (!*hand || !has_key || pthread_setspecific(ending, holdings) != 0) {
        if (*hand) {
            pthread_mutex_lock(&s->lock);
            (*hand)->held = false;
            pthread_mutex_unlock(&s->lock);
        }
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for what a thread needs");
    }
    hand_latest = *place = (struct holding){.session = s, .number = s->number, .hand = *hand};
    return MEMGLASS_OK;
}

int hand_find(memglass_session *s, struct hand **hand, memglass_error *err)
{
    for (unsigned i = 0; i < SESSIONS; i++)
        if (holdings[i].session == s && holdings[i].number == s->number) {
            hand_latest = holdings[i];
            *hand = holdings[i].hand;
            return MEMGLASS_OK;
        }
    return new_holding(s, hand, err);
}

void hands_free(struct hand *first)
{
    for (struct hand *next; first; first = next) {
        next = first->next;
        free(first);
    }
}
