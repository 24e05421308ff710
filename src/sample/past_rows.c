/* The pasts of the rows of a pool's frames: brought up by exception. Layer 4. */
#include "sample/past_rows.h"

#include "base/checked.h"

#include <memglass/base.h>
#include <string.h>

static int make_room(struct past_rows *p, uint64_t bytes)
{
    if (p->pages.at && p->pages.size >= bytes && p->pages.size / 8 <= bytes)
        return MEMGLASS_OK;
    pages_free(&p->pages);
    *p = (struct past_rows){0};
    return pages_reserve(&p->pages, round_up(bytes + bytes / 8 + 1, 4096));
}

int past_rows_fit(struct past_rows *p, const struct roster *r)
{
    uint64_t rows, words = frame_touched_words(r->count) * sizeof(uint64_t), bytes;
    if (!checked_mul(r->count, sizeof(struct row_past), &rows) ||
        !checked_add(rows, words, &bytes) || bytes > UINT64_MAX / 4 || make_room(p, bytes))
        return MEMGLASS_E_NOMEM;
    if (p->roster != r->serial)
        p->follows = false;
    p->roster = r->serial;
    p->rows = (void *)p->pages.at;
    p->behind = (void *)(p->pages.at + rows);
    return MEMGLASS_OK;
}

void past_rows_fini(struct past_rows *p)
{
    pages_free(&p->pages);
    *p = (struct past_rows){0};
}

static bool is_zero(const struct row_past *past)
{
    return !(past->activity | past->changed_total | past->last_change_ns | past->changes |
             past->tick);
}

/* A page of zeros that is only looked at is no memory. */
void past_rows_copy(struct past_rows *p, size_t row, const struct row_past *from, size_t count)
{
    struct row_past *to = &p->rows[row];
    for (size_t i = 0; i < count; i++)
        if (!is_zero(&from[i]) || !is_zero(&to[i]))
            to[i] = from[i];
}

void past_rows_clear(struct past_rows *p, size_t row, size_t count)
{
    for (size_t i = row; i < row + count; i++)
        if (!is_zero(&p->rows[i]))
            p->rows[i] = (struct row_past){0};
}

void past_rows_carry(struct past_rows *p, const struct past_rows *from, const uint64_t *touched,
                     size_t count)
{
    for (size_t w = 0; w < frame_touched_words(count); w++)
        for (uint64_t bits = (p->behind[w] | from->behind[w]) & ~touched[w]; bits;
             bits &= bits - 1) {
            size_t row = w * 64 + (size_t)__builtin_ctzll(bits);
            p->rows[row] = from->rows[row];
        }
}

void past_rows_fall_behind(struct past_rows *p, const struct past_rows *before,
                           const uint64_t *touched, size_t count)
{
    if (p->roster != before->roster || !p->follows)
        return;
    p->follows = before->follows;
    for (size_t w = 0; p->follows && w < frame_touched_words(count); w++)
        p->behind[w] |= before->behind[w] | touched[w];
}

void past_rows_settle(struct past_rows *now, struct past_rows *before, const uint64_t *touched,
                      size_t count)
{
    size_t bytes = frame_touched_words(count) * sizeof *touched;
    memset(now->behind, 0, bytes);
    now->follows = true;
    if (!before || before == now)
        return;
    memcpy(before->behind, touched, bytes);
    before->follows = true;
}
