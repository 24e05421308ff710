/* One run of the litmus suite. Tests only; no layer. */
#include "suite.h"

#include "unit.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

struct suite {
    const struct suite_plan *plan;
    char name[UNIT_NAME_BYTES];
    struct producer_control *control;
    struct producer *producer; /* here */
    pid_t process;             /* or there, with its end of a pipe */
    int from;
    struct looker *reader;
};

/* --- the producer's process --- */

_Noreturn static void produce(const struct suite *s, int to)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct producer *p = producer_start(s->name, s->plan->threads, s->control);
    if (!p || write(to, "", 1) != 1)
        _exit(1);
    producer_join(p);
    if (write(to, "", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

/* It is ready, or its threads have ended. */
static void await_producer(const struct suite *s)
{
    char byte;
    ck_assert_msg(read(s->from, &byte, 1) == 1, "the producer has ended early");
}

static void start(struct suite *s)
{
    int ends[2];
    s->control =
        mmap(NULL, sizeof *s->control, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(s->control, MAP_FAILED);
    if (s->plan->here) {
        s->producer = producer_start(s->name, s->plan->threads, s->control);
        ck_assert_ptr_nonnull(s->producer);
        return;
    }
    ck_assert_int_eq(pipe(ends), 0);
    s->process = fork();
    if (s->process == 0)
        produce(s, ends[1]);
    close(ends[1]);
    s->from = ends[0];
    await_producer(s);
}

/* The reader goes on meanwhile: what it sees last must be what there is. */
static void stop_threads(struct suite *s)
{
    struct pollfd ended = {.fd = s->from, .events = POLLIN};
    __atomic_store_n(&s->control->stop, 1, __ATOMIC_RELAXED);
    if (s->producer) {
        producer_join(s->producer);
        return;
    }
    while (poll(&ended, 1, 0) == 0)
        reader_round(s->reader);
    await_producer(s);
}

static void finish(struct suite *s)
{
    if (s->producer) {
        producer_close(s->producer);
    } else {
        close(s->from);
        kill(s->process, SIGKILL);
        waitpid(s->process, NULL, 0);
        memglass_close(memglass_open(&(memglass_config){.name = s->name}, NULL));
    }
    munmap(s->control, sizeof *s->control);
}

/* --- what is left when all threads have ended --- */

static void count_sections(struct suite *s, struct suite_result *result)
{
    for (uint16_t tag = 1; tag < PRODUCER_TAGS; tag++) {
        uint64_t moment = reader_moment(s->reader, tag);
        if (moment == UINT64_MAX)
            continue;
        result->sections += s->control->moments[tag];
        result->lost += s->control->moments[tag] - moment;
    }
}

static void collect(struct suite *s, struct suite_result *result)
{
    for (int p = 0; p < READER_PATHS; p++)
        result->tallies[p] = reader_tally(s->reader, (enum reader_path)p);
    result->sum = reader_sum(s->reader);
    reader_cuts(s->reader, &result->cuts, &result->frames);
    result->own_reads = s->control->own_reads;
    result->own_broken = s->control->own_broken;
    snprintf(result->complaint, sizeof result->complaint, "%s", reader_complaint(s->reader));
    if (result->own_broken && !result->complaint[0])
        snprintf(result->complaint, sizeof result->complaint,
                 "memglass_guarded_load gave a value of two moments");
    if (result->missed && !result->complaint[0])
        snprintf(result->complaint, sizeof result->complaint, "%llu objects are missed",
                 (unsigned long long)result->missed);
    if (result->lost && !result->complaint[0])
        snprintf(result->complaint, sizeof result->complaint, "%llu of %llu sections are lost",
                 (unsigned long long)result->lost, (unsigned long long)result->sections);
}

uint64_t suite_broken(const struct suite_result *r)
{
    return r->sum.broken + r->own_broken + r->lost + r->missed;
}

struct suite_result suite_run(const struct suite_plan *plan)
{
    struct suite s = {.plan = plan};
    struct suite_result result = {0};
    memglass_error err;
    unit_session_name(s.name, "litmus");
    start(&s);
    s.reader = plan->here ? reader_open_here(s.name, producer_session(s.producer), &err)
                          : reader_open(s.name, &err);
    ck_assert_msg(s.reader != NULL, "%s", err.message);
    long long begun = unit_now_ms(), deadline = begun + (long long)plan->seconds * 1000;
    do
        reader_round(s.reader);
    while (reader_sum(s.reader).checked < plan->reads && unit_now_ms() < deadline &&
           !(plan->until_found && reader_sum(s.reader).broken));
    result.seconds = (double)(unit_now_ms() - begun) / 1000;
    stop_threads(&s);
    result.missed = reader_missed(s.reader, s.name);
    count_sections(&s, &result);
    collect(&s, &result);
    reader_close(s.reader);
    finish(&s);
    return result;
}
