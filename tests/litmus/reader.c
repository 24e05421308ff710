/* The readers of the litmus suite. Tests only; no layer. */
#include "reader.h"

#include "observer/observer.h"
#include "observer/state.h"
#include "producer/session.h"
#include "sample/source.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REMEMBERED = 1 << 14, FIELDS_EACH = 8, LATE = 4, ROUNDS_TO_LATE = 64 };

/* The newest moment that was read of a row's object. */
struct memory {
    uint32_t generation;
    uint64_t moment;
};

struct looker {
    memglass_observer *observer;
    struct source *source; /* NULL: without frames */
    const struct frame *frame;
    memglass_session *here; /* NULL: of another process */
    uint64_t rounds, cuts, frames;
    struct reader_tally tallies[READER_PATHS];
    struct memory memories[REMEMBERED];
    char complaint[256];
    union {
        uint64_t words[SHAPE_MOST_WORDS];
        struct shape_guarded_few few;
        struct shape_guarded_many many;
        struct shape_plain plain;
    } copy;
};

/* --- the judge --- */

/* A copy, and what it says of itself. */
struct evidence {
    enum reader_path path;
    const memglass_type *type;
    const char *label;
    uint32_t index, generation;
    int truth;
    const void *bytes;
};

__attribute__((format(printf, 3, 4))) static void complain(struct looker *r, enum reader_path path,
                                                           const char *format, ...)
{
    static const char *const names[] = {
#define PATH_NAME(name, text) text,
        READER_PATH_LIST(PATH_NAME)
#undef PATH_NAME
    };
    if (r->tallies[path].broken++ || r->complaint[0])
        return;
    int length = snprintf(r->complaint, sizeof r->complaint, "%s: ", names[path]);
    va_list args;
    va_start(args, format);
    vsnprintf(r->complaint + length, sizeof r->complaint - (size_t)length, format, args);
    va_end(args);
}

static bool goes_back(struct looker *r, const struct evidence *e, uint64_t moment)
{
    struct memory *m = &r->memories[e->index % REMEMBERED];
    bool back = m->generation == e->generation && moment < m->moment;
    *m = (struct memory){e->generation, moment};
    return back;
}

static void judge_words(struct looker *r, const struct evidence *e, uint16_t tag)
{
    size_t count = e->type->size / 8;
    uint64_t moment;
    if (e->truth != MEMGLASS_EXACT && shape_is_zero(e->bytes, count))
        return; /* created, and nothing stored yet; STALE: in the frame before */
    if (!shape_is_whole(e->bytes, count, tag, &moment))
        complain(r, e->path, "%s object %s is not of one moment, or another one's", e->type->name,
                 e->label);
    else if (e->truth == MEMGLASS_EXACT && goes_back(r, e, moment))
        complain(r, e->path, "%s object %s is older than it was", e->type->name, e->label);
}

static void judge_guarded(struct looker *r, const struct evidence *e, uint16_t tag)
{
    bool small = e->type->size == sizeof(struct shape_guarded_few);
    const struct shape_guarded_few *few = e->bytes;
    const struct shape_guarded_many *many = e->bytes;
    const uint64_t *words = small ? few->safe.value.words : many->safe.value.words;
    size_t count = small ? SHAPE_FEW : SHAPE_MANY;
    uint64_t moment;
    if ((small ? few->safe.guard.sequence : many->safe.guard.sequence) & 1) {
        r->tallies[e->path].checked--;
        r->tallies[e->path].torn++;
    } else if (!shape_is_whole(words, count, tag, &moment) && !shape_is_zero(words, count)) {
        complain(r, e->path, "guarded value of %s is not of one moment", e->label);
    }
}

static void judge(struct looker *r, const struct evidence *e)
{
    enum shape_kind kind = (enum shape_kind)e->type->name[0];
    long tag = shape_tag(e->label);
    if (e->truth == MEMGLASS_TORN) {
        r->tallies[e->path].torn++;
        return;
    }
    r->tallies[e->path].checked++;
    if (tag < 0 || ((kind == SHAPE_EVEN || kind == SHAPE_ODD) && (tag % 2 == 1) != (kind == 'o')))
        complain(r, e->path, "%s object %u has the label %s", e->type->name, e->index, e->label);
    else if (kind == SHAPE_ALIGNED && !shape_number_is_whole(64, *(const uint64_t *)e->bytes))
        complain(r, e->path, "word of %s is torn", e->label);
    else if (kind == SHAPE_PLAIN && !shape_plain_is_whole(e->bytes))
        complain(r, e->path, "field of %s is torn", e->label);
    else if (kind == SHAPE_GUARDED)
        judge_guarded(r, e, (uint16_t)tag);
    else if (kind == SHAPE_SECTION || kind == SHAPE_EVEN || kind == SHAPE_ODD)
        judge_words(r, e, (uint16_t)tag);
}

/* --- one field --- */

/* The numbers in a value's text. */
static size_t numbers_of(const char *text, uint64_t *numbers, size_t most)
{
    size_t count = 0;
    while (*text && count < most) {
        char *end = (char *)text + 1;
        if (isdigit((unsigned char)*text))
            numbers[count++] = strtoull(text, &end, 10);
        text = end;
    }
    return count;
}

/* As many words as a text holds, as one; of more, a single one. */
static void judge_field(struct looker *r, const memglass_object *o, const memglass_value *v)
{
    uint64_t words[SHAPE_CHURNED_WORDS];
    struct evidence e = {.path = READER_FIELD,
                         .type = o->type,
                         .label = o->label,
                         .index = o->index,
                         .generation = o->generation,
                         .truth = (int)v->truth,
                         .bytes = words};
    size_t count = numbers_of(v->text, words, SHAPE_CHURNED_WORDS);
    uint64_t moment, tag = (uint64_t)shape_tag(o->label);
    bool guarded = o->type->name[0] == SHAPE_GUARDED;
    if (v->truth == MEMGLASS_TORN || (!guarded && 8 * count == o->type->size)) {
        judge(r, &e);
        return;
    }
    r->tallies[READER_FIELD].checked++;
    if (guarded && !shape_is_whole(words, count, (uint16_t)tag, &moment) &&
        !shape_is_zero(words, count))
        complain(r, READER_FIELD, "guarded value of %s is not of one moment: %s", o->label,
                 v->text);
    if (o->type->name[0] == SHAPE_PLAIN &&
        !shape_number_is_whole((unsigned)v->field->bit_size, v->as.u))
        complain(r, READER_FIELD, "field of %s is torn: %s", o->label, v->text);
    if (o->type->name[0] == SHAPE_SECTION && v->as.u && v->as.u >> 48 != tag)
        complain(r, READER_FIELD, "word of %s is another object's: %s", o->label, v->text);
}

static const char *path_of(const memglass_type *type, uint64_t turn)
{
    static const char *const plain[] = {"eights[1]", "fours[0]", "twos[3]", "twos[0]"};
    switch ((enum shape_kind)type->name[0]) {
    case SHAPE_ALIGNED:
        return "word";
    case SHAPE_PLAIN:
        return plain[turn % 4];
    case SHAPE_GUARDED:
        return type->size == sizeof(struct shape_guarded_few) ? "safe" : NULL;
    case SHAPE_SECTION:
        return type->size <= 8 * SHAPE_CHURNED_WORDS ? "words" : "words[7]";
    case SHAPE_EVEN:
    case SHAPE_ODD:
        return "words";
    case SHAPE_STEP:
        break;
    }
    return NULL;
}

static void read_field(struct looker *r, const memglass_object *o)
{
    memglass_value value;
    const char *path = path_of(o->type, r->rounds);
    if (!path)
        return;
    int status = memglass_read_field(r->observer, o, path, &value);
    if (status == MEMGLASS_OK)
        judge_field(r, o, &value);
    else if (status != MEMGLASS_E_GONE)
        complain(r, READER_FIELD, "%s", memglass_strerror(status));
}

/* --- one object --- */

static void read_object(struct looker *r, const memglass_object *o)
{
    int truth = memglass_read(r->observer, o, &r->copy, sizeof r->copy);
    if (truth == MEMGLASS_E_GONE)
        return;
    if (truth < 0) {
        complain(r, READER_READ, "%s", memglass_strerror(truth));
        return;
    }
    judge(r, &(struct evidence){.path = READER_READ,
                                .type = o->type,
                                .label = o->label,
                                .index = o->index,
                                .generation = o->generation,
                                .truth = truth,
                                .bytes = &r->copy});
}

/* As a frame copies: a run, then a refresh, which says what was gone by then. */
static void read_run(struct looker *r, const memglass_object *o)
{
    struct observer_entry e;
    if (!observer_entry_at(r->observer, o->index, &e) || e.generation != o->generation)
        return;
    unsigned char truth;
    struct observer_run run = {.place = e.place,
                               .stride = e.size,
                               .size = e.size,
                               .count = 1,
                               .type = e.type,
                               .elements = e.count};
    int status = observer_copy_runs(&(struct observer_copying){.observer = r->observer,
                                                               .runs = &run,
                                                               .count = 1,
                                                               .to = (void *)&r->copy,
                                                               .truths = &truth});
    if (status >= 0)
        status = memglass_refresh(r->observer);
    if (status < 0)
        complain(r, READER_RUN, "%s", memglass_strerror(status));
    else if (observer_entry_at(r->observer, o->index, &e) && e.generation == o->generation)
        judge(r, &(struct evidence){.path = READER_RUN,
                                    .type = o->type,
                                    .label = o->label,
                                    .index = o->index,
                                    .generation = o->generation,
                                    .truth = truth,
                                    .bytes = &r->copy});
}

/* --- frames --- */

static void judge_cut(struct looker *r, const struct frame *f)
{
    uint64_t moments[2] = {UINT64_MAX, UINT64_MAX}, moment;
    r->frames++;
    if (f->cut != FRAME_CUT_ONE)
        return;
    r->cuts++;
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        const void *words = frame_data(f, i);
        if (row->type->name[0] != SHAPE_STEP || f->states[i] & ROW_GONE)
            continue;
        if (shape_is_zero(words, SHAPE_STEP_WORDS))
            moment = 0;
        else if (!shape_is_whole(words, SHAPE_STEP_WORDS, (uint16_t)shape_tag(row->label), &moment))
            moment = UINT64_MAX;
        moments[moments[0] != UINT64_MAX] = moment;
        if (moment == UINT64_MAX || (moments[1] != UINT64_MAX && moments[1] != moments[0]))
            complain(r, READER_FRAME, "a cut has a part of a step");
    }
}

static void judge_frame(struct looker *r, const struct frame *f)
{
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        if (!(f->states[i] & ROW_GONE))
            judge(r, &(struct evidence){.path = READER_FRAME,
                                        .type = row->type,
                                        .label = row->label,
                                        .index = row->index,
                                        .generation = row->generation,
                                        .truth = f->states[i] & ROW_TRUTH,
                                        .bytes = frame_data(f, i)});
    }
    judge_cut(r, f);
}

static void capture(struct looker *r)
{
    const struct frame *next = NULL;
    memglass_error err = {0};
    int status = r->source->ops->capture(r->source, r->frame, r->rounds, &next, &err);
    if (status != MEMGLASS_OK || err.code != MEMGLASS_OK) {
        complain(r, READER_FRAME, "%s", err.message);
        frame_release(&next); /* there is one where a part of the session is damaged */
        return;
    }
    frame_release(&r->frame);
    r->frame = next;
    judge_frame(r, next);
}

/* --- a round --- */

/* The producer's own addresses of what the observer has mapped. */
static void look_here(struct looker *r)
{
    struct attachment *at = &r->observer->at;
    const struct store *store = &r->here->store;
    at->segments.header.base = (const unsigned char *)store->header;
    for (uint32_t i = 0; i < at->segments.region_count && i < store->region_count; i++)
        at->spans[i].base = region_of(store, i + 1)->segment.base;
}

static void refresh(struct looker *r)
{
    int status = memglass_refresh(r->observer);
    if (status < 0)
        complain(r, READER_READ, "refresh: %s", memglass_strerror(status));
}

/* A read long after the refresh that named the object: its memory may have been used again. */
static void read_late(struct looker *r)
{
    memglass_object objects[LATE];
    size_t count = memglass_object_count(r->observer), held = 0;
    for (size_t i = count > LATE ? count - LATE : 0; i < count; i++)
        held += memglass_object_at(r->observer, i, &objects[held]) == MEMGLASS_OK;
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    for (size_t i = 0; i < held; i++)
        read_object(r, &objects[i]);
}

void reader_round(struct looker *r)
{
    memglass_object object;
    r->rounds++;
    refresh(r);
    for (size_t i = 0; i < memglass_object_count(r->observer); i++) {
        if (memglass_object_at(r->observer, i, &object) != MEMGLASS_OK)
            continue;
        read_object(r, &object);
        if ((i + r->rounds) % FIELDS_EACH == 0)
            read_field(r, &object);
        else if (r->here)
            read_run(r, &object);
    }
    if (r->rounds % ROUNDS_TO_LATE == 0)
        read_late(r);
    if (r->source)
        capture(r);
}

/* --- life --- */

static struct looker *open_observer(const char *session, memglass_error *err)
{
    struct looker *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->observer = memglass_attach(session, err);
    if (r->observer)
        return r;
    free(r);
    return NULL;
}

struct looker *reader_open(const char *session, memglass_error *err)
{
    struct looker *r = open_observer(session, err);
    if (!r)
        return NULL;
    r->source = source_live_open(session, NULL, err);
    if (r->source)
        return r;
    reader_close(r);
    return NULL;
}

struct looker *reader_open_here(const char *session, memglass_session *s, memglass_error *err)
{
    struct looker *r = open_observer(session, err);
    if (!r)
        return NULL;
    r->here = s;
    look_here(r);
    return r;
}

void reader_close(struct looker *r)
{
    frame_release(&r->frame);
    if (r->source)
        r->source->ops->close(&r->source);
    memglass_detach(r->observer);
    free(r);
}

/* --- what was found --- */

struct reader_tally reader_tally(const struct looker *r, enum reader_path path)
{
    return r->tallies[path];
}

struct reader_tally reader_sum(const struct looker *r)
{
    struct reader_tally sum = {0};
    for (int p = 0; p < READER_PATHS; p++) {
        sum.checked += r->tallies[p].checked;
        sum.torn += r->tallies[p].torn;
        sum.broken += r->tallies[p].broken;
    }
    return sum;
}

void reader_cuts(const struct looker *r, uint64_t *cuts, uint64_t *frames)
{
    *cuts = r->cuts;
    *frames = r->frames;
}

const char *reader_complaint(const struct looker *r)
{
    return r->complaint;
}

uint64_t reader_missed(struct looker *r, const char *session)
{
    uint64_t missed = 0;
    refresh(r);
    memglass_observer *fresh = memglass_attach(session, NULL);
    if (!fresh)
        return UINT64_MAX;
    uint32_t limit = observer_index_limit(fresh), known = observer_index_limit(r->observer);
    for (uint32_t i = 0; i < (limit > known ? limit : known); i++) {
        struct observer_entry there, here;
        bool lives = observer_entry_at(fresh, i, &there);
        missed += lives != observer_entry_at(r->observer, i, &here) ||
                  (lives && there.generation != here.generation);
    }
    memglass_detach(fresh);
    return missed;
}

uint64_t reader_moment(struct looker *r, uint16_t tag)
{
    char label[SHAPE_LABEL_BYTES];
    memglass_object object;
    uint64_t moment;
    shape_label(label, tag);
    if (memglass_find(r->observer, label, &object) != MEMGLASS_OK ||
        object.type->name[0] != SHAPE_SECTION ||
        memglass_read(r->observer, &object, &r->copy, sizeof r->copy) != MEMGLASS_EXACT ||
        !shape_is_whole(r->copy.words, object.type->size / 8, tag, &moment))
        return UINT64_MAX;
    return moment;
}
