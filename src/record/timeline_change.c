/* Looking for where a value changed, and the outline of a whole recording. Layer 5. */
#include "base/error.h"
#include "record/bytes.h"
#include "record/timeline_parts.h"
#include "sample/diff.h"

#include <stdlib.h>
#include <string.h>

#define NO_FRAME UINT64_MAX

/* The object in one frame, as a frame of its own with one row. */
struct glimpse {
    bool there;
    struct bytes bytes;
    struct roster_row row;
    struct roster roster;
    uint64_t changes;
    uint8_t state;
    struct frame frame;
};

struct search {
    struct timeline *t;
    const struct timeline_target *target;
    struct glimpse glimpses[2]; /* of neighbours */
    int now;
    timeline_go_on *on;
    void *ctx;
};

static void look(struct search *s)
{
    struct record_reader *r = s->t->reader;
    const struct object_id *id = &s->target->object;
    struct record_object o;
    struct glimpse *g = &s->glimpses[s->now];
    g->there = record_reader_instance(r) == id->instance &&
               record_reader_object(r, id->index, id->generation, &o);
    bytes_clear(&g->bytes);
    if (!g->there)
        return;
    bytes_raw(&g->bytes, o.bytes, o.size);
    g->row = (struct roster_row){.type = o.type, .size = o.size, .count = (uint32_t)o.count};
    g->changes = o.changes;
    g->state = (uint8_t)o.truth;
    g->roster = (struct roster){.rows = &g->row, .count = 1, .bytes = o.size};
    g->frame.roster = &g->roster;
    g->frame.bytes = g->bytes.at;
    g->frame.states = &g->state;
}

/* Whether what is looked for happened between the two last looks. */
static bool has_changed(const struct search *s)
{
    const struct glimpse *now = &s->glimpses[s->now], *before = &s->glimpses[!s->now];
    struct field_ref ref;
    if (now->there != before->there)
        return true;
    if (!now->there || now->bytes.failed || before->bytes.failed)
        return false;
    struct field_ref whole = field_whole(now->row.type, now->row.count);
    if (!s->target->path[0])
        return now->changes > 0;
    return field_resolve(&whole, s->target->path, &ref, NULL) == MEMGLASS_OK &&
           diff_ref_changed(&before->frame, 0, &now->frame, 0, &ref);
}

static bool may_go_on(const struct search *s)
{
    return !s->on || s->on(s->ctx);
}

/* Passes over frames until `end` (or the end of all); the first one with a change, or the last, or
 * NO_FRAME. Negative: an error. */
static int pass(struct search *s, uint64_t from, uint64_t end, bool first, uint64_t *found,
                memglass_error *err)
{
    struct record_reader *r = s->t->reader;
    *found = NO_FRAME;
    int status = record_reader_seek_number(r, from, err);
    look(s);
    while (!status && record_reader_number(r) < end && (!first || *found == NO_FRAME)) {
        if (!may_go_on(s))
            return MEMGLASS_E_NOTFOUND;
        status = record_reader_next(r, err);
        if (status <= 0)
            return status;
        status = MEMGLASS_OK;
        s->now = !s->now;
        look(s);
        if (record_reader_number(r) <= end && has_changed(s))
            *found = record_reader_number(r);
    }
    return status;
}

/* The number of the newest frame at or before another that reading can begin with. */
static uint64_t whole_before(const struct record_reader *r, uint64_t number)
{
    uint64_t first = 0, found = 0;
    for (size_t i = 0; i < record_reader_blocks(r) && first <= number; i++) {
        const struct record_block *head = record_reader_block(r, i);
        found = head->kind != RECORD_DELTA ? first : found;
        first += head->frames;
    }
    return found;
}

/* Stretch by stretch, the newest first; each from where reading can begin. */
static int pass_back(struct search *s, uint64_t number, uint64_t *found, memglass_error *err)
{
    int status = MEMGLASS_OK;
    *found = NO_FRAME;
    for (uint64_t end = number; !status && *found == NO_FRAME && end > 0;) {
        uint64_t last = end - 1, from = whole_before(s->t->reader, last);
        if (from == last && from > 0)
            from = whole_before(s->t->reader, from - 1);
        status = pass(s, from, last, false, found, err);
        end = from ? from + 1 : 0;
    }
    return status;
}

int timeline_change(struct timeline *t, const struct timeline_target *target, int direction,
                    timeline_go_on *on, void *ctx, memglass_error *err)
{
    struct search s = {.t = t, .target = target, .on = on, .ctx = ctx};
    uint64_t found = NO_FRAME, stood = t->number;
    if (!t->cur)
        return MEMGLASS_E_NOTFOUND;
    int status = direction > 0 ? pass(&s, stood, NO_FRAME, true, &found, err)
                               : pass_back(&s, stood, &found, err);
    for (int i = 0; i < 2; i++)
        bytes_fini(&s.glimpses[i].bytes);
    if (status)
        return status;
    if (found == NO_FRAME)
        return MEMGLASS_E_NOTFOUND;
    int64_t frames = (int64_t)(found - stood);
    return timeline_step(t, frames, err);
}

/* --- the whole ---------------------------------------------------------------------------------
 */

static void fill_slices(const struct timeline *t, struct timeline_slice *slices, size_t count)
{
    const struct record_block *before = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct record_block *head = record_reader_block(t->reader, i);
        slices[i] =
            (struct timeline_slice){.first_ns = head->first_ns,
                                    .last_ns = head->last_ns,
                                    .changes = head->changes,
                                    .born = head->born,
                                    .died = head->died,
                                    .gap = before && head->first_tick > before->last_tick + 1};
        before = head;
    }
}

/* Texts lie behind the marks. */
static void fill_marks(struct record_note *to, const struct record_note *from, size_t count,
                       char *text)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(from[i].text) + 1;
        to[i] = from[i];
        to[i].text = memcpy(text, from[i].text, size);
        text += size;
    }
}

static size_t text_bytes_of(const struct record_note *notes, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += strlen(notes[i].text) + 1;
    return bytes;
}

const struct timeline_outline *timeline_outline(const struct timeline *t)
{
    struct record_about about;
    const struct record_note *notes;
    size_t marks = record_reader_notes(t->reader, &notes), slices = record_reader_blocks(t->reader);
    record_reader_about(t->reader, &about);
    struct timeline_outline *o =
        malloc(sizeof *o + slices * sizeof(struct timeline_slice) +
               marks * sizeof(struct record_note) + text_bytes_of(notes, marks));
    if (!o)
        return NULL;
    struct timeline_slice *to = (void *)(o + 1);
    struct record_note *copies = (void *)(to + slices);
    *o = (struct timeline_outline){.first_ns = about.first_ns,
                                   .last_ns = about.last_ns,
                                   .frames = about.frames,
                                   .slices = to,
                                   .slice_count = slices,
                                   .marks = copies,
                                   .mark_count = marks};
    atomic_init(&o->holders, 1);
    fill_slices(t, to, slices);
    fill_marks(copies, notes, marks, (char *)(copies + marks));
    return o;
}

const struct timeline_outline *timeline_outline_hold(const struct timeline_outline *o)
{
    atomic_fetch_add_explicit(&((struct timeline_outline *)o)->holders, 1, memory_order_relaxed);
    return o;
}

void timeline_outline_release(const struct timeline_outline **outline)
{
    struct timeline_outline *o = (struct timeline_outline *)*outline;
    *outline = NULL;
    if (o && atomic_fetch_sub_explicit(&o->holders, 1, memory_order_acq_rel) == 1)
        free(o);
}
