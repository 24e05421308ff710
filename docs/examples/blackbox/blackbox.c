/* A flight recorder: `blackbox SESSION LABEL PATH FILE [SECONDS]` records a session, marks the
 * moments at which a value falls, and then says what the file tells of it. With examples/game:
 * `blackbox game player_1 health game.mgr`. */
#include <memglass/observer.h>
#include <memglass/recording.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FRAMES_A_SECOND = 20 };

struct watched {
    const char *session, *label, *path, *file;
};

/* NaN-free: 0 where there is no such number. */
static double number_of(const memglass_value *value)
{
    switch (value->kind) {
    case MEMGLASS_KIND_FLOAT:
        return value->as.f;
    case MEMGLASS_KIND_INT:
        return (double)value->as.i;
    default:
        return (double)value->as.u;
    }
}

/* The value as it is now, in the running program. */
static int look(memglass_observer *o, const struct watched *w, memglass_value *out)
{
    memglass_object object;
    memglass_refresh(o);
    int status = memglass_find(o, w->label, &object);
    return status ? status : memglass_read_field(o, &object, w->path, out);
}

static int record(const struct watched *w, int frames, memglass_error *err)
{
    memglass_recorder_options options = {.interval_ns = 1000000000 / FRAMES_A_SECOND,
                                         .flags = MEMGLASS_RECORDER_REPLACE};
    memglass_recorder *r = memglass_recorder_open(w->session, w->file, &options, err);
    memglass_observer *o = r ? memglass_attach(w->session, err) : NULL;
    bool fell = false;
    double before = 0;
    int status = o ? MEMGLASS_OK : err->code;
    for (int i = 0; i < frames && status == MEMGLASS_OK; i++) {
        memglass_value value;
        status = memglass_recorder_take(r, err);
        if (status == MEMGLASS_OK && look(o, w, &value) == MEMGLASS_OK) {
            bool falls = i > 0 && number_of(&value) < before;
            if (falls && !fell)
                status = memglass_recorder_mark(r, "it begins to fall", err);
            fell = falls;
            before = number_of(&value);
        }
        nanosleep(&(struct timespec){.tv_nsec = (long)options.interval_ns}, NULL);
    }
    memglass_detach(o);
    int closed = memglass_recorder_close(r, status ? NULL : err);
    return status ? status : closed;
}

/* The same reading, of the file: now the program may be long gone. */
static int tell_range(memglass_recording *r, const struct watched *w, memglass_error *err)
{
    memglass_value value, least = {.text = "?"}, most = {.text = "?"};
    int status, seen = 0;
    while ((status = memglass_recording_next(r, err)) == 1) {
        memglass_object object;
        if (memglass_recording_find(r, w->label, &object) != MEMGLASS_OK ||
            memglass_recording_read_field(r, &object, w->path, &value) != MEMGLASS_OK)
            continue;
        if (!seen || number_of(&value) < number_of(&least))
            least = value;
        if (!seen || number_of(&value) > number_of(&most))
            most = value;
        seen++;
    }
    printf("%s.%s: %d values from %s to %s\n", w->label, w->path, seen, least.text, most.text);
    return status;
}

static int tell_events(memglass_recording *r, memglass_error *err)
{
    memglass_recording_event event;
    int status = memglass_recording_seek(r, 0, err);
    while (status == MEMGLASS_OK && (status = memglass_recording_next_event(r, &event, err)) == 1) {
        printf("%6.2f s  %s %s\n", (double)event.time_ns / 1e9,
               memglass_event_name((int)event.kind), event.text ? event.text : event.object.label);
        status = MEMGLASS_OK;
    }
    return status;
}

static int tell(const struct watched *w, memglass_error *err)
{
    memglass_recording_info info;
    memglass_recording *r = memglass_recording_open(w->file, err);
    if (!r)
        return err->code;
    memglass_recording_info_get(r, &info);
    printf("%s: %d frames, %.1f s\n", w->file, (int)info.frames, (double)info.length_ns / 1e9);
    int status = tell_range(r, w, err);
    if (status == MEMGLASS_OK)
        status = tell_events(r, err);
    memglass_recording_close(r);
    return status;
}

int main(int argc, char **argv)
{
    memglass_error err = {0};
    if (argc < 5) {
        fprintf(stderr, "usage: blackbox SESSION LABEL PATH FILE [SECONDS]\n");
        return 1;
    }
    struct watched w = {argv[1], argv[2], argv[3], argv[4]};
    int status = record(&w, (argc > 5 ? atoi(argv[5]) : 5) * FRAMES_A_SECOND, &err);
    if (status == MEMGLASS_OK)
        status = tell(&w, &err);
    if (status)
        fprintf(stderr, "blackbox: %s\n", err.message);
    return status != 0;
}
