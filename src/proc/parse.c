/* The texts of /proc as numbers. Layer 8. */
#include "proc/parse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The next whole number on this line, and steps over it. */
static bool next_u64(const char **at, uint64_t *out)
{
    const char *start = *at;
    while (*start == ' ' || *start == '\t')
        start++;
    if (!isdigit((unsigned char)*start))
        return false;
    char *end;
    *out = strtoull(start, &end, 10);
    *at = end;
    return true;
}

static bool next_i64(const char **at, int64_t *out)
{
    const char *start = *at;
    while (*start == ' ')
        start++;
    if (!isdigit((unsigned char)start[*start == '-']))
        return false;
    char *end;
    *out = strtoll(start, &end, 10);
    *at = end;
    return true;
}

static bool next_float(const char **at, float *out)
{
    char *end;
    *out = strtof(*at, &end);
    bool found = end != *at;
    *at = end;
    return found;
}

/* What stands behind `key` at the start of a line, or NULL. */
static const char *after_key(const char *text, const char *key)
{
    size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, key, length))
            return line + length;
    }
    return NULL;
}

static bool u64_after(const char *text, const char *key, uint64_t *out)
{
    const char *at = after_key(text, key);
    return at && next_u64(&at, out);
}

/* --- processes -------------------------------------------------------------------------------- */

/* The numbers behind the state, as proc_pid_stat(5) counts them, from field 4. */
enum {
    STAT_PPID = 4,
    STAT_FLAGS = 9,
    STAT_MINFLT = 10,
    STAT_MAJFLT = 12,
    STAT_UTIME = 14,
    STAT_STIME = 15,
    STAT_PRIORITY = 18,
    STAT_NICE = 19,
    STAT_THREADS = 20,
    STAT_STARTTIME = 22,
    STAT_VSIZE = 23,
    STAT_RSS = 24,
};

#define KERNEL_THREAD_FLAG 0x00200000 /* PF_KTHREAD */

/* Name and state of "1 (name) S ...". A name may hold blanks and parentheses, so its end is the
 * last one in the text: nothing but numbers and the state's letter follows. */
static const char *stat_head(const char *text, struct stat_line *out)
{
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    int64_t pid;
    if (!next_i64(&text, &pid) || !open || !close || close < open || close[1] != ' ' ||
        !isalpha((unsigned char)close[2]))
        return NULL;
    size_t length = (size_t)(close - open - 1);
    if (length >= sizeof out->name)
        length = sizeof out->name - 1;
    memcpy(out->name, open + 1, length);
    out->pid = (int32_t)pid;
    out->state = close[2];
    return close + 3;
}

bool parse_stat(const char *text, struct stat_line *out)
{
    struct stat_line found = {0};
    int64_t field[STAT_RSS + 1];
    const char *at = stat_head(text, &found);
    if (!at)
        return false;
    for (int i = STAT_PPID; i <= STAT_RSS; i++)
        if (!next_i64(&at, &field[i]))
            return false;
    found.ppid = (int32_t)field[STAT_PPID];
    found.kernel_thread = field[STAT_FLAGS] & KERNEL_THREAD_FLAG;
    found.priority = (int32_t)field[STAT_PRIORITY];
    found.nice = (int32_t)field[STAT_NICE];
    found.threads = (int32_t)field[STAT_THREADS];
    found.minor_faults = (uint64_t)field[STAT_MINFLT];
    found.major_faults = (uint64_t)field[STAT_MAJFLT];
    found.user_ticks = (uint64_t)field[STAT_UTIME];
    found.system_ticks = (uint64_t)field[STAT_STIME];
    found.start_ticks = (uint64_t)field[STAT_STARTTIME];
    found.vsize_bytes = (uint64_t)field[STAT_VSIZE];
    found.rss_pages = (uint64_t)field[STAT_RSS];
    *out = found;
    return true;
}

bool parse_status_uid(const char *text, uint32_t *uid)
{
    uint64_t real, effective;
    const char *at = after_key(text, "Uid:");
    if (!at || !next_u64(&at, &real) || !next_u64(&at, &effective))
        return false;
    *uid = (uint32_t)effective;
    return true;
}

void parse_command(const char *text, size_t size, char *out, size_t out_size)
{
    while (size && (text[size - 1] == '\0' || text[size - 1] == ' '))
        size--;
    if (size >= out_size)
        size = out_size - 1;
    for (size_t i = 0; i < size; i++)
        out[i] = text[i] == '\0' ? ' ' : text[i];
    memset(out + size, 0, out_size - size);
}

/* --- the machine ------------------------------------------------------------------------------ */

bool parse_meminfo(const char *text, struct memory_info *out)
{
    struct memory_info found;
    const struct {
        const char *key;
        uint64_t *to;
    } rows[] = {
        {"MemTotal:", &found.total},         {"MemFree:", &found.free},
        {"MemAvailable:", &found.available}, {"Buffers:", &found.buffers},
        {"Cached:", &found.cached},          {"SwapTotal:", &found.swap_total},
        {"SwapFree:", &found.swap_free},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!u64_after(text, rows[i].key, rows[i].to))
            return false;
        *rows[i].to *= 1024; /* the file counts in KiB, and calls them kB */
    }
    *out = found;
    return true;
}

bool parse_loadavg(const char *text, struct load_info *out)
{
    struct load_info found;
    uint64_t running, tasks;
    if (!next_float(&text, &found.one) || !next_float(&text, &found.five) ||
        !next_float(&text, &found.fifteen) || !next_u64(&text, &running) || *text++ != '/' ||
        !next_u64(&text, &tasks))
        return false;
    found.tasks = (uint32_t)tasks;
    *out = found;
    return true;
}

/* "user nice system idle iowait irq softirq steal ...": guest times are within user and nice. */
static bool parse_cpu_times(const char *at, struct cpu_times *out)
{
    enum { IDLE = 3, IOWAIT = 4, COUNTED = 8 };
    struct cpu_times found = {0, 0};
    for (int i = 0; i < COUNTED; i++) {
        uint64_t ticks;
        if (!next_u64(&at, &ticks))
            return i > IDLE && (*out = found, true);
        found.total += ticks;
        found.busy += i == IDLE || i == IOWAIT ? 0 : ticks;
    }
    *out = found;
    return true;
}

/* The lines "cpu0 ...", "cpu1 ...": cores that are switched off have none. */
static bool parse_cores(const char *text, struct cpu_times *cores, uint32_t count, uint32_t *limit)
{
    for (uint32_t i = 0; i < count; i++)
        cores[i] = (struct cpu_times){0, 0};
    *limit = 0;
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        uint64_t core;
        const char *at = line + 3;
        if (strncmp(line, "cpu", 3) || !isdigit((unsigned char)*at))
            continue;
        struct cpu_times times;
        if (!next_u64(&at, &core) || core >= UINT32_MAX || !parse_cpu_times(at, &times))
            return false;
        if (core < count)
            cores[core] = times;
        *limit = core + 1 > *limit ? (uint32_t)core + 1 : *limit;
    }
    return true;
}

bool parse_system_stat(const char *text, struct cpu_times *cores, uint32_t count,
                       struct system_info *out)
{
    struct system_info found;
    uint64_t running, blocked;
    const char *all = after_key(text, "cpu ");
    if (!all || !parse_cpu_times(all, &found.all) ||
        !u64_after(text, "ctxt ", &found.context_switches) ||
        !u64_after(text, "processes ", &found.forks) ||
        !u64_after(text, "procs_running ", &running) ||
        !u64_after(text, "procs_blocked ", &blocked) ||
        !parse_cores(text, cores, count, &found.cores))
        return false;
    found.running = (uint32_t)running;
    found.blocked = (uint32_t)blocked;
    *out = found;
    return true;
}
