/* Segments, locks and faults. */
#define UNIT_FORK
#include "unit.h"

#include "shm/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *segment_name(char name[SHM_NAME_SIZE], const char *tag)
{
    char session[UNIT_NAME_BYTES];
    shm_region_name(name, unit_session_name(session, tag), 1);
    return name;
}

START_TEST(test_create_is_exclusive)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment first, second;
    memglass_error err;
    ck_assert_int_eq(shm_create(segment_name(name, "excl"), 4096, &first, &err), MEMGLASS_OK);
    ck_assert_int_eq(shm_create(name, 4096, &second, &err), MEMGLASS_E_EXISTS);
    shm_close(&first);
    shm_unlink_name(name);
}
END_TEST

START_TEST(test_a_failed_reservation_leaves_no_name)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment segment = SHM_SEGMENT_NONE;
    memglass_error err;
    ck_assert_int_eq(shm_create(segment_name(name, "huge"), UINT64_C(1) << 62, &segment, &err),
                     MEMGLASS_E_NOSPACE);
    ck_assert_int_eq(segment.fd, -1);
    ck_assert_int_eq(shm_open_readonly(name, &segment, &err), MEMGLASS_E_NOSESSION);
}
END_TEST

START_TEST(test_the_lock_is_seen_from_a_readonly_descriptor_and_dies_with_its_holder)
{
    char name[SHM_NAME_SIZE], byte;
    struct shm_segment segment, reader;
    int ready[2];
    ck_assert_int_eq(shm_create(segment_name(name, "lock"), 4096, &segment, NULL), MEMGLASS_OK);
    ck_assert_int_eq(shm_open_readonly(name, &reader, NULL), MEMGLASS_OK);
    ck_assert(!shm_lock_held(reader.fd));
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd = shm_open_existing(name, O_RDWR, NULL);
        if (shm_lock_take(fd) && write(ready[1], "r", 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert(shm_lock_held(reader.fd));
    ck_assert(!shm_lock_take(segment.fd));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ck_assert(!shm_lock_held(reader.fd));
    shm_close(&reader);
    shm_close(&segment);
    shm_unlink_name(name);
}
END_TEST

START_TEST(test_identify_tells_unlinked_from_replaced)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment first, second;
    shm_create(segment_name(name, "ident"), 4096, &first, NULL);
    ck_assert_int_eq(shm_identify(first.fd, name), SHM_SAME);
    shm_unlink_name(name);
    ck_assert_int_eq(shm_identify(first.fd, name), SHM_UNLINKED);
    shm_create(name, 4096, &second, NULL);
    ck_assert_int_eq(shm_identify(first.fd, name), SHM_REPLACED);
    shm_close(&first);
    shm_close(&second);
    shm_unlink_name(name);
}
END_TEST

static int read_last_byte(void *context)
{
    const struct shm_segment *segment = context;
    return *(volatile unsigned char *)&segment->base[segment->size - 1];
}

START_TEST(test_a_truncated_segment_is_an_error_not_a_crash)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment segment;
    shm_create(segment_name(name, "fault"), 3 * 4096, &segment, NULL);
    segment.base[segment.size - 1] = 42;
    ck_assert_int_eq(shm_guarded(read_last_byte, &segment), 42);
    ck_assert_int_eq(ftruncate(segment.fd, 4096), 0);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(shm_guarded(read_last_byte, &segment), MEMGLASS_E_FAULT);
    shm_close(&segment);
    shm_unlink_name(name);
}
END_TEST

static int is_42(void *word)
{
    return shm_word_is(word, 42) + 2 * shm_word_is(word, 43);
}

START_TEST(test_a_word_of_a_truncated_segment_is_nothing)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment segment;
    shm_create(segment_name(name, "word"), 4096, &segment, NULL);
    uint64_t *word = (uint64_t *)(void *)segment.base;
    *word = 42;
    ck_assert_int_eq(shm_guarded(is_42, word), 1); /* which installs the handler */
    ck_assert_int_eq(is_42(word), 1);
    *word = UINT64_C(42) << 32 | 42;
    ck_assert_int_eq(is_42(word), 0);
    *word = 43;
    ck_assert_int_eq(is_42(word), 2);
    ck_assert_int_eq(ftruncate(segment.fd, 0), 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(is_42(word), 0);
        ck_assert(!shm_word_is(word, 0));
        ck_assert_int_eq(shm_guarded(is_42, word), 0);
        ck_assert_int_eq(shm_guarded(read_last_byte, &segment), MEMGLASS_E_FAULT);
    }
    ck_assert_int_eq(ftruncate(segment.fd, 4096), 0);
    ck_assert(shm_word_is(word, 0));
    shm_close(&segment);
    shm_unlink_name(name);
}
END_TEST

static void program_handles(int number)
{
    _exit(number == SIGBUS ? 17 : 18);
}

/* What faults elsewhere is the program's own matter, also behind a load of ours that faulted. */
START_TEST(test_other_faults_go_to_the_handler_that_was_there)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment segment;
    shm_create(segment_name(name, "other"), 4096, &segment, NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGBUS, program_handles);
        bool there = shm_guarded(read_last_byte, &segment) == 0;
        if (!there || ftruncate(segment.fd, 0) || shm_word_is((uint64_t *)(void *)segment.base, 0))
            _exit(1);
        _exit(*(volatile unsigned char *)segment.base + 2);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 17);
    shm_close(&segment);
    shm_unlink_name(name);
}
END_TEST

static bool is_listed(const char *session)
{
    struct shm_names names;
    bool found = false;
    ck_assert_int_eq(shm_list_sessions(&names, NULL), MEMGLASS_OK);
    for (size_t i = 0; i < names.count; i++) {
        found = found || strcmp(names.list[i], session) == 0;
        ck_assert(i == 0 || strcmp(names.list[i - 1], names.list[i]) < 0);
    }
    shm_names_free(&names);
    return found;
}

START_TEST(test_list_finds_headers_and_only_them)
{
    char session[UNIT_NAME_BYTES], name[SHM_NAME_SIZE];
    struct shm_segment segment;
    unit_session_name(session, "list");
    shm_region_name(name, session, 1);
    shm_create(name, 4096, &segment, NULL);
    shm_close(&segment);
    ck_assert(!is_listed(session));
    shm_header_name(name, session);
    shm_create(name, 4096, &segment, NULL);
    shm_close(&segment);
    ck_assert(is_listed(session));
    shm_unlink_session(session);
    ck_assert_int_eq(shm_open_readonly(name, &segment, NULL), MEMGLASS_E_NOSESSION);
}
END_TEST

MEMGLASS_SUITE("shm", test_create_is_exclusive, test_a_failed_reservation_leaves_no_name,
               test_the_lock_is_seen_from_a_readonly_descriptor_and_dies_with_its_holder,
               test_identify_tells_unlinked_from_replaced,
               test_a_truncated_segment_is_an_error_not_a_crash,
               test_a_word_of_a_truncated_segment_is_nothing,
               test_other_faults_go_to_the_handler_that_was_there,
               test_list_finds_headers_and_only_them)
