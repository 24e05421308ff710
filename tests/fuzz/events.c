/*
 * Fuzzing what follows a session: the event ring, its head, the number of regions, rows that come
 * and go, while the producer seems to live on between two refreshes. The input is a list of steps.
 * Tests only.
 */
#include "image.h"

#include "observer/observer.h"

#include <stdlib.h>

#define STEPS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every live row is asked for its label and copied: none may lie outside what is mapped. */
static void look(memglass_observer *o)
{
    char text[MEMGLASS_LABEL_MAX + 1];
    unsigned char bytes[1024], truth;
    uint32_t limit = observer_index_limit(o);
    size_t count;
    for (uint32_t i = 0; i < limit && i < 256; i++) {
        struct observer_entry e;
        if (!observer_entry_at(o, i, &e))
            continue;
        observer_label(o, &e, text);
        if (e.size > sizeof bytes)
            continue;
        struct observer_run run = {.place = e.place,
                                   .stride = (e.size + 7) / 8 * 8,
                                   .size = e.size,
                                   .count = 1,
                                   .type = e.type,
                                   .elements = e.count};
        observer_copy_runs(&(struct observer_copying){
            .observer = o, .runs = &run, .count = 1, .to = bytes, .truths = &truth});
    }
    observer_removed(o, &count);
}

static void step(memglass_observer *o, const struct image_record *r)
{
    enum { STAGE, RING, ROWS, HEAD, REGIONS, REFRESH, KINDS };
    struct format_header *h = image_header();
    switch (r->action % KINDS) {
    case STAGE:
        image_stage((unsigned)(r->value % IMAGE_STAGES));
        break;
    case RING:
        image_scribble(FORMAT_TABLE_COUNT + 1, r->at, r->area, r->value);
        break;
    case ROWS:
        image_scribble(r->area & 4 ? FORMAT_TABLE_objects : FORMAT_TABLE_details, r->at, r->area,
                       r->value);
        break;
    case HEAD: /* most often near where it was */
        h->ring_head = r->area & 1 ? r->value : h->ring_head + r->at % 256 - 64;
        break;
    case REGIONS:
        h->region_count = r->area & 1 ? (uint32_t)r->value : r->at % (IMAGE_REGIONS + 2);
        break;
    default:
        if (r->area & 1)
            image_announce();
        memglass_refresh(o);
        look(o);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *session = image_session();
    size_t steps = size / IMAGE_RECORD;
    image_stage(0);
    memglass_observer *o = memglass_attach(session, NULL);
    if (!o)
        abort(); /* nothing is damaged yet */
    for (size_t i = 0; i < steps && i < STEPS_MAX; i++) {
        struct image_record r = image_record(data, i);
        step(o, &r);
    }
    image_announce();
    memglass_refresh(o);
    look(o);
    memglass_detach(o);
    return 0;
}
