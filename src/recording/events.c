/* The public face of recordings that are read: marks, and what happened from one instant to the
 * next. Layer 6. */
#include "recording/parts.h"

#include "base/error.h"

const char *memglass_event_name(int event)
{
    static const char *const names[] = {
#define EVENT_NAME(name, text) [MEMGLASS_EVENT_##name] = text,
        MEMGLASS_EVENT_LIST(EVENT_NAME)
#undef EVENT_NAME
    };
    bool known = event >= 0 && (size_t)event < sizeof names / sizeof names[0];
    return known ? names[event] : "?";
}

/* --- marks -------------------------------------------------------------------------------------
 */

size_t memglass_recording_mark_count(const memglass_recording *r)
{
    const struct record_note *unused;
    return r ? record_reader_notes(r->reader, &unused) : 0;
}

int memglass_recording_mark_at(const memglass_recording *r, size_t i, memglass_recording_mark *out)
{
    const struct record_note *notes;
    if (!r || !out)
        return MEMGLASS_E_INVALID;
    if (i >= record_reader_notes(r->reader, &notes))
        return MEMGLASS_E_NOTFOUND;
    *out = (memglass_recording_mark){.time_ns = recording_time_ns(r, notes[i].time_ns),
                                     .text = notes[i].text};
    return MEMGLASS_OK;
}

/* --- events ------------------------------------------------------------------------------------
 */

void recording_free_events(memglass_recording *r)
{
    record_reader_roster_drop(r->reader, &r->events.before);
    record_reader_roster_drop(r->reader, &r->events.after);
}

void recording_forget_events(memglass_recording *r)
{
    recording_free_events(r);
    r->events = (struct recording_events){.mark = 0};
}

static void fill_event(const memglass_recording *r, memglass_event kind,
                       memglass_recording_event *out)
{
    uint64_t now = record_reader_time_ns(r->reader);
    *out = (memglass_recording_event){.kind = kind,
                                      .number = record_reader_number(r->reader),
                                      .time_ns = recording_time_ns(r, now)};
}

static bool take_object(const memglass_recording *r, memglass_event kind,
                        const struct roster_row *row, memglass_recording_event *out)
{
    if (!row)
        return false;
    fill_event(r, kind, out);
    out->object = (memglass_object){.type = row->type,
                                    .count = row->count,
                                    .size = row->size,
                                    .created_ns = row->created_ns,
                                    .index = row->index,
                                    .generation = row->generation};
    recording_name(row->label, &out->object);
    return true;
}

static bool take_flag(const memglass_recording *r, bool *flag, memglass_event kind,
                      memglass_recording_event *out)
{
    bool had = *flag;
    *flag = false;
    if (had)
        fill_event(r, kind, out);
    return had;
}

static bool take_mark(memglass_recording *r, memglass_recording_event *out)
{
    const struct record_note *notes;
    size_t count = record_reader_notes(r->reader, &notes), *at = &r->events.mark;
    uint64_t tick = record_reader_tick(r->reader);
    while (*at < count && notes[*at].tick < tick)
        ++*at;
    if (*at == count || notes[*at].tick != tick)
        return false;
    fill_event(r, MEMGLASS_EVENT_MARK, out);
    out->text = notes[(*at)++].text;
    return true;
}

/* The next row of `of`, from *at on, that is not among the others; NULL: none, or nothing is known.
 */
static const struct roster_row *next_alone(const struct roster *of, size_t *at,
                                           struct roster_cursor *others)
{
    while (of && *at < of->count) {
        const struct roster_row *row = &of->rows[(*at)++];
        if (!roster_seek(others, row->index, row->generation))
            return row;
    }
    return NULL;
}

static bool take_event(memglass_recording *r, memglass_recording_event *out)
{
    struct recording_events *e = &r->events;
    return take_flag(r, &e->gap, MEMGLASS_EVENT_GAP, out) ||
           take_flag(r, &e->restarted, MEMGLASS_EVENT_RESTARTED, out) ||
           take_object(r, MEMGLASS_EVENT_DESTROYED, next_alone(e->before, &e->went, &e->in_after),
                       out) ||
           take_object(r, MEMGLASS_EVENT_CREATED, next_alone(e->after, &e->came, &e->in_before),
                       out) ||
           take_mark(r, out);
}

static int out_of_memory(memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOMEM, 0, "the recording's events: out of memory");
}

/* What there is to compare: nothing at the first instant, behind a restart, and where the objects
 * are the same. */
static int compare(memglass_recording *r, const struct roster **before, memglass_error *err)
{
    struct recording_events *e = &r->events;
    const struct roster *after = record_reader_roster(r->reader);
    if (!after)
        return out_of_memory(err);
    if (*before && *before != after && !e->restarted) {
        e->before = *before;
        e->after = after;
        e->in_before = roster_cursor(e->before);
        e->in_after = roster_cursor(e->after);
        *before = NULL;
        return MEMGLASS_OK;
    }
    record_reader_roster_drop(r->reader, &after);
    return MEMGLASS_OK;
}

/* To the next instant: 1; 0: there is none; negative. */
static int go_on(memglass_recording *r, memglass_error *err)
{
    struct recording_events *e = &r->events;
    bool stands = record_reader_stands(r->reader);
    uint64_t instance = stands ? record_reader_instance(r->reader) : 0;
    const struct roster *before = stands ? record_reader_roster(r->reader) : NULL;
    if (stands && !before)
        return out_of_memory(err);
    size_t mark = e->mark;
    recording_forget_events(r);
    int status = record_reader_next(r->reader, err);
    if (status == 1) {
        e->under_way = true;
        e->mark = mark;
        e->gap = record_reader_behind_gap(r->reader);
        e->restarted = stands && instance != record_reader_instance(r->reader);
        int compared = compare(r, &before, err);
        status = compared ? compared : 1;
    }
    record_reader_roster_drop(r->reader, &before);
    return status;
}

int memglass_recording_next_event(memglass_recording *r, memglass_recording_event *out,
                                  memglass_error *err)
{
    if (!r || !out)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the recording, or the event, is missing");
    while (!r->events.under_way || !take_event(r, out)) {
        int status = go_on(r, err);
        if (status != 1)
            return status;
    }
    return 1;
}
