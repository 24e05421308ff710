/* memglass info, also in a hurry: what it reads of a recording, and that both say the same. */
#include "by_hand.h"

#include <fcntl.h>
#include <unistd.h>

/* --- what is read ------------------------------------------------------------------------------
 */

/* Of the watched file: whether any byte from one place to another was. */
static struct watched {
    const char *file;
    off_t from, to;
    bool read;
} watched;

static bool is_watched(int fd)
{
    struct stat here, there;
    return watched.file && !fstat(fd, &here) && !stat(watched.file, &there) &&
           here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

ssize_t __real_pread(int fd, void *to, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *to, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *to, size_t size, off_t offset)
{
    if (is_watched(fd) && offset < watched.to && offset + (off_t)size > watched.from)
        watched.read = true;
    return __real_pread(fd, to, size, offset);
}

/* --- a recording of three frames ---------------------------------------------------------------
 */

struct three {
    struct stage stage;
    struct by_hand by_hand;
    off_t middle, end; /* where the payload of the one between begins, and its end */
};

static void three_open(struct three *t, const char *tag)
{
    stage_open(&t->stage, tag);
    by_hand_open(&t->by_hand, &t->stage);
    by_hand_add(&t->by_hand);
    t->middle = by_hand_add(&t->by_hand) + (off_t)sizeof(struct record_block);
    t->end = by_hand_add(&t->by_hand);
    ck_assert_int_gt(t->end, t->middle);
}

/* As a recorder that is killed leaves it: what closing writes behind it is taken away. */
static void three_close(struct three *t, bool killed)
{
    struct stat whole;
    ck_assert_int_eq(stat(t->stage.file, &whole), 0);
    by_hand_close(&t->by_hand);
    if (killed)
        ck_assert_int_eq(truncate(t->stage.file, whole.st_size), 0);
}

static void damage_the_middle(const struct three *t)
{
    int fd = open(t->stage.file, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "XXXXXXXX", 8, t->middle + 8), 8);
    close(fd);
}

/* Whether the frame between the others was read. */
static bool reads_the_middle(const struct three *t, const char *line)
{
    watched = (struct watched){t->stage.file, t->middle, t->end, false};
    ck_assert_int_eq(run_on(&t->stage, line), 0);
    watched.file = NULL;
    return watched.read;
}

/* What is said of a sound file, and in a hurry of a damaged one, too. */
static void assert_same_in_a_hurry(const struct three *t, const char *state)
{
    char whole[sizeof said];
    ck_assert(reads_the_middle(t, "info #"));
    strcpy(whole, said);
    ck_assert_says("objects    3 at the end\n");
    ck_assert_says("frames     3\n");
    ck_assert(!state || strstr(said, state));
    ck_assert_silent("damaged");
    ck_assert(!reads_the_middle(t, "info # --quick"));
    ck_assert_str_eq(said, whole);
    damage_the_middle(t);
    ck_assert(reads_the_middle(t, "info #"));
    ck_assert_says("1 of its 3 frames cannot be read");
    ck_assert(!reads_the_middle(t, "info # -q"));
    ck_assert_str_eq(said, whole);
}

START_TEST(test_of_a_file_that_was_closed)
{
    struct three t;
    three_open(&t, "infoclosed");
    three_close(&t, false);
    assert_same_in_a_hurry(&t, NULL);
    ck_assert_silent("the recorder");
    stage_close(&t.stage);
}
END_TEST

START_TEST(test_of_a_file_whose_recorder_was_killed)
{
    struct three t;
    three_open(&t, "infokilled");
    three_close(&t, true);
    assert_same_in_a_hurry(&t, "the recorder was killed");
    stage_close(&t.stage);
}
END_TEST

START_TEST(test_of_a_file_that_is_being_written)
{
    struct three t;
    three_open(&t, "infoatwork");
    assert_same_in_a_hurry(&t, "the recorder is at work");
    three_close(&t, false);
    stage_close(&t.stage);
}
END_TEST

/* The first block is written when it is full, or a second old. */
START_TEST(test_of_a_file_that_was_just_begun)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "infobegun");
    by_hand_open(&b, &s);
    ck_assert_int_eq(run_on(&s, "info #"), 1);
    ck_assert_complains("has no frames yet: a recorder is at work\n");
    ck_assert_int_eq(run_on(&s, "info --quick #"), 1);
    ck_assert_complains("has no frames yet: a recorder is at work\n");
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "info #"), 1);
    ck_assert_complains("has no frames\n");
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/info", test_of_a_file_that_was_just_begun, test_of_a_file_that_was_closed,
               test_of_a_file_whose_recorder_was_killed, test_of_a_file_that_is_being_written)
