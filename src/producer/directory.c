/* The object directory: rows and details, and the blocks that go with them. Layer 2. */
#include "producer/directory.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/hash.h"
#include "format/words.h"
#include "producer/block.h"
#include "producer/sizeclass.h"

#include <stdlib.h>
#include <string.h>

void directory_init(struct directory *d, struct store *store, uint64_t grace_ns, bool guarded)
{
    *d = (struct directory){.store = store,
                            .grace_ns = grace_ns,
                            .oldest = FORMAT_NONE,
                            .newest = FORMAT_NONE,
                            .guarded = guarded};
    labels_init(&d->labels, store);
    for (uint32_t c = 0; c < DIRECTORY_CLASSES; c++)
        for (uint32_t a = 0; a < DIRECTORY_ALIGNMENTS; a++)
            d->free[c][a] = FORMAT_NONE;
}

void directory_fini(struct directory *d)
{
    labels_fini(&d->labels);
    guardpage_fini(&d->pages);
    free(d->slots);
    d->slots = NULL;
}

static struct format_object *row_at(const struct directory *d, uint32_t index)
{
    return table_entry(d->store, FORMAT_TABLE_objects, index);
}

static struct format_detail *detail_at(const struct directory *d, uint32_t index)
{
    return table_entry(d->store, FORMAT_TABLE_details, index);
}

static void set_state(const struct directory *d, uint32_t index, enum format_state state)
{
    struct format_object *row = row_at(d, index);
    uint32_t generation = load_relaxed_32(&row->state_generation) & ~FORMAT_STATE_MASK;
    /* Pairs with the acquire by which every reader of a row begins. */
    store_release_32(&row->state_generation, generation | (uint32_t)state);
}

enum format_state directory_state(const struct directory *d, uint32_t index)
{
    return (enum format_state)(load_relaxed_32(&row_at(d, index)->state_generation) &
                               FORMAT_STATE_MASK);
}

static uint32_t generation_of(const struct directory *d, uint32_t index)
{
    return load_relaxed_32(&row_at(d, index)->state_generation) / (FORMAT_STATE_MASK + 1);
}

void *directory_payload(const struct directory *d, uint32_t index)
{
    return region_pointer(d->store, row_at(d, index)->place);
}

uint64_t directory_block_room(const struct directory *d, uint32_t index)
{
    uint32_t size_class = d->slots[index].size_class;
    if (d->guarded)
        return guardpage_room(&d->pages, index, size_class, row_at(d, index)->place);
    return sizeclass_bytes(size_class) - BLOCK_OVERHEAD_BYTES;
}

/* Since the session's start: the time of every creation and destruction. */
static uint64_t now_ns(struct directory *d)
{
    return counter_now_ns(&d->store->clock, &d->time);
}

static void count(uint64_t *counter, uint64_t change)
{
    store_relaxed_64(counter, load_relaxed_64(counter) + change);
}

/* --- the ends of a block -----------------------------------------------------------------------
 */

/* The canary is one that can be written over. */
static bool has_canary(const struct directory *d, uint32_t index, const void *payload)
{
    const struct directory_slot *slot = &d->slots[index];
    return !d->guarded || guardpage_has_canary(&d->pages, d->store, index, slot->size_class,
                                               payload, slot->payload);
}

static void seal(struct directory *d, uint32_t index, void *payload)
{
    if (has_canary(d, index, payload))
        block_seal(payload, d->slots[index].payload, index);
}

/* Nothing was written behind the payload. */
static bool sealed(const struct directory *d, uint32_t index, const void *payload)
{
    return !has_canary(d, index, payload) || block_sealed(payload, d->slots[index].payload, index);
}

static void retire(struct directory *d, uint32_t index, void *payload)
{
    const struct directory_slot *slot = &d->slots[index];
    if (d->guarded)
        guardpage_close(&d->pages, d->store, index, slot->size_class);
    else
        block_retire(payload, slot->payload, index);
}

static bool untouched(const struct directory *d, uint32_t index)
{
    return d->guarded ||
           block_untouched(directory_payload(d, index), d->slots[index].payload, index);
}

/* --- rows and blocks ---------------------------------------------------------------------------
 */

static int grow_slots(struct directory *d, memglass_error *err)
{
    uint64_t capacity = d->slot_capacity ? d->slot_capacity * 2 : 1024;
    struct directory_slot *slots = realloc(d->slots, capacity * sizeof *slots);
    if (!slots)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %llu objects",
                         (unsigned long long)capacity);
    d->slots = slots;
    d->slot_capacity = capacity;
    return MEMGLASS_OK;
}

/* A row that has no block yet, in both tables. When the second table cannot grow, the first keeps
 * one entry in hand. */
static int new_row(struct directory *d, uint32_t *index, memglass_error *err)
{
    struct store *s = d->store;
    uint64_t row, detail, before = s->used[FORMAT_TABLE_objects];
    if (before >= d->slot_capacity) {
        int code = grow_slots(d, err);
        if (code)
            return code;
    }
    int code = table_append(s, FORMAT_TABLE_objects, 1, &row, err);
    if (code == MEMGLASS_OK && (code = table_append(s, FORMAT_TABLE_details, 1, &detail, err)))
        table_give_back(s, FORMAT_TABLE_objects, before);
    if (code == MEMGLASS_OK)
        *index = (uint32_t)row;
    return code;
}

static int new_block(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t *index,
                     memglass_error *err)
{
    struct store *s = d->store;
    uint64_t place = 0;
    int code = new_row(d, index, err);
    if (code)
        return code;
    if (d->guarded)
        code = guardpage_new(&d->pages, s, *index, size_class, err);
    else
        code = arena_take(s, sizeclass_bytes(size_class), UINT64_C(16) << alignment,
                          sizeof(memglass_prefix), &place, err);
    if (code) {
        table_give_back(s, FORMAT_TABLE_objects, *index);
        table_give_back(s, FORMAT_TABLE_details, *index);
        return code;
    }
    d->slots[*index] = (struct directory_slot){
        .next = FORMAT_NONE, .size_class = (uint16_t)size_class, .alignment = (uint8_t)alignment};
    if (!d->guarded) /* there each object has a place of its own in the block */
        store_relaxed_64(&row_at(d, *index)->place, place + sizeof(memglass_prefix));
    table_publish(s, FORMAT_TABLE_details);
    table_publish(s, FORMAT_TABLE_objects);
    return MEMGLASS_OK;
}

/* A row with a block of that class, used again or new. On failure nothing is taken. */
static int take_block(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t *index,
                      bool *used, memglass_error *err)
{
    uint32_t head = d->free[size_class][alignment];
    *used = head != FORMAT_NONE;
    if (!*used)
        return new_block(d, size_class, alignment, index, err);
    *index = head;
    d->free[size_class][alignment] = d->slots[head].next;
    d->slots[head].next = FORMAT_NONE;
    /* A reader that copies any byte stored from here on sees, behind its own acquire fence, that
     * the row moved on: row_word_again, and the refresh behind a frame's copies. The fence is this
     * thread's, since the one that ended the object did not store what comes now. */
    fence_release();
    return MEMGLASS_OK;
}

static void put_back(struct directory *d, uint32_t index)
{
    struct directory_slot *slot = &d->slots[index];
    uint32_t *head = &d->free[slot->size_class][slot->alignment];
    slot->next = *head;
    *head = index;
}

/* Where guard pages are, payloads end at the page's end: they move within their block. */
static int open_guarded(struct directory *d, uint32_t index, uint64_t size, uint64_t align,
                        memglass_error *err)
{
    uint64_t place;
    int code = guardpage_open(&d->pages, d->store, index, d->slots[index].size_class, size, align,
                              &place, err);
    if (code)
        put_back(d, index);
    else
        store_relaxed_64(&row_at(d, index)->place, place);
    return code;
}

int directory_take(struct directory *d, uint64_t size, uint64_t align, uint32_t *index,
                   memglass_error *err)
{
    if (size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "%llu bytes are too large for one object",
                         (unsigned long long)size);
    uint32_t size_class = d->guarded ? guardpage_class(&d->pages, size, align)
                                     : sizeclass_of(round_up(size, 8) + BLOCK_OVERHEAD_BYTES);
    uint32_t alignment = align <= 16 ? 0 : (uint32_t)__builtin_ctzll(align) - 4;
    bool used;
    int code = take_block(d, size_class, alignment, index, &used, err);
    if (code == MEMGLASS_OK && d->guarded)
        code = open_guarded(d, *index, size, align, err);
    if (code)
        return code;
    void *payload = directory_payload(d, *index);
    if (used)
        store_zeros(payload, round_up(size, 8));
    d->slots[*index].payload = size;
    d->slots[*index].shown = false;
    memglass_prefix *prefix = memglass_object_prefix(payload);
    store_relaxed_32(&prefix->index, *index);
    store_relaxed_32(&prefix->sequence, 0);
    seal(d, *index, payload);
    set_state(d, *index, FORMAT_RAW);
    return MEMGLASS_OK;
}

static bool is_row_of(const struct directory *d, uint32_t index, uint64_t place)
{
    return index < d->store->used[FORMAT_TABLE_objects] && row_at(d, index)->place == place;
}

static bool is_in_use(const struct directory *d, uint32_t index)
{
    enum format_state state = directory_state(d, index);
    return state == FORMAT_LIVE || state == FORMAT_RAW;
}

/* What the prefix of a block without guard pages says; one that was written over is searched for.
 */
static int find_by_prefix(struct directory *d, void *payload, uint64_t place, uint32_t *index,
                          memglass_error *err)
{
    memglass_prefix *prefix = memglass_object_prefix(payload);
    uint32_t at = load_relaxed_32(&prefix->index);
    if (is_row_of(d, at, place)) {
        *index = at;
        return is_in_use(d, at) ? MEMGLASS_OK : MEMGLASS_E_NOTOBJECT;
    }
    if (!damage_search(d, place, &at) || !is_in_use(d, at))
        return MEMGLASS_E_NOTOBJECT;
    store_relaxed_32(&prefix->index, at);
    *index = at;
    return damage_prefix(d, at, err);
}

int directory_find(struct directory *d, void *payload, uint32_t *index, memglass_error *err)
{
    uint64_t place = region_place(d->store, payload);
    uint32_t at;
    if (format_place_offset(place) < sizeof(struct format_region) + sizeof(memglass_prefix) ||
        place % (d->guarded ? 8 : 16) != 0)
        return MEMGLASS_E_NOTOBJECT;
    if (!d->guarded)
        return find_by_prefix(d, payload, place, index, err);
    if (!ptrmap_get(&d->pages.rows, payload, &at) || !is_row_of(d, at, place) || !is_in_use(d, at))
        return MEMGLASS_E_NOTOBJECT;
    *index = at;
    return MEMGLASS_OK;
}

/* --- the life of an object ---------------------------------------------------------------------
 */

int directory_publish(struct directory *d, uint32_t index, const struct directory_object *object,
                      memglass_error *err)
{
    struct store *s = d->store;
    struct format_object *row = row_at(d, index);
    struct format_detail *detail = detail_at(d, index);
    size_t length = object->label ? strlen(object->label) : 0;
    uint32_t label = FORMAT_NONE;
    if (MEMGLASS_WEAKENED(ROW_STORE))
        set_state(d, index, FORMAT_LIVE);
    if (MEMGLASS_WEAKENED(HEAD_STORE))
        event_write(s, FORMAT_EVENT_CREATED, index, generation_of(d, index));
    /* As in reuse_block, for the label's storage and the row itself, which may have been those of
     * an earlier object. */
    fence_release();
    int code = length ? label_store(&d->labels, object->label, length, &label, err) : MEMGLASS_OK;
    if (code)
        return code;
    uint64_t now = now_ns(d);
    void *payload = directory_payload(d, index);
    if (!sealed(d, index, payload)) /* by who filled it before it was adopted */
        damage_overrun(d, index, NULL);
    d->slots[index].payload = object->payload;
    d->slots[index].shown = true;
    seal(d, index, payload);
    store_relaxed_64(&detail->created_ns, now);
    store_relaxed_32(&detail->origin, object->origin);
    store_relaxed_32(&detail->label, label);
    store_relaxed_32(&row->type, object->type);
    store_relaxed_32(&row->count, (uint32_t)object->count);
    store_relaxed_32(&row->label_hash, length ? hash_label(object->label, length) : 0);
    bool told = MEMGLASS_WEAKENED(HEAD_STORE);
    set_state(d, index, FORMAT_LIVE);
    count(&s->tally->created, 1);
    count(&s->tally->created_bytes, object->payload);
    if (!told)
        event_write(s, FORMAT_EVENT_CREATED, index, generation_of(d, index));
    return MEMGLASS_OK;
}

static void enqueue(struct directory *d, uint32_t index, uint64_t now)
{
    d->slots[index].destroyed_ns = now;
    d->slots[index].next = FORMAT_NONE;
    if (d->newest == FORMAT_NONE)
        d->oldest = index;
    else
        d->slots[d->newest].next = index;
    d->newest = index;
}

int directory_end(struct directory *d, uint32_t index, memglass_error *err)
{
    struct store *s = d->store;
    if (MEMGLASS_WEAKENED(BLOCK_FENCE))
        store_zeros(directory_payload(d, index), round_up(d->slots[index].payload, 8));
    if (MEMGLASS_WEAKENED(LABEL_FENCE))
        memglass_words_store(table_entry(s, FORMAT_TABLE_labels, detail_at(d, index)->label),
                             "\017another's label", sizeof(struct format_granule));
    uint64_t now = now_ns(d);
    void *payload = directory_payload(d, index);
    int code = sealed(d, index, payload) ? MEMGLASS_OK : damage_overrun(d, index, err);
    if (directory_state(d, index) == FORMAT_LIVE) {
        set_state(d, index, FORMAT_DESTROYED);
        count(&s->tally->destroyed, 1);
        count(&s->tally->destroyed_bytes, d->slots[index].payload);
        event_write(s, FORMAT_EVENT_DESTROYED, index, generation_of(d, index));
        /* Pairs with the acquire fence of a copy or of a look at the row: who sees what is stored
         * from here on sees that the object has ended, and its event. */
        fence_release();
        uint64_t lived_ms = (now - load_relaxed_64(&detail_at(d, index)->created_ns)) / NS_PER_MS;
        store_relaxed_32(&row_at(d, index)->label_hash,
                         lived_ms < UINT32_MAX ? (uint32_t)lived_ms : UINT32_MAX);
    } else {
        store_relaxed_32(&detail_at(d, index)->label, FORMAT_NONE);
        set_state(d, index, FORMAT_DESTROYED);
    }
    retire(d, index, payload);
    enqueue(d, index, now);
    return code;
}

/* The row moves on to its next generation and joins its block's free list. */
static void make_free(struct directory *d, uint32_t index)
{
    struct format_object *row = row_at(d, index);
    uint32_t generation = generation_of(d, index);
    if (!untouched(d, index))
        damage_late_write(d, index);
    label_release(&d->labels, load_relaxed_32(&detail_at(d, index)->label));
    store_release_32(&row->state_generation, (generation + 1) << 2 | FORMAT_FREE);
    struct directory_slot *slot = &d->slots[index];
    if (slot->shown) { /* of others no reader knew */
        count(&d->store->tally->reclaimed, 1);
        event_write(d->store, FORMAT_EVENT_RECLAIMED, index, generation);
    }
    put_back(d, index);
}

size_t directory_reclaim(struct directory *d, size_t most)
{
    if (d->oldest == FORMAT_NONE)
        return 0;
    uint64_t now = now_ns(d), grace = d->grace_ns + counter_lag_ns(&d->store->clock);
    size_t done = 0;
    while (done < most && d->oldest != FORMAT_NONE &&
           now >= d->slots[d->oldest].destroyed_ns + grace) {
        uint32_t index = d->oldest;
        d->oldest = d->slots[index].next;
        if (d->oldest == FORMAT_NONE)
            d->newest = FORMAT_NONE;
        make_free(d, index);
        done++;
    }
    return done;
}
