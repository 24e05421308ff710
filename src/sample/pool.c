/* The memory of frames: a short list of buffers, idle when their frames are not held. Layer 4. */
#include "sample/pool.h"

#include "base/checked.h"
#include "sample/pages.h"

#include <stdlib.h>
#include <string.h>

/* Buffers that are always kept; one beyond them goes when it was of no use for so many frames. */
enum { KEPT = 3, UNUSED_FRAMES = 20 };

struct buffer {
    struct frame frame; /* first: what others see of it */
    struct buffer *next;
    struct pages pages;
    struct past_rows pasts;
    uint64_t taken; /* the number of the frame that it last held */
};

struct frame_pool {
    struct buffer *buffers; /* oldest first: the younger ones fall idle */
    uint64_t taken;         /* frames that were ever made */
    struct roster_store rosters;
    _Atomic uint32_t users; /* frames that are held, and the source until it closes */
};

struct frame_pool *frame_pool_create(void)
{
    struct frame_pool *p = calloc(1, sizeof *p);
    if (p)
        atomic_init(&p->users, 1);
    return p;
}

static void free_buffer(struct buffer *b)
{
    pages_free(&b->pages);
    past_rows_fini(&b->pasts);
    free(b);
}

static void free_pool(struct frame_pool *p)
{
    while (p->buffers) {
        struct buffer *b = p->buffers;
        p->buffers = b->next;
        free_buffer(b);
    }
    roster_store_fini(&p->rosters);
    free(p);
}

/* Release: what this thread did with the pool's memory is done; acquire: and so it is for all
   others when the last one frees it. */
static void leave(struct frame_pool *p)
{
    if (atomic_fetch_sub_explicit(&p->users, 1, memory_order_acq_rel) == 1)
        free_pool(p);
}

void frame_pool_close(struct frame_pool **p)
{
    if (*p)
        leave(*p);
    *p = NULL;
}

struct roster_store *frame_pool_rosters(struct frame_pool *p)
{
    return &p->rosters;
}

const struct frame *frame_retain(const struct frame *f)
{
    atomic_fetch_add_explicit(&((struct frame *)f)->refs, 1, memory_order_relaxed);
    return f;
}

void frame_release(const struct frame **f)
{
    struct frame *frame = (struct frame *)*f;
    *f = NULL;
    if (!frame)
        return;
    struct frame_pool *pool = frame->pool;
    /* Pairs with the acquire in is_idle: whoever fills the buffer again comes after all readers. */
    if (atomic_fetch_sub_explicit(&frame->refs, 1, memory_order_acq_rel) == 1 && pool)
        leave(pool);
}

static bool is_idle(const struct buffer *b)
{
    return atomic_load_explicit(&b->frame.refs, memory_order_acquire) == 0;
}

void frame_pool_sweep(struct frame_pool *p)
{
    for (struct buffer *b = p->buffers; b; b = b->next)
        if (b->frame.roster && is_idle(b)) {
            roster_drop(&p->rosters, b->frame.roster);
            b->frame.roster = NULL;
        }
}

/* The first idle buffer that is large enough, or one that has to move. */
static struct buffer *find_idle(struct frame_pool *p, uint64_t bytes)
{
    struct buffer *found = NULL;
    for (struct buffer *b = p->buffers; b; b = b->next)
        if (is_idle(b) && (!found || found->pages.size < bytes))
            found = b;
    return found;
}

static struct buffer *add_buffer(struct frame_pool *p)
{
    struct buffer **link = &p->buffers;
    while (*link)
        link = &(*link)->next;
    *link = calloc(1, sizeof **link);
    return *link;
}

/* Gives back one that was only needed while a viewer stayed behind. */
static void trim(struct frame_pool *p)
{
    unsigned count = 0;
    struct buffer **link = &p->buffers, **unused = NULL;
    for (; *link; link = &(*link)->next, count++)
        if (is_idle(*link) && p->taken - (*link)->taken > UNUSED_FRAMES)
            unused = link;
    if (count <= KEPT || !unused)
        return;
    struct buffer *b = *unused;
    *unused = b->next;
    if (b->frame.roster)
        roster_drop(&p->rosters, b->frame.roster);
    free_buffer(b);
}

static void begin_frame(struct buffer *b, struct frame_pool *p, const struct roster *r,
                        uint64_t data_bytes)
{
    struct frame *f = &b->frame;
    if (f->roster)
        roster_drop(&p->rosters, f->roster);
    roster_hold(r);
    f->roster = r;
    f->bytes = b->pages.at;
    f->touched = (void *)(b->pages.at + data_bytes);
    f->behind = f->touched + frame_touched_words(r->count);
    f->states = (void *)(f->behind + frame_touched_words(r->count));
    f->pasts = b->pasts.rows;
    f->touched_since = f->copied = 0;
    f->look = 0;
    f->behind_of = f->behind_of == r->serial ? r->serial : 0;
    f->torn = 0;
    f->partial = f->whole = false;
    f->cut = FRAME_CUT_UNMARKED;
    f->changed[0] = '\0';
    f->pool = p;
    b->taken = ++p->taken;
    atomic_store_explicit(&f->refs, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&p->users, 1, memory_order_relaxed);
}

struct frame *frame_pool_take(struct frame_pool *p, const struct roster *r)
{
    uint64_t data_bytes = round_up(r->bytes, 8), bytes;
    uint64_t bits_bytes = 2 * frame_touched_words(r->count) * sizeof(uint64_t);
    if (!checked_add(data_bytes, bits_bytes + r->count, &bytes))
        return NULL;
    struct buffer *b = find_idle(p, bytes);
    if (!b)
        b = add_buffer(p);
    if (!b)
        return NULL;
    struct pages before = b->pages;
    int status = pages_fit(&b->pages, bytes);
    if (before.at != b->pages.at || before.size != b->pages.size)
        b->frame.behind_of = 0; /* what was there is lost, also where there is no other memory */
    if (status || past_rows_fit(&b->pasts, r))
        return NULL;
    begin_frame(b, p, r, data_bytes);
    trim(p);
    return &b->frame;
}

uint64_t frame_pool_bytes(const struct frame_pool *p)
{
    uint64_t sum = 0;
    for (const struct buffer *b = p->buffers; b; b = b->next)
        sum += b->pages.size + b->pasts.pages.size;
    return sum;
}

/* --- rows that are behind ------------------------------------------------------------------------
 */

/* What differs from a frame that differs from this one may differ from this one where either does.
 */
static void measure(struct frame *f, const struct frame *by)
{
    if (f->behind_of != by->roster->serial)
        return;
    f->behind_of = by->behind_of;
    const uint64_t *from = by->behind;
    uint64_t *to = f->behind;
    size_t words = frame_touched_words(by->roster->count);
    for (size_t w = 0; f->behind_of && w < words; w++)
        if (from[w])
            to[w] |= from[w];
}

const struct frame *frame_pool_measure(const struct frame *by)
{
    struct frame *now = (struct frame *)by;
    for (struct buffer *b = by->pool->buffers; b; b = b->next)
        if (&b->frame != by)
            measure(&b->frame, by);
    memset(now->behind, 0, frame_touched_words(by->roster->count) * sizeof *now->behind);
    now->behind_of = by->roster->serial;
    const struct buffer *first = by->pool->buffers;
    while (first->frame.behind_of != now->behind_of)
        first = first->next;
    return &first->frame;
}

/* --- pasts -------------------------------------------------------------------------------------
 */

static struct buffer *buffer_of(const struct frame *f)
{
    return (struct buffer *)f;
}

struct past_rows *frame_pool_pasts(const struct frame *f)
{
    return &buffer_of(f)->pasts;
}

void frame_pool_settle(const struct frame *prev, const struct frame *cur, bool born)
{
    struct buffer *now = buffer_of(cur), *before = NULL;
    size_t count = cur->roster->count;
    now->frame.whole &= !born;
    if (prev && prev->pool == cur->pool)
        before = buffer_of(prev);
    for (struct buffer *b = cur->pool->buffers; b; b = b->next) {
        if (b == now || b == before)
            continue;
        if (before)
            past_rows_fall_behind(&b->pasts, &before->pasts, cur->touched, count);
        else
            b->pasts.follows = false;
    }
    past_rows_settle(&now->pasts, before ? &before->pasts : NULL, cur->touched, count);
}

struct row_mark frame_mark(const struct frame *f, size_t row)
{
    const struct row_past *past = &f->pasts[row];
    uint8_t state = f->states[row];
    return (struct row_mark){.activity = frame_activity(f, row),
                             .changed_total = past->changed_total,
                             .last_change_ns = past->last_change_ns,
                             .changes = frame_changes(f, row),
                             .truth = state & ROW_TRUTH,
                             .gone = (state & ROW_GONE) != 0,
                             .born = (state & ROW_BORN) != 0,
                             .damaged = (state & ROW_DAMAGED) != 0};
}

void frame_set_mark(struct frame *f, size_t row, const struct row_mark *mark)
{
    uint64_t bit = UINT64_C(1) << row % 64;
    f->pasts[row] = (struct row_past){.activity = mark->activity,
                                      .changed_total = mark->changed_total,
                                      .last_change_ns = mark->last_change_ns,
                                      .changes = mark->changes,
                                      .tick = (uint32_t)f->tick};
    f->states[row] = (uint8_t)(mark->truth | (mark->born ? ROW_BORN : 0));
    f->touched[row / 64] = (f->touched[row / 64] & ~bit) | (mark->changes ? bit : 0);
    if (f->pool)
        buffer_of(f)->pasts.follows = false;
}

long frame_find(const struct frame *f, uint32_t index, uint32_t generation)
{
    const struct roster_row *rows = f->roster->rows;
    size_t low = 0, high = f->roster->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < f->roster->count && rows[low].index == index && rows[low].generation == generation;
    return found ? (long)low : -1;
}

long frame_find_row(const struct frame *f, const struct roster_row *row)
{
    long found = frame_find(f, row->index, row->generation);
    return found >= 0 && frame_same_object(&f->roster->rows[found], row) ? found : -1;
}
