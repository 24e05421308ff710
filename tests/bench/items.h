/* A program to look at, in a process of its own: items of 64 bytes, of which some values change
 * each second. Tests only; no layer. */
#ifndef BENCH_ITEMS_H
#define BENCH_ITEMS_H

#include "bench.h"

#include <fcntl.h>
#include <memglass/memglass.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct item {
    uint64_t count, rest[5];
    double price;
    float a, b;
};

#define F(called, of, place, bits)                                                     \
    {                                                                                  \
        .name = (called), .type_name = (called), .unit = "", .format = "", .desc = "", \
        .kind = MEMGLASS_KIND_##of, .bit_size = (bits),                                \
        .bit_offset = 8 * __builtin_offsetof(struct item, place)                       \
    }
static const memglass_field item_fields[] = {F("count", UINT, count, 64),
                                             F("price", FLOAT, price, 64), F("a", FLOAT, a, 32),
                                             F("b", FLOAT, b, 32)};
#undef F
static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = item_fields,
                                        .field_count = 4,
                                        .size = sizeof(struct item),
                                        .align = 8};

/* A tenth of `changes` each tenth of a second, until it is killed. */
_Noreturn static inline void items_change(const char *name, size_t count, size_t changes, int ready)
{
    static const struct timespec tenth = {.tv_nsec = 100000000};
    char label[32];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
    struct item **items = malloc(count * sizeof *items);
    if (!s || !items)
        _exit(1);
    for (size_t i = 0; i < count; i++) {
        snprintf(label, sizeof label, "item-%zu", i);
        items[i] = memglass_create_object(s, &item_type, 1, label);
    }
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (size_t at = 0;; nanosleep(&tenth, NULL))
        for (size_t i = 0; i < changes / 10; i++, at++)
            items[at % count]->count++;
}

static inline pid_t items_start(const char *name, size_t count, size_t changes)
{
    int ready[2];
    char byte;
    if (pipe2(ready, O_CLOEXEC) != 0)
        bench_fail("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        bench_usual();
        items_change(name, count, changes, ready[1]);
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        bench_fail("no program to look at");
    close(ready[0]);
    return pid;
}

static inline void items_stop(pid_t pid)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

/* Another program, which says nothing. */
static inline pid_t items_spawn(const char *const *argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        for (int fd = 0; fd < 3; fd++)
            dup2(nothing, fd);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    return pid;
}

/* Its exit status. */
static inline int items_run(const char *const *argv)
{
    int status = -1;
    waitpid(items_spawn(argv), &status, 0);
    return status;
}

#endif
