/* A session of ships that is recorded by the C API. Tests only; no layer. */
#ifndef TESTS_RECORDING_HARBOUR_H
#define TESTS_RECORDING_HARBOUR_H

#include "unit.h"

#include "ship.h"
#include "ship.memglass.h"

#include <memglass/memglass.h>
#include <memglass/recording.h>
#include <string.h>

enum { PATH_BYTES = 80, SHIPS = 4 };

#define MS UINT64_C(1000000)

/* A harbour that is recorded. */
struct harbour {
    char name[UNIT_NAME_BYTES], path[PATH_BYTES];
    memglass_session *session;
    memglass_recorder *recorder;
    struct ship *ships[SHIPS];
};

static inline memglass_session *open_session(const char *name)
{
    memglass_error err = {0};
    memglass_config config = {.name = name, .flags = MEMGLASS_NO_THREAD};
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    return s;
}

static inline void add_ship(struct harbour *h, int i)
{
    char label[16];
    snprintf(label, sizeof label, "ship_%d", i);
    h->ships[i] = memglass_create(h->session, ship, label);
    ck_assert_ptr_nonnull(h->ships[i]);
    snprintf(h->ships[i]->name, sizeof h->ships[i]->name, "No. %d", i);
}

static inline void harbour_open(struct harbour *h, const char *tag)
{
    static const memglass_recorder_options options = {.interval_ns = MS,
                                                      .flags = MEMGLASS_RECORDER_REPLACE};
    memglass_error err = {0};
    *h = (struct harbour){.session = NULL};
    unit_session_name(h->name, tag);
    snprintf(h->path, sizeof h->path, "/tmp/%s.mgr", h->name);
    h->session = open_session(h->name);
    add_ship(h, 0);
    add_ship(h, 1);
    h->recorder = memglass_recorder_open(h->name, h->path, &options, &err);
    ck_assert_msg(h->recorder != NULL, "%s", err.message);
}

static inline void take(struct harbour *h)
{
    memglass_error err = {0};
    ck_assert_msg(memglass_recorder_take(h->recorder, &err) == MEMGLASS_OK, "%s", err.message);
}

static inline void mark(struct harbour *h, const char *text)
{
    ck_assert_int_eq(memglass_recorder_mark(h->recorder, text, NULL), MEMGLASS_OK);
}

static inline memglass_recording *harbour_reopen(struct harbour *h)
{
    memglass_error err = {0};
    ck_assert_int_eq(memglass_recorder_close(h->recorder, &err), MEMGLASS_OK);
    h->recorder = NULL;
    memglass_recording *r = memglass_recording_open(h->path, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    return r;
}

static inline void harbour_close(struct harbour *h)
{
    memglass_recorder_close(h->recorder, NULL);
    memglass_close(h->session);
    unlink(h->path);
}

static inline memglass_recording_instant instant_of(const memglass_recording *r)
{
    memglass_recording_instant now;
    ck_assert_int_eq(memglass_recording_instant_get(r, &now), MEMGLASS_OK);
    return now;
}

static inline uint64_t miles_of(const memglass_recording *r, const memglass_object *ship)
{
    memglass_value value;
    ck_assert_int_eq(memglass_recording_read_field(r, ship, "miles", &value), MEMGLASS_OK);
    return value.as.u;
}

/* Events in a line each: "number kind object-or-text". */
static inline void read_events(memglass_recording *r, char *out, size_t size)
{
    memglass_recording_event e;
    memglass_error err = {0};
    size_t used = 0;
    int status;
    out[0] = '\0';
    while ((status = memglass_recording_next_event(r, &e, &err)) == 1)
        used +=
            (size_t)snprintf(out + used, size - used, "%d %s %s\n", (int)e.number,
                             memglass_event_name((int)e.kind), e.text ? e.text : e.object.label);
    ck_assert_msg(status == 0, "%s", err.message);
}

#endif
