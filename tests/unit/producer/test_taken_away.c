/* What is taken away from under a live session: its descriptors by the program, its header by hand.
 */
#define UNIT_FORK
#include "talk.h"

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

MEMGLASS_SUITE("producer/taken_away",
               test_files_that_have_the_numbers_of_closed_descriptors_are_left_alone,
               test_a_session_without_its_name_leaves_the_next_one_alone)
