/* The object directory: the life of an object. Layer 2. */
#include "producer/directory.h"

#include "base/checked.h"
#include "base/hash.h"

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
    slots_fini(&d->slots);
    d->hands = NULL;
}

/* --- finding -----------------------------------------------------------------------------------
 */

/* True: it is the row of the payload at `place`. */
static bool look_there(const struct directory *d, uint32_t index, void *payload, uint64_t place,
                       struct directory_row *row)
{
    if (index >= row_count(d->store))
        return false;
    directory_look_beside(d, index, payload, row);
    return load_relaxed_64(&row->row->place) == place;
}

static bool is_in_use(uint32_t state_generation)
{
    enum format_state state = word_state(state_generation);
    return state == FORMAT_LIVE || state == FORMAT_RAW;
}

/* The block's prefix does not name its row, which lies at `place`: it was written over. */
static int mend(struct directory *d, memglass_prefix *prefix, uint32_t index, memglass_error *err)
{
    int code = MEMGLASS_E_NOTOBJECT;
    directory_lock(d);
    if (is_in_use(load_relaxed_32(&row_at(d->store, index)->state_generation))) {
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
    return ptrmap_get(&d->pages.rows, payload, &index) && look_there(d, index, payload, place, row)
               ? MEMGLASS_OK
               : MEMGLASS_E_NOTOBJECT;
}

/* The row of a block. What comes next is a load from the row: it does not wait for the prefix,
 * which is in no cache either, where the place tells the row. */
static int find_row(struct directory *d, const struct region *region, void *payload, uint64_t place,
                    struct directory_row *row, memglass_error *err)
{
    memglass_prefix *prefix = memglass_object_prefix(payload);
    uint32_t index = region_row(region, format_place_offset(place));
    if (look_there(d, index, payload, place, row))
        return load_relaxed_32(&prefix->index) == index ? MEMGLASS_OK : mend(d, prefix, index, err);
    if (look_there(d, load_relaxed_32(&prefix->index), payload, place, row))
        return MEMGLASS_OK;
    return find_damaged(d, prefix, place, row, err);
}

int directory_find(struct directory *d, void *payload, struct directory_row *row,
                   memglass_error *err)
{
    const struct region *region = region_with(d->store, payload);
    if (!region)
        return MEMGLASS_E_NOTOBJECT;
    uint64_t place = region_place(region, payload);
    if (format_place_offset(place) < sizeof(struct format_region) + sizeof(memglass_prefix) ||
        place % (d->guarded ? 8 : 16) != 0)
        return MEMGLASS_E_NOTOBJECT;
    __builtin_prefetch((const char *)payload + DIRECTORY_SECOND_LINE, 1);
    int code = d->guarded ? find_guarded(d, payload, place, row)
                          : find_row(d, region, payload, place, row, err);
    if (code == MEMGLASS_E_NOTOBJECT)
        return code;
    row->seen = load_relaxed_32(&row->row->state_generation);
    return is_in_use(row->seen) ? code : MEMGLASS_E_NOTOBJECT;
}

/* --- beginning ---------------------------------------------------------------------------------
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

static void announce(struct directory *d, const struct directory_row *row,
                     enum format_event_kind kind)
{
    event_write(d->store, kind, row->index,
                word_generation(load_relaxed_32(&row->row->state_generation)));
}

/* Without the order of ring_head: a processor may keep the stores before it back for as long as it
 * likes. */
static void announce_early(struct directory *d, const struct directory_row *row)
{
    announce(d, row, FORMAT_EVENT_CREATED);
    (void)MEMGLASS_WEAKENED(HEAD_STORE); /* readers have their turn */
}

static int overrun(struct directory *d, uint32_t index, memglass_error *err)
{
    directory_lock(d);
    int code = damage_overrun(d, index, err);
    directory_unlock(d);
    return code;
}

void directory_check_raw(struct directory *d, const struct directory_row *row)
{
    if (!directory_sealed(d, row))
        overrun(d, row->index, NULL);
}

/* What a reader is told of an object, before it is told that there is one. */
static void describe(struct directory *d, const struct directory_row *r,
                     const struct directory_object *object)
{
    struct format_object *row = r->row;
    struct format_detail *detail = r->detail;
    size_t length = object->label_length;
    /* As in directory_take, for the label's storage and the row itself, which may have been those
     * of an earlier object. */
    fence_release();
    if (length)
        label_fill(&d->labels, r->slot->label, object->label, length);
    r->slot->since_ns = object->now_ns;
    store_relaxed_64(&detail->created_ns, object->now_ns);
    store_relaxed_32(&detail->origin, object->origin);
    store_relaxed_32(&detail->label, length ? r->slot->label : FORMAT_NONE);
    store_relaxed_32(&row->type, object->type);
    store_relaxed_32(&row->count, (uint32_t)object->count);
    store_relaxed_32(&row->label_hash, length ? hash_label(object->label, length) : 0);
}

void directory_publish(struct directory *d, struct hand *h, const struct directory_row *row,
                       const struct directory_object *object)
{
    if (MEMGLASS_WEAKENED(ROW_STORE))
        row_set_state(row->row, FORMAT_LIVE);
    if (MEMGLASS_WEAKENED(HEAD_STORE))
        announce_early(d, row);
    row->slot->payload = object->payload;
    directory_seal(d, row);
    describe(d, row, object);
    __atomic_store_n(&row->slot->shown, 1, __ATOMIC_RELAXED);
    row_set_state(row->row, FORMAT_LIVE);
    hand_count(h, &h->tally->created, 1);
    hand_count(h, &h->tally->created_bytes, object->payload);
    if (!MEMGLASS_WEAKENED(HEAD_STORE))
        announce(d, row, FORMAT_EVENT_CREATED);
}

/* --- ending ------------------------------------------------------------------------------------
 */

/* What the orders of directory_end keep back, done too early. */
static void end_weakened(const struct directory *d, const struct directory_row *row)
{
    if (MEMGLASS_WEAKENED(BLOCK_FENCE))
        store_zeros(row->payload, round_up(row->slot->payload, 8));
    if (MEMGLASS_WEAKENED(LABEL_FENCE) && row->slot->label_granules)
        label_fill(&d->labels, row->slot->label, "another's label", 15);
}

/* A live one that this thread has just ended. */
static void end_shown(struct directory *d, struct hand *h, const struct directory_row *row,
                      uint64_t now)
{
    uint64_t created = row->slot->since_ns;
    uint64_t lived_ms = (now > created ? now - created : 0) / NS_PER_MS;
    hand_count(h, &h->tally->destroyed, 1);
    hand_count(h, &h->tally->destroyed_bytes, row->slot->payload);
    announce(d, row, FORMAT_EVENT_DESTROYED);
    /* Pairs with the acquire fence of a copy or of a look at the row: who sees what is stored from
     * here on sees that the object has ended, and its event. */
    fence_release();
    store_relaxed_32(&row->row->label_hash,
                     lived_ms < UINT32_MAX ? (uint32_t)lived_ms : UINT32_MAX);
}

/* Nobody of this process is to touch the block from here on: it shows, or the program stops. */
static void retire(struct directory *d, const struct directory_row *row)
{
    if (d->guarded)
        guardpage_close(&d->pages, d->store, row->index, row->slot->size_class);
    else
        block_retire(row->payload, row->slot->payload, row->index);
}

int directory_end(struct directory *d, struct hand *h, const struct directory_row *row,
                  memglass_error *err)
{
    bool live = word_state(row->seen) == FORMAT_LIVE;
    end_weakened(d, row);
    if (!swap_from_32(&row->row->state_generation, row->seen,
                      word_with_state(row->seen, FORMAT_DESTROYED)))
        return MEMGLASS_E_NOTOBJECT;
    uint64_t now = directory_now_ns(d, h);
    if (live)
        end_shown(d, h, row, now);
    int code = directory_sealed(d, row) ? MEMGLASS_OK : overrun(d, row->index, err);
    retire(d, row);
    row->slot->since_ns = now;
    directory_hand_in(d, h, row->index);
    return code;
}
