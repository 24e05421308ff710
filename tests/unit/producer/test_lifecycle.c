/* Sessions: opening, refusing, replacing, forking, closing, and running out of room. */
#define UNIT_FORK
#include "fixture.h"

#include "shm/shm.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static bool header_exists(const char *session)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, session);
    int fd = shm_open(name, O_RDONLY, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool region_exists(const char *session, uint32_t number)
{
    char name[SHM_NAME_SIZE];
    shm_region_name(name, session, number);
    int fd = shm_open(name, O_RDONLY, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* A child that opens the session, says so, and waits to be killed. */
static pid_t start_producer(const char *name, int objects)
{
    int ready[2];
    char byte;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
        for (int i = 0; s && i < objects; i++)
            new_cell(s, "c");
        if (s && write(ready[1], "r", 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void kill_producer(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

START_TEST(test_bad_configs_are_refused_with_a_reason)
{
    static const struct {
        memglass_config config;
        int code;
        const char *reason;
    } cases[] = {
        {{.name = NULL}, MEMGLASS_E_NAME, "empty"},
        {{.name = ""}, MEMGLASS_E_NAME, "empty"},
        {{.name = "a/b"}, MEMGLASS_E_NAME, "'/'"},
        {{.name = ".a"}, MEMGLASS_E_NAME, "starts with '.'"},
        {{.name = "a\nb"}, MEMGLASS_E_NAME, "0x0a"},
        {{.name = "0123456789012345678901234567890123456789012345678901234567890123"},
         MEMGLASS_E_NAME,
         "longer than 63"},
        {{.name = "a", .flags = 0x80000000u}, MEMGLASS_E_INVALID, "flags"},
        {{.name = "a", .event_ring_entries = 1000}, MEMGLASS_E_INVALID, "power of two"},
        {{.name = "a", .event_ring_entries = 1u << 31}, MEMGLASS_E_LIMIT, "1073741824"},
        {{.name = "a", .mode = 0040}, MEMGLASS_E_INVALID, "mode"},
        {{.name = "a", .mode = 0660}, MEMGLASS_E_INVALID, "mode 0660"},
        {{.name = "a", .mode = 0666}, MEMGLASS_E_INVALID, "mode 0666"},
        {{.name = "a", .mode = 0600, .group = "0"}, MEMGLASS_E_INVALID, "does not let group"},
        {{.name = "a", .group = "no-such-group"}, MEMGLASS_E_INVALID, "no-such-group"},
        {{.name = "a", .initial_region_bytes = 1 << 20, .max_region_bytes = 1 << 10},
         MEMGLASS_E_INVALID,
         "more than"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memglass_error err;
        ck_assert_ptr_null(memglass_open(&cases[i].config, &err));
        ck_assert_int_eq(err.code, cases[i].code);
        ck_assert_msg(strstr(err.message, cases[i].reason) != NULL, "%s", err.message);
    }
    ck_assert_ptr_null(memglass_open(NULL, NULL));
}
END_TEST

START_TEST(test_close_leaves_nothing_behind)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_named(unit_session_name(name, "close"), 0);
    memglass_create_object(s, &cell_type, 100000, NULL);
    ck_assert(header_exists(name) && region_exists(name, 1) && region_exists(name, 2));
    memglass_close(s);
    ck_assert(!header_exists(name) && !region_exists(name, 1) && !region_exists(name, 2));
}
END_TEST

START_TEST(test_keep_leaves_a_dead_session_that_can_be_replaced)
{
    char name[UNIT_NAME_BYTES];
    memglass_close(open_named(unit_session_name(name, "keep"), MEMGLASS_KEEP));
    ck_assert(header_exists(name));
    memglass_close(open_named(name, 0));
    ck_assert(!header_exists(name));
}
END_TEST

START_TEST(test_a_live_session_is_not_replaced)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    pid_t pid = start_producer(unit_session_name(name, "live"), 1);
    ck_assert_ptr_null(memglass_open(&(memglass_config){.name = name}, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_EXISTS);
    char expected[64];
    snprintf(expected, sizeof expected, "pid %d", (int)pid);
    ck_assert_msg(strstr(err.message, expected) != NULL, "%s", err.message);
    kill_producer(pid);
    memglass_close(open_named(name, 0));
}
END_TEST

START_TEST(test_a_killed_producers_session_is_replaced_cleanly)
{
    char name[UNIT_NAME_BYTES];
    kill_producer(start_producer(unit_session_name(name, "killed"), 100000));
    ck_assert(header_exists(name) && region_exists(name, 3));
    memglass_session *s = open_named(name, 0);
    ck_assert(!region_exists(name, 3));
    ck_assert_uint_eq(stats_of(s).live_objects, 0);
    memglass_close(s);
    ck_assert(!header_exists(name) && !region_exists(name, 1));
}
END_TEST

/* Of a program that was built with a later memglass, say. */
START_TEST(test_a_dead_session_of_another_version_is_replaced)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    const uint32_t version = 9;
    memglass_close(open_named(unit_session_name(name, "version"), MEMGLASS_KEEP));
    shm_header_name(header, name);
    int fd = shm_open(header, O_RDWR, 0);
    ck_assert_int_eq(pwrite(fd, &version, sizeof version, 8), sizeof version);
    close(fd);
    memglass_session *s = open_named(name, 0);
    ck_assert_ptr_nonnull(new_cell(s, "new"));
    memglass_close(s);
    ck_assert(!header_exists(name));
}
END_TEST

START_TEST(test_what_is_no_session_is_not_touched)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    memglass_error err;
    shm_header_name(header, unit_session_name(name, "foreign"));
    int fd = shm_open(header, O_RDWR | O_CREAT, 0600);
    ck_assert_int_eq(write(fd, "somebody else's", 15), 15);
    ck_assert_ptr_null(memglass_open(&(memglass_config){.name = name}, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
    ck_assert(header_exists(name));
    close(fd);
    shm_unlink(header);
}
END_TEST

START_TEST(test_a_forked_child_is_not_the_producer)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_named(unit_session_name(name, "fork"), 0);
    struct cell *c = new_cell(s, "c");
    pid_t child = fork();
    if (child == 0) {
        bool refused = new_cell(s, "child") == NULL &&
                       memglass_last_error(s, NULL) == MEMGLASS_E_FORKED &&
                       memglass_destroy(s, c) == MEMGLASS_E_FORKED;
        memglass_tick(s);
        memglass_close(s);
        _exit(refused ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(header_exists(name));
    ck_assert_ptr_nonnull(new_cell(s, "parent"));
    memglass_close(s);
}
END_TEST

/* The parent dies, its child lives on: the session must be seen to be dead. */
START_TEST(test_a_forked_child_does_not_keep_the_lock)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE], byte;
    int ready[2], hold[2];
    ck_assert_int_eq(pipe(ready) | pipe(hold), 0);
    unit_session_name(name, "lock");
    pid_t parent = fork();
    if (parent == 0) {
        memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
        if (s && fork() == 0) {
            close(hold[1]);
            if (write(ready[1], "r", 1) == 1 && read(hold[0], &byte, 1) >= 0)
                _exit(0);
        }
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    shm_header_name(header, name);
    int fd = shm_open(header, O_RDONLY, 0);
    ck_assert(shm_lock_held(fd));
    kill_producer(parent);
    ck_assert(!shm_lock_held(fd));
    close(hold[1]);
    close(fd);
    memglass_close(open_named(name, 0));
}
END_TEST

START_TEST(test_the_mode_is_0600_unless_asked)
{
    char name[UNIT_NAME_BYTES], segment[SHM_NAME_SIZE];
    struct stat status;
    for (unsigned mode = 0600; mode <= 0640; mode += 040) {
        memglass_session *s =
            memglass_open(&(memglass_config){.name = unit_session_name(name, "mode"),
                                             .mode = mode == 0600 ? 0 : mode},
                          NULL);
        shm_region_name(segment, name, 1);
        int fd = shm_open(segment, O_RDONLY, 0);
        fstat(fd, &status);
        ck_assert_uint_eq(status.st_mode & 0777, mode);
        close(fd);
        memglass_close(s);
    }
}
END_TEST

/* A file size limit stands for a full /dev/shm: the reservation fails, and the session lives on. */
START_TEST(test_no_room_is_an_error_and_the_session_lives_on)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    memglass_session *s = open_named(unit_session_name(name, "full"), MEMGLASS_NO_THREAD);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {16 << 20, 16 << 20};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_ptr_null(memglass_create_object(s, &cell_type, 1 << 20, "64 MiB"));
    ck_assert_int_eq(memglass_last_error(s, &err), MEMGLASS_E_NOSPACE);
    ck_assert_msg(strstr(err.message, "no room for 67108864 bytes of 'cell'") != NULL, "%s",
                  err.message);
    uint32_t regions = stats_of(s).region_count;
    ck_assert(!region_exists(name, regions + 1));
    struct cell *c = new_cell(s, "fits");
    ck_assert_ptr_nonnull(c);
    ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

START_TEST(test_the_first_region_is_no_larger_than_any)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    memglass_config config = {.name = unit_session_name(name, "small"), .max_region_bytes = 65536};
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    ck_assert_int_eq(memglass_close(s), MEMGLASS_OK);
    config.initial_region_bytes = 131072;
    ck_assert_ptr_null(memglass_open(&config, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_INVALID);
}
END_TEST

MEMGLASS_SUITE("producer/lifecycle", test_bad_configs_are_refused_with_a_reason,
               test_close_leaves_nothing_behind,
               test_keep_leaves_a_dead_session_that_can_be_replaced,
               test_a_live_session_is_not_replaced,
               test_a_killed_producers_session_is_replaced_cleanly,
               test_a_dead_session_of_another_version_is_replaced,
               test_what_is_no_session_is_not_touched, test_a_forked_child_is_not_the_producer,
               test_a_forked_child_does_not_keep_the_lock, test_the_mode_is_0600_unless_asked,
               test_no_room_is_an_error_and_the_session_lives_on,
               test_the_first_region_is_no_larger_than_any)
