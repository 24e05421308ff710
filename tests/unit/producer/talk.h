/* A process that a test starts, what it says, and how its session looks from outside. Tests only;
 * no layer. */
#ifndef TEST_PRODUCER_TALK_H
#define TEST_PRODUCER_TALK_H

#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <memglass/observer.h>
#include <signal.h>
#include <sys/wait.h>

static inline int segments(const char *session)
{
    char pattern[128];
    glob_t found;
    snprintf(pattern, sizeof pattern, "/dev/shm/memglass_%s_*", session);
    int count = glob(pattern, 0, NULL, &found) == 0 ? (int)found.gl_pathc : 0;
    globfree(&found);
    return count;
}

static inline memglass_session_info info_of(memglass_observer *o)
{
    memglass_session_info info;
    ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
    return info;
}

static inline memglass_observer *attach(const char *session)
{
    memglass_error err;
    memglass_observer *o = memglass_attach(session, &err);
    ck_assert_msg(o != NULL, "%s", o ? "" : err.message);
    return o;
}

/* State of the session by an observer that comes now; the object "c" is there as it was left. */
static inline memglass_state state_of(const char *session)
{
    memglass_object object;
    memglass_value value;
    memglass_observer *o = attach(session);
    memglass_state state = info_of(o).state;
    ck_assert_int_eq(memglass_find(o, "c", &object), MEMGLASS_OK);
    ck_assert_int_eq(memglass_read_field(o, &object, "words[3]", &value), MEMGLASS_OK);
    ck_assert_uint_eq(value.as.u, 42);
    memglass_detach(o);
    return state;
}

static inline memglass_session *open_with_cell(const char *name)
{
    memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
    struct cell *c = s ? new_cell(s, "c") : NULL;
    if (c)
        c->words[3] = 42;
    return s;
}

struct talk {
    int said[2], hold[2];
};

static inline void talk_open(struct talk *t)
{
    ck_assert_int_eq(pipe2(t->said, O_CLOEXEC) | pipe2(t->hold, O_CLOEXEC), 0);
}

static inline void say(const struct talk *t, char c)
{
    if (write(t->said[1], &c, 1) != 1)
        _exit(3);
}

/* Until the test lets go of the pipe. */
static inline void linger(const struct talk *t)
{
    char byte;
    close(t->hold[1]);
    while (read(t->hold[0], &byte, 1) < 0 && errno == EINTR)
        ;
}

static inline char hear(const struct talk *t)
{
    char byte = 0;
    ck_assert_int_eq(read(t->said[0], &byte, 1), 1);
    return byte;
}

static inline void let_go(const struct talk *t)
{
    close(t->hold[1]);
}

static inline int wait_for(pid_t pid)
{
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return status;
}

#endif
