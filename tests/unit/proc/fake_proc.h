/* A directory that looks like /proc, to be filled by a test. Tests only; no layer. */
#ifndef FAKE_PROC_H
#define FAKE_PROC_H

#include <stdbool.h>
#include <stdint.h>

struct fake_proc {
    char root[64];
};

struct fake_process {
    int pid;
    const char *name;    /* default "sleep" */
    const char *command; /* default "" */
    uint64_t start_ticks;
    uint64_t user_ticks;
    uint64_t rss_pages;
    unsigned uid;
};

/* A machine of two cores and no process. */
void fake_proc_init(struct fake_proc *p);
void fake_proc_fini(struct fake_proc *p);

/* Makes a process, or writes its files anew. */
void fake_proc_put(struct fake_proc *p, const struct fake_process *process);
void fake_proc_kill(struct fake_proc *p, int pid);

/* Replaces one file, such as "meminfo" or "12/stat"; NULL removes it. */
void fake_proc_file(struct fake_proc *p, const char *path, const char *content);

/* /proc/stat of two cores that were busy so many of their ticks. */
void fake_proc_cores(struct fake_proc *p, unsigned busy0, unsigned total0, unsigned busy1,
                     unsigned total1);

#endif
