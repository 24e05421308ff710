/* Segments of which the system does not say what they are: fstat fails when the test says so. */
#include "unit.h"

#include "shm/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static bool refuses;

int __real_fstat(int fd, struct stat *status);
int __wrap_fstat(int fd, struct stat *status);
int __wrap_fstat(int fd, struct stat *status)
{
    if (!refuses)
        return __real_fstat(fd, status);
    errno = EIO;
    return -1;
}

static int lowest_free_descriptor(void)
{
    int fd = open("/dev/null", O_RDONLY);
    ck_assert_int_ge(fd, 0);
    close(fd);
    return fd;
}

START_TEST(test_what_cannot_be_examined_keeps_no_descriptor)
{
    char session[UNIT_NAME_BYTES], name[SHM_NAME_SIZE];
    struct shm_segment made, opened;
    struct stat status;
    int before = lowest_free_descriptor();
    shm_header_name(name, unit_session_name(session, "unexamined"));
    refuses = true;
    ck_assert_int_eq(shm_create(name, 4096, &made, NULL), MEMGLASS_E_SYSTEM);
    refuses = false;
    ck_assert_int_eq(lowest_free_descriptor(), before);
    ck_assert_int_ne(shm_examine(name, &status), 0);

    ck_assert_int_eq(shm_create(name, 4096, &made, NULL), MEMGLASS_OK);
    before = lowest_free_descriptor();
    refuses = true;
    ck_assert_int_eq(shm_open_readonly(name, &opened, NULL), MEMGLASS_E_SYSTEM);
    refuses = false;
    ck_assert_int_eq(lowest_free_descriptor(), before);
    shm_unlink_name(name);
    shm_close(&made);
}
END_TEST

MEMGLASS_SUITE("shm/unexamined", test_what_cannot_be_examined_keeps_no_descriptor)
