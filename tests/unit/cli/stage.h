/* A session with three things and a place for its recording, for command lines. Tests only; no
 * layer. */
#ifndef TESTS_CLI_STAGE_H
#define TESTS_CLI_STAGE_H

#include "unit.h"

#include "../sample/synthetic.h"
#include "run.h"

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

static inline void record(const struct stage *s)
{
    ck_assert_msg(run_on(s, "record @ # -i 20ms -d 100ms -R") == 0, "%s", complained);
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

#endif
