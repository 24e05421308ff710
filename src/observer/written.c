/* Pages that the producer has written to. Layer 2. */
#include "observer/written.h"

#include "base/checked.h"
#include "format/words.h"
#include "observer/observer.h"
#include "observer/state.h"
#include "shm/written.h"

#include <stdlib.h>

enum { TRIES = 4 }; /* the producer looks four times a second: hardly ever twice in an asking */

/* --- where the producer has its regions --- */

/* False, too, when it was closed from under this library. */
static bool open_pagemap(struct written *w, pid_t pid)
{
    if (!w->opened)
        w->pagemap = shm_descriptor_of(shm_pagemap_open(pid));
    w->opened = shm_descriptor_open(&w->pagemap);
    return w->opened;
}

/* Regions are only ever added, and stay where they are. A number that another process has by now,
 * or in another namespace of processes, does not have their files mapped. */
static bool find_regions(struct written *w, const struct attachment *a, pid_t pid)
{
    uint32_t count = a->segments.region_count;
    if (count == w->count)
        return true;
    struct written_region *regions = realloc(w->regions, count * sizeof *regions);
    if (!regions)
        return false;
    w->regions = regions;
    for (; w->count < count; w->count++) {
        const struct shm_segment *segment = &a->regions[w->count];
        struct written_region r = {.at = shm_mapped_at(pid, segment),
                                   .pages = segment->size / FORMAT_PAGE};
        r.stamps = r.at ? malloc(r.pages * sizeof *r.stamps) : NULL;
        if (!r.stamps)
            return false;
        w->regions[w->count] = r;
    }
    return true;
}

/* --- which of their pages are asked for --- */

/* A run in its region, by bytes: each object with the words around it. */
struct extent {
    uint64_t first, stride, bytes, count;
    uint64_t page, page_end;
};

/* The region, or NULL: it does not lie in any that is known. */
static struct written_region *find_extent(const struct written *w, const struct observer_run *run,
                                          struct extent *e)
{
    uint32_t number = format_place_region(run->place);
    uint64_t span, size = round_up(run->size, 8);
    *e = (struct extent){.first = format_place_offset(run->place) - sizeof(memglass_prefix),
                         .stride = run->stride,
                         .bytes = FORMAT_BLOCK_BYTES(size),
                         .count = run->count};
    if (number - 1 >= w->count || !run->count || !run->stride ||
        !checked_mul(run->count - 1, run->stride, &span) || !checked_add(span, e->bytes, &span) ||
        !checked_range(e->first, span, w->regions[number - 1].pages * FORMAT_PAGE))
        return NULL;
    e->page = e->first / FORMAT_PAGE;
    e->page_end = (e->first + span - 1) / FORMAT_PAGE + 1;
    return &w->regions[number - 1];
}

/* Of each region one range: asking costs by the page, and a call more than most gaps. */
static void choose_pages(struct written *w, const struct observer_run *runs, size_t count)
{
    struct extent e;
    for (uint32_t i = 0; i < w->count; i++)
        w->regions[i].first = w->regions[i].end = 0;
    for (size_t i = 0; i < count; i++) {
        struct written_region *r = find_extent(w, &runs[i], &e);
        if (!r)
            continue;
        r->first = r->end && r->first < e.page ? r->first : e.page;
        r->end = r->end > e.page_end ? r->end : e.page_end;
    }
}

/* --- asking --- */

struct ask_job {
    struct written *w;
    const struct attachment *a;
    struct written_region *region;
};

static bool read_looks(const struct ask_job *job, uint32_t number)
{
    const struct written_region *r = &job->w->regions[number - 1];
    const struct format_segments *s = &job->a->segments;
    const struct format_region *region = format_at(s, format_place(number, 0), sizeof *region, 8);
    uint64_t at = region ? load_relaxed_64(&region->looks_at) : 0;
    const uint32_t *looks =
        at ? format_at(s, format_place(number, at), r->pages * sizeof *looks, sizeof *looks) : NULL;
    for (uint64_t page = r->first; looks && page < r->end; page++)
        r->stamps[page] = load_relaxed_32(&looks[page]);
    return looks != NULL;
}

static void mark_written(void *ctx, uint64_t from, uint64_t to)
{
    const struct ask_job *job = ctx;
    uint32_t *stamps = job->region->stamps + job->region->first;
    for (uint64_t page = from / FORMAT_PAGE; page < to / FORMAT_PAGE; page++)
        stamps[page] = job->w->look + 1;
}

/* The kernel's word stands over the looks. 1, or 0: not to be had. */
static int ask_all(struct ask_job *job)
{
    struct written *w = job->w;
    for (uint32_t i = 0; i < w->count; i++) {
        struct written_region *r = job->region = &w->regions[i];
        if (r->first < r->end &&
            (!read_looks(job, i + 1) ||
             !shm_written_each(w->pagemap.fd, r->at + r->first * FORMAT_PAGE,
                               (r->end - r->first) * FORMAT_PAGE, false, mark_written, job)))
            return 0;
    }
    return 1;
}

/* The pid, or 0: no looks are made (any more, or yet). */
static int tracked(void *ctx)
{
    const struct ask_job *job = ctx;
    const struct format_header *h = format_header_of(&job->a->segments);
    /* Pairs with the store-release behind a look. */
    uint32_t look = load_acquire_32(&h->write_looks), pid = load_relaxed_32(&h->pid);
    job->w->look = look;
    return look && !(look & 1) && pid <= INT32_MAX ? (int)pid : 0;
}

/* What was read is of one look when its number is still the same behind it. 1, 0, or -1: again. */
static int ask_once(void *ctx)
{
    struct ask_job *job = ctx;
    if (!tracked(job))
        return 0;
    if (!ask_all(job))
        return 0;
    fence_acquire(); /* pairs with the release fence in tracking_look of the producer */
    return load_relaxed_32(&format_header_of(&job->a->segments)->write_looks) == job->w->look ? 1
                                                                                              : -1;
}

uint32_t written_ask(struct written *w, const struct attachment *a, const struct observer_run *runs,
                     size_t count)
{
    struct ask_job job = {.w = w, .a = a};
    if (w->refused)
        return 0;
    int pid = shm_guarded(tracked, &job), status = -1;
    if (pid <= 0)
        return 0;
    w->refused = !open_pagemap(w, pid) || !find_regions(w, a, pid);
    choose_pages(w, runs, count);
    for (int i = 0; i < TRIES && status == -1 && !w->refused; i++)
        status = shm_guarded(ask_once, &job);
    return status == 1 ? w->look : 0;
}

void written_close(struct written *w)
{
    for (uint32_t i = 0; i < w->count; i++)
        free(w->regions[i].stamps);
    free(w->regions);
    if (w->opened)
        shm_descriptor_close(&w->pagemap);
    *w = (struct written){0};
}

/* --- objects --- */

uint32_t observer_ask_written(memglass_observer *o, const struct observer_run *runs, size_t count)
{
    return written_ask(&o->written, &o->at, runs, count);
}

static void set_bits(uint64_t *bits, uint64_t from, uint64_t end)
{
    for (uint64_t n; from < end; from += n) {
        n = 64 - from % 64 < end - from ? 64 - from % 64 : end - from;
        bits[from / 64] |= lowest_bits(n) << from % 64;
    }
}

/* Those that lie in [from, to). */
static void set_objects(const struct extent *e, uint64_t from, uint64_t to, uint64_t *bits,
                        uint64_t row)
{
    uint64_t begin = from < e->first + e->bytes ? 0 : (from - e->first - e->bytes) / e->stride + 1;
    uint64_t end = to <= e->first ? 0 : (to - e->first - 1) / e->stride + 1;
    set_bits(bits, row + begin, row + (end < e->count ? end : e->count));
}

void observer_rows_written(const memglass_observer *o, const struct observer_run *run,
                           uint32_t since, uint64_t *bits, size_t row)
{
    struct extent e;
    const struct written_region *r = find_extent(&o->written, run, &e);
    if (!r) {
        set_bits(bits, row, row + run->count); /* the copy says what is wrong with it */
        return;
    }
    for (uint64_t page = e.page; page < e.page_end; page++)
        if ((int32_t)(r->stamps[page] - since) > 0)
            set_objects(&e, page * FORMAT_PAGE, (page + 1) * FORMAT_PAGE, bits, row);
}
