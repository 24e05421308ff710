/* The texts of /proc as numbers. Layer 8. Pure functions on terminated text, which is the kernel's
 * and may still be cut short: false means that it is not what it should be, outputs are then
 * untouched. */
#ifndef PROC_PARSE_H
#define PROC_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* /proc/PID/stat, the part that is of use here (proc_pid_stat(5)). */
struct stat_line {
    char name[64]; /* any bytes; cut when longer */
    char state;
    int32_t pid, ppid;
    bool kernel_thread;
    int32_t priority, nice, threads;
    uint64_t minor_faults, major_faults;
    uint64_t user_ticks, system_ticks;
    uint64_t start_ticks; /* after boot */
    uint64_t vsize_bytes, rss_pages;
};

bool parse_stat(const char *text, struct stat_line *out);

/* The effective user of /proc/PID/status. */
bool parse_status_uid(const char *text, uint32_t *uid);

/* /proc/PID/cmdline: arguments that end in NUL, size bytes in all, joined by blanks. */
void parse_command(const char *text, size_t size, char *out, size_t out_size);

struct memory_info { /* bytes */
    uint64_t total, free, available, buffers, cached, swap_total, swap_free;
};

bool parse_meminfo(const char *text, struct memory_info *out);

struct load_info {
    float one, five, fifteen;
    uint32_t tasks;
};

bool parse_loadavg(const char *text, struct load_info *out);

/* Clock ticks since boot; zero for a core that is switched off. */
struct cpu_times {
    uint64_t busy, total;
};

struct system_info {
    struct cpu_times all;
    uint64_t context_switches, forks;
    uint32_t running, blocked;
    uint32_t cores; /* the highest number in the text, and one; it may be more than was asked for */
};

/* /proc/stat. cores[0..count-1] are filled: those that the text does not have with zeros. */
bool parse_system_stat(const char *text, struct cpu_times *cores, uint32_t count,
                       struct system_info *out);

#endif
