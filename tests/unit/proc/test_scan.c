/* What an observer sees of a scanned /proc. Tests only; no layer. */
#include "unit.h"

#include "fake_proc.h"
#include "proc/process.h"
#include "proc/scan.h"

#include <math.h>
#include <memglass/observer.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* A scanner on a fake /proc, and somebody who looks at what it publishes. */
struct world {
    char name[UNIT_NAME_BYTES];
    struct fake_proc proc;
    memglass_session *session;
    struct scanner scanner;
    memglass_observer *observer;
};

static void world_init(struct world *w)
{
    memglass_error err = {0};
    memglass_config config = {.name = unit_session_name(w->name, "scan"),
                              .initial_region_bytes = 4096,
                              .event_ring_entries = 64,
                              .flags = MEMGLASS_NO_THREAD};
    fake_proc_init(&w->proc);
    w->session = memglass_open(&config, &err);
    ck_assert_msg(w->session != NULL, "%s", err.message);
    ck_assert_msg(!scanner_open(&w->scanner, w->session, w->proc.root, &err), "%s", err.message);
    w->observer = memglass_attach(w->name, &err);
    ck_assert_msg(w->observer != NULL, "%s", err.message);
}

static void world_fini(struct world *w)
{
    memglass_detach(w->observer);
    scanner_close(&w->scanner);
    memglass_close(w->session);
    fake_proc_fini(&w->proc);
}

static void scan(struct world *w)
{
    memglass_error err = {0};
    ck_assert_msg(scanner_scan(&w->scanner, &err) == MEMGLASS_OK, "%s", err.message);
    ck_assert_int_ge(memglass_refresh(w->observer), 0);
}

/* The process of that label as an observer copies it; false: there is none. */
static bool look(struct world *w, const char *label, struct process *out, memglass_object *object)
{
    memglass_object found;
    if (memglass_find(w->observer, label, &found) != MEMGLASS_OK)
        return false;
    ck_assert_int_eq(memglass_read(w->observer, &found, out, sizeof *out), MEMGLASS_EXACT);
    if (object)
        *object = found;
    return true;
}

static struct process must_look(struct world *w, const char *label)
{
    struct process p;
    ck_assert_msg(look(w, label, &p, NULL), "there is no %s", label);
    return p;
}

START_TEST(test_a_process_appears_filled)
{
    struct world w;
    world_init(&w);
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 12,
                                                  .name = "a (b) c",
                                                  .command = "/bin/a --with",
                                                  .start_ticks = 100,
                                                  .user_ticks = 250,
                                                  .rss_pages = 3,
                                                  .uid = 4294900000u});
    scan(&w);
    struct process p = must_look(&w, "12 a (b) c");
    ck_assert_int_eq(p.pid, 12);
    ck_assert_int_eq(p.ppid, 1);
    ck_assert_int_eq(p.state, 'S');
    ck_assert_str_eq(p.name, "a (b) c");
    ck_assert_str_eq(p.command, "/bin/a --with");
    ck_assert_str_eq(p.user, "4294900000"); /* a user without a name */
    ck_assert_uint_eq(p.rss, 3 * (uint64_t)sysconf(_SC_PAGESIZE));
    ck_assert_uint_eq(p.user_time, 250 * 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
    ck_assert_uint_eq(p.minor_faults, 11);
    ck_assert_uint_eq(p.major_faults, 22);
    ck_assert_uint_eq(strlen(p.started), strlen("2024-01-31 12:34:56"));
    ck_assert(isnan(p.cpu)); /* one look gives no rate: unknown, not zero */
    world_fini(&w);
}
END_TEST

START_TEST(test_a_change_is_seen_in_the_same_object)
{
    struct world w;
    struct process p;
    memglass_object before, after;
    struct fake_process fake = {.pid = 12, .start_ticks = 100, .rss_pages = 3};
    world_init(&w);
    fake_proc_put(&w.proc, &fake);
    scan(&w);
    ck_assert(look(&w, "12 sleep", &p, &before));
    fake.rss_pages = 5;
    fake.name = "renamed";
    fake.command = "new command";
    fake_proc_put(&w.proc, &fake);
    scan(&w);
    ck_assert(look(&w, "12 sleep", &p, &after));
    ck_assert_uint_eq(p.rss, 5 * (uint64_t)sysconf(_SC_PAGESIZE));
    ck_assert_str_eq(p.name, "renamed");
    ck_assert_str_eq(p.command, "new command"); /* a new name: read at once */
    ck_assert(p.cpu == 0);
    ck_assert_uint_eq(before.index, after.index);
    ck_assert_uint_eq(before.generation, after.generation);
    world_fini(&w);
}
END_TEST

START_TEST(test_an_ended_process_is_destroyed)
{
    struct world w;
    struct process p;
    memglass_object object;
    world_init(&w);
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 12, .start_ticks = 100});
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 13, .start_ticks = 100});
    scan(&w);
    ck_assert(look(&w, "12 sleep", &p, &object));
    fake_proc_kill(&w.proc, 12);
    scan(&w);
    ck_assert(!look(&w, "12 sleep", &p, NULL));
    ck_assert(look(&w, "13 sleep", &p, NULL));
    ck_assert_int_eq(memglass_read(w.observer, &object, &p, sizeof p), MEMGLASS_E_GONE);
    world_fini(&w);
}
END_TEST

START_TEST(test_a_reused_pid_is_a_new_object)
{
    struct world w;
    struct process p;
    memglass_object before, after;
    world_init(&w);
    fake_proc_put(&w.proc,
                  &(struct fake_process){.pid = 12, .start_ticks = 100, .user_ticks = 900});
    scan(&w);
    ck_assert(look(&w, "12 sleep", &p, &before));
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 12, .start_ticks = 700, .user_ticks = 1});
    scan(&w);
    ck_assert(look(&w, "12 sleep", &p, &after));
    ck_assert(before.index != after.index || before.generation != after.generation);
    ck_assert_uint_eq(p.user_time, 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
    ck_assert_int_eq(memglass_read(w.observer, &before, &p, sizeof p), MEMGLASS_E_GONE);
    memglass_session_stats stats;
    memglass_stats(w.session, &stats);
    ck_assert_uint_eq(stats.live_objects, 2); /* the process and the system */
    world_fini(&w);
}
END_TEST

static struct system *published_system(struct world *w)
{
    return w->scanner.system.object;
}

START_TEST(test_what_cannot_be_read_is_counted_not_invented)
{
    struct world w;
    world_init(&w);
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 12, .start_ticks = 100});
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 13, .start_ticks = 100});
    fake_proc_file(&w.proc, "13/stat", "13 (half) S 1 2");
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 14, .start_ticks = 100});
    fake_proc_file(&w.proc, "14/status", "nothing of use");
    fake_proc_put(&w.proc, &(struct fake_process){.pid = 15, .start_ticks = 100});
    fake_proc_file(&w.proc, "15/stat", NULL); /* ends while it is read: no failure */
    scan(&w);
    ck_assert_uint_eq(published_system(&w)->processes, 1);
    ck_assert_uint_eq(published_system(&w)->unpublished, 2);
    ck_assert_uint_eq(memglass_object_count(w.observer), 2);
    world_fini(&w);
}
END_TEST

START_TEST(test_system_says_what_the_machine_does)
{
    struct world w;
    world_init(&w);
    scan(&w);
    const struct system *s = published_system(&w);
    ck_assert(isnan(s->cpu) && isnan(s->cpu_use[0]));
    fake_proc_cores(&w.proc, 125, 1100, 300, 1100);
    scan(&w);
    ck_assert_float_eq(s->cpu_use[0], 25);
    ck_assert_float_eq(s->cpu_use[1], 100);
    ck_assert_float_eq(s->cpu, 62.5f);
    ck_assert_float_eq(s->memory_use, 25);
    ck_assert_uint_eq(s->memory_used, 4000 * 1024);
    ck_assert_uint_eq(s->swap_used, 500 * 1024);
    ck_assert_float_eq(s->load_5, 0.25f);
    ck_assert_uint_eq(s->tasks, 321);
    ck_assert_uint_eq(s->context_switches, 1000);
    ck_assert_uint_eq(s->forks, 77);
    world_fini(&w);
}
END_TEST

START_TEST(test_system_has_as_many_cores_as_the_machine)
{
    struct world w;
    memglass_object object;
    memglass_value value;
    char path[32];
    world_init(&w);
    scan(&w);
    uint32_t cores = published_system(&w)->cpu_count;
    ck_assert_uint_ge(cores, 2);
    ck_assert_int_eq(memglass_find(w.observer, "system", &object), MEMGLASS_OK);
    ck_assert_uint_lt(object.size, sizeof(struct system));
    snprintf(path, sizeof path, "cpu_use[%u]", cores - 1);
    ck_assert_int_eq(memglass_read_field(w.observer, &object, path, &value), MEMGLASS_OK);
    snprintf(path, sizeof path, "cpu_use[%u]", cores);
    ck_assert_int_eq(memglass_read_field(w.observer, &object, path, &value), MEMGLASS_E_PATH);
    world_fini(&w);
}
END_TEST

START_TEST(test_system_goes_when_its_files_cannot_be_read)
{
    struct world w;
    memglass_error err = {0};
    memglass_object object;
    world_init(&w);
    scan(&w);
    fake_proc_file(&w.proc, "meminfo", "MemTotal: 1 kB\n");
    ck_assert_int_eq(scanner_scan(&w.scanner, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "meminfo"));
    memglass_refresh(w.observer);
    ck_assert_int_eq(memglass_find(w.observer, "system", &object), MEMGLASS_E_NOTFOUND);
    world_fini(&w);
}
END_TEST

/* No segment can be larger than that: as if /dev/shm were full. 0: as large as may be. */
static void limit_segments(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(test_full_memory_is_told_and_got_over)
{
    enum { PROCESSES = 400 };
    struct world w;
    memglass_error err = {0};
    world_init(&w);
    for (int pid = 1; pid <= PROCESSES; pid++)
        fake_proc_put(&w.proc, &(struct fake_process){.pid = pid, .start_ticks = 100});
    limit_segments(1);
    ck_assert_int_eq(scanner_scan(&w.scanner, &err), MEMGLASS_E_NOSPACE);
    ck_assert_ptr_nonnull(strstr(err.message, "/dev/shm"));
    size_t published = w.scanner.table.count;
    ck_assert_uint_lt(published, PROCESSES);
    ck_assert_uint_eq(published + w.scanner.unpublished, PROCESSES);

    limit_segments(0);
    scan(&w);
    ck_assert_uint_eq(published_system(&w)->processes, PROCESSES);
    ck_assert_uint_eq(published_system(&w)->unpublished, 0);
    world_fini(&w);
}
END_TEST

START_TEST(test_cpu_percent)
{
    ck_assert_float_eq(cpu_percent(50, 100, 1000000000), 50);
    ck_assert_float_eq(cpu_percent(400, 100, 1000000000), 400); /* four threads */
    ck_assert_float_eq(cpu_percent(0, 100, 1000000000), 0);
    ck_assert(isnan(cpu_percent(1, 100, 0)));
}
END_TEST

MEMGLASS_SUITE("proc/scan", test_a_process_appears_filled, test_a_change_is_seen_in_the_same_object,
               test_an_ended_process_is_destroyed, test_a_reused_pid_is_a_new_object,
               test_what_cannot_be_read_is_counted_not_invented,
               test_system_says_what_the_machine_does, test_system_has_as_many_cores_as_the_machine,
               test_system_goes_when_its_files_cannot_be_read,
               test_full_memory_is_told_and_got_over, test_cpu_percent)
