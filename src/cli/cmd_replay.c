/* memglass replay: a recording as a live session, for any observer. Layer 8. */
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/source.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/reader.h"
#include "shm/shm.h"

#include <errno.h>
#include <memglass/guard.h>
#include <memglass/producer.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const struct args_option cli_replay_options[] = {
    CLI_OPTION('a', "as", "NAME", "the name of the session (that of the recorded one)",
               args_take_text, output),
    CLI_OPTION('l', "loop", NULL, "begin again at the end", args_take_flag, raw),
    CLI_OPTION_HELP,
    {0}};

/* An object of the recording, and the one of our session that stands for it. */
struct actor {
    struct object_id id;
    void *memory;
    uint64_t size;
};

struct stage {
    memglass_session *session;
    const char *name;
    uint64_t instance;    /* of the recorded session that is shown; 0: none yet */
    struct actor *actors; /* ascending index, as rows are */
    size_t count;
};

static int create(struct stage *s, const struct frame *f, size_t i, struct actor *out,
                  memglass_error *err)
{
    const struct roster_row *row = &f->roster->rows[i];
    *out =
        (struct actor){.id = {f->session.instance, row->index, row->generation}, .size = row->size};
    out->memory = memglass_alloc(s->session, row->size, row->type->align);
    if (out->memory)
        memcpy(out->memory, frame_data(f, i), row->size);
    if (!out->memory ||
        memglass_adopt(s->session, out->memory, row->type, row->count, row->label)) {
        memglass_last_error(s->session, err);
        return err->code;
    }
    return MEMGLASS_OK;
}

static void update(const struct actor *a, const unsigned char *bytes)
{
    if (memcmp(a->memory, bytes, a->size) == 0)
        return;
    memglass_write_begin(a->memory);
    memcpy(a->memory, bytes, a->size);
    memglass_write_end(a->memory);
}

static bool is_of(const struct actor *a, const struct frame *f, const struct roster_row *row)
{
    return a->id.index == row->index && a->id.generation == row->generation &&
           a->id.instance == f->session.instance;
}

/* What the frame has no more ends; what it has stays or comes. */
static int show(struct stage *s, const struct frame *f, memglass_error *err)
{
    struct actor *next = calloc(f->roster->count + 1, sizeof *next);
    size_t at = 0, count = 0;
    int status = next ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    memglass_frame_begin(s->session);
    for (size_t i = 0; i < f->roster->count && !status; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        while (at < s->count && s->actors[at].id.index < row->index)
            memglass_destroy(s->session, s->actors[at++].memory);
        bool there = at < s->count && is_of(&s->actors[at], f, row);
        if (!there && at < s->count && s->actors[at].id.index == row->index)
            memglass_destroy(s->session, s->actors[at++].memory);
        if (there)
            next[count] = s->actors[at++];
        else
            status = create(s, f, i, &next[count], err);
        if (there)
            update(&next[count], frame_data(f, i));
        count += !status;
    }
    while (at < s->count)
        memglass_destroy(s->session, s->actors[at++].memory);
    memglass_frame_end(s->session);
    memglass_tick(s->session);
    free(s->actors);
    s->actors = next;
    s->count = next ? count : 0;
    return status;
}

/* Where the recorded program was restarted, the session is, too: its types may be others. */
static int follow_restart(struct stage *s, const struct frame *f, memglass_error *err)
{
    if (s->instance && s->instance != f->session.instance) {
        memglass_close(s->session);
        s->count = 0;
        s->session = memglass_open(&(memglass_config){.name = s->name}, err);
    }
    s->instance = f->session.instance;
    return s->session ? MEMGLASS_OK : err->code;
}

/* The last frame is there for as long as others are: also where it is the only one, and comes again
 * and again. 1; 0: interrupted. */
static int let_last_stand(struct look *l)
{
    struct record_about about;
    record_reader_about(look_recording(l), &about);
    struct timespec while_it_stands =
        timespec_from_ns(about.interval_ns > NS_PER_MS ? about.interval_ns : NS_PER_MS);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &while_it_stands, NULL); /* or until a signal comes */
    return !interrupt_came();
}

/* 1: to the end; 0: interrupted. */
static int play(struct stage *s, const struct cli_values *v, memglass_error *err)
{
    struct look_options options = {.in_real_time = true};
    struct look *l = look_open(v->names[0], &options, err);
    int status = l ? look_next(l, err) : err->code;
    while (status == 1) {
        status = follow_restart(s, look_frame(l), err);
        if (!status)
            status = show(s, look_frame(l), err);
        if (!status)
            status = interrupt_came() ? 0 : look_next(l, err);
        if (status == 0) {
            status = let_last_stand(l);
            break;
        }
    }
    look_close(&l);
    return status;
}

static int check_name(const struct cli_values *v, memglass_error *err)
{
    memglass_error why;
    return v->output && shm_check_session_name(v->output, &why)
               ? error_set(err, CLI_E_USAGE, 0, "--as: %.200s", why.message)
               : MEMGLASS_OK;
}

/* What comes later is not waited for. */
static void say_end(const struct record_reader *r, const char *path)
{
    struct record_about about;
    record_reader_about(r, &about);
    if (about.at_work)
        fprintf(stderr,
                "memglass replay: %s is still being recorded: it ends with what is there now\n",
                path);
}

static int name_of(const struct cli_values *v, char name[MEMGLASS_NAME_MAX + 1],
                   memglass_error *err)
{
    struct look_options options = {.at_end = true};
    struct look *l = look_open(v->names[0], &options, err);
    if (!l || look_next(l, err) < 0) {
        look_close(&l);
        return err->code;
    }
    say_end(look_recording(l), v->names[0]);
    snprintf(name, MEMGLASS_NAME_MAX + 1, "%s",
             v->output ? v->output : look_frame(l)->session.name);
    look_close(&l);
    return MEMGLASS_OK;
}

/* Who asked for it does not know the session otherwise. 1, or E_SYSTEM. */
static int say_name(const char *name, FILE *out, memglass_error *err)
{
    fprintf(out, "%s\n", name);
    return fflush(out) == 0 ? 1
                            : error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write the output");
}

int cli_replay(const struct cli_values *v, FILE *out, memglass_error *err)
{
    char name[MEMGLASS_NAME_MAX + 1];
    struct stage s = {.name = name};
    int status = source_names(v, 1, 1, err);
    if (!status && !look_is_file(v->names[0]))
        status =
            error_set(err, CLI_E_USAGE, 0,
                      "'%.80s' is no recording: its name has a / or ends in .mgr", v->names[0]);
    if (!status)
        status = check_name(v, err);
    if (!status)
        status = name_of(v, name, err);
    if (status)
        return status;
    interrupt_install();
    interrupt_outlive_pipes(); /* the session is to be closed */
    s.session = memglass_open(&(memglass_config){.name = name}, err);
    if (!s.session)
        return err->code;
    status = say_name(name, out, err);
    while (status == 1) {
        status = play(&s, v, err);
        if (!v->raw)
            break;
    }
    free(s.actors);
    memglass_close(s.session);
    return status < 0 ? status : MEMGLASS_OK;
}
