/* What differs between two frames: objects by a merge, bytes by blocks, fields by their types, and
 * only where bytes differ. Layer 4. */
#include "sample/diff.h"

#include "base/checked.h"
#include "sample/blocks.h"
#include "sample/compare.h"
#include "sample/plan.h"
#include "sample/pool.h"
#include "sample/roster.h"

#include <string.h>

enum { PLANS = 8, ALIKE = 8 }; /* fewer rows of a kind than that are not worth a plan */

/* Two frames side by side. Rows from `prev_row` and `row` on are the same objects. */
struct pairing {
    const struct frame *prev, *cur;
    struct past_rows *pasts; /* of cur */
    bool sifted;             /* only rows of cur->touched may differ */
    bool whole;              /* of no row is anything else to be said than whether it differs */
    struct diff *sum;
    struct plan plans[PLANS];
};

/* So many neighbouring rows that are the same objects in both frames, of one type and size. */
struct stretch {
    size_t prev_row, row, count;
    const struct roster_row *like; /* a row of cur that they are like: only it is looked at */
    struct plan_blocks blocks;
};

static struct stretch part_of(const struct stretch *s, size_t from, size_t count)
{
    uint64_t bytes = from * s->blocks.stride;
    struct stretch part = *s;
    part.prev_row += from;
    part.row += from;
    part.blocks.a += bytes;
    part.blocks.b += bytes;
    part.count = count;
    return part;
}

/* --- one row --- */

/* Of at least one change: 1: one, 2: two or three, ... 15: 2^14 or more. */
static inline uint64_t activity_of(uint64_t changes)
{
    unsigned bits = 64 - (unsigned)__builtin_clzll(changes);
    return bits < 15 ? bits : 15;
}

/* What is known of a row that has changed in that frame. */
static inline struct row_past past_of(const struct row_past *old, uint64_t changes, uint32_t tick,
                                      uint64_t time_ns)
{
    uint64_t activity = row_activity_later(old->activity, tick - old->tick);
    return (struct row_past){.activity = activity | activity_of(changes),
                             .changed_total = old->changed_total + changes,
                             .last_change_ns = time_ns,
                             .changes = changes < UINT32_MAX ? (uint32_t)changes : UINT32_MAX,
                             .tick = tick};
}

static void note_changes(const struct pairing *p, size_t prev_row, size_t row, uint64_t changes)
{
    const struct frame *cur = p->cur;
    cur->pasts[row] =
        past_of(&p->prev->pasts[prev_row], changes, (uint32_t)cur->tick, cur->time_ns);
    p->sum->field_changes += changes;
    p->sum->changed++;
}

static void note_born(const struct pairing *p, size_t row)
{
    const struct frame *cur = p->cur;
    past_rows_clear(p->pasts, row, 1);
    cur->states[row] |= ROW_BORN;
    p->sum->created += !frame_gone(cur, row);
}

static uint64_t row_changes(const struct pairing *p, size_t prev_row, size_t row)
{
    const struct roster_row *r = &p->cur->roster->rows[row];
    const unsigned char *a = frame_data(p->prev, prev_row), *b = frame_data(p->cur, row);
    if (frame_truth(p->prev, prev_row) == MEMGLASS_TORN ||
        frame_truth(p->cur, row) == MEMGLASS_TORN)
        return 0;
    return memcmp(a, b, r->size) ? compare_whole(r->type, r->count, a, b) : 0;
}

/* An object that is in both rosters, in either of which it may be gone. Whether its past is of this
 * frame. */
static bool pair_row(const struct pairing *p, size_t prev_row, size_t row)
{
    p->cur->states[row] &= (uint8_t)~ROW_BORN;
    bool was = !frame_gone(p->prev, prev_row), is = !frame_gone(p->cur, row);
    if (!was && is) {
        note_born(p, row);
        return true;
    }
    p->sum->destroyed += was && !is;
    uint64_t changes = was && is ? row_changes(p, prev_row, row) : 0;
    if (changes)
        note_changes(p, prev_row, row, changes);
    return changes != 0;
}

/* --- rows that are alike --- */

static const struct plan *plan_of(struct pairing *p, const struct roster_row *r)
{
    struct plan *plan = &p->plans[((uintptr_t)r->type / 64 + r->count) % PLANS];
    if (plan->type != r->type || plan->count != r->count)
        plan_make(plan, r->type, r->count);
    return plan;
}

/* TORN and STALE share a bit that other truths do not have. */
#define STATE_SPECIAL (ROW_GONE | MEMGLASS_TORN)
_Static_assert((MEMGLASS_TORN & MEMGLASS_STALE) == MEMGLASS_TORN &&
                   !((MEMGLASS_EXACT | MEMGLASS_UNGUARDED) & MEMGLASS_TORN),
               "what is torn is found by one bit");

/* Rows of which something else is to be said than whether they differ. */
static bool any_special(const uint8_t *states, size_t count, uint8_t special)
{
    uint64_t all = 0, word;
    size_t i = 0;
    for (; i + sizeof word <= count; i += sizeof word) {
        memcpy(&word, states + i, sizeof word);
        all |= word;
    }
    for (; i < count; i++)
        all |= states[i];
    return all & (special * UINT64_C(0x0101010101010101));
}

static uint64_t pair_one_by_one(const struct pairing *p, const struct stretch *s, uint64_t rows)
{
    uint64_t touched = 0;
    for (; rows; rows &= rows - 1) {
        unsigned i = (unsigned)__builtin_ctzll(rows);
        touched |= (uint64_t)pair_row(p, s->prev_row + i, s->row + i) << i;
    }
    return touched;
}

/* Rows whose bytes differ. All that is the same for them is told once. */
static uint64_t pair_differing(struct pairing *p, const struct stretch *s, uint64_t rows)
{
    const struct row_past *old = p->prev->pasts + s->prev_row;
    struct row_past *pasts = p->cur->pasts + s->row;
    const uint32_t tick = (uint32_t)p->cur->tick;
    const uint64_t time_ns = p->cur->time_ns;
    uint64_t changes[BLOCKS_MOST], touched = 0, all = 0;
    plan_changes(plan_of(p, s->like), &s->blocks, rows, changes);
    for (; rows; rows &= rows - 1) {
        unsigned i = (unsigned)__builtin_ctzll(rows);
        if (!changes[i])
            continue;
        pasts[i] = past_of(&old[i], changes[i], tick, time_ns);
        touched |= rows & -rows;
        all += changes[i];
    }
    p->sum->field_changes += all;
    p->sum->changed += (uint64_t)__builtin_popcountll(touched);
    return touched;
}

static uint64_t pair_blocks(struct pairing *p, const struct stretch *s, uint64_t rows)
{
    const struct plan_blocks *b = &s->blocks;
    if (!p->sifted)
        rows = blocks_differing(b->a, b->b, b->stride, (unsigned)s->count);
    return rows ? pair_differing(p, s, rows) : 0;
}

/* The rows of a stretch whose bits of `touched` lie in one word. Only `rows` of them may differ.
 */
static void pair_word(struct pairing *p, const struct stretch *s, uint64_t rows)
{
    const uint8_t *before = p->prev->states + s->prev_row, *now = p->cur->states + s->row;
    bool special =
        s->count < ALIKE || (!p->whole && (any_special(before, s->count, STATE_SPECIAL) ||
                                           any_special(now, s->count, STATE_SPECIAL | ROW_BORN)));
    uint64_t touched = special ? pair_one_by_one(p, s, rows) : pair_blocks(p, s, rows);
    if (touched)
        p->cur->touched[s->row / 64] |= touched << s->row % 64;
}

/* Likewise, of those of which the source says that they may differ. */
static void pair_sifted(struct pairing *p, const struct stretch *s)
{
    uint64_t *word = &p->cur->touched[s->row / 64], all = lowest_bits(s->count) << s->row % 64;
    uint64_t rows = *word & all;
    *word &= ~all;
    if (rows)
        pair_word(p, s, rows >> s->row % 64);
}

static void pair_stretch(struct pairing *p, size_t prev_row, size_t first_row, size_t count)
{
    const struct roster_row *before = &p->prev->roster->rows[prev_row];
    const struct roster_row *like = &p->cur->roster->rows[first_row];
    const struct stretch whole = {.prev_row = prev_row,
                                  .row = first_row,
                                  .count = count,
                                  .like = like,
                                  .blocks = {.a = p->prev->bytes + before->data,
                                             .b = p->cur->bytes + like->data,
                                             .size = like->size,
                                             .stride = round_up(like->size, 8)}};
    for (size_t done = 0, n; done < count; done += n) {
        size_t row = first_row + done, word_left = 64 - row % 64, left = count - done;
        n = left < word_left ? left : word_left;
        if (p->sifted && !p->cur->touched[row / 64])
            continue;
        const struct stretch part = part_of(&whole, done, n);
        if (p->sifted)
            pair_sifted(p, &part);
        else
            pair_word(p, &part, lowest_bits(n));
    }
}

static size_t alike(const struct frame *f, size_t row)
{
    size_t rows = f->roster->rows[row].alike;
    return rows ? rows : 1;
}

/* --- frames --- */

static void pair_by_row(struct pairing *p)
{
    size_t count = p->cur->roster->count;
    const struct past_rows *before =
        p->cur->pool == p->prev->pool && p->cur->pool ? frame_pool_pasts(p->prev) : NULL;
    bool near = before && past_rows_near(p->pasts, before);
    if (!near)
        past_rows_copy(p->pasts, 0, p->prev->pasts, count);
    for (size_t i = 0; i < count; i += alike(p->cur, i))
        pair_stretch(p, i, i, alike(p->cur, i));
    if (near)
        past_rows_carry(p->pasts, before, p->cur->touched, count);
}

/* How many rows from these on are the same objects in both. */
static size_t same_rows(const struct pairing *p, size_t prev_row, size_t row)
{
    const struct roster_row *a = &p->prev->roster->rows[prev_row];
    const struct roster_row *b = &p->cur->roster->rows[row];
    size_t most = alike(p->cur, row), before = alike(p->prev, prev_row), n = 1;
    most = before < most ? before : most;
    while (n < most && frame_same_object(&a[n], &b[n]))
        n++;
    return n;
}

static uint64_t present(const struct frame *f, size_t from, size_t count)
{
    uint64_t rows = 0;
    for (size_t i = from; i < from + count; i++)
        rows += !frame_gone(f, i);
    return rows;
}

/* Rows that are the same objects, of one stretch in both. How many of them were there before. */
static uint64_t pair_same(struct pairing *p, size_t prev_row, size_t row, size_t count)
{
    past_rows_copy(p->pasts, row, &p->prev->pasts[prev_row], count);
    pair_stretch(p, prev_row, row, count);
    return present(p->prev, prev_row, count);
}

static void pair_by_merge(struct pairing *p)
{
    struct roster_cursor rest = roster_cursor(p->prev->roster);
    uint64_t met = 0;
    for (size_t i = 0; i < p->cur->roster->count;) {
        const struct roster_row *row = &p->cur->roster->rows[i];
        const struct roster_row *old = roster_seek(&rest, row->index, row->generation);
        if (!old || !frame_same_object(old, row)) {
            note_born(p, i++);
            continue;
        }
        size_t prev_row = (size_t)(old - p->prev->roster->rows), n = same_rows(p, prev_row, i);
        met += pair_same(p, prev_row, i, n);
        rest.at += n - 1;
        i += n;
    }
    p->sum->destroyed += present(p->prev, 0, p->prev->roster->count) - met;
}

/* --- frames of a roster and of the one that it was made of --- */

static bool carried(const struct frame *prev, const struct frame *cur)
{
    return cur->roster->since && cur->roster->since == prev->roster->serial && cur->pool &&
           cur->pool == prev->pool;
}

/* What the roster says of itself needs no look at its rows, which are in no cache. */
static void pair_by_stretches(struct pairing *p)
{
    const struct roster *r = p->cur->roster;
    size_t row = 0;
    uint64_t met = 0;
    for (size_t i = 0; i < r->carried_count; i++) {
        const struct roster_stretch *s = &r->carried[i];
        while (row < s->row)
            note_born(p, row++);
        for (size_t done = 0, n; done < s->count; done += n, row += n) {
            size_t left = s->count - done, here = alike(p->cur, row);
            size_t there = alike(p->prev, s->before + done);
            n = here < there ? here : there;
            n = n < left ? n : left;
            met += pair_same(p, s->before + done, row, n);
        }
    }
    while (row < r->count)
        note_born(p, row++);
    p->sum->destroyed += present(p->prev, 0, p->prev->roster->count) - met;
}

static void pair_nothing(struct pairing *p)
{
    for (size_t i = 0; i < p->cur->roster->count; i++)
        note_born(p, i);
    if (p->prev)
        p->sum->destroyed = present(p->prev, 0, p->prev->roster->count);
}

void diff_frames(const struct frame *prev, const struct frame *cur, struct diff *out)
{
    size_t count = cur->roster->count;
    bool same_session = prev && frame_same_session(prev, cur);
    bool same_roster = same_session && prev->roster == cur->roster;
    struct past_rows own = {.rows = cur->pasts};
    struct pairing p = {
        .prev = prev, .cur = cur, .pasts = cur->pool ? frame_pool_pasts(cur) : &own, .sum = out};
    *out = (struct diff){0};
    p.sifted = same_roster && cur->touched_since && cur->touched_since == prev->tick;
    p.whole = same_session && prev->whole && cur->whole;
    if (!p.sifted)
        memset(cur->touched, 0, frame_touched_words(count) * sizeof *cur->touched);
    if (same_roster)
        pair_by_row(&p);
    else if (same_session && carried(prev, cur))
        pair_by_stretches(&p);
    else if (same_session)
        pair_by_merge(&p);
    else
        pair_nothing(&p);
    if (cur->pool)
        frame_pool_settle(same_roster ? prev : NULL, cur, out->created);
}

bool diff_ref_changed(const struct frame *prev, long prev_row, const struct frame *cur, long row,
                      const struct field_ref *ref)
{
    if (prev_row < 0 || row < 0 || frame_truth(prev, (size_t)prev_row) == MEMGLASS_TORN ||
        frame_truth(cur, (size_t)row) == MEMGLASS_TORN)
        return false;
    uint64_t at = ref->bit_offset / 8, size = field_ref_bytes(ref);
    if (!checked_range(at, size, prev->roster->rows[prev_row].size) ||
        !checked_range(at, size, cur->roster->rows[row].size))
        return false;
    const unsigned char *a = frame_data(prev, (size_t)prev_row) + at;
    return compare_ref(ref, a, frame_data(cur, (size_t)row) + at) != 0;
}
