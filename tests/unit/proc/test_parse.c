/* The texts of /proc, as kernels and hostile process names make them. Tests only; no layer. */
#include "unit.h"

#include "proc/parse.h"

#include <string.h>

#define STAT_REST                                                                    \
    " 1 17309 10779 0 -1 4194304 101 7 5 9 120 34 0 0 20 -5 3 0 155289 3133440 410 " \
    "18446744073709551615 1 2 3 0 0\n"

START_TEST(test_stat_gives_the_fields_of_proc_5)
{
    struct stat_line s;
    ck_assert(parse_stat("17314 (cat) R" STAT_REST, &s));
    ck_assert_int_eq(s.pid, 17314);
    ck_assert_str_eq(s.name, "cat");
    ck_assert_int_eq(s.state, 'R');
    ck_assert_int_eq(s.ppid, 1);
    ck_assert_uint_eq(s.minor_faults, 101);
    ck_assert_uint_eq(s.major_faults, 5);
    ck_assert_uint_eq(s.user_ticks, 120);
    ck_assert_uint_eq(s.system_ticks, 34);
    ck_assert_int_eq(s.priority, 20);
    ck_assert_int_eq(s.nice, -5);
    ck_assert_int_eq(s.threads, 3);
    ck_assert_uint_eq(s.start_ticks, 155289);
    ck_assert_uint_eq(s.vsize_bytes, 3133440);
    ck_assert_uint_eq(s.rss_pages, 410);
    ck_assert(!s.kernel_thread);
}
END_TEST

START_TEST(test_stat_takes_any_name)
{
    static const char *const names[] = {"a b",  "a) R 1 2",  "((", "))",        ") S (",
                                        "(sd-", "new\nline", "",   "x) Z 9 (y", "\xff\x1b["};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[256];
        struct stat_line s;
        snprintf(text, sizeof text, "42 (%s) S" STAT_REST, names[i]);
        ck_assert_msg(parse_stat(text, &s), "%s", text);
        ck_assert_str_eq(s.name, names[i]);
        ck_assert_int_eq(s.pid, 42);
        ck_assert_int_eq(s.state, 'S');
        ck_assert_int_eq(s.ppid, 1);
    }
}
END_TEST

START_TEST(test_stat_cuts_a_name_that_is_too_long)
{
    char name[101], text[256];
    struct stat_line s;
    memset(name, 'n', 100);
    name[100] = '\0';
    snprintf(text, sizeof text, "42 (%s) S" STAT_REST, name);
    ck_assert(parse_stat(text, &s));
    ck_assert_uint_eq(strlen(s.name), sizeof s.name - 1);
}
END_TEST

START_TEST(test_stat_knows_kernel_threads_and_real_time)
{
    struct stat_line s;
    ck_assert(parse_stat("16 (migration/0) S 2 0 0 0 -1 69238848 0 0 0 0 0 0 0 0 -100 0 1 0 4 0 0 "
                         "18446744073709551615 0\n",
                         &s));
    ck_assert(s.kernel_thread);
    ck_assert_int_eq(s.priority, -100);
    ck_assert_uint_eq(s.rss_pages, 0);
}
END_TEST

/* A process that ends while its file is read leaves a part of the line. */
START_TEST(test_stat_refuses_every_cut_line)
{
    const char *whole =
        "42 (a b) S 1 17309 10779 0 -1 4194304 101 7 5 9 120 34 0 0 20 -5 3 0 155289 "
        "3133440 ";
    struct stat_line s = {.pid = -7};
    for (size_t length = 0; length <= strlen(whole); length++) {
        char text[256];
        snprintf(text, sizeof text, "%.*s", (int)length, whole);
        ck_assert_msg(!parse_stat(text, &s), "%s", text);
        ck_assert_int_eq(s.pid, -7);
    }
}
END_TEST

START_TEST(test_status_gives_the_effective_user)
{
    uint32_t uid = 7;
    ck_assert(parse_status_uid("Name:\tUid: 3\nUid:\t1000\t1001\t1002\t1003\n", &uid));
    ck_assert_uint_eq(uid, 1001);
    ck_assert(parse_status_uid("Name:\tx\nUid:\t0\t4294967294\t0\t0\n", &uid));
    ck_assert_uint_eq(uid, 4294967294u);
    ck_assert(!parse_status_uid("Name:\tx\nUid:\t1000\n", &uid));
    ck_assert(!parse_status_uid("Name:\tx\n", &uid));
    ck_assert(!parse_status_uid("", &uid));
}
END_TEST

START_TEST(test_command_joins_arguments)
{
    char out[16];
    parse_command("ls\0-l\0a b\0", 10, out, sizeof out);
    ck_assert_str_eq(out, "ls -l a b");
    parse_command("0123456789\0abcdefgh\0", 20, out, sizeof out);
    ck_assert_str_eq(out, "0123456789 abcd");
    parse_command("", 0, out, sizeof out);
    ck_assert_str_eq(out, "");
    parse_command("title   \0\0\0", 11, out, sizeof out);
    ck_assert_str_eq(out, "title");
}
END_TEST

START_TEST(test_meminfo_needs_all_it_shows)
{
    const char *whole =
        "MemTotal:       16000 kB\nMemFree:         4000 kB\nMemAvailable:    9000 kB\n"
        "Buffers:             10 kB\nCached:         3000 kB\nSwapCached:      77 kB\n"
        "SwapTotal:       2000 kB\nSwapFree:        1500 kB\n";
    struct memory_info m;
    ck_assert(parse_meminfo(whole, &m));
    ck_assert_uint_eq(m.total, 16000 * 1024);
    ck_assert_uint_eq(m.free, 4000 * 1024);
    ck_assert_uint_eq(m.available, 9000 * 1024);
    ck_assert_uint_eq(m.buffers, 10 * 1024);
    ck_assert_uint_eq(m.cached, 3000 * 1024);
    ck_assert_uint_eq(m.swap_total, 2000 * 1024);
    ck_assert_uint_eq(m.swap_free, 1500 * 1024);

    ck_assert(!parse_meminfo("MemTotal: 1 kB\nMemFree: 1 kB\n", &m));
    ck_assert_uint_eq(m.total, 16000 * 1024);
}
END_TEST

START_TEST(test_loadavg)
{
    struct load_info load;
    ck_assert(parse_loadavg("0.05 1.50 12.25 3/941 17316\n", &load));
    ck_assert_float_eq(load.five, 1.5f);
    ck_assert_float_eq(load.fifteen, 12.25f);
    ck_assert_uint_eq(load.tasks, 941);
    ck_assert(!parse_loadavg("0.05 1.50 12.25 3\n", &load));
    ck_assert(!parse_loadavg("", &load));
}
END_TEST

START_TEST(test_system_stat_separates_busy_from_idle)
{
    const char *text = "cpu  4656 10 1842 303257 380 1 31 4 99 99\ncpu0 1 0 0 10 5 0 0 0 0 0\n"
                       "cpu2 7 0 0 3 0 0 0 0 0 0\nintr 1 2 3\nctxt 669540\nbtime 1795223982\n"
                       "processes 17318\nprocs_running 4\nprocs_blocked 2\n";
    struct cpu_times cores[4];
    struct system_info info;
    ck_assert(parse_system_stat(text, cores, 4, &info));
    ck_assert_uint_eq(info.all.total, 4656 + 10 + 1842 + 303257 + 380 + 1 + 31 + 4);
    ck_assert_uint_eq(info.all.busy, 4656 + 10 + 1842 + 1 + 31 + 4);
    ck_assert_uint_eq(cores[0].busy, 1);
    ck_assert_uint_eq(cores[0].total, 16);
    ck_assert_uint_eq(cores[1].total, 0); /* switched off */
    ck_assert_uint_eq(cores[2].busy, 7);
    ck_assert_uint_eq(cores[3].total, 0);
    ck_assert_uint_eq(info.cores, 3);
    ck_assert_uint_eq(info.context_switches, 669540);
    ck_assert_uint_eq(info.forks, 17318);
    ck_assert_uint_eq(info.running, 4);
    ck_assert_uint_eq(info.blocked, 2);

    ck_assert(parse_system_stat(text, cores, 1, &info)); /* more cores than asked for */
    ck_assert_uint_eq(info.cores, 3);
    ck_assert(!parse_system_stat("cpu  1 2 3 4 5\nctxt 1\n", cores, 4, &info));
    ck_assert(!parse_system_stat("", cores, 4, &info));
}
END_TEST

MEMGLASS_SUITE("proc/parse", test_stat_gives_the_fields_of_proc_5, test_stat_takes_any_name,
               test_stat_cuts_a_name_that_is_too_long, test_stat_knows_kernel_threads_and_real_time,
               test_stat_refuses_every_cut_line, test_status_gives_the_effective_user,
               test_command_joins_arguments, test_meminfo_needs_all_it_shows, test_loadavg,
               test_system_stat_separates_busy_from_idle)
