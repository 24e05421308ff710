/* Noting which pages were written to, and when. Layer 2. */
#include "producer/tracking.h"

#include "base/checked.h"
#include "format/words.h"
#include "producer/store.h"
#include "shm/written.h"

#include <unistd.h>

void tracking_start(struct store *s)
{
    struct tracking w = {.tracker = shm_descriptor_of(shm_written_open()),
                         .pagemap = shm_descriptor_of(shm_pagemap_open(getpid()))};
    s->tracking = w;
    if (w.tracker.fd < 0 || w.pagemap.fd < 0)
        tracking_stop(s);
    else
        store_relaxed_32(&s->header->write_looks, 1); /* odd: there was none yet */
}

uint64_t tracking_bytes(const struct tracking *w, uint64_t region_bytes)
{
    uint64_t pages = region_bytes / FORMAT_PAGE + 1;
    return tracking_runs(w) ? round_up(pages * sizeof(uint32_t), 64) : 0;
}

void tracking_add(struct store *s, const struct region *r)
{
    struct format_region *region = (struct format_region *)(void *)r->segment.base;
    if (!tracking_runs(&s->tracking))
        return;
    if (!shm_descriptor_open(&s->tracking.tracker) ||
        !shm_written_arm(s->tracking.tracker.fd, r->segment.base, r->segment.size))
        tracking_stop(s);
    else
        store_relaxed_64(&region->looks_at, sizeof *region);
}

/* One region's notes. */
struct notes {
    uint32_t *looks, number;
};

static void note(void *ctx, uint64_t from, uint64_t to)
{
    const struct notes *n = ctx;
    for (uint64_t page = from / FORMAT_PAGE; page < to / FORMAT_PAGE; page++)
        store_relaxed_32(&n->looks[page], n->number);
}

static bool look_at_all(const struct store *s, uint32_t number)
{
    if (!shm_descriptor_open(&s->tracking.pagemap))
        return false;
    for (uint32_t i = 1; i <= s->region_count; i++) {
        const struct shm_segment *segment = &region_of(s, i)->segment;
        struct notes n = {(uint32_t *)(void *)(segment->base + sizeof(struct format_region)),
                          number};
        if (!shm_written_each(s->tracking.pagemap.fd, (uintptr_t)segment->base, segment->size, true,
                              note, &n))
            return false;
    }
    return true;
}

/* Odd while it goes on, as in a write section: whoever has asked the kernel meanwhile, or has read
 * notes, finds that the number has moved on. 0 is skipped, since it means never. */
void tracking_look(struct store *s)
{
    if (!tracking_runs(&s->tracking))
        return;
    uint32_t odd = load_relaxed_32(&s->header->write_looks) | 1, next = odd + 1 ? odd + 1 : 2;
    store_relaxed_32(&s->header->write_looks, odd);
    fence_release(); /* pairs with the acquire fence of written_ask, behind what it read */
    if (look_at_all(s, next))
        store_release_32(&s->header->write_looks, next); /* pairs with its first acquire */
    else
        tracking_stop(s);
}

void tracking_stop(struct store *s)
{
    if (s->header)
        store_release_32(&s->header->write_looks, 0);
    shm_descriptor_close(&s->tracking.tracker);
    shm_descriptor_close(&s->tracking.pagemap);
}
