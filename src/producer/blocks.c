/* The object directory: rows with their blocks, from the directory to a thread's hand. Layer 2. */
#include "base/checked.h"
#include "base/error.h"
#include "producer/block.h"
#include "producer/directory.h"
#include "producer/sizeclass.h"

/* A thread that takes n rows makes so many destroyed ones reusable, so that reclaiming keeps pace
 * with destroying. */
#define RECLAIM_FOR(n) (2 * (size_t)(n) + 2)

uint64_t directory_block_room(const struct directory *d, uint32_t index)
{
    uint32_t size_class = directory_slot(d, index)->size_class;
    if (d->guarded)
        return guardpage_room(&d->pages, index, size_class, row_at(d->store, index)->place);
    return sizeclass_bytes(size_class) - BLOCK_OVERHEAD_BYTES;
}

/* --- new ones, under the lock ------------------------------------------------------------------
 */

/* A row that has no block yet, in both tables. When the second table cannot grow, the first keeps
 * one entry in hand. */
static int new_row(struct directory *d, uint32_t *index, memglass_error *err)
{
    struct store *s = d->store;
    uint64_t row, detail, before = s->used[FORMAT_TABLE_objects];
    int code = slots_reach(&d->slots, before, err);
    if (code || (code = queue_reserve(&d->ended, before + 1, err)))
        return code;
    code = table_append(s, FORMAT_TABLE_objects, 1, &row, err);
    if (code == MEMGLASS_OK && (code = table_append(s, FORMAT_TABLE_details, 1, &detail, err)))
        table_give_back(s, FORMAT_TABLE_objects, before);
    if (code == MEMGLASS_OK)
        *index = (uint32_t)row;
    return code;
}

/* A row with a block; on failure nothing is taken, and *index is anything. */
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
    *directory_slot(d, *index) = (struct directory_slot){
        .next = FORMAT_NONE, .size_class = (uint16_t)size_class, .alignment = alignment & 15};
    if (!d->guarded) { /* there each object has a place of its own in the block */
        place += sizeof(memglass_prefix);
        store_relaxed_64(&row_at(s, *index)->place, place);
        region_note_block(region_of(s, format_place_region(place)), format_place_offset(place),
                          sizeclass_bytes(size_class), *index);
    }
    table_publish(s, FORMAT_TABLE_details);
    table_publish(s, FORMAT_TABLE_objects);
    return MEMGLASS_OK;
}

/* New ones, one behind the other: at least one, and at most so many. */
static int new_blocks(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t most,
                      struct hand_rows *out, memglass_error *err)
{
    int code = new_block(d, size_class, alignment, &out->rows[0], err);
    if (code)
        return code;
    for (out->count = 1; out->count < most; out->count++)
        if (new_block(d, size_class, alignment, &out->rows[out->count], NULL))
            break;
    return MEMGLASS_OK;
}

/* --- from the directory to a hand --------------------------------------------------------------
 */

void directory_put_back(struct directory *d, uint32_t index)
{
    struct directory_slot *slot = directory_slot(d, index);
    uint32_t *head = &d->free[slot->size_class][slot->alignment];
    slot->next = *head;
    *head = index;
}

/* At most so many that are free; there is one at least. */
static void take_free(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t most,
                      struct hand_rows *out)
{
    uint32_t *head = &d->free[size_class][alignment];
    while (out->count < most && *head != FORMAT_NONE) {
        out->rows[out->count++] = *head;
        *head = directory_slot(d, *head)->next;
    }
}

/* Rows of that class: used ones, or new ones. `step` is how many new ones there were last time;
 * NULL: only one is wanted. */
static int refill(struct directory *d, uint32_t size_class, uint32_t alignment, uint8_t *step,
                  struct hand_rows *out, memglass_error *err)
{
    int code = MEMGLASS_OK;
    directory_lock(d);
    uint32_t most = step ? hand_step(*step, sizeclass_bytes(size_class)) : 1;
    directory_reclaim(d, RECLAIM_FOR(most));
    if (d->free[size_class][alignment] != FORMAT_NONE)
        take_free(d, size_class, alignment, step ? HAND_ROWS : 1, out);
    else if ((code = new_blocks(d, size_class, alignment, most, out, err)) == MEMGLASS_OK && step)
        *step = (uint8_t)most;
    directory_unlock(d);
    return code;
}

/* One of a class that hands do not keep. */
static int take_alone(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t *index,
                      memglass_error *err)
{
    struct hand_rows one = {0};
    int code = refill(d, size_class, alignment, NULL, &one, err);
    *index = one.rows[0];
    return code;
}

/* A row with a block of that class; this thread's. */
static int take_row(struct directory *d, struct hand *h, uint32_t size_class, uint32_t alignment,
                    uint32_t *index, memglass_error *err)
{
    if (size_class >= HAND_CLASSES || alignment != 0)
        return take_alone(d, size_class, alignment, index, err);
    struct hand_rows *rows = &h->free[size_class];
    if (rows->used == rows->count) {
        rows->used = rows->count = 0;
        int code = refill(d, size_class, alignment, &h->steps[size_class], rows, err);
        if (code)
            return code;
    }
    *index = rows->rows[rows->used++];
    return MEMGLASS_OK;
}

/* --- to an object ------------------------------------------------------------------------------
 */

/* Where guard pages are, payloads end at the page's end: they move within their block. */
static int open_guarded(struct directory *d, uint32_t index, uint64_t size, uint64_t align,
                        memglass_error *err)
{
    uint64_t place;
    int code = guardpage_open(&d->pages, d->store, index, directory_slot(d, index)->size_class,
                              size, align, &place, err);
    if (code)
        directory_put_back(d, index);
    else
        store_relaxed_64(&row_at(d->store, index)->place, place);
    return code;
}

int directory_take(struct directory *d, struct hand *h, uint64_t size, uint64_t align,
                   struct directory_row *row, memglass_error *err)
{
    if (size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "%llu bytes are too large for one object",
                         (unsigned long long)size);
    uint32_t size_class = d->guarded ? guardpage_class(&d->pages, size, align)
                                     : sizeclass_of(round_up(size, 8) + BLOCK_OVERHEAD_BYTES);
    uint32_t alignment = align <= 16 ? 0 : (uint32_t)__builtin_ctzll(align) - 4;
    uint32_t index;
    int code = take_row(d, h, size_class, alignment, &index, err);
    if (code == MEMGLASS_OK && d->guarded)
        code = open_guarded(d, index, size, align, err);
    if (code)
        return code;
    directory_look(d, index, row);
    if (row->slot->used) {
        /* A reader that copies any byte stored from here on sees, behind its own acquire fence,
         * that the row moved on: row_word_again, and the refresh behind a frame's copies. The fence
         * is this thread's, since the one that ended the object did not store what comes now. */
        fence_release();
        store_zeros(row->payload, round_up(size, 8));
    }
    row->slot->payload = size;
    __atomic_store_n(&row->slot->shown, 0, __ATOMIC_RELAXED);
    memglass_prefix *prefix = memglass_object_prefix(row->payload);
    store_relaxed_32(&prefix->index, index);
    store_relaxed_32(&prefix->sequence, 0);
    return MEMGLASS_OK;
}

int directory_take_label(struct directory *d, struct hand *h, const struct directory_row *row,
                         size_t length, memglass_error *err)
{
    struct directory_slot *slot = row->slot;
    uint32_t granules = length ? FORMAT_LABEL_GRANULES(length) : 0;
    if (slot->label_granules == granules)
        return MEMGLASS_OK;
    if (slot->label_granules)
        label_release(&d->labels, &h->labels, slot->label_granules, slot->label);
    slot->label_granules = 0;
    int code =
        granules ? label_take(&d->labels, &h->labels, granules, &slot->label, err) : MEMGLASS_OK;
    if (code == MEMGLASS_OK)
        slot->label_granules = (uint8_t)granules;
    return code;
}
