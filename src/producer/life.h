/*
 * The life of an object on the way that is gone millions of times a second: taken from the thread's
 * hand, published, found again by its pointer, ended. Layer 2. All of this is inline, so that what
 * is known of a row stays in registers; what is rare is called, in blocks.c and directory.c. A
 * struct that is filled there is one apart: one whose address other code has is loaded again behind
 * each store to a shared word.
 */
#ifndef PRODUCER_LIFE_H
#define PRODUCER_LIFE_H

#include "base/checked.h"
#include "producer/directory.h"
#include "producer/sizeclass.h"

/* Creations until a row and its slot have come. */
#define COLD_LAG 4u

/* --- beginning ---------------------------------------------------------------------------------
 */

/* A row and its slot. */
static inline void directory_ask_row(const struct directory *d, uint32_t index)
{
    struct rows_spot spot = rows_spot(index);
    __builtin_prefetch(row_of_spot(d->store, spot), 1);
    __builtin_prefetch(slot_of_spot(&d->slots, spot), 1);
}

/* The two lines of a small object's block, given its row's place, which may have changed. A number,
 * since it may be no place of ours. */
static inline void directory_ask_block(const struct directory *d, uint64_t place)
{
    uint32_t region = format_place_region(place);
    if (region >= REGION_NEAR)
        return;
    uintptr_t payload = (uintptr_t)d->store->near[region] + format_place_offset(place);
    __builtin_prefetch((const void *)(payload - sizeof(memglass_prefix)), 1);
    __builtin_prefetch((const void *)(payload + DIRECTORY_SECOND_LINE), 1);
}

/* Of rows that were freed long ago nothing is in a cache: row and slot are asked for some creations
 * before, the block when they have come. */
static inline void directory_ask_cold(const struct directory *d, const struct hand_rows *rows)
{
    uint32_t left = (uint32_t)(rows->count - rows->used);
    if (left > 1 + COLD_LAG)
        directory_ask_row(d, rows->rows[rows->used + 1 + COLD_LAG]);
    if (left > 1) {
        uint32_t index = rows->rows[rows->used + 1];
        directory_ask_block(d, load_relaxed_64(&row_at(d->store, index)->place));
    }
}

/* Other rows, slots and blocks of a hand were touched when they became free; details and labels are
 * in no cache any more. Those of the row after the next one are asked for. */
static inline void directory_ask_ahead(const struct directory *d, const struct hand_rows *rows)
{
    if (rows->used + 1 >= rows->count)
        return;
    struct rows_spot spot = rows_spot(rows->rows[rows->used + 1]);
    const struct directory_slot *slot = slot_of_spot(&d->slots, spot);
    __builtin_prefetch(detail_of_spot(d->store, spot), 1);
    if (slot->label_granules)
        __builtin_prefetch(label_place(&d->labels, slot->label), 1);
}

/* A zeroed block of `size` bytes and its row, which is FREE and this thread's. It has no canary
 * yet. */
static inline int directory_take(struct directory *d, struct hand *h, uint64_t size, uint64_t align,
                                 struct directory_row *row, memglass_error *err)
{
    if (d->guarded || align > 16 || size > SIZECLASS_EXACT_BYTES - BLOCK_OVERHEAD_BYTES) {
        struct directory_row apart;
        int code = directory_take_alone(d, size, align, &apart, err);
        if (code == MEMGLASS_OK)
            *row = apart;
        return code;
    }
    uint32_t size_class = sizeclass_of(round_up(size, 8) + BLOCK_OVERHEAD_BYTES);
    struct hand_rows *rows = &h->free[size_class];
    if (rows->used == rows->count) {
        int code = directory_refill(d, rows, size_class, err);
        if (code)
            return code;
    }
    directory_look(d, rows->rows[rows->used++], row);
    if (rows->cold) {
        bool is_last = rows->used == rows->count;
        slot_set_next(row->slot, is_last ? FORMAT_NONE : rows->rows[rows->used]);
        directory_ask_cold(d, rows);
    }
    directory_ask_ahead(d, rows);
    directory_open(row, size);
    return MEMGLASS_OK;
}

/* Storage for a label goes with a row of this thread's. On failure there is none. */
static inline int directory_take_label(struct directory *d, struct hand *h,
                                       const struct directory_row *row,
                                       const struct label_text *label, memglass_error *err)
{
    uint32_t granules = label->length ? FORMAT_LABEL_GRANULES(label->length) : 0;
    return row->slot->label_granules == granules
               ? MEMGLASS_OK
               : directory_change_label(d, h, row->slot, granules, err);
}

/* Tells observers of a change of the row's state, which was made. */
static inline void directory_announce(struct directory *d, const struct directory_row *row,
                                      enum format_event_kind kind, uint32_t state_generation)
{
    event_write(d->store, kind, row->index, word_generation(state_generation));
}

/* Without the order of ring_head: a processor may keep the stores before it back for as long as it
 * likes. */
static inline void directory_announce_early(struct directory *d, const struct directory_row *row)
{
    directory_announce(d, row, FORMAT_EVENT_CREATED, load_relaxed_32(&row->row->state_generation));
    (void)MEMGLASS_WEAKENED(HEAD_STORE); /* readers have their turn */
}

/* What a reader is told of an object, before it is told that there is one. */
static inline void directory_describe(struct directory *d, const struct directory_row *r,
                                      const struct directory_object *object)
{
    const struct label_text *label = &object->label;
    /* As in directory_open, for the label's storage and the row itself, which may have been those
     * of an earlier object. */
    fence_release();
    if (label->length)
        label_fill(&d->labels, r->slot->label, label);
    r->slot->since_ns = object->now_ns;
    store_relaxed_64(&r->detail->created_ns, object->now_ns);
    store_relaxed_32(&r->detail->origin, object->origin);
    store_relaxed_32(&r->detail->label, label->length ? r->slot->label : FORMAT_NONE);
    store_relaxed_32(&r->row->type, object->type);
    store_relaxed_32(&r->row->count, object->count);
    store_relaxed_32(&r->row->label_hash, label->hash);
}

/* Makes a row of this thread's, whose label was taken, a live object. */
static inline void directory_publish(struct directory *d, struct hand *h,
                                     const struct directory_row *row,
                                     const struct directory_object *object)
{
    if (MEMGLASS_WEAKENED(ROW_STORE))
        row_set_state(row->row, FORMAT_LIVE);
    if (MEMGLASS_WEAKENED(HEAD_STORE))
        directory_announce_early(d, row);
    row->slot->payload = object->payload;
    directory_seal(d, row);
    directory_describe(d, row, object);
    __atomic_store_n(&row->slot->shown, 1, __ATOMIC_RELAXED);
    uint32_t word = row_set_state(row->row, FORMAT_LIVE);
    hand_count(h, &h->tally->created, &h->tally->created_bytes, object->payload);
    if (!MEMGLASS_WEAKENED(HEAD_STORE))
        directory_announce(d, row, FORMAT_EVENT_CREATED, word);
}

/* --- finding -----------------------------------------------------------------------------------
 */

/* True: it is the row of the payload at `place`. */
static inline bool directory_look_there(const struct directory *d, uint32_t index, void *payload,
                                        uint64_t place, struct directory_row *row)
{
    if (index >= row_count(d->store))
        return false;
    directory_look_beside(d, index, payload, row);
    __builtin_prefetch(row->slot, 1);
    return load_relaxed_64(&row->row->place) == place;
}

/* The row of a payload pointer, in constant time. E_NOTOBJECT (without a message): it is none that
 * is RAW or live. E_OVERRUN: it was found, although its prefix was written over, and is mended.
 *
 * Where the place tells the row, what comes next is a load from the row: it does not wait for the
 * prefix, which is in no cache either. */
static inline int directory_find(struct directory *d, void *payload, struct directory_row *row,
                                 memglass_error *err)
{
    const struct region *region = region_with(d->store, payload);
    if (!region)
        return MEMGLASS_E_NOTOBJECT;
    uint64_t place = region_place(region, payload), offset = format_place_offset(place);
    if (offset < sizeof(struct format_region) + sizeof(memglass_prefix) ||
        (place & (d->guarded ? 7 : 15)) != 0)
        return MEMGLASS_E_NOTOBJECT;
    __builtin_prefetch((const char *)payload + DIRECTORY_SECOND_LINE, 1);
    uint32_t index = region_row(region, offset);
    int code = MEMGLASS_OK;
    if (d->guarded || !directory_look_there(d, index, payload, place, row) ||
        load_relaxed_32(&memglass_object_prefix(payload)->index) != index) {
        struct directory_row apart;
        code = directory_search(d, index, payload, place, &apart, err);
        if (code == MEMGLASS_E_NOTOBJECT)
            return code;
        *row = apart;
    }
    row->seen = load_relaxed_32(&row->row->state_generation);
    return word_is_in_use(row->seen) ? code : MEMGLASS_E_NOTOBJECT;
}

/* --- ending ------------------------------------------------------------------------------------
 */

/*
 * Objects often end in the order in which they began, as what goes through a queue does. So the row
 * that a thread had in hand behind one that ends (slot.next) is foreseen to end next; if that came
 * true the last time, what it will touch is asked for: row and slot of the one behind it, and the
 * block of this one, whose row and slot were asked for then. Otherwise nothing is touched for it.
 * What rows and slots say may have changed: nothing depends on it.
 */
static inline void directory_foresee(const struct directory *d, struct hand *h,
                                     const struct directory_row *row)
{
    uint32_t next = slot_next(row->slot);
    bool came_true = h->foreseen == row->index && next < row_count(d->store);
    h->foreseen = next;
    if (!came_true)
        return;
    struct directory_row r;
    directory_look_beside(d, next, NULL, &r);
    directory_ask_block(d, load_relaxed_64(&r.row->place));
    uint32_t after = slot_next(r.slot);
    if (after < row_count(d->store))
        directory_ask_row(d, after);
}

/* What the orders of directory_end keep back, done too early. */
static inline void directory_end_weakened(const struct directory *d,
                                          const struct directory_row *row)
{
    struct label_text another;
    if (MEMGLASS_WEAKENED(BLOCK_FENCE))
        store_zeros(row->payload, round_up(row->slot->payload, 8));
    if (MEMGLASS_WEAKENED(LABEL_FENCE) && row->slot->label_granules &&
        label_read("another's label", &another))
        label_fill(&d->labels, row->slot->label, &another);
    (void)(MEMGLASS_WEAKENED(BLOCK_FENCE) || MEMGLASS_WEAKENED(LABEL_FENCE)); /* readers' turn */
}

/* A live one that this thread has just ended. */
static inline void directory_end_shown(struct directory *d, struct hand *h,
                                       const struct directory_row *row, uint64_t now)
{
    uint64_t created = row->slot->since_ns;
    uint64_t lived_ms = (now > created ? now - created : 0) / NS_PER_MS;
    hand_count(h, &h->tally->destroyed, &h->tally->destroyed_bytes, row->slot->payload);
    directory_announce(d, row, FORMAT_EVENT_DESTROYED, row->seen);
    /* Pairs with the acquire fence of a copy or of a look at the row: who sees what is stored from
     * here on sees that the object has ended, and its event. */
    fence_release();
    store_relaxed_32(&row->row->label_hash,
                     lived_ms < UINT32_MAX ? (uint32_t)lived_ms : UINT32_MAX);
}

/* Ends a live or RAW row. E_NOTOBJECT (without a message): another thread was quicker. E_OVERRUN:
 * it has ended, and its program had written past its end. */
static inline int directory_end(struct directory *d, struct hand *h,
                                const struct directory_row *row, memglass_error *err)
{
    directory_end_weakened(d, row);
    if (!swap_from_32(&row->row->state_generation, row->seen,
                      word_with_state(row->seen, FORMAT_DESTROYED)))
        return MEMGLASS_E_NOTOBJECT;
    uint64_t now = directory_now_ns(d, h);
    if (word_state(row->seen) == FORMAT_LIVE)
        directory_end_shown(d, h, row, now);
    int code = directory_sealed(d, row) ? MEMGLASS_OK : directory_overrun(d, row->index, err);
    /* Nobody of this process is to touch the block from here on: it shows, or the program stops. */
    if (d->guarded)
        guardpage_close(&d->pages, d->store, row->index, row->slot->size_class);
    else
        block_retire(row->payload, row->slot->payload, row->index);
    row->slot->since_ns = now;
    directory_hand_in(d, h, row->index);
    return code;
}

#endif
