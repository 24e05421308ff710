/* Bad input of every kind gets one clear line that says what and why; never a crash or a hang. */
#include "unit.h"

#include "format/layout.h"
#include "screen.h"
#include "shm/shm.h"

#include <fcntl.h>
#include <memglass/observer.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

static char said[65536];

/* Runs a program: its exit status; one line with the reason in it, and at most one more that says
 * what to do. */
static void ck_says(const char *reason, int status, const char *const *argv)
{
    int got = run_program(said, sizeof said, argv);
    ck_assert_msg(got == status, "%s exited with %d: %s", argv[0], got, said);
    ck_assert_msg(strstr(said, reason) != NULL, "'%s' is not in: %s", reason, said);
    const char *newline = strchr(said, '\n');
    ck_assert_msg(newline && (!newline[1] || strncmp(newline, "\nTry '", 6) == 0),
                  "not one line: %s", said);
}

#define CK_SAYS(reason, status, ...) \
    ck_says(reason, status, (const char *const[]){__VA_ARGS__, NULL})

static bool session_is_alive(void *name)
{
    memglass_observer *o = memglass_attach(name, NULL);
    memglass_session_info info = {.state = MEMGLASS_STATE_DEAD};
    if (o)
        memglass_session_info_get(o, &info);
    memglass_detach(o);
    return info.state == MEMGLASS_STATE_ALIVE;
}

static pid_t start_proc(const char *name)
{
    pid_t pid = start_program((const char *const[]){"memglass-proc", "-n", name, NULL});
    ck_assert(unit_wait(session_is_alive, (void *)(uintptr_t)name, (int)screen_patience_ms()));
    return pid;
}

/* The header of a session, to be scribbled on. */
static struct format_header *map_header(const char *session, uint64_t *size)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, session);
    int fd = shm_open(name, O_RDWR, 0);
    ck_assert_int_ge(fd, 0);
    *size = (uint64_t)lseek(fd, 0, SEEK_END);
    void *base = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    ck_assert_ptr_ne(base, MAP_FAILED);
    return base;
}

START_TEST(test_wrong_options_name_themselves)
{
    CK_SAYS("--nonsense", 2, "memglass-top", "--nonsense");
    CK_SAYS("--nonsense", 2, "memglass-proc", "--nonsense");
    CK_SAYS("--nonsense", 2, "memglass-gen", "--nonsense");
    CK_SAYS("x", 2, "memglass-top", "-b", "-n", "x", "proc");
    CK_SAYS("abc", 2, "memglass-proc", "-i", "abc");
}
END_TEST

START_TEST(test_missing_and_misnamed_sessions)
{
    CK_SAYS("no-such-session", 1, "memglass-top", "-b", "-n", "1", "no-such-session");
    CK_SAYS("/", 1, "memglass-top", "-b", "-n", "1", "a/b");
    CK_SAYS("/", 2, "memglass-proc", "-n", "a/b");
}
END_TEST

START_TEST(test_the_dashboard_needs_a_terminal)
{
    char name[UNIT_NAME_BYTES];
    pid_t proc = start_proc(unit_session_name(name, "noterm"));
    CK_SAYS("terminal", 1, "memglass-top", name);
    stop_program(&proc, SIGTERM);
}
END_TEST

START_TEST(test_a_second_live_producer_is_refused)
{
    char name[UNIT_NAME_BYTES];
    pid_t proc = start_proc(unit_session_name(name, "second"));
    CK_SAYS("live producer", 1, "memglass-proc", "-n", name);
    stop_program(&proc, SIGTERM);
    ck_assert_ptr_null(memglass_attach(name, NULL));
}
END_TEST

START_TEST(test_a_segment_of_another_version_is_named)
{
    char name[UNIT_NAME_BYTES];
    uint64_t size;
    pid_t proc = start_proc(unit_session_name(name, "version"));
    struct format_header *header = map_header(name, &size);
    header->version = header->minimum_reader = 99;
    CK_SAYS("segment version 99, this memglass reads up to 2", 1, "memglass-top", "-b", "-n", "1",
            name);
    header->version = FORMAT_VERSION;
    stop_program(&proc, SIGTERM);
    munmap(header, size);
}
END_TEST

/* Every word of the header, one after the other, replaced by rubbish under the reader. */
START_TEST(test_a_scribbled_header_never_crashes_the_reader)
{
    char name[UNIT_NAME_BYTES];
    uint64_t size;
    pid_t proc = start_proc(unit_session_name(name, "scribble"));
    stop_program(&proc, SIGKILL);
    uint64_t *words = (uint64_t *)(void *)map_header(name, &size);
    for (uint64_t i = 0; i < size / 8; i += 7) {
        uint64_t before = words[i];
        words[i] = UINT64_C(0xfffffffffffffff0);
        int status = run_program(
            said, sizeof said, (const char *const[]){"memglass-top", "-b", "-n", "1", name, NULL});
        ck_assert_msg(status == 0 || status == 1, "word %lu: exit %d: %s", (unsigned long)i, status,
                      said);
        words[i] = before;
    }
    munmap(words, size);
    shm_unlink_session(name);
}
END_TEST

MEMGLASS_SUITE("e2e/errors", test_wrong_options_name_themselves, test_missing_and_misnamed_sessions,
               test_the_dashboard_needs_a_terminal, test_a_second_live_producer_is_refused,
               test_a_segment_of_another_version_is_named,
               test_a_scribbled_header_never_crashes_the_reader)
