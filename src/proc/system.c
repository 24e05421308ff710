/*
 * The `system` object: what /proc says of the machine as a whole. Layer 8.
 *
 * Its last field is an array with one element for each core. C wants that length at compile time,
 * the machine knows it at run time: the description that memglass-gen made is plain data, so a copy
 * of it gets the true length, and the object ends where its last core does.
 */
#include "proc/system.h"

#include "base/checked.h"
#include "base/clock.h"
#include "base/error.h"
#include "proc/object.h"
#include "proc/process.h"
#include "process.memglass.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint32_t field_count(void)
{
    return memglass_type_system.field_count;
}

static void describe(struct system_scan *s)
{
    memglass_field *last = &s->fields[field_count() - 1];
    memcpy(s->fields, memglass_type_system.fields, field_count() * sizeof *s->fields);
    REQUIRE(!strcmp(last->name, "cpu_use") && last->rank == 1);
    s->dims[0] = s->cores;
    last->dims = s->dims;
    s->type = memglass_type_system;
    s->type.fields = s->fields;
    s->type.size =
        round_up(offsetof(struct system, cpu_use) + s->cores * sizeof(float), s->type.align);
}

/* Cores that are switched off count as well: they may be switched on again. */
static uint32_t count_cores(uint32_t listed)
{
    long configured = sysconf(_SC_NPROCESSORS_CONF);
    uint32_t cores = configured > (long)listed ? (uint32_t)configured : listed;
    if (cores < 1)
        return 1;
    return cores < SYSTEM_CPUS_MAX ? cores : SYSTEM_CPUS_MAX;
}

static int read_stat(struct system_scan *s, int proc, struct text *text, struct system_info *out,
                     memglass_error *err)
{
    int status = text_read(text, proc, "stat", SIZE_MAX, err);
    if (status == MEMGLASS_OK && !parse_system_stat(text->data, s->now, s->cores, out))
        status = error_set(err, MEMGLASS_E_SYSTEM, 0, "/proc/stat is not what it should be");
    return status;
}

int system_scan_init(struct system_scan *s, int proc, struct text *text, memglass_error *err)
{
    struct system_info info;
    *s = (struct system_scan){0};
    int status = read_stat(s, proc, text, &info, err);
    if (status != MEMGLASS_OK)
        return status;
    s->cores = count_cores(info.cores);
    s->fields = calloc(field_count(), sizeof *s->fields);
    s->before = calloc(s->cores, sizeof *s->before);
    s->now = calloc(s->cores, sizeof *s->now);
    s->next = calloc(1, sizeof *s->next);
    if (!s->fields || !s->before || !s->now || !s->next) {
        system_scan_fini(s);
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    }
    describe(s);
    return MEMGLASS_OK;
}

void system_scan_fini(struct system_scan *s)
{
    free(s->fields);
    free(s->before);
    free(s->now);
    free(s->next);
    *s = (struct system_scan){0};
}

/* In percent; unknown without two looks at a core that is switched on. */
static float cpu_use(const struct cpu_times *before, const struct cpu_times *now)
{
    if (!before->total || now->total <= before->total)
        return NAN;
    if (now->busy <= before->busy) /* the kernel's idle time may go back a little */
        return 0;
    double use = 100.0 * (double)(now->busy - before->busy) / (double)(now->total - before->total);
    return use < 100 ? (float)use : 100;
}

static int fill_memory(struct system *next, int proc, struct text *text, memglass_error *err)
{
    struct memory_info memory;
    int status = text_read(text, proc, "meminfo", SIZE_MAX, err);
    if (status != MEMGLASS_OK)
        return status;
    if (!parse_meminfo(text->data, &memory))
        return error_set(err, MEMGLASS_E_SYSTEM, 0, "/proc/meminfo is not what it should be");
    next->memory_total = memory.total;
    next->memory_available = memory.available;
    next->memory_used = memory.total > memory.available ? memory.total - memory.available : 0;
    next->memory_use =
        memory.total ? (float)(100.0 * (double)next->memory_used / (double)memory.total) : NAN;
    next->memory_free = memory.free;
    next->memory_buffers = memory.buffers;
    next->memory_cached = memory.cached;
    next->swap_total = memory.swap_total;
    next->swap_used =
        memory.swap_total > memory.swap_free ? memory.swap_total - memory.swap_free : 0;
    return MEMGLASS_OK;
}

static int fill_load(struct system *next, int proc, struct text *text, memglass_error *err)
{
    struct load_info load;
    int status = text_read(text, proc, "loadavg", SIZE_MAX, err);
    if (status != MEMGLASS_OK)
        return status;
    if (!parse_loadavg(text->data, &load))
        return error_set(err, MEMGLASS_E_SYSTEM, 0, "/proc/loadavg is not what it should be");
    next->load_1 = load.one;
    next->load_5 = load.five;
    next->load_15 = load.fifteen;
    next->tasks = load.tasks;
    return MEMGLASS_OK;
}

static int fill_cpu(struct system_scan *s, int proc, struct text *text, memglass_error *err)
{
    struct system_info info;
    int status = read_stat(s, proc, text, &info, err);
    if (status != MEMGLASS_OK)
        return status;
    s->next->cpu = cpu_use(&s->all, &info.all);
    for (uint32_t i = 0; i < s->cores; i++)
        s->next->cpu_use[i] = cpu_use(&s->before[i], &s->now[i]);
    s->next->cpu_count = s->cores;
    s->next->running = info.running;
    s->next->blocked = info.blocked;
    s->next->context_switches = info.context_switches;
    s->next->forks = info.forks;
    s->all = info.all;
    memcpy(s->before, s->now, s->cores * sizeof *s->before);
    return MEMGLASS_OK;
}

static uint64_t uptime_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return timespec_to_ns(now) / NS_PER_MS;
}

static int fill(struct system_scan *s, int proc, struct text *text, memglass_error *err)
{
    int status = fill_memory(s->next, proc, text, err);
    if (status == MEMGLASS_OK)
        status = fill_load(s->next, proc, text, err);
    if (status == MEMGLASS_OK)
        status = fill_cpu(s, proc, text, err);
    s->next->uptime = uptime_ms();
    return status;
}

int system_scan_update(struct system_scan *s, memglass_session *session, int proc,
                       struct text *text, const struct system_extra *extra, memglass_error *err)
{
    int status = fill(s, proc, text, err);
    if (status != MEMGLASS_OK) {
        if (s->object)
            memglass_destroy(session, s->object);
        s->object = NULL;
        return status;
    }
    s->next->processes = extra->processes;
    s->next->unpublished = extra->unpublished;
    s->next->scan_time = (uint32_t)(extra->scan_ns / 1000);
    if (s->object) {
        object_update(s->object, s->next, s->type.size);
        return MEMGLASS_OK;
    }
    memglass_error why = {0};
    s->object = object_publish(session, &s->type, s->next, "system", &why);
    if (!s->object)
        return error_set(err, why.code, why.sys_errno, "%s", why.message);
    return MEMGLASS_OK;
}
