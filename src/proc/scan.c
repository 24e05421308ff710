/* One scan after the other: /proc is read, objects are made, changed and destroyed. Layer 8. */
#include "proc/scan.h"

#include "base/clock.h"
#include "base/error.h"
#include "proc/object.h"
#include "proc/process.h"
#include "process.memglass.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reading a process's command line and user costs as much again as reading its numbers, and they
 * hardly ever change: they are read at birth, with a new name, and so often. */
#define COMMAND_SCANS 10

int scanner_open(struct scanner *s, memglass_session *session, const char *root,
                 memglass_error *err)
{
    *s = (struct scanner){.session = session,
                          .ticks_per_second = (uint64_t)sysconf(_SC_CLK_TCK),
                          .page_bytes = (uint64_t)sysconf(_SC_PAGESIZE)};
    text_init(&s->text);
    table_init(&s->table);
    users_init(&s->users);
    s->proc = opendir(root);
    if (!s->proc)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot open %s", root);
    int status = system_scan_init(&s->system, dirfd(s->proc), &s->text, err);
    if (status != MEMGLASS_OK)
        scanner_close(s);
    return status;
}

void scanner_close(struct scanner *s)
{
    system_scan_fini(&s->system);
    users_fini(&s->users);
    table_fini(&s->table);
    text_fini(&s->text);
    closedir(s->proc);
}

/* The first failure of a scan is the one that is told. */
static void note_failure(struct scanner *s, const memglass_error *why)
{
    if (s->status == MEMGLASS_OK) {
        s->status = why->code;
        s->error = *why;
    }
}

/* --- one process ------------------------------------------------------------------------------ */

static int read_of(struct scanner *s, int32_t pid, const char *file, size_t limit)
{
    char path[32];
    snprintf(path, sizeof path, "%d/%s", pid, file);
    return text_read(&s->text, dirfd(s->proc), path, limit, NULL);
}

float cpu_percent(uint64_t ticks, uint64_t ticks_per_second, uint64_t elapsed_ns)
{
    if (!elapsed_ns)
        return NAN;
    double seconds = (double)ticks / (double)ticks_per_second;
    return (float)(100.0 * seconds / ((double)elapsed_ns / (double)NS_PER_SEC));
}

static uint64_t ticks_to_ms(const struct scanner *s, uint64_t ticks)
{
    return ticks * 1000 / s->ticks_per_second;
}

static uint64_t boottime_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return timespec_to_ns(now);
}

/* What never changes in a process's life. */
static void fill_birth(const struct scanner *s, struct process *next, const struct stat_line *stat)
{
    next->pid = stat->pid;
    next->start_time = ticks_to_ms(s, stat->start_ticks);
    uint64_t age_ns = boottime_ns() - next->start_time * NS_PER_MS;
    struct timespec start = timespec_from_ns(clock_wall_ns() - age_ns);
    struct tm local;
    if (localtime_r(&start.tv_sec, &local))
        strftime(next->started, sizeof next->started, "%Y-%m-%d %H:%M:%S", &local);
}

static void fill_stat(const struct scanner *s, struct process *next, const struct stat_line *stat)
{
    _Static_assert(sizeof next->name == sizeof stat->name, "copied whole");
    memcpy(next->name, stat->name, sizeof next->name);
    next->state = (uint8_t)stat->state;
    next->ppid = stat->ppid;
    next->rss = stat->rss_pages * s->page_bytes;
    next->vsize = stat->vsize_bytes;
    next->threads = stat->threads;
    next->user_time = ticks_to_ms(s, stat->user_ticks);
    next->system_time = ticks_to_ms(s, stat->system_ticks);
    next->minor_faults = stat->minor_faults;
    next->major_faults = stat->major_faults;
    next->priority = stat->priority;
    next->nice = stat->nice;
}

/* Of a process that is new since the last scan, the time before it is its whole life. */
static float use_at_birth(const struct scanner *s, const struct stat_line *stat)
{
    uint64_t start_ns = stat->start_ticks * (NS_PER_SEC / s->ticks_per_second);
    uint64_t now_ns = boottime_ns();
    if (s->scans == 1 || now_ns <= start_ns)
        return NAN;
    return cpu_percent(stat->user_ticks + stat->system_ticks, s->ticks_per_second,
                       now_ns - start_ns);
}

/* User and command line, into next. */
static int read_identity(struct scanner *s, struct process *next)
{
    uint32_t uid;
    int status = read_of(s, next->pid, "status", SIZE_MAX);
    if (status != MEMGLASS_OK)
        return status;
    if (!parse_status_uid(s->text.data, &uid))
        return MEMGLASS_E_SYSTEM;
    users_name(&s->users, uid, next->user);
    status = read_of(s, next->pid, "cmdline", sizeof next->command);
    if (status == MEMGLASS_OK)
        parse_command(s->text.data, s->text.length, next->command, sizeof next->command);
    return status;
}

/* "1234 bash". Workers of the kernel carry what they do at the moment behind a '-': left out; but
 * "kworker/R-..." are made for one job, and named so. */
static void label_of(const struct stat_line *stat, char *out, size_t size)
{
    size_t length = strlen(stat->name);
    if (stat->kernel_thread && !strncmp(stat->name, "kworker/", 8) && stat->name[8] != 'R')
        length = strcspn(stat->name, "-");
    snprintf(out, size, "%d %.*s", stat->pid, (int)length, stat->name);
}

static int publish(struct scanner *s, const struct stat_line *stat)
{
    if (s->status == MEMGLASS_E_NOSPACE) /* tried already in this scan */
        return MEMGLASS_E_NOSPACE;
    struct process next;
    memset(&next, 0, sizeof next); /* its padding is copied and compared as well */
    fill_birth(s, &next, stat);
    fill_stat(s, &next, stat);
    next.cpu = use_at_birth(s, stat);
    int status = read_identity(s, &next);
    if (status != MEMGLASS_OK)
        return status;

    char label[96];
    memglass_error why = {0};
    label_of(stat, label, sizeof label);
    struct process *object = object_publish(s->session, &memglass_type_process, &next, label, &why);
    struct table_entry *entry = object ? table_insert(&s->table, stat->pid) : NULL;
    if (!entry) {
        if (object) {
            memglass_destroy(s->session, object);
            error_set(&why, MEMGLASS_E_NOMEM, 0, "out of memory");
        }
        note_failure(s, &why);
        return MEMGLASS_E_NOSPACE;
    }
    entry->object = object;
    entry->start_ticks = stat->start_ticks;
    return MEMGLASS_OK;
}

static int update(struct scanner *s, struct table_entry *entry, const struct stat_line *stat,
                  uint64_t now_ns)
{
    struct process next;
    memcpy(&next, entry->object, sizeof next);
    bool renamed = strcmp(next.name, stat->name) != 0;
    fill_stat(s, &next, stat);
    uint64_t ticks = stat->user_ticks + stat->system_ticks;
    uint64_t used = ticks > entry->cpu_ticks ? ticks - entry->cpu_ticks : 0;
    next.cpu = cpu_percent(used, s->ticks_per_second, now_ns - entry->read_ns);
    if (renamed || (s->scans + (uint64_t)entry->pid) % COMMAND_SCANS == 0) {
        int status = read_identity(s, &next);
        if (status != MEMGLASS_OK)
            return status;
    }
    object_update(entry->object, &next, sizeof next);
    return MEMGLASS_OK;
}

static void bury(struct table_entry *entry, void *ctx)
{
    struct scanner *s = ctx;
    memglass_destroy(s->session, entry->object);
}

/* The entry of this very process: an entry of an earlier process with its pid is removed. */
static struct table_entry *entry_of(struct scanner *s, const struct stat_line *stat)
{
    struct table_entry *entry = table_find(&s->table, stat->pid);
    if (!entry || entry->start_ticks == stat->start_ticks)
        return entry;
    bury(entry, s);
    table_remove(&s->table, entry);
    return NULL;
}

static int scan_process(struct scanner *s, int32_t pid)
{
    struct stat_line stat;
    int status = read_of(s, pid, "stat", SIZE_MAX);
    if (status != MEMGLASS_OK)
        return status;
    uint64_t now_ns = clock_monotonic_ns();
    if (!parse_stat(s->text.data, &stat))
        return MEMGLASS_E_SYSTEM;
    struct table_entry *entry = entry_of(s, &stat);
    status = entry ? update(s, entry, &stat, now_ns) : publish(s, &stat);
    if (status != MEMGLASS_OK)
        return status;
    entry = table_find(&s->table, pid);
    entry->cpu_ticks = stat.user_ticks + stat.system_ticks;
    entry->read_ns = now_ns;
    entry->scan = s->scans;
    return MEMGLASS_OK;
}

/* --- all of them ------------------------------------------------------------------------------ */

/* The pid that a name in /proc is, or 0. */
static int32_t pid_of(const char *name)
{
    char *end;
    if (*name < '1' || *name > '9')
        return 0;
    long pid = strtol(name, &end, 10);
    return *end || pid > INT32_MAX ? 0 : (int32_t)pid;
}

static void scan_processes(struct scanner *s)
{
    rewinddir(s->proc);
    for (const struct dirent *entry; (entry = readdir(s->proc));) {
        int32_t pid = pid_of(entry->d_name);
        int status = pid ? scan_process(s, pid) : MEMGLASS_OK;
        if (status != MEMGLASS_OK && status != MEMGLASS_E_GONE)
            s->unpublished++;
    }
    table_sweep(&s->table, s->scans, bury, s);
}

int scanner_scan(struct scanner *s, memglass_error *err)
{
    uint64_t start_ns = clock_monotonic_ns();
    s->scans++;
    s->unpublished = 0;
    s->status = MEMGLASS_OK;
    scan_processes(s);

    memglass_error why = {0};
    struct system_extra extra = {.processes = (uint32_t)s->table.count,
                                 .unpublished = s->unpublished,
                                 .scan_ns = clock_monotonic_ns() - start_ns};
    if (system_scan_update(&s->system, s->session, dirfd(s->proc), &s->text, &extra, &why))
        note_failure(s, &why);
    if (s->status != MEMGLASS_OK && err)
        *err = s->error;
    return s->status;
}
