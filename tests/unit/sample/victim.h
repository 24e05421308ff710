/* A producer in a process of its own, whose segments can be cut off: it would fault on what is
 * missing. Tests only; no layer. */
#ifndef TESTS_SAMPLE_VICTIM_H
#define TESTS_SAMPLE_VICTIM_H

#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* Its pid, once it has called produce, which opens the session of that name. */
static inline pid_t victim_start(void (*produce)(const char *name), const char *name)
{
    int ready[2];
    char byte = 0;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        produce(name);
        if (write(ready[1], &byte, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static inline void victim_kill(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

/* Takes all bytes of a segment away; its name stays, for who opens the session next. */
static inline void victim_cut_off(const char *session, const char *segment)
{
    char path[UNIT_NAME_BYTES + 32];
    snprintf(path, sizeof path, "/memglass_%s_%s", session, segment);
    int fd = shm_open(path, O_RDWR, 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, 0), 0);
    close(fd);
}

#endif
