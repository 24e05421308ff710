/* The public face of recordings that are read: opening, and going about. Layer 6. */
#include "recording/parts.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

memglass_recording *recording_of(struct record_reader *reader, memglass_error *err)
{
    memglass_recording *r = reader ? calloc(1, sizeof *r) : NULL;
    if (reader && !r) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        record_reader_close(&reader);
    }
    if (!r)
        return NULL;
    r->reader = reader;
    record_reader_about(reader, &r->about);
    return r;
}

memglass_recording *memglass_recording_open(const char *path, memglass_error *err)
{
    if (path)
        return recording_of(record_reader_open(path, 0, err), err);
    error_set(err, MEMGLASS_E_INVALID, 0, "a recording's path is missing");
    return NULL;
}

void memglass_recording_close(memglass_recording *r)
{
    if (!r)
        return;
    recording_free_events(r);
    record_reader_close(&r->reader);
    free(r);
}

int memglass_recording_info_get(const memglass_recording *r, memglass_recording_info *out)
{
    if (!r || !out)
        return MEMGLASS_E_INVALID;
    const struct record_about *a = &r->about;
    *out = (memglass_recording_info){.frames = a->frames,
                                     .length_ns = a->last_ns - a->first_ns,
                                     .interval_ns = a->interval_ns,
                                     .first_wall_ns = a->first_wall_ns,
                                     .first_monotonic_ns = a->first_ns,
                                     .damaged_bytes = a->damaged_bytes,
                                     .cut_bytes = a->cut_bytes,
                                     .sessions = a->sessions,
                                     .closed = a->closed};
    return MEMGLASS_OK;
}

uint64_t recording_time_ns(const memglass_recording *r, uint64_t monotonic_ns)
{
    return monotonic_ns > r->about.first_ns ? monotonic_ns - r->about.first_ns : 0;
}

/* --- going about -------------------------------------------------------------------------------
 */

static int missing(memglass_error *err)
{
    return error_set(err, MEMGLASS_E_INVALID, 0, "the recording is missing");
}

int memglass_recording_next(memglass_recording *r, memglass_error *err)
{
    if (!r)
        return missing(err);
    recording_forget_events(r);
    return record_reader_next(r->reader, err);
}

int memglass_recording_seek(memglass_recording *r, uint64_t time_ns, memglass_error *err)
{
    if (!r)
        return missing(err);
    recording_forget_events(r);
    uint64_t first = r->about.first_ns;
    return record_reader_seek(r->reader,
                              time_ns < UINT64_MAX - first ? first + time_ns : UINT64_MAX, err);
}

int memglass_recording_seek_number(memglass_recording *r, uint64_t number, memglass_error *err)
{
    if (!r)
        return missing(err);
    recording_forget_events(r);
    if (number >= r->about.frames)
        return error_set(err, MEMGLASS_E_NOTFOUND, 0, "the recording has %llu instants",
                         (unsigned long long)r->about.frames);
    return record_reader_seek_number(r->reader, number, err);
}

int memglass_recording_instant_get(const memglass_recording *r, memglass_recording_instant *out)
{
    if (!r || !out)
        return MEMGLASS_E_INVALID;
    if (!record_reader_stands(r->reader))
        return MEMGLASS_E_NOTFOUND;
    *out = (memglass_recording_instant){.number = record_reader_number(r->reader),
                                        .time_ns =
                                            recording_time_ns(r, record_reader_time_ns(r->reader)),
                                        .wall_ns = record_reader_wall_ns(r->reader),
                                        .behind_gap = record_reader_behind_gap(r->reader),
                                        .cut = (memglass_cut)record_reader_cut(r->reader),
                                        .session = *record_reader_session(r->reader)};
    return MEMGLASS_OK;
}
