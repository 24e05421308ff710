/* A session with three things and a place for its recording, for command lines. Tests only; no
 * layer. */
#ifndef TESTS_CLI_STAGE_H
#define TESTS_CLI_STAGE_H

#include "unit.h"

#include "../sample/synthetic.h"
#include "run.h"

#include <jansson.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <string.h>

enum { THINGS = 3, LINE_BYTES = 1024 };

/* A session with things, and a recording's name. */
struct stage {
    char name[UNIT_NAME_BYTES], file[128];
    memglass_session *session;
    struct thing *things[THINGS];
};

static inline void stage_open(struct stage *s, const char *tag)
{
    static const char *const labels[THINGS] = {"engine", "pump.left", "pump.right"};
    memset(s, 0, sizeof *s);
    unit_session_name(s->name, tag);
    snprintf(s->file, sizeof s->file, "/tmp/memglass-%s.mgr", s->name);
    unlink(s->file);
    s->session = memglass_open(&(memglass_config){.name = s->name}, NULL);
    ck_assert_ptr_nonnull(s->session);
    for (size_t i = 0; i < THINGS; i++) {
        s->things[i] = memglass_create_object(s->session, &thing_type, 1, labels[i]);
        ck_assert_ptr_nonnull(s->things[i]);
        s->things[i]->ops = 1000 * (i + 1);
        s->things[i]->level = 0.5 + (double)i;
        s->things[i]->grid[1][2] = -7;
        strcpy(s->things[i]->name, "n,\"me");
    }
}

static inline void stage_close(struct stage *s)
{
    memglass_close(s->session);
    unlink(s->file);
}

/* Runs a line in which every @ is the session and every # the recording. */
static inline int run_on(const struct stage *s, const char *pattern)
{
    char line[LINE_BYTES];
    size_t used = 0;
    for (; *pattern && used < sizeof line - sizeof s->file; pattern++) {
        const char *word = *pattern == '@' ? s->name : *pattern == '#' ? s->file : NULL;
        if (word)
            used += (size_t)sprintf(line + used, "%s", word);
        else
            line[used++] = *pattern;
    }
    line[used] = '\0';
    return run(line);
}

/* Runs a line that takes from_ms, by that option behind it; longer each time, until what came of it
 * is enough: how much comes of it in a given time is the machine's affair. */
static inline void run_longer(const struct stage *s, const char *pattern, const char *option,
                              unsigned from_ms, bool (*enough)(const struct stage *s))
{
    enum { MOST_MS = 20000 };
    for (unsigned ms = from_ms;; ms *= 2) {
        char line[LINE_BYTES];
        snprintf(line, sizeof line, "%s %s %ums", pattern, option, ms);
        ck_assert_msg(run_on(s, line) == 0, "%s: %s", line, complained);
        if (enough(s))
            return;
        ck_assert_msg(ms < MOST_MS, "%s: %s", line, said);
    }
}

/* A number of the first value that `stat --json` has told of. */
static inline double stat_said(const char *name)
{
    json_t *all = json_loads(said, 0, NULL);
    double value = json_number_value(json_object_get(json_array_get(all, 0), name));
    json_decref(all);
    return value;
}

/* Frames of the recording. */
static inline unsigned frames(const struct stage *s)
{
    ck_assert_int_eq(run_on(s, "stat # engine.ops --json"), 0);
    return (unsigned)stat_said("n");
}

static inline bool has_frames(const struct stage *s)
{
    return frames(s) > 1;
}

static inline void record(const struct stage *s)
{
    run_longer(s, "record @ # -i 20ms -R", "-d", 100, has_frames);
}

struct turning {
    struct stage *stage;
    _Atomic bool stop;
};

static inline void *turn(void *ctx)
{
    struct turning *t = ctx;
    const struct timespec pause = {0, 2000000};
    while (!t->stop) {
        t->stage->things[0]->ops += 5;
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static inline bool stat_said_it_turns(const struct stage *s)
{
    (void)s;
    return stat_said("min") < stat_said("max");
}

static inline bool has_turned(const struct stage *s)
{
    ck_assert_int_eq(run_on(s, "stat # engine.ops --json"), 0);
    return stat_said_it_turns(s);
}

/* What turns has changed from one frame to another. */
static inline void record_turning(const struct stage *s)
{
    run_longer(s, "record @ # -i 20ms -R", "-d", 100, has_turned);
}

#endif
