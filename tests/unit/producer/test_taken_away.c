/* What is taken away from under a live session: its descriptors by the program, its header by hand.
 */
#define UNIT_FORK
#include "talk.h"

#include "producer/session.h"

#include <dirent.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { FILES = 8, CELLS = 4096, TURNS = 64 };

/* As a program does that closes all descriptors of which it knows nothing. */
static void close_descriptors_of(const char *name)
{
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));) {
        char target[256];
        ssize_t length = readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        if (strstr(target, name))
            close(atoi(entry->d_name));
    }
    closedir(folder);
}

/* Until memory is refused: the failure's code. */
static int grow(memglass_session *s)
{
    for (int i = 0; i < TURNS; i++)
        if (!memglass_create_object(s, &cell_type, CELLS, NULL))
            return memglass_last_error(s, NULL);
    return MEMGLASS_OK;
}

START_TEST(test_files_that_have_the_numbers_of_closed_descriptors_are_left_alone)
{
    char name[UNIT_NAME_BYTES];
    int files[FILES];
    struct stat status;
    memglass_session *s = open_with_cell(unit_session_name(name, "closed-fds"));
    close_descriptors_of(name);
    for (int i = 0; i < FILES; i++)
        files[i] = memfd_create("own", 0);
    ck_assert_int_eq(grow(s), MEMGLASS_E_SYSTEM);
    memglass_close(s);
    for (int i = 0; i < FILES; i++) {
        ck_assert_int_eq(fstat(files[i], &status), 0);
        ck_assert_int_eq(status.st_size, 0);
    }
    ck_assert_int_eq(segments(name), 0);
}
END_TEST

/* More than the library has, so that each of its numbers is an own file's. */
enum { OWN_FILES = 64, TRIES = 250 };

/* At once where the kernel tracks nothing. */
static bool tracking_ends(memglass_session *s)
{
    const struct timespec pause = {.tv_nsec = 100000000};
    for (int i = 0; i < TRIES; i++, nanosleep(&pause, NULL))
        if (__atomic_load_n(&s->store.header->write_looks, __ATOMIC_ACQUIRE) == 0)
            return true;
    return false;
}

static bool all_open(const int files[OWN_FILES], const struct stat opened[OWN_FILES])
{
    struct stat status;
    for (int i = 0; i < OWN_FILES; i++)
        if (fstat(files[i], &status) != 0 || status.st_ino != opened[i].st_ino)
            return false;
    return true;
}

/* In a process of its own, since Check has descriptors, too: the step that failed, or 0. */
static int close_all_and_go_on(const char *name, bool wait)
{
    int files[OWN_FILES];
    struct stat opened[OWN_FILES];
    memglass_config config = {.name = name, .flags = MEMGLASS_TRACK_WRITES};
    memglass_session *s = memglass_open(&config, NULL);
    if (!s || !new_cell(s, "c"))
        return 1;
    pthread_mutex_lock(&s->lock); /* no beat in between */
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
    for (int i = 0; i < OWN_FILES; i++)
        if ((files[i] = memfd_create("own", 0)) < 0 || fstat(files[i], &opened[i]) != 0)
            return 2;
    pthread_mutex_unlock(&s->lock);
    if (wait && !tracking_ends(s))
        return 3;
    if (!all_open(files, opened))
        return 4;
    pid_t child = fork();
    if (child == 0) {
        bool all = all_open(files, opened);
        memglass_close(s);
        _exit(all && all_open(files, opened) ? 0 : 1);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return 5;
    if (!all_open(files, opened))
        return 6;
    memglass_close(s);
    return all_open(files, opened) ? 0 : 7;
}

static void check_all_closed(const char *what, bool wait)
{
    char name[UNIT_NAME_BYTES];
    unit_session_name(name, what);
    pid_t pid = fork();
    if (pid == 0)
        _exit(close_all_and_go_on(name, wait));
    int status = wait_for(pid);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: status 0x%x", what, status);
    ck_assert_int_eq(segments(name), 0);
}

/* Either the beat or the fork meets the numbers first. */
START_TEST(test_own_files_outlive_the_beat_the_fork_and_the_close_of_what_tracks_writes)
{
    check_all_closed("all-closed-beat", true);
    check_all_closed("all-closed-fork", false);
}
END_TEST

START_TEST(test_a_session_without_its_name_leaves_the_next_one_alone)
{
    char name[UNIT_NAME_BYTES], header[128];
    memglass_session *before = open_with_cell(unit_session_name(name, "removed"));
    snprintf(header, sizeof header, "/dev/shm/memglass_%s_header", name);
    ck_assert_int_eq(unlink(header), 0);
    memglass_session *after = open_with_cell(name);
    ck_assert_ptr_nonnull(after);
    ck_assert_int_eq(grow(after), MEMGLASS_OK);
    grow(before); /* until it needs a region of a name that the other one has */
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    memglass_close(before);
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    memglass_close(after);
    ck_assert_int_eq(segments(name), 0);
}
END_TEST

/* Another producer is in the gate: it may have found the name free already. */
START_TEST(test_a_session_without_its_lock_removes_nothing_while_another_takes_the_name)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_with_cell(unit_session_name(name, "gate"));
    close_descriptors_of(name);
    int files = segments(name), gate = shm_gate_enter(name, shm_gate_pause, NULL);
    ck_assert_int_ge(gate, 0);
    memglass_close(s);
    ck_assert_int_eq(segments(name), files + 1);
    shm_gate_leave(name, gate);
    memglass_session *next = open_with_cell(name);
    ck_assert_ptr_nonnull(next);
    memglass_close(next);
    ck_assert_int_eq(segments(name), 0);
}
END_TEST

MEMGLASS_SUITE("producer/taken_away",
               test_files_that_have_the_numbers_of_closed_descriptors_are_left_alone,
               test_a_session_without_its_lock_removes_nothing_while_another_takes_the_name,
               test_own_files_outlive_the_beat_the_fork_and_the_close_of_what_tracks_writes,
               test_a_session_without_its_name_leaves_the_next_one_alone)
