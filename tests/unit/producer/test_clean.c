/* Removing what dead producers left, beside producers that start at the same moment. */
#define UNIT_FORK
#include "fixture.h"

#include "shm/shm.h"

#include <fcntl.h>
#include <memglass/observer.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static bool is_there(void (*name_of)(char *out, const char *session), const char *session)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    name_of(name, session);
    return shm_examine(name, &status) == 0;
}

static void first_region(char *out, const char *session)
{
    shm_region_name(out, session, 1);
}

static void leave_dead(const char *name)
{
    memglass_session *s = open_named(name, MEMGLASS_KEEP | MEMGLASS_NO_THREAD);
    memglass_create_object(s, &cell_type, 100000, "large");
    memglass_close(s);
}

static void make_file(void (*name_of)(char *out, const char *session), const char *session)
{
    char name[SHM_NAME_SIZE];
    name_of(name, session);
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, 4096), 0);
    close(fd);
}

START_TEST(test_a_dead_session_is_removed_with_all_its_segments)
{
    char name[UNIT_NAME_BYTES];
    uint64_t bytes = 0, would = 0;
    leave_dead(unit_session_name(name, "dead"));
    uint64_t size = shm_session_bytes(name, geteuid());
    ck_assert_uint_gt(size, 100000 * sizeof(struct cell));
    ck_assert_int_eq(memglass_clean(name, MEMGLASS_CLEAN_DRY_RUN, &would, NULL), MEMGLASS_OK);
    ck_assert(is_there(shm_header_name, name));
    ck_assert_int_eq(memglass_clean(name, 0, &bytes, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(bytes, size);
    ck_assert_uint_eq(would, size);
    ck_assert_uint_eq(shm_session_bytes(name, geteuid()), 0);
    ck_assert(!is_there(shm_header_name, name) && !is_there(shm_gate_name, name));
    ck_assert_int_eq(memglass_clean(name, 0, NULL, NULL), MEMGLASS_E_NOSESSION);
}
END_TEST

START_TEST(test_a_live_session_is_never_removed)
{
    char name[UNIT_NAME_BYTES], pid[32];
    memglass_error err = {0};
    memglass_session *s = open_named(unit_session_name(name, "live"), MEMGLASS_NO_THREAD);
    ck_assert_int_eq(memglass_clean(name, 0, NULL, &err), MEMGLASS_E_EXISTS);
    snprintf(pid, sizeof pid, "pid %d", (int)getpid());
    ck_assert_msg(strstr(err.message, pid) != NULL, "%s", err.message);
    memglass_observer *o = memglass_attach(name, NULL);
    ck_assert_ptr_nonnull(o);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

/* A header removed by hand, a producer killed inside the gate. */
START_TEST(test_what_is_left_without_a_header_is_removed)
{
    char name[UNIT_NAME_BYTES];
    uint64_t bytes = 0;
    make_file(first_region, unit_session_name(name, "orphan"));
    ck_assert_int_eq(memglass_clean(name, 0, &bytes, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(bytes, 4096);
    ck_assert(!is_there(first_region, name));
    make_file(shm_gate_name, name);
    ck_assert_int_eq(memglass_clean(name, 0, &bytes, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(bytes, 0);
    ck_assert(!is_there(shm_gate_name, name));
    make_file(shm_gate_name, name);
    memglass_close(open_named(name, MEMGLASS_NO_THREAD));
    ck_assert(!is_there(shm_gate_name, name));
}
END_TEST

START_TEST(test_what_is_no_session_is_left_alone)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    shm_header_name(header, unit_session_name(name, "other"));
    int fd = shm_open(header, O_RDWR | O_CREAT | O_EXCL, 0600);
    ck_assert_int_eq(write(fd, "something else", 14), 14);
    close(fd);
    ck_assert_int_eq(memglass_clean(name, 0, NULL, NULL), MEMGLASS_E_CORRUPT);
    ck_assert(is_there(shm_header_name, name));
    shm_unlink(header);
    ck_assert_int_eq(memglass_clean("a/b", 0, NULL, NULL), MEMGLASS_E_NAME);
    ck_assert_int_eq(memglass_clean(name, 0x80u, NULL, NULL), MEMGLASS_E_INVALID);
}
END_TEST

/* The gate is held for longer than anyone waits: an error, not a wait for ever. */
START_TEST(test_a_gate_that_stays_shut_is_an_error)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err = {0};
    int gate = shm_gate_enter(unit_session_name(name, "shut"), shm_gate_pause, NULL);
    ck_assert_int_ge(gate, 0);
    ck_assert_ptr_null(memglass_open(&(memglass_config){.name = name}, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_EXISTS);
    ck_assert_msg(strstr(err.message, "opened or removed by another") != NULL, "%s", err.message);
    shm_gate_leave(name, gate);
    memglass_close(open_named(name, MEMGLASS_NO_THREAD));
}
END_TEST

/* --- races ------------------------------------------------------------------------------------ */

/* Cleans as fast as it can; tells how often there was something to clean. */
static pid_t start_cleaner(const char *name, unsigned *cleaned)
{
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            if (memglass_clean(name, 0, NULL, NULL) == MEMGLASS_OK)
                __atomic_fetch_add(cleaned, 1, __ATOMIC_RELAXED);
    }
    return child;
}

enum { CLEANED_LEAST = 10 };

static bool was_cleaned(void *cleaned)
{
    return __atomic_load_n((unsigned *)cleaned, __ATOMIC_RELAXED) >= CLEANED_LEAST;
}

struct turn {
    unsigned *cleaned, before;
};

static bool was_cleaned_again(void *ctx)
{
    const struct turn *t = ctx;
    return __atomic_load_n(t->cleaned, __ATOMIC_RELAXED) > t->before;
}

static void stop(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* Each start finds a dead session, or one that is being removed; it succeeds, and what it made is
 * there to be attached to as long as it lives. */
static void start_and_die(const char *name)
{
    memglass_error err = {0};
    memglass_session_info info;
    memglass_session *s = memglass_open(
        &(memglass_config){.name = name, .flags = MEMGLASS_KEEP | MEMGLASS_NO_THREAD}, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    for (int i = 0; i < 5; i++) {
        memglass_observer *o = memglass_attach(name, &err);
        ck_assert_msg(o != NULL, "%s", err.message);
        ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
        ck_assert_int_eq(info.state, MEMGLASS_STATE_ALIVE);
        memglass_detach(o);
    }
    memglass_close(s);
}

START_TEST(test_cleaning_never_keeps_a_producer_from_starting)
{
    char name[UNIT_NAME_BYTES];
    unsigned *cleaned = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(cleaned, MAP_FAILED);
    unit_session_name(name, "race");
    pid_t cleaners[] = {start_cleaner(name, cleaned), start_cleaner(name, cleaned)};
    for (int i = 0; i < 300; i++)
        start_and_die(name);
    while (!was_cleaned(cleaned)) { /* as on one core, where they hardly ever get their turn */
        struct turn turn = {cleaned, __atomic_load_n(cleaned, __ATOMIC_RELAXED)};
        start_and_die(name);
        ck_assert_msg(unit_wait(was_cleaned_again, &turn, 20000), "nobody cleans");
    }
    stop(cleaners[0]);
    stop(cleaners[1]);
    memglass_clean(name, 0, NULL, NULL);
    munmap(cleaned, 4096);
}
END_TEST

/* Opens the session as often as it can be had, until told to stop; fails when another error than
 * "somebody has it" comes, or when what it holds is not the session that others see. */
static int contend(const char *name, const unsigned *stop_now)
{
    while (!__atomic_load_n(stop_now, __ATOMIC_RELAXED)) {
        memglass_error err = {0};
        memglass_session_info info;
        memglass_session *s = memglass_open(
            &(memglass_config){.name = name, .flags = MEMGLASS_KEEP | MEMGLASS_NO_THREAD}, &err);
        if (!s && err.code == MEMGLASS_E_EXISTS)
            continue;
        memglass_observer *o = s ? memglass_attach(name, &err) : NULL;
        if (!o || memglass_session_info_get(o, &info) != MEMGLASS_OK ||
            info.pid != (uint32_t)getpid() || info.state != MEMGLASS_STATE_ALIVE) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        memglass_detach(o);
        memglass_close(s);
        /* It is dead for a moment: the others, and the cleaner, are to have something of it. */
        nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
    }
    return 0;
}

START_TEST(test_of_producers_that_race_one_has_the_session)
{
    char name[UNIT_NAME_BYTES];
    unsigned *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t producers[4];
    int status;
    unit_session_name(name, "contend");
    for (size_t i = 0; i < 4; i++)
        if ((producers[i] = fork()) == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            _exit(contend(name, &words[1]));
        }
    pid_t cleaner = start_cleaner(name, &words[0]);
    ck_assert(unit_wait(was_cleaned, &words[0], 30000));
    __atomic_store_n(&words[1], 1, __ATOMIC_RELAXED);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(waitpid(producers[i], &status, 0), producers[i]);
        ck_assert_int_eq(status, 0);
    }
    stop(cleaner);
    memglass_clean(name, 0, NULL, NULL);
    munmap(words, 4096);
}
END_TEST

MEMGLASS_SUITE("producer/clean", test_a_dead_session_is_removed_with_all_its_segments,
               test_a_live_session_is_never_removed, test_what_is_left_without_a_header_is_removed,
               test_what_is_no_session_is_left_alone, test_a_gate_that_stays_shut_is_an_error,
               test_cleaning_never_keeps_a_producer_from_starting,
               test_of_producers_that_race_one_has_the_session)
