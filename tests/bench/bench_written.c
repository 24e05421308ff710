/* What a capture and its comparison cost when a few of the pages were written to: of a program that
 * has its writes tracked, against one that has not. Tests only; no layer. */
#include "frames.h"
#include "small.h"
#include "small.memglass.h"

#include <memglass/memglass.h>

enum { OBJECTS = 82000, PAGES = 1600, DIRTY = 100, WAIT_S = 10 };

struct bench {
    struct frames frames;
    memglass_session *session;
    struct small_body **bodies;
};

static void open_bench(struct bench *b, const char *what, unsigned flags)
{
    char name[64];
    snprintf(name, sizeof name, "bench-%s-%ld", what, (long)getpid());
    *b = (struct bench){.session =
                            memglass_open(&(memglass_config){.name = name, .flags = flags}, NULL),
                        .bodies = calloc(OBJECTS, sizeof *b->bodies)};
    for (size_t i = 0; b->session && b->bodies && i < OBJECTS; i++)
        if (!(b->bodies[i] = memglass_create(b->session, small_body, NULL)))
            bench_fail("no room for the objects");
    if (!b->session || !b->bodies)
        bench_fail("no session");
    frames_open(&b->frames, name, &(struct source_live_options){.history = NULL});
}

static void close_bench(struct bench *b)
{
    frames_close(&b->frames);
    memglass_close(b->session);
    free(b->bodies);
}

/* One object in each of the same pages. */
static void change(struct bench *b)
{
    for (size_t i = 0; i < DIRTY; i++)
        b->bodies[i * (OBJECTS / DIRTY)]->counter++;
}

/* A bench_once. */
static double capture_and_compare(void *ctx)
{
    struct bench *b = ctx;
    change(b);
    double start = bench_now_ns();
    frames_capture(&b->frames);
    compare_frames(&b->frames, 1);
    return bench_now_ns() - start;
}

/* What was written when the objects were made is looked at by and by. */
static bool is_tracked(struct bench *b)
{
    double until = bench_now_ns() + WAIT_S * 1e9;
    do {
        capture_and_compare(b);
        usleep(20000);
    } while (b->frames.cur->copied > OBJECTS / 4 && bench_now_ns() < until);
    return b->frames.cur->copied <= OBJECTS / 4;
}

int main(void)
{
    struct bench tracked, plain;
    char what[64];
    bench_begin();
    open_bench(&tracked, "tracked", MEMGLASS_TRACK_WRITES);
    open_bench(&plain, "plain", 0);
    if (is_tracked(&tracked)) {
        snprintf(what, sizeof what, "%d of %d written: capture, diff", DIRTY, PAGES);
        capture_and_compare(&plain);
        bench_turns("dirty pages", "ns", &(struct bench_turn){what, capture_and_compare, &tracked},
                    &(struct bench_turn){"not tracked", capture_and_compare, &plain},
                    bench_repetitions());
    } else {
        bench_left_out("dirty pages", "this kernel does not tell them");
    }
    close_bench(&tracked);
    close_bench(&plain);
    return EXIT_SUCCESS;
}
