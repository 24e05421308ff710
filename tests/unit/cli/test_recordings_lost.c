/* Recordings of which something is damaged, or could not be written. */
#define UNIT_FORK
#include "by_hand.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Without its types no frame can be read, though the heads of blocks say how many there are. */
START_TEST(test_a_recording_whose_types_are_damaged_is_said_to_be)
{
    struct stage s;
    stage_open(&s, "damaged");
    record(&s);
    int fd = open(s.file, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "XXXXXXXX", 8, 48 + 104 + 20), 8);
    close(fd);
    ck_assert_int_eq(run_on(&s, "types #"), 1);
    ck_assert_complains("nothing there can be read");
    ck_assert_int_eq(run_on(&s, "export # -t csv"), 1);
    ck_assert_complains("none of its frames can be read");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("damaged    none of its frames can be read");
    stage_close(&s);
}
END_TEST

/* Flips bits from the end on until frames are lost: those of the last block. */
static void damage_the_end(const struct stage *s)
{
    int fd = open(s->file, O_RDWR);
    for (off_t at = lseek(fd, 0, SEEK_END) - 1; at > 0; at -= 8) {
        unsigned char byte, other;
        ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
        other = byte ^ 0x10;
        ck_assert_int_eq(pwrite(fd, &other, 1, at), 1);
        ck_assert_int_eq(run_on(s, "info #"), 0);
        if (strstr(said, "frames cannot be read"))
            break;
        ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
    }
    close(fd);
}

START_TEST(test_frames_that_are_lost_are_told_of)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "lost");
    by_hand_open(&b, &s);
    for (int i = 0; i < 5; i++)
        by_hand_add(&b);
    by_hand_close(&b);
    unsigned whole = frames(&s);
    ck_assert_str_eq(complained, "");
    damage_the_end(&s);
    ck_assert_says("session");
    unsigned rest = frames(&s);
    ck_assert(rest > 0 && rest < whole);
    char lost[96];
    snprintf(lost, sizeof lost, "frames %u to %u of %u are damaged and left out", rest + 1, whole,
             whole);
    ck_assert_complains(lost);
    ck_assert_int_eq(run_on(&s, "get # engine.ops"), 0);
    ck_assert_str_eq(said, "1000\n");
    ck_assert_complains(lost);
    ck_assert_int_eq(run_on(&s, "get # engine.ops --at 0"), 0);
    ck_assert_str_eq(complained, "");
    ck_assert_int_eq(run_on(&s, "get # engine.ops --at 0s"), 0);
    ck_assert_int_eq(run_on(&s, "get # engine.ops --at 1h"), 1);
    ck_assert_complains("nothing there can be read");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_recording_that_was_cut_is_read_as_far_as_it_goes)
{
    struct stage s;
    stage_open(&s, "cut");
    record(&s);
    struct stat about;
    ck_assert_int_eq(stat(s.file, &about), 0);
    ck_assert_int_eq(truncate(s.file, about.st_size - 100), 0);
    ck_assert_int_eq(run_on(&s, "get # engine.ops"), 0);
    ck_assert_str_eq(said, "1000\n");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("the recorder was killed");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_full_disk_is_said_and_what_was_written_opens)
{
    struct stage s;
    struct rlimit before, small;
    struct stat about;
    stage_open(&s, "full");
    record(&s);
    ck_assert_int_eq(stat(s.file, &about), 0);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = (rlim_t)about.st_size + 600; /* room for a second or two */
    setrlimit(RLIMIT_FSIZE, &small);
    pthread_t thread;
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    ck_assert_int_eq(run_on(&s, "record @ # -i 100ms -d 60s -R"), 1);
    setrlimit(RLIMIT_FSIZE, &before);
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_complains("whole up to here");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    stage_close(&s);
}
END_TEST

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

START_TEST(test_a_disk_that_is_full_at_once_leaves_no_file)
{
    struct stage s;
    stage_open(&s, "fullest");
    limit_files(10);
    ck_assert_int_eq(run_on(&s, "record @ # -i 10ms"), 1);
    limit_files(RLIM_INFINITY);
    ck_assert_int_eq(access(s.file, F_OK), -1);
    stage_close(&s);
}
END_TEST

/* Asks for the last moments while nothing can be written, until that was said; then it ends. It
 * asks more often than frames are due, which keeps none of them from coming. */
static void *ask_in_vain(void *ctx)
{
    const struct timespec pause = {0, 5000000};
    const struct stat *before = ctx; /* the command's errors go into another file */
    struct stat err = *before;
    while (!fstat(STDERR_FILENO, &err) && (err.st_ino == before->st_ino || !err.st_size)) {
        kill(getpid(), SIGUSR1);
        nanosleep(&pause, NULL);
    }
    limit_files(RLIM_INFINITY);
    kill(getpid(), SIGINT);
    return NULL;
}

START_TEST(test_moments_are_kept_though_a_file_could_not_be_written)
{
    struct stage s;
    struct stat before;
    pthread_t thread;
    stage_open(&s, "vain");
    signal(SIGUSR1, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    ck_assert_int_eq(fstat(STDERR_FILENO, &before), 0);
    limit_files(100);
    pthread_create(&thread, NULL, ask_in_vain, &before);
    ck_assert_msg(run_on(&s, "record @ # -i 10ms --last 10s -d 60s") == 0, "%s", complained);
    pthread_join(thread, NULL);
    ck_assert_complains("cannot write");
    char *file = strstr(complained, "moments are in ");
    ck_assert_ptr_nonnull(file);
    snprintf(s.file, sizeof s.file, "%.*s", (int)strcspn(file + 15, "\n"), file + 15);
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("frames");
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/recordings_lost", test_a_disk_that_is_full_at_once_leaves_no_file,
               test_moments_are_kept_though_a_file_could_not_be_written,
               test_frames_that_are_lost_are_told_of,
               test_a_recording_whose_types_are_damaged_is_said_to_be,
               test_a_recording_that_was_cut_is_read_as_far_as_it_goes,
               test_a_full_disk_is_said_and_what_was_written_opens)
