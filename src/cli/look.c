/* What a command looks at: frames of a live session, or of a recording. Layer 8. */
#include "cli/look.h"

#include "base/checked.h"
#include "base/clock.h"
#include "base/error.h"
#include "cli/life.h"
#include "query/type_list.h"
#include "query/uptime.h"
#include "record/reader.h"
#include "sample/diff.h"
#include "sample/schedule.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct look {
    struct look_options options;
    struct source *live;             /* NULL: a recording */
    struct record_reader *recording; /* NULL: live */
    struct history *history;         /* of a live session; NULL: none */
    const struct history *past;      /* whosever it is */
    struct schedule schedule;
    uint64_t due_ns; /* of the next frame, while it is waited for; 0: not known yet */
    const struct frame *cur, *prev;
    struct row_source rows;
    struct type_list types;
    uint64_t began_ns; /* the first frame was given out */
    struct uptime uptime;
    uint64_t tick;
    struct life life;
    const char *name;
    uint64_t next_number; /* a recording: the frame behind the one that was given out */
    uint64_t last_number; /* the one that was found at its end */
};

bool look_is_file(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') || (length > 4 && strcmp(name + length - 4, ".mgr") == 0);
}

/* --- opening -----------------------------------------------------------------------------------
 */

static int open_recording(struct look *l, const char *name, memglass_error *err)
{
    l->recording = record_reader_open(name, 0, err);
    if (!l->recording)
        return err->code;
    if (l->options.history_bytes)
        l->past = record_reader_remember(l->recording, l->options.history_bytes);
    int status = l->options.at_end ? record_reader_seek_last(l->recording, err) : MEMGLASS_OK;
    l->last_number = record_reader_number(l->recording);
    return status;
}

static int open_session(struct look *l, const char *name, memglass_error *err)
{
    if (l->options.history_bytes)
        l->past = l->history = history_create(l->options.history_bytes);
    struct source_live_options how = {.attach = l->options.attach,
                                      .history = l->history,
                                      .first_bytes = l->options.history_bytes};
    l->live = source_live_open(name, &how, err);
    return l->live ? MEMGLASS_OK : err->code;
}

struct look *look_open(const char *name, const struct look_options *options, memglass_error *err)
{
    memglass_error unsaid;
    struct look *l = calloc(1, sizeof *l);
    err = err ? err : &unsaid;
    if (!l) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", name);
        return NULL;
    }
    l->options = *options;
    l->name = name;
    l->options.interval_ns = options->interval_ns ? options->interval_ns : NS_PER_SEC;
    if ((look_is_file(name) ? open_recording(l, name, err) : open_session(l, name, err)) < 0)
        look_close(&l);
    return l;
}

void look_close(struct look **look)
{
    struct look *l = *look;
    *look = NULL;
    if (!l)
        return;
    frame_release(&l->prev);
    frame_release(&l->cur);
    if (l->live)
        l->live->ops->close(&l->live);
    history_destroy(&l->history);
    record_reader_close(&l->recording);
    type_list_fini(&l->types);
    free(l);
}

/* --- frames ------------------------------------------------------------------------------------
 */

/* False: a signal came. */
static bool wait_until(uint64_t due_ns)
{
    struct timespec due = timespec_from_ns(due_ns);
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == 0;
}

static void take(struct look *l, const struct frame *f)
{
    frame_release(&l->prev);
    l->prev = l->cur;
    l->cur = f;
}

/* When the next frame is due: the last one is not waited for longer than was asked. */
static uint64_t due_of(const struct look *l)
{
    uint64_t last = saturating_add(l->began_ns, l->options.most_ns);
    bool ends = l->options.most_ns && last > l->cur->time_ns && last < l->due_ns;
    return ends ? last : l->due_ns;
}

static int next_live(struct look *l, memglass_error *err)
{
    const struct frame *f;
    struct diff unused;
    uint64_t now = clock_monotonic_ns();
    if (!l->cur)
        l->schedule = schedule_start(now, l->options.interval_ns);
    else if (!l->due_ns) /* else a signal came before it */
        l->due_ns = schedule_next(&l->schedule, now);
    if (l->cur && !wait_until(due_of(l)))
        return 0;
    l->due_ns = 0;
    memglass_error note = {0};
    int status = l->live->ops->capture(l->live, l->cur, l->tick + 1, &f, &note);
    if (status != MEMGLASS_OK) {
        if (err)
            *err = note;
        return status;
    }
    l->tick++;
    diff_frames(l->cur, f, &unused);
    history_append(l->history, f);
    life_note(&l->life, f->session.name, &f->session, &note);
    l->began_ns = l->cur ? l->began_ns : f->time_ns;
    take(l, f);
    return 1;
}

/* Frames of a recording come when they came, counted from the first that is given out. */
static bool wait_as_it_was(struct look *l)
{
    uint64_t time = record_reader_time_ns(l->recording);
    if (!l->cur) {
        l->began_ns = clock_monotonic_ns() - time;
        return true;
    }
    return wait_until(l->began_ns + time);
}

static void say_lost(const struct look *l, uint64_t from, uint64_t until, uint64_t frames)
{
    if (from < until)
        fprintf(stderr,
                "memglass: %s: frames %" PRIu64 " to %" PRIu64 " of %" PRIu64
                " are damaged and left out\n",
                l->name, from + 1, until, frames);
}

/* Frames that were passed over, since they could not be read. */
static void tell_of_lost(struct look *l, int status)
{
    struct record_about about;
    record_reader_about(l->recording, &about);
    uint64_t number = record_reader_number(l->recording);
    if (status < 0 || (status == 0 && !l->cur)) /* that is said otherwise */
        return;
    if (l->cur || !l->options.at_end)
        say_lost(l, l->next_number, status == 1 ? number : about.frames, about.frames);
    else if (number == l->last_number)
        say_lost(l, number + 1, about.frames, about.frames);
    l->next_number = status == 1 ? number + 1 : about.frames;
}

/* What rates of the frame that is given out first are of, the one before it; and the values before,
 * for statistics. The recording's first has none. */
static int read_before(struct look *l, memglass_error *err)
{
    struct record_reader *r = l->recording;
    uint64_t number = record_reader_number(r), frames = l->past ? HISTORY_SHOWN : 1;
    int status = record_reader_seek_number(r, number > frames ? number - frames : 0, err) ? -1 : 1;
    while (status == 1 && record_reader_number(r) < number) {
        const struct frame *f = record_reader_frame(r);
        if (!f)
            return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        record_reader_note_past(r, f);
        take(l, f);
        status = record_reader_next(r, err);
    }
    return record_reader_number(r) == number && status == 1
               ? MEMGLASS_OK
               : record_reader_seek_number(r, number, err);
}

static int next_recorded(struct look *l, memglass_error *err)
{
    bool stands = l->options.at_end && !l->cur; /* at the frame that was sought */
    int status = stands ? 1 : record_reader_next(l->recording, err);
    tell_of_lost(l, status);
    if (status != 1 || (l->options.in_real_time && !wait_as_it_was(l)))
        return status == 1 ? 0 : status;
    if (stands && read_before(l, err))
        return err->code;
    const struct frame *f = record_reader_frame(l->recording);
    if (!f)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    record_reader_note_past(l->recording, f);
    take(l, f);
    return 1;
}

int look_next(struct look *l, memglass_error *err)
{
    int status = l->live ? next_live(l, err) : next_recorded(l, err);
    if (status != 1)
        return status;
    bool follows = l->prev && frame_same_session(l->prev, l->cur);
    uptime_note(&l->uptime, l->cur);
    l->rows = (struct row_source){.cur = l->cur,
                                  .prev = follows ? l->prev : NULL,
                                  .history = l->past,
                                  .now_ns = uptime_ns(&l->uptime, l->cur)};
    return 1;
}

const struct row_source *look_source(const struct look *l)
{
    return &l->rows;
}

const struct frame *look_frame(const struct look *l)
{
    return l->cur;
}

struct record_reader *look_recording(struct look *l)
{
    return l->recording;
}

/* --- types -------------------------------------------------------------------------------------
 */

/* None when there is no memory for them. */
size_t look_types(struct look *l, const struct type_count **out)
{
    if (l->cur)
        type_list_update(&l->types, l->cur);
    *out = l->types.types;
    return l->types.count;
}
