/* Label storage: granules of 16 bytes, given back by length and reused. Layer 2. */
#include "producer/labels.h"

#include "base/error.h"
#include "format/words.h"

#include <stdlib.h>

#define STEP_FIRST 8u
#define STEP_MAX   64u
#define AT_ONCE                                                                       \
    64u /* between the session and a hand, which keeps up to twice as many of a class \
         */

static void none_free(uint32_t free[LABEL_CLASSES])
{
    for (int i = 0; i < LABEL_CLASSES; i++)
        free[i] = FORMAT_NONE;
}

void labels_init(struct labels *l, struct store *store, pthread_mutex_t *lock)
{
    *l = (struct labels){.store = store, .lock = lock};
    none_free(l->free);
}

void labels_fini(struct labels *l)
{
    for (uint32_t chunk = 0; chunk < FORMAT_CHUNKS; chunk++)
        free(l->next[chunk]);
    *l = (struct labels){0};
}

void label_hand_init(struct label_hand *h)
{
    *h = (struct label_hand){.step = STEP_FIRST};
    none_free(h->free);
}

/* --- lists -------------------------------------------------------------------------------------
 */

static uint32_t *next_of(const struct labels *l, uint32_t granule)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(granule, LABEL_BASE, &within);
    return &l->next[chunk][within];
}

static void push(const struct labels *l, uint32_t *head, uint32_t granule)
{
    *next_of(l, granule) = *head;
    *head = granule;
}

static uint32_t pop(const struct labels *l, uint32_t *head)
{
    uint32_t granule = *head;
    *head = *next_of(l, granule);
    return granule;
}

/* --- between a hand and the session, under the lock --------------------------------------------
 */

static int reach(struct labels *l, uint64_t granule, memglass_error *err)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(granule, LABEL_BASE, &within);
    uint64_t entries = format_chunk_entries(chunk, LABEL_BASE);
    if (!l->next[chunk] && !(l->next[chunk] = malloc(entries * sizeof(uint32_t))))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %llu labels",
                         (unsigned long long)entries);
    return MEMGLASS_OK;
}

static void drop_run(struct labels *l, struct label_hand *h)
{
    while (h->run_left) {
        uint32_t part = h->run_left < LABEL_CLASSES ? h->run_left : LABEL_CLASSES;
        push(l, &l->free[part - 1], h->run);
        h->run += part;
        h->run_left -= part;
    }
}

/* Neighbouring granules that were never used: as many as may be wanted soon, or as are needed. */
static int new_run(struct labels *l, struct label_hand *h, uint32_t needed, memglass_error *err)
{
    uint32_t want = h->step > needed ? h->step : needed;
    uint64_t first, used = l->store->used[FORMAT_TABLE_labels];
    int code = table_append(l->store, FORMAT_TABLE_labels, want, &first, err);
    if (code == MEMGLASS_E_NOSPACE && want > needed)
        code = table_append(l->store, FORMAT_TABLE_labels, want = needed, &first, err);
    if (code == MEMGLASS_OK && (code = reach(l, first, err)))
        table_give_back(l->store, FORMAT_TABLE_labels, used);
    if (code)
        return code;
    table_publish(l->store, FORMAT_TABLE_labels);
    drop_run(l, h);
    h->run = (uint32_t)first;
    h->run_left = want;
    h->step = h->step < STEP_MAX ? h->step * 2 : STEP_MAX;
    return MEMGLASS_OK;
}

static int refill(struct labels *l, struct label_hand *h, uint32_t granules, memglass_error *err)
{
    uint32_t *from = &l->free[granules - 1], *to = &h->free[granules - 1];
    if (*from == FORMAT_NONE)
        return new_run(l, h, granules, err);
    for (; h->count[granules - 1] < AT_ONCE && *from != FORMAT_NONE; h->count[granules - 1]++)
        push(l, to, pop(l, from));
    return MEMGLASS_OK;
}

static void give_back(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t keep)
{
    uint32_t *count = &h->count[granules - 1];
    for (; *count > keep; --*count)
        push(l, &l->free[granules - 1], pop(l, &h->free[granules - 1]));
}

void label_hand_back(struct labels *l, struct label_hand *h)
{
    for (uint32_t granules = 1; granules <= LABEL_CLASSES; granules++)
        give_back(l, h, granules, 0);
    drop_run(l, h);
    h->step = STEP_FIRST;
}

static void hold(const struct labels *l)
{
    if (l->lock)
        pthread_mutex_lock(l->lock);
}

static void let_go(const struct labels *l)
{
    if (l->lock)
        pthread_mutex_unlock(l->lock);
}

/* --- in hand -----------------------------------------------------------------------------------
 */

static bool in_hand(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t *granule)
{
    if (h->count[granules - 1]) {
        h->count[granules - 1]--;
        *granule = pop(l, &h->free[granules - 1]);
        return true;
    }
    if (h->run_left < granules)
        return false;
    *granule = h->run;
    h->run += granules;
    h->run_left -= granules;
    return true;
}

int label_take(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t *granule,
               memglass_error *err)
{
    if (in_hand(l, h, granules, granule))
        return MEMGLASS_OK;
    hold(l);
    int code = refill(l, h, granules, err);
    let_go(l);
    if (code == MEMGLASS_OK)
        in_hand(l, h, granules, granule);
    return code;
}

void label_release(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t granule)
{
    push(l, &h->free[granules - 1], granule);
    if (++h->count[granules - 1] <= 2 * AT_ONCE)
        return;
    hold(l);
    give_back(l, h, granules, AT_ONCE);
    let_go(l);
}
