/* The object directory: the life of an object. Layer 2. */
#include "producer/directory.h"

#include "base/checked.h"
#include "base/hash.h"
#include "producer/block.h"

void directory_init(struct directory *d, struct store *store, pthread_mutex_t *lock,
                    uint64_t grace_ns, bool guarded)
{
    *d = (struct directory){.store = store,
                            .lock = guarded ? NULL : lock,
                            .grace_ns = grace_ns,
                            .oldest = FORMAT_NONE,
                            .newest = FORMAT_NONE,
                            .guarded = guarded};
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
    slots_fini(&d->slots);
    d->hands = NULL;
}

/* Since the session's start: the time of every creation and destruction. */
static uint64_t now_ns(const struct directory *d, struct hand *h)
{
    return counter_now_ns(&d->store->clock, &h->time);
}

/* --- finding -----------------------------------------------------------------------------------
 */

static bool is_row_of(const struct directory *d, uint32_t index, uint64_t place)
{
    return index < row_count(d->store) && load_relaxed_64(&row_at(d->store, index)->place) == place;
}

static struct directory_row seen(const struct directory *d, uint32_t index)
{
    return (struct directory_row){index,
                                  load_relaxed_32(&row_at(d->store, index)->state_generation)};
}

static bool is_in_use(const struct directory_row *row)
{
    enum format_state state = word_state(row->state_generation);
    return state == FORMAT_LIVE || state == FORMAT_RAW;
}

/* Of a block whose prefix was written over. */
static int find_damaged(struct directory *d, memglass_prefix *prefix, uint64_t place,
                        struct directory_row *row, memglass_error *err)
{
    uint32_t at;
    int code = MEMGLASS_E_NOTOBJECT;
    directory_lock(d);
    if (damage_search(d, place, &at)) {
        *row = seen(d, at);
        if (is_in_use(row)) {
            store_relaxed_32(&prefix->index, at);
            code = damage_prefix(d, at, err);
        }
    }
    directory_unlock(d);
    return code;
}

int directory_find(struct directory *d, struct hand *h, void *payload, struct directory_row *row,
                   memglass_error *err)
{
    uint64_t place = region_place_near(d->store, payload, &h->region);
    uint32_t at = FORMAT_NONE;
    if (format_place_offset(place) < sizeof(struct format_region) + sizeof(memglass_prefix) ||
        place % (d->guarded ? 8 : 16) != 0)
        return MEMGLASS_E_NOTOBJECT;
    if (d->guarded && !ptrmap_get(&d->pages.rows, payload, &at))
        return MEMGLASS_E_NOTOBJECT;
    memglass_prefix *prefix = memglass_object_prefix(payload);
    if (!d->guarded)
        at = load_relaxed_32(&prefix->index);
    if (!is_row_of(d, at, place))
        return d->guarded ? MEMGLASS_E_NOTOBJECT : find_damaged(d, prefix, place, row, err);
    *row = seen(d, at);
    return is_in_use(row) ? MEMGLASS_OK : MEMGLASS_E_NOTOBJECT;
}

/* --- beginning ---------------------------------------------------------------------------------
 */

void directory_make_raw(struct directory *d, uint32_t index)
{
    row_set_state(row_at(d->store, index), FORMAT_RAW);
}

bool directory_claim_raw(struct directory *d, const struct directory_row *row)
{
    return word_state(row->state_generation) == FORMAT_RAW &&
           swap_from_32(&row_at(d->store, row->index)->state_generation, row->state_generation,
                        word_with_state(row->state_generation, FORMAT_FREE));
}

static void announce(struct directory *d, uint32_t index, enum format_event_kind kind)
{
    event_write(d->store, kind, index,
                word_generation(load_relaxed_32(&row_at(d->store, index)->state_generation)));
}

static void note_overrun(struct directory *d, uint32_t index)
{
    directory_lock(d);
    damage_overrun(d, index, NULL);
    directory_unlock(d);
}

void directory_publish(struct directory *d, struct hand *h, uint32_t index,
                       const struct directory_object *object)
{
    struct format_object *row = row_at(d->store, index);
    struct format_detail *detail = detail_at(d->store, index);
    struct directory_slot *slot = directory_slot(d, index);
    size_t length = object->label_length;
    void *payload = directory_payload(d, index);
    if (MEMGLASS_WEAKENED(ROW_STORE))
        row_set_state(row, FORMAT_LIVE);
    if (MEMGLASS_WEAKENED(HEAD_STORE))
        announce(d, index, FORMAT_EVENT_CREATED);
    bool early = MEMGLASS_WEAKENED(HEAD_STORE); /* lets others have their turn in between */
    if (!directory_sealed(d, index, payload))   /* by who filled it before it was adopted */
        note_overrun(d, index);
    slot->payload = object->payload;
    directory_seal(d, index, payload);
    /* As in directory_take, for the label's storage and the row itself, which may have been those
     * of an earlier object. */
    fence_release();
    if (length)
        label_fill(&d->labels, object->label_place, object->label, length);
    store_relaxed_64(&detail->created_ns, now_ns(d, h));
    store_relaxed_32(&detail->origin, object->origin);
    store_relaxed_32(&detail->label, object->label_place);
    store_relaxed_32(&row->type, object->type);
    store_relaxed_32(&row->count, (uint32_t)object->count);
    store_relaxed_32(&row->label_hash, length ? hash_label(object->label, length) : 0);
    __atomic_store_n(&slot->shown, 1, __ATOMIC_RELAXED);
    row_set_state(row, FORMAT_LIVE);
    hand_count(h, &h->tally->created, 1);
    hand_count(h, &h->tally->created_bytes, object->payload);
    if (!early)
        announce(d, index, FORMAT_EVENT_CREATED);
}

/* --- ending ------------------------------------------------------------------------------------
 */

/* What the orders of directory_end keep back, done too early. */
static void end_weakened(const struct directory *d, uint32_t index)
{
    if (MEMGLASS_WEAKENED(BLOCK_FENCE))
        store_zeros(directory_payload(d, index), round_up(directory_slot(d, index)->payload, 8));
    if (MEMGLASS_WEAKENED(LABEL_FENCE))
        memglass_words_store(
            table_entry(d->store, FORMAT_TABLE_labels, detail_at(d->store, index)->label),
            "\017another's label", sizeof(struct format_granule));
}

static uint32_t lived_ms(const struct directory *d, uint32_t index, uint64_t now)
{
    uint64_t created = load_relaxed_64(&detail_at(d->store, index)->created_ns);
    uint64_t ms = (now > created ? now - created : 0) / NS_PER_MS;
    return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

/* A live one that this thread has just ended. */
static void end_shown(struct directory *d, struct hand *h, uint32_t index, uint64_t now)
{
    hand_count(h, &h->tally->destroyed, 1);
    hand_count(h, &h->tally->destroyed_bytes, directory_slot(d, index)->payload);
    announce(d, index, FORMAT_EVENT_DESTROYED);
    /* Pairs with the acquire fence of a copy or of a look at the row: who sees what is stored from
     * here on sees that the object has ended, and its event. */
    fence_release();
    store_relaxed_32(&row_at(d->store, index)->label_hash, lived_ms(d, index, now));
}

int directory_end(struct directory *d, struct hand *h, const struct directory_row *row,
                  memglass_error *err)
{
    uint32_t index = row->index;
    bool live = word_state(row->state_generation) == FORMAT_LIVE;
    int code = MEMGLASS_OK;
    end_weakened(d, index);
    if (!swap_from_32(&row_at(d->store, index)->state_generation, row->state_generation,
                      word_with_state(row->state_generation, FORMAT_DESTROYED)))
        return MEMGLASS_E_NOTOBJECT;
    uint64_t now = now_ns(d, h);
    void *payload = directory_payload(d, index);
    if (live)
        end_shown(d, h, index, now);
    else
        store_relaxed_32(&detail_at(d->store, index)->label, FORMAT_NONE);
    if (!directory_sealed(d, index, payload)) {
        directory_lock(d);
        code = damage_overrun(d, index, err);
        directory_unlock(d);
    }
    directory_retire(d, index, payload);
    directory_slot(d, index)->destroyed_ns = now;
    directory_hand_in(d, h, index);
    return code;
}
