/* Copies of rows that may have been written. Layer 4. */
#include "sample/rewritten.h"

#include <string.h>

/* Rows with anything to be said of them are copied again, whether their pages were written or not:
 * one that is torn may be whole by now. */
#define SPECIAL (ROW_GONE | ROW_BORN | MEMGLASS_TORN)

static uint64_t special_of(const uint8_t *a, const uint8_t *b, size_t rows)
{
    uint64_t found = 0;
    for (size_t i = 0; i < rows; i++)
        found |= (uint64_t)(((a[i] | b[i]) & SPECIAL) != 0) << i;
    return found;
}

/* Of 64 states, eight at a time. */
static inline bool any_of(const uint8_t *a, const uint8_t *b)
{
    uint64_t x[8], y[8], all = 0;
    memcpy(x, a, sizeof x);
    memcpy(y, b, sizeof y);
    for (size_t i = 0; i < 8; i++)
        all |= x[i] | y[i];
    return all & SPECIAL * UINT64_C(0x0101010101010101);
}

/* In either of two frames of the same rows. */
static void add_special(const uint8_t *a, const uint8_t *b, size_t rows, uint64_t *bits)
{
    size_t i = 0;
    for (; i + 64 <= rows; i += 64)
        if (any_of(a + i, b + i))
            bits[i / 64] |= special_of(a + i, b + i, 64);
    if (i < rows)
        bits[i / 64] |= special_of(a + i, b + i, rows - i);
}

static void find_written(const struct observer_copying *c, uint32_t since, uint64_t *bits)
{
    size_t row = 0;
    for (size_t i = 0; i < c->count; i++) {
        observer_rows_written(c->observer, &c->runs[i], since, bits, row);
        row += c->runs[i].count;
    }
}

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

/* Neighbouring rows of one run. */
static int copy_part(const struct observer_copying *c, const struct observer_run *run, size_t row,
                     size_t from, size_t end)
{
    uint64_t size = (run->size + 7) & ~UINT64_C(7);
    struct observer_run part = *run;
    struct observer_copying some = *c;
    part.place += (from - row) * run->stride;
    part.count = end - from;
    some.runs = &part;
    some.count = 1;
    some.stream = false;
    some.to = c->to + (from - row) * size;
    some.truths = c->truths + (from - row);
    return observer_copy_runs(&some);
}

static int copy_written(const struct observer_copying *c, struct frame *f)
{
    const uint64_t *bits = f->touched;
    struct observer_copying rest = *c;
    size_t row = 0;
    int torn = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct observer_run *run = &c->runs[i];
        size_t last = row + run->count, end;
        for (size_t from = seek(bits, row, last, true); from < last;
             from = seek(bits, end, last, true)) {
            end = seek(bits, from, last, false);
            int status = copy_part(&rest, run, row, from, end);
            if (status < 0)
                return status;
            torn |= status;
            f->copied += end - from;
        }
        rest.to += run->count * ((run->size + 7) & ~UINT64_C(7));
        rest.truths += run->count;
        row = last;
    }
    return torn;
}

static bool may_go_on(const struct frame *f, const struct frame *prev, uint32_t look)
{
    return look && f->look && f->look_roster == f->roster->serial && prev && prev->tick &&
           prev->pool == f->pool && prev->roster == f->roster;
}

/* All rows that are copied are rows that may differ: a copy may have what was stored behind the
 * asking, of which the next one tells. */
static int copy_since(const struct observer_copying *c, struct frame *f, const struct frame *prev,
                      uint32_t since)
{
    size_t rows = f->roster->count;
    memset(f->touched, 0, frame_touched_words(rows) * sizeof *f->touched);
    find_written(c, since, f->touched);
    add_special(prev->states, f->states, rows, f->touched);
    f->touched_since = prev->tick;
    return copy_written(c, f);
}

int rewritten_copy(const struct observer_copying *c, struct frame *f, const struct frame *prev)
{
    size_t rows = f->roster->count;
    uint32_t since = f->look;
    /* First: what is written later counts. */
    uint32_t look = observer_ask_written(c->observer, c->runs, c->count);
    bool partly = may_go_on(f, prev, look);
    f->look = 0;
    if (!partly)
        f->copied = rows;
    int status = partly ? copy_since(c, f, prev, since) : observer_copy_runs(c);
    if (status >= 0)
        f->look = look;
    f->look_roster = f->roster->serial;
    return status;
}
