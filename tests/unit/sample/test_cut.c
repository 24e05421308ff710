/*
 * Frames between two steps: a producer in another process moves amounts between its objects and
 * marks each step; in every frame that is called one cut they must sum to what there is. The same
 * frames must be found wrong when the marks come late: the test can fail.
 */
#include "sample/source.h"
#include "unit.h"

#include <memglass/producer.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { ACCOUNTS = 200, MOVES = 400, TOTAL = ACCOUNTS * 1000 };

struct account {
    int64_t amount;
    uint64_t moves;
};

#define FIELD(member, k)                                                                \
    {                                                                                   \
        .name = #member, .type_name = "", .unit = "", .format = "", .desc = "",         \
        .bit_offset = 8 * offsetof(struct account, member), .bit_size = 64, .kind = (k) \
    }

static const memglass_field account_fields[] = {FIELD(amount, MEMGLASS_KIND_INT),
                                                FIELD(moves, MEMGLASS_KIND_UINT)};
static const memglass_type account_type = {.name = "account",
                                           .spelling = "",
                                           .desc = "",
                                           .file = "",
                                           .fields = account_fields,
                                           .field_count = 2,
                                           .size = sizeof(struct account),
                                           .align = 8};

/* --- the producer --- */

enum marks {
    AROUND,  /* each step, and a pause behind it */
    LATE,    /* begun and ended behind the stores of the step */
    NONE,    /* no step is marked */
    INSIDE,  /* one is begun and never ended */
    DIED,    /* inside a step */
    RESTLESS /* a new step begins as soon as the last one has ended */
};

struct bank {
    memglass_session *session;
    struct account *accounts[ACCOUNTS];
    uint64_t state; /* of the numbers that say what is moved */
};

static uint64_t next_number(struct bank *b)
{
    b->state = b->state * 6364136223846793005u + 1442695040888963407u;
    return b->state >> 33;
}

static void add(struct account *a, int64_t amount)
{
    __atomic_store_n(&a->amount, a->amount + amount, __ATOMIC_RELAXED);
    __atomic_store_n(&a->moves, a->moves + 1, __ATOMIC_RELAXED);
}

static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
}

/* rests: also half way through, with an amount in hand. */
static void move_amounts(struct bank *b, bool rests)
{
    for (int i = 0; i < MOVES; i++) {
        int64_t amount = (int64_t)(next_number(b) % 100);
        add(b->accounts[next_number(b) % ACCOUNTS], -amount);
        if (rests && i == MOVES / 2)
            rest();
        add(b->accounts[next_number(b) % ACCOUNTS], amount);
    }
}

static void step(struct bank *b, enum marks marks)
{
    if (marks == AROUND || marks == RESTLESS)
        memglass_frame_begin(b->session);
    move_amounts(b, marks == LATE); /* else one core hardly ever looks in the middle of it */
    if (marks == LATE)
        memglass_frame_begin(b->session);
    if (marks != NONE && marks != INSIDE)
        memglass_frame_end(b->session);
    if (marks == AROUND || marks == LATE)
        rest();
}

static bool open_bank(struct bank *b, const char *name)
{
    b->session = memglass_open(&(memglass_config){.name = name}, NULL);
    for (int i = 0; b->session && i < ACCOUNTS; i++) {
        b->accounts[i] = memglass_create_object(b->session, &account_type, 1, "account");
        if (!b->accounts[i])
            return false;
        b->accounts[i]->amount = TOTAL / ACCOUNTS;
    }
    return b->session != NULL;
}

_Noreturn static void run_bank(const char *name, enum marks marks, int ready)
{
    struct bank bank = {.state = 1};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!open_bank(&bank, name))
        _exit(1);
    if (marks == INSIDE || marks == DIED)
        memglass_frame_begin(bank.session);
    else
        step(&bank, marks);
    if (write(ready, "", 1) != 1 || marks == DIED)
        _exit(0);
    for (;;)
        step(&bank, marks);
}

/* --- frames of it --- */

struct watch {
    char name[UNIT_NAME_BYTES];
    pid_t producer;
    struct source *source;
    const struct frame *frame;
    uint64_t tick;
};

static void watch_start(struct watch *w, const char *tag, enum marks marks)
{
    int ready[2];
    char byte;
    memglass_error err;
    *w = (struct watch){0};
    unit_session_name(w->name, tag);
    ck_assert_int_eq(pipe(ready), 0);
    w->producer = fork();
    if (w->producer == 0)
        run_bank(w->name, marks, ready[1]);
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    w->source = source_live_open(w->name, NULL, &err);
    ck_assert_msg(w->source != NULL, "%s", err.message);
}

static void watch_stop(struct watch *w)
{
    frame_release(&w->frame);
    w->source->ops->close(&w->source);
    kill(w->producer, SIGKILL);
    waitpid(w->producer, NULL, 0);
    memglass_close(memglass_open(&(memglass_config){.name = w->name}, NULL));
}

static const struct frame *watch_next(struct watch *w)
{
    const struct frame *next = NULL;
    memglass_error err;
    int status = w->source->ops->capture(w->source, w->frame, ++w->tick, &next, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s", err.message);
    frame_release(&w->frame);
    return w->frame = next;
}

static int64_t sum(const struct frame *f)
{
    int64_t all = 0;
    for (size_t i = 0; i < f->roster->count; i++)
        all += ((const struct account *)(const void *)frame_data(f, i))->amount;
    return all;
}

/* --- the promises --- */

START_TEST(test_one_cut_is_between_two_steps)
{
    enum { CUTS = 300, SOME = 40 };
    struct watch w;
    unsigned cuts = 0, frames = 0, before = 0;
    bool mostly = false; /* of some frames in a row: not while the program waits for a processor */
    watch_start(&w, "cut-around", AROUND);
    for (long long deadline = unit_now_ms() + 50000; cuts < CUTS || !mostly; frames++) {
        const struct frame *f = watch_next(&w);
        ck_assert_int_ne(f->cut, FRAME_CUT_UNMARKED);
        if (f->cut == FRAME_CUT_ONE) {
            ck_assert_int_eq(sum(f), TOTAL);
            cuts++;
        }
        if (frames % SOME == 0) {
            mostly |= 4 * (cuts - before) > SOME;
            before = cuts;
        }
        ck_assert_msg(unit_now_ms() < deadline, "only %u of %u frames are one cut", cuts, frames);
    }
    ck_assert_uint_ge(w.frame->session.frame_sequence, 2);
    printf("total: %u of %u frames are one cut\n", cuts, frames);
    watch_stop(&w);
}
END_TEST

/* Whether a frame that was called what it should not be, or sums to what it should, was found. */
static bool find_wrong_sum(struct watch *w, enum frame_cut cut)
{
    long long deadline = unit_now_ms() + 50000;
    while (unit_now_ms() < deadline) {
        const struct frame *f = watch_next(w);
        if (f->cut == cut && sum(f) != TOTAL)
            return true;
    }
    return false;
}

START_TEST(test_marks_that_come_late_are_found_out)
{
    struct watch w;
    watch_start(&w, "cut-late", LATE);
    ck_assert(find_wrong_sum(&w, FRAME_CUT_ONE));
    watch_stop(&w);
}
END_TEST

START_TEST(test_without_marks_nothing_is_claimed)
{
    struct watch w;
    watch_start(&w, "cut-none", NONE);
    ck_assert(find_wrong_sum(&w, FRAME_CUT_UNMARKED));
    watch_stop(&w);
}
END_TEST

START_TEST(test_a_step_that_never_ends_stops_no_frame)
{
    struct watch w;
    watch_start(&w, "cut-inside", INSIDE);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_MIXED);
    watch_stop(&w);
}
END_TEST

START_TEST(test_steps_without_a_pause_stop_no_frame)
{
    struct watch w;
    watch_start(&w, "cut-restless", RESTLESS);
    for (int i = 0; i < 20; i++)
        if (watch_next(&w)->cut == FRAME_CUT_ONE)
            ck_assert_int_eq(sum(w.frame), TOTAL);
    watch_stop(&w);
}
END_TEST

START_TEST(test_a_producer_that_died_inside_a_step_left_no_cut)
{
    struct watch w;
    watch_start(&w, "cut-died", DIED);
    ck_assert_int_eq(waitpid(w.producer, NULL, 0), w.producer);
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_MIXED);
    ck_assert_int_eq(w.frame->session.state, MEMGLASS_STATE_DEAD);
    watch_stop(&w);
}
END_TEST

START_TEST(test_marks_in_disorder_keep_their_meaning)
{
    char name[UNIT_NAME_BYTES];
    struct bank bank = {.state = 1};
    ck_assert(open_bank(&bank, unit_session_name(name, "cut-marks")));
    struct watch w = {.source = source_live_open(name, NULL, NULL)};
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_UNMARKED);
    memglass_frame_end(bank.session); /* of none */
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_ONE);
    memglass_frame_begin(bank.session);
    memglass_frame_begin(bank.session); /* inside: nothing new */
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_MIXED);
    memglass_frame_end(bank.session);
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_ONE);
    memglass_write_begin(bank.accounts[0]); /* never in the frame as it is now */
    ck_assert_int_eq(watch_next(&w)->cut, FRAME_CUT_MIXED);
    memglass_write_end(bank.accounts[0]);
    memglass_frame_begin(NULL);
    memglass_frame_end(NULL);
    frame_release(&w.frame);
    w.source->ops->close(&w.source);
    memglass_close(bank.session);
}
END_TEST

MEMGLASS_SUITE("sample/cut", test_one_cut_is_between_two_steps,
               test_marks_that_come_late_are_found_out, test_without_marks_nothing_is_claimed,
               test_a_step_that_never_ends_stops_no_frame, test_steps_without_a_pause_stop_no_frame,
               test_a_producer_that_died_inside_a_step_left_no_cut,
               test_marks_in_disorder_keep_their_meaning)
