/* memglass info: what is in a recording. Layer 8. */
#include "cli/commands.h"
#include "cli/source.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/reader.h"
#include "view/text.h"

#include <inttypes.h>
#include <time.h>

const struct args_option cli_info_options[] = {
    CLI_OPTION('q', "quick", NULL, "read its index and its end alone: damage is not looked for",
               args_take_flag, quick),
    CLI_OPTION_HELP,
    {0}};

static void say(FILE *out, const char *what, const char *value)
{
    fprintf(out, "%-10s %s\n", what, value);
}

static void say_number(FILE *out, const char *what, uint64_t number, const char *unit)
{
    fprintf(out, "%-10s %" PRIu64 "%s\n", what, number, unit);
}

static void say_duration(FILE *out, const char *what, uint64_t ns)
{
    char text[32];
    struct strbuf b;
    strbuf_init(&b, text, sizeof text);
    text_duration(&b, ns);
    say(out, what, text);
}

/* As --at takes it, and not before the moment: "12.345s", "3m04.250s", "2h03m07.250s". */
static void write_moment(struct strbuf *out, uint64_t ns)
{
    uint64_t ms = ns / NS_PER_MS + (ns % NS_PER_MS != 0), seconds = ms / 1000;
    if (seconds >= 3600)
        strbuf_printf(out, "%" PRIu64 "h%02um", seconds / 3600, (unsigned)(seconds / 60 % 60));
    else if (seconds >= 60)
        strbuf_printf(out, "%um", (unsigned)(seconds / 60));
    strbuf_printf(out, seconds < 60 ? "%u.%03us" : "%02u.%03us", (unsigned)(seconds % 60),
                  (unsigned)(ms % 1000));
}

static void say_length(FILE *out, uint64_t ns)
{
    char text[32];
    struct strbuf b;
    strbuf_init(&b, text, sizeof text);
    write_moment(&b, ns);
    say(out, "length", text);
}

/* Tenths of a second are too coarse for what lies between two frames. */
static void say_interval(FILE *out, uint64_t ns)
{
    if (ns % NS_PER_SEC)
        fprintf(out, "%-10s %gms\n", "interval", (double)ns / (double)NS_PER_MS);
    else
        say_duration(out, "interval", ns);
}

static void say_time(FILE *out, const char *what, uint64_t wall_ns)
{
    struct tm local;
    char text[64];
    time_t seconds = (time_t)(wall_ns / NS_PER_SEC);
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
    say(out, what, text);
}

static void say_marks(FILE *out, const struct record_reader *r, uint64_t first_ns)
{
    const struct record_note *notes;
    size_t count = record_reader_notes(r, &notes);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        struct strbuf b;
        strbuf_init(&b, text, sizeof text);
        write_moment(&b, notes[i].time_ns > first_ns ? notes[i].time_ns - first_ns : 0);
        fprintf(out, "%-10s at %s: %s\n", "mark", text, notes[i].text);
    }
}

/* As it was at the end, as far as that can be read. */
static void say_session(FILE *out, struct record_reader *r, uint64_t frames, bool quick)
{
    memglass_error unsaid;
    uint64_t lost = quick ? 0 : record_reader_lost(r);
    if (record_reader_seek_last(r, &unsaid) != MEMGLASS_OK) {
        say(out, "damaged", "none of its frames can be read");
        return;
    }
    const struct frame *f = record_reader_frame(r);
    say(out, "session", f ? f->session.name : "?");
    say(out, "program", f ? f->session.executable : "?");
    say_number(out, "objects", f ? f->roster->count : 0, " at the end");
    frame_release(&f);
    if (lost)
        fprintf(out, "%-10s %" PRIu64 " of its %" PRIu64 " frames cannot be read\n", "damaged",
                lost, frames);
}

int cli_info(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct record_about about;
    int status = source_names(v, 1, 1, err);
    struct record_reader *r = status ? NULL : record_reader_open(v->names[0], 0, err);
    if (!r)
        return err->code;
    record_reader_about(r, &about);
    say_session(out, r, about.frames, v->quick);
    say_time(out, "begun", about.first_wall_ns);
    say_length(out, about.last_ns - about.first_ns);
    say_interval(out, about.interval_ns);
    say_number(out, "frames", about.frames, "");
    if (about.sessions > 1)
        say_number(out, "sessions", about.sessions, ", one after the other");
    if (!about.closed)
        say(out, "end", about.at_work ? "the recorder is at work" : "the recorder was killed");
    if (about.cut_bytes)
        say_number(out, "cut", about.cut_bytes, " bytes of an unfinished block at the end");
    if (about.damaged_bytes)
        say_number(out, "damaged", about.damaged_bytes, " bytes that belong to no block");
    say_marks(out, r, about.first_ns);
    record_reader_close(&r);
    return MEMGLASS_OK;
}
