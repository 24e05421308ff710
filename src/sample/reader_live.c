/*
 * Single objects of a live session, through an observer of its own: mappings and types, but no
 * catalog. Layer 4.
 */
#include "base/clock.h"
#include "observer/observer.h"
#include "sample/lane.h"
#include "sample/source.h"

#include <stdio.h>
#include <stdlib.h>

/* A session that could not be attached to is tried again after so long. */
#define RETRY_NS NS_PER_SEC

struct live_reader {
    struct reader reader;
    char name[MEMGLASS_NAME_MAX + 1];
    memglass_attach_options options;
    memglass_observer *observer; /* NULL: not attached */
    uint64_t failed_ns;          /* when attaching failed last */
};

static int attach(struct live_reader *r, uint64_t instance)
{
    uint64_t now = clock_monotonic_ns();
    if (r->failed_ns && now - r->failed_ns < RETRY_NS)
        return MEMGLASS_E_NOSESSION;
    memglass_observer *fresh = observer_attach_bare(r->name, &r->options, NULL);
    r->failed_ns = fresh ? 0 : now;
    if (!fresh)
        return MEMGLASS_E_NOSESSION;
    if (observer_instance(fresh) != instance) {
        memglass_detach(fresh);
        return MEMGLASS_E_GONE;
    }
    memglass_detach(r->observer);
    r->observer = fresh;
    return MEMGLASS_OK;
}

/* The row is asked anew each time: that finds what was destroyed, and needs no catalog. */
static int find(struct live_reader *r, const struct object_id *id, struct observer_entry *out)
{
    if (!r->observer || observer_instance(r->observer) != id->instance) {
        int status = attach(r, id->instance);
        if (status != MEMGLASS_OK)
            return status;
    }
    return observer_look_up(r->observer, id->index, id->generation, out);
}

static int live_size(struct reader *reader, const struct object_id *id, uint64_t *size)
{
    struct observer_entry entry;
    int status = find((struct live_reader *)reader, id, &entry);
    if (status == MEMGLASS_OK)
        *size = entry.size;
    return status;
}

static int live_read(struct reader *reader, const struct object_id *id, unsigned char *to,
                     uint64_t size)
{
    struct live_reader *r = (struct live_reader *)reader;
    struct observer_entry entry;
    int status = find(r, id, &entry);
    if (status != MEMGLASS_OK)
        return status;
    return entry.size == size ? observer_copy(r->observer, &entry, to) : MEMGLASS_E_CORRUPT;
}

static int live_read_leaf(struct reader *reader, const struct object_id *id,
                          const struct observer_leaf *leaf, uint64_t size, unsigned char *to)
{
    struct live_reader *r = (struct live_reader *)reader;
    struct observer_entry entry;
    int status = find(r, id, &entry);
    if (status != MEMGLASS_OK)
        return status;
    return entry.size == size ? observer_copy_leaf(r->observer, &entry, leaf, to)
                              : MEMGLASS_E_CORRUPT;
}

static int live_origin(struct reader *reader, const struct object_id *id, struct lane_origin *out)
{
    struct live_reader *r = (struct live_reader *)reader;
    struct observer_entry entry;
    memglass_object object;
    int status = find(r, id, &entry);
    if (status == MEMGLASS_OK)
        status = observer_describe(r->observer, &entry, &object);
    if (status != MEMGLASS_OK)
        return status;
    out->thread = object.thread;
    snprintf(out->site, sizeof out->site, "%s", object.site);
    return MEMGLASS_OK;
}

static void live_close(struct reader **reader)
{
    struct live_reader *r = (struct live_reader *)*reader;
    *reader = NULL;
    memglass_detach(r->observer);
    free(r);
}

static const struct reader_ops live_ops = {.size = live_size,
                                           .read = live_read,
                                           .read_leaf = live_read_leaf,
                                           .origin = live_origin,
                                           .close = live_close};

struct reader *reader_live_create(const char *session, const memglass_attach_options *options)
{
    struct live_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->reader.ops = &live_ops;
    if (options)
        r->options = *options;
    snprintf(r->name, sizeof r->name, "%s", session);
    return &r->reader;
}
