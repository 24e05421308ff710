/* The object directory: rows with their blocks, from the directory to a thread's hand. Layer 2. */
#include "base/checked.h"
#include "base/error.h"
#include "producer/block.h"
#include "producer/directory.h"
#include "producer/sizeclass.h"

/* A thread that takes n rows makes so many destroyed ones reusable, so that reclaiming keeps pace
 * with destroying. */
#define RECLAIM_FOR(n) (2 * (size_t)(n) + 2)

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
        .next = *index + 1, .size_class = (uint16_t)size_class, .alignment = alignment & 15};
    if (!d->guarded) { /* there each object has a place of its own in the block */
        place += sizeof(memglass_prefix);
        store_relaxed_64(&row_at(s, *index)->place, place);
        region_note_block(region_of(s, format_place_region(place)), format_place_offset(place),
                          sizeclass_bytes(size_class), *index);
    }
    table_publish(s, FORMAT_TABLE_details);
    table_publish(s, FORMAT_TABLE_objects);
    if (size_class < HAND_CLASSES && alignment == 0)
        reuse_count(&d->reuse[size_class], *index);
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

void directory_put_back(struct directory *d, uint32_t index, struct directory_slot *slot)
{
    if (slot->size_class < HAND_CLASSES && slot->alignment == 0 &&
        reuse_put(&d->reuse[slot->size_class], index))
        return;
    uint32_t *head = &d->free[slot->size_class][slot->alignment];
    slot_set_next(slot, *head);
    *head = index;
}

/* At most so many that are free; there is one at least. */
static void take_free(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t most,
                      struct hand_rows *out)
{
    uint32_t index = d->free[size_class][alignment];
    while (out->count < most && index != FORMAT_NONE) {
        out->rows[out->count++] = index;
        index = slot_next(directory_slot(d, index));
    }
    d->free[size_class][alignment] = index;
}

/* Rows of that class: used ones, at most so many, or new ones. */
static int fill(struct directory *d, uint32_t size_class, uint32_t alignment, uint32_t most_used,
                uint32_t most_new, struct hand_rows *out, memglass_error *err)
{
    int code = MEMGLASS_OK;
    if (d->free[size_class][alignment] != FORMAT_NONE)
        take_free(d, size_class, alignment, most_used, out);
    else if ((code = new_blocks(d, size_class, alignment, most_new, out, err)) == MEMGLASS_OK)
        out->step = most_new;
    return code;
}

static bool fill_gathered(struct reuse *reuse, struct hand_rows *out)
{
    out->count = (uint16_t)reuse_take(reuse, HAND_ROWS, out->rows);
    out->cold = out->count > 0;
    return out->cold;
}

int directory_refill(struct directory *d, struct hand_rows *rows, uint32_t size_class,
                     memglass_error *err)
{
    struct reuse *reuse = &d->reuse[size_class];
    uint32_t step = hand_step(rows->step, sizeclass_bytes(size_class));
    int code = MEMGLASS_OK;
    directory_lock(d);
    directory_reclaim(d, RECLAIM_FOR(step));
    rows->used = 0;
    if (!fill_gathered(reuse, rows)) {
        code = fill(d, size_class, 0, HAND_ROWS, step, rows, reuse->gathered ? NULL : err);
        reuse->urgent = code != MEMGLASS_OK;
        if (code && fill_gathered(reuse, rows))
            code = MEMGLASS_OK;
    }
    directory_unlock(d);
    return code;
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
        directory_put_back(d, index, directory_slot(d, index));
    else
        store_relaxed_64(&row_at(d->store, index)->place, place);
    return code;
}

int directory_take_alone(struct directory *d, uint64_t size, uint64_t align,
                         struct directory_row *row, memglass_error *err)
{
    if (size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "%llu bytes are too large for one object",
                         (unsigned long long)size);
    uint32_t size_class = d->guarded ? guardpage_class(&d->pages, size, align)
                                     : sizeclass_of(round_up(size, 8) + BLOCK_OVERHEAD_BYTES);
    uint32_t alignment = align <= 16 ? 0 : (uint32_t)__builtin_ctzll(align) - 4;
    struct hand_rows one = {0};
    directory_lock(d);
    directory_reclaim(d, RECLAIM_FOR(1));
    int code = fill(d, size_class, alignment, 1, 1, &one, err);
    directory_unlock(d);
    if (code == MEMGLASS_OK && d->guarded)
        code = open_guarded(d, one.rows[0], size, align, err);
    if (code)
        return code;
    directory_look(d, one.rows[0], row);
    directory_open(row, size);
    return MEMGLASS_OK;
}

int directory_change_label(struct directory *d, struct hand *h, struct directory_slot *slot,
                           uint32_t granules, memglass_error *err)
{
    if (slot->label_granules)
        label_release(&d->labels, &h->labels, slot->label_granules, slot->label);
    slot->label_granules = 0;
    int code =
        granules ? label_take(&d->labels, &h->labels, granules, &slot->label, err) : MEMGLASS_OK;
    if (code == MEMGLASS_OK)
        slot->label_granules = (uint8_t)granules;
    return code;
}
