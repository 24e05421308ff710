/* The object directory: the life of an object. Layer 2. */
#include "producer/life.h"

void directory_init(struct directory *d, struct store *store, pthread_mutex_t *lock,
                    uint64_t grace_ns, bool guarded)
{
    *d = (struct directory){
        .store = store, .lock = guarded ? NULL : lock, .grace_ns = grace_ns, .guarded = guarded};
    labels_init(&d->labels, store, d->lock);
    for (uint32_t c = 0; c < DIRECTORY_CLASSES; c++)
        for (uint32_t a = 0; a < DIRECTORY_ALIGNMENTS; a++)
            d->free[c][a] = FORMAT_NONE;
}

void directory_fini(struct directory *d)
{
    hands_free(d->hands);
    labels_fini(&d->labels);
    guardpage_fini(&d->pages);
    queue_fini(&d->ended);
    for (uint32_t c = 0; c < HAND_CLASSES; c++)
        reuse_fini(&d->reuse[c]);
    slots_fini(&d->slots);
    d->hands = NULL;
}

/* --- finding -----------------------------------------------------------------------------------
 */

/* The block's prefix does not name its row, which lies at `place`: it was written over. */
static int mend(struct directory *d, memglass_prefix *prefix, uint32_t index, memglass_error *err)
{
    int code = MEMGLASS_E_NOTOBJECT;
    directory_lock(d);
    if (word_is_in_use(load_relaxed_32(&row_at(d->store, index)->state_generation))) {
        store_relaxed_32(&prefix->index, index);
        code = damage_prefix(d, index, err);
    }
    directory_unlock(d);
    return code;
}

/* A block of which neither its place nor its prefix tells the row. */
static int find_damaged(struct directory *d, memglass_prefix *prefix, uint64_t place,
                        struct directory_row *row, memglass_error *err)
{
    uint32_t index;
    directory_lock(d);
    bool found = damage_search(d, place, &index);
    directory_unlock(d);
    if (!found)
        return MEMGLASS_E_NOTOBJECT;
    directory_look(d, index, row);
    return mend(d, prefix, index, err);
}

/* Where blocks have guard pages: the prefix may be one that cannot be read. */
static int find_guarded(struct directory *d, void *payload, uint64_t place,
                        struct directory_row *row)
{
    uint32_t index;
    return ptrmap_get(&d->pages.rows, payload, &index) &&
                   directory_look_there(d, index, payload, place, row)
               ? MEMGLASS_OK
               : MEMGLASS_E_NOTOBJECT;
}

int directory_search(struct directory *d, uint32_t index, void *payload, uint64_t place,
                     struct directory_row *row, memglass_error *err)
{
    if (d->guarded)
        return find_guarded(d, payload, place, row);
    memglass_prefix *prefix = memglass_object_prefix(payload);
    if (directory_look_there(d, index, payload, place, row))
        return mend(d, prefix, index, err);
    if (directory_look_there(d, load_relaxed_32(&prefix->index), payload, place, row))
        return MEMGLASS_OK;
    return find_damaged(d, prefix, place, row, err);
}

/* --- memory that is no object ------------------------------------------------------------------
 */

void directory_leave_raw(const struct directory_row *row)
{
    row_set_state(row->row, FORMAT_RAW);
}

void directory_make_raw(const struct directory *d, const struct directory_row *row)
{
    directory_seal(d, row);
    directory_leave_raw(row);
}

bool directory_claim_raw(const struct directory_row *row)
{
    return word_state(row->seen) == FORMAT_RAW &&
           swap_from_32(&row->row->state_generation, row->seen,
                        word_with_state(row->seen, FORMAT_FREE));
}

int directory_overrun(struct directory *d, uint32_t index, memglass_error *err)
{
    directory_lock(d);
    int code = damage_overrun(d, index, err);
    directory_unlock(d);
    return code;
}

void directory_check_raw(struct directory *d, const struct directory_row *row)
{
    if (!directory_sealed(d, row))
        directory_overrun(d, row->index, NULL);
}
