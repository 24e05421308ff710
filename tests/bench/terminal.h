/* Programs on a pseudo-terminal of 200 x 50, from outside: what they write and when, what they take
 * of processor and memory. Tests only; no layer. */
#ifndef BENCH_TERMINAL_H
#define BENCH_TERMINAL_H

#include "bench.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct looking {
    pid_t pid;
    int terminal;
    size_t bytes; /* written by it and read so far */
};

/* Starts it as a user would, on any processor. */
static inline struct looking look(const char *const *argv)
{
    struct winsize size = {.ws_row = 50, .ws_col = 200};
    struct looking l = {0};
    l.pid = forkpty(&l.terminal, NULL, NULL, &size);
    if (l.pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
        bench_unpin();
        bench_usual();
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    return l;
}

/* What it writes next, within the time; 0: nothing. */
static inline size_t listen_once(struct looking *l, double deadline_ns, char *out, size_t size)
{
    double left = deadline_ns - bench_now_ns();
    struct pollfd in = {.fd = l->terminal, .events = POLLIN};
    if (left <= 0 || poll(&in, 1, (int)(left / 1e6) + 1) <= 0)
        return 0;
    ssize_t got = read(l->terminal, out, size);
    l->bytes += got > 0 ? (size_t)got : 0;
    return got > 0 ? (size_t)got : 0;
}

/* Reads what comes until then; with `first`, only up to the first of it. Whether any came. */
static inline int listen_until(struct looking *l, double deadline_ns, int first)
{
    static char buffer[65536];
    int heard = 0;
    while (listen_once(l, deadline_ns, buffer, sizeof buffer)) {
        heard = 1;
        if (first)
            break;
    }
    return heard;
}

static inline void listen_for(struct looking *l, double seconds)
{
    listen_until(l, bench_now_ns() + seconds * 1e9, 0);
}

/* A number behind a name in /proc/PID/status, or 0. */
static inline long status_of(pid_t pid, const char *name)
{
    char path[64], line[256];
    long number = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    if (file)
        fclose(file);
    return number;
}

/* Bytes, without what it shares with others through files in memory, such as a session's. */
static inline double resident_of(pid_t pid)
{
    return 1024.0 * (double)(status_of(pid, "RssAnon:") + status_of(pid, "RssFile:"));
}

/* Seconds of processor time so far, of all its threads. */
static inline double processor_of(pid_t pid)
{
    clockid_t clock;
    return clock_getcpuclockid(pid, &clock) == 0 ? bench_clock_ns(clock) / 1e9 : 0;
}

static inline void leave(struct looking *l, const char *keys)
{
    if (write(l->terminal, keys, strlen(keys)) < 0)
        kill(l->pid, SIGTERM);
    listen_for(l, 0.3);
    kill(l->pid, SIGTERM);
    close(l->terminal);
    waitpid(l->pid, NULL, 0);
}

/* Nanoseconds until it has written `text` so often; 0: it does not within 30 s. */
static inline double time_to_text(struct looking *l, const char *text, int times)
{
    static char seen[1 << 20];
    size_t used = 0;
    double start = bench_now_ns(), deadline = start + 30e9;
    for (int found = 0; found < times;) {
        size_t got = listen_once(l, deadline, seen + used, sizeof seen - 1 - used);
        if (!got)
            return 0;
        used += got;
        seen[used] = '\0';
        found = 0;
        for (const char *at = seen; (at = strstr(at, text)); at += strlen(text))
            found++;
    }
    return bench_now_ns() - start;
}

#endif
