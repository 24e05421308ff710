/* How the rows of a roster lie in the session. Layer 4. */
#include "sample/run_list.h"

#include "base/checked.h"
#include "format/layout.h"

int run_list_begin(struct run_list *l, size_t rows)
{
    l->count = 0;
    return pages_fit_sparse(&l->pages, rows * sizeof(struct observer_run));
}

void run_list_free(struct run_list *l)
{
    pages_free(&l->pages);
    l->count = 0;
}

/* Whether `next` lies behind `run` as the rows of one extent do. */
static bool goes_on(const struct observer_run *run, const struct observer_run *next)
{
    uint64_t last = run->place + (run->count - 1) * run->stride, gap = next->place - last;
    if (run->type != next->type || run->elements != next->elements || run->size != next->size ||
        next->place <= last || format_place_region(next->place) != format_place_region(last))
        return false;
    if (next->count > 1 && next->stride != gap)
        return false;
    return run->count == 1 ? gap >= run->size : gap == run->stride;
}

static void add(struct run_list *l, const struct observer_run *next)
{
    struct observer_run *runs = run_list_at(l), *last = l->count ? &runs[l->count - 1] : NULL;
    if (!last || !goes_on(last, next)) {
        runs[l->count++] = *next;
        return;
    }
    last->stride = last->count == 1 ? next->place - last->place : last->stride;
    last->count += next->count;
}

void run_list_add(struct run_list *l, const struct observer_entry *e)
{
    add(l, &(struct observer_run){.place = e->place,
                                  .stride = round_up(e->size, 8),
                                  .size = e->size,
                                  .count = 1,
                                  .type = e->type,
                                  .elements = e->count});
}

void run_list_carry(struct run_list *l, const struct run_list *from, struct run_cursor *at,
                    size_t row, size_t end)
{
    while (row < end) {
        struct observer_run part = run_list_at(from)[at->run];
        if (at->first + part.count <= row) {
            at->first += part.count;
            at->run++;
            continue;
        }
        size_t before = row - at->first, left = part.count - before;
        part.place += before * part.stride;
        part.count = left < end - row ? left : end - row;
        add(l, &part);
        row += part.count;
    }
}
