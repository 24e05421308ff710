/* Copies of rows that were rewritten. Layer 4. */
#include "sample/rewritten.h"

#include "base/checked.h"
#include "sample/pool.h"

#include <string.h>

/* --- rows with something to be said of them --- */

/* They are copied again, whether their pages were written or not: one that is torn may be whole by
 * now. */
#define SPECIAL (ROW_GONE | ROW_BORN | MEMGLASS_TORN)

static uint64_t special_of(const uint8_t *states, size_t rows)
{
    uint64_t found = 0;
    for (size_t i = 0; i < rows; i++)
        found |= (uint64_t)((states[i] & SPECIAL) != 0) << i;
    return found;
}

/* Of 64 states, eight at a time. */
static inline bool any_of(const uint8_t *states)
{
    uint64_t words[8], all = 0;
    memcpy(words, states, sizeof words);
    for (size_t i = 0; i < 8; i++)
        all |= words[i];
    return all & SPECIAL * UINT64_C(0x0101010101010101);
}

/* Whether there are any. */
static bool add_special(const struct frame *f, uint64_t *bits)
{
    uint64_t all = 0, found;
    size_t rows = f->special ? f->roster->count : 0;
    for (size_t i = 0; i < rows; i += 64) {
        if (rows - i >= 64)
            found = any_of(f->states + i) ? special_of(f->states + i, 64) : 0;
        else
            found = special_of(f->states + i, rows - i);
        bits[i / 64] |= found;
        all |= found;
    }
    return all;
}

/* --- rows of a run --- */

/* The first row from `at` on whose bit is `set`, or end. */
static size_t seek(const uint64_t *bits, size_t at, size_t end, bool set)
{
    while (at < end) {
        uint64_t word = (set ? bits[at / 64] : ~bits[at / 64]) >> at % 64;
        if (word) {
            at += (size_t)__builtin_ctzll(word);
            return at < end ? at : end;
        }
        at += 64 - at % 64;
    }
    return end;
}

/* A frame in the making. `like` is as prev, but for the rows that are behind in it. */
struct making {
    const struct observer_copying *c;
    struct frame *f;
    const struct frame *prev, *like;
};

/* Neighbouring rows of one run: objects of it from `first` on, and where their bytes are in a
 * frame. */
struct part {
    const struct observer_run *run;
    size_t first, count, row;
    uint64_t at;
};

/* < 0: an error; else or'ed. */
typedef int part_fn(const struct making *m, const struct part *part);

/* Those whose bits are set. */
static int each_part(const struct making *m, const uint64_t *bits, part_fn *fn)
{
    size_t row = 0;
    uint64_t at = 0;
    int all = 0;
    for (size_t i = 0; i < m->c->count; i++) {
        const struct observer_run *run = &m->c->runs[i];
        uint64_t size = round_up(run->size, 8);
        size_t last = row + run->count, end;
        for (size_t from = seek(bits, row, last, true); from < last;
             from = seek(bits, end, last, true)) {
            end = seek(bits, from, last, false);
            int status = fn(m, &(struct part){.run = run,
                                              .first = from - row,
                                              .count = end - from,
                                              .row = from,
                                              .at = at + (from - row) * size});
            if (status < 0)
                return status;
            all |= status;
        }
        at += run->count * size;
        row = last;
    }
    return all;
}

/* --- a frame made of the one before --- */

/* Not from the session: what it has there by now may have been stored behind the asking. */
static int bring_up(const struct making *m, const struct part *part)
{
    uint64_t bytes = part->count * round_up(part->run->size, 8);
    memcpy(m->f->bytes + part->at, m->prev->bytes + part->at, bytes);
    memcpy(m->f->states + part->row, m->prev->states + part->row, part->count);
    return 0;
}

static int copy_part(const struct making *m, const struct part *part)
{
    struct observer_run run = *part->run;
    run.place += part->first * run.stride;
    run.count = part->count;
    m->f->copied += part->count;
    return observer_copy_runs(&(struct observer_copying){.observer = m->c->observer,
                                                         .runs = &run,
                                                         .count = 1,
                                                         .to = m->f->bytes + part->at,
                                                         .truths = m->f->states + part->row});
}

/* Makes `touched` the rows that may not be as in prev. */
static int find_rewritten(const struct making *m)
{
    const struct frame *like = m->like;
    uint64_t *bits = m->f->touched, at = 0;
    size_t row = 0;
    for (size_t i = 0; i < m->c->count; i++) {
        const struct observer_run *run = &m->c->runs[i];
        observer_rows_written(m->c->observer, run, m->prev->look, bits, row);
        int64_t same = observer_rows_sift(m->c->observer, run, like->bytes + at, like->states + row,
                                          like->behind, bits, row);
        if (same < 0)
            return (int)same;
        m->f->copied += (uint64_t)same;
        at += run->count * round_up(run->size, 8);
        row += run->count;
    }
    return MEMGLASS_OK;
}

/* What the buffer had before is of use where it is as prev. */
static void bring_up_behind(const struct making *m)
{
    struct frame *f = m->f;
    size_t words = frame_touched_words(f->roster->count);
    const uint64_t *touched = f->touched;
    uint64_t *behind = f->behind;
    if (f->behind_of == f->roster->serial)
        add_special(f, behind);
    else
        memset(behind, 0xff, words * sizeof *behind);
    for (size_t w = 0; w < words; w++)
        if (behind[w])
            behind[w] &= ~touched[w];
    each_part(m, behind, bring_up);
    memcpy(behind, touched, words * sizeof *behind);
    f->behind_of = f->roster->serial;
}

static int copy_since(const struct observer_copying *c, struct frame *f, const struct frame *prev)
{
    const struct making m = {.c = c, .f = f, .prev = prev, .like = frame_pool_measure(prev)};
    memset(f->touched, 0, frame_touched_words(f->roster->count) * sizeof *f->touched);
    bool special = add_special(prev, f->touched) && add_special(prev, m.like->behind);
    int status = find_rewritten(&m);
    if (status < 0)
        return status;
    bring_up_behind(&m);
    f->touched_since = prev->tick;
    status = each_part(&m, f->touched, copy_part);
    f->special = special || status;
    f->whole = status == MEMGLASS_OK; /* what was not copied is as in prev, where it was whole */
    return status;
}

static int copy_all(const struct observer_copying *c, struct frame *f)
{
    f->behind_of = 0;
    f->special = true; /* they may be born */
    f->copied = f->roster->count;
    int status = observer_copy_runs(c);
    f->whole = status == MEMGLASS_OK;
    return status;
}

static bool may_go_on(const struct frame *f, const struct frame *prev, uint32_t look)
{
    return look && prev && prev->look && prev->tick && prev->pool == f->pool &&
           prev->roster == f->roster;
}

int rewritten_copy(const struct observer_copying *c, struct frame *f, const struct frame *prev)
{
    /* First: what is written later counts. */
    uint32_t look = observer_ask_written(c->observer, c->runs, c->count);
    int status = may_go_on(f, prev, look) ? copy_since(c, f, prev) : copy_all(c, f);
    if (status >= 0)
        f->look = look;
    return status;
}
