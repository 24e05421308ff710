/* What a frame costs: the capture of 100,000 objects against memcpy of their bytes, and the
 * comparison of two frames against memcmp. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include "sample/diff.h"
#include "sample/source.h"

#include <memglass/memglass.h>
#include <unistd.h>

enum { OBJECTS = 100000, CACHE = 64 << 20 };

struct bench {
    memglass_session *session;
    struct small_body **bodies;
    struct source *source;
    const struct frame *prev, *cur;
    uint64_t tick;
    unsigned char *copy, *same, *flush;
};

static void capture_once(struct bench *b)
{
    const struct frame *next;
    if (b->source->ops->capture(b->source, b->cur, ++b->tick, &next, NULL))
        bench_fail("no frame");
    frame_release(&b->prev);
    b->prev = b->cur;
    b->cur = next;
}

static void capture(void *ctx, size_t n)
{
    while (n--)
        capture_once(ctx);
}

static void move_bytes(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--) {
        memcpy(b->copy, b->cur->bytes, b->cur->roster->bytes);
        bench_keep(b->copy);
    }
}

/* Puts other bytes into the caches. */
static void make_cold(struct bench *b)
{
    for (size_t i = 0; i < CACHE; i += 64)
        b->flush[i]++;
    bench_keep(b->flush);
}

static double capture_cold(void *ctx)
{
    make_cold(ctx);
    double start = bench_now_ns();
    capture_once(ctx);
    return bench_now_ns() - start;
}

static double move_cold(void *ctx)
{
    make_cold(ctx);
    double start = bench_now_ns();
    move_bytes(ctx, 1);
    return bench_now_ns() - start;
}

static void compare_frames(void *ctx, size_t n)
{
    struct bench *b = ctx;
    struct diff diff;
    while (n--) {
        diff_frames(b->prev, b->cur, &diff);
        bench_keep(&diff);
    }
}

/* All bytes of equal buffers, since memcmp would stop at the first change. */
static void compare_bytes(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--) {
        int differs = memcmp(b->copy, b->same, b->cur->roster->bytes);
        bench_keep(&differs);
    }
}

static void change(struct bench *b, size_t one_of)
{
    for (size_t i = 0; i < OBJECTS; i += one_of)
        b->bodies[i]->counter++;
    capture_once(b);
}

static void open_bench(struct bench *b)
{
    char name[64];
    snprintf(name, sizeof name, "bench-capture-%ld", (long)getpid());
    b->session = memglass_open(&(memglass_config){.name = name}, NULL);
    b->bodies = calloc(OBJECTS, sizeof *b->bodies);
    for (size_t i = 0; b->session && b->bodies && i < OBJECTS; i++) {
        char label[32];
        snprintf(label, sizeof label, "body-%zu", i);
        b->bodies[i] = memglass_create(b->session, small_body, label);
        if (!b->bodies[i])
            bench_fail("no room for the objects");
    }
    b->source = source_live_open(name, &(struct source_live_options){.history = NULL}, NULL);
    if (!b->bodies || !b->source)
        bench_fail("cannot attach");
    for (int i = 0; i < 4; i++)
        capture_once(b);
    b->copy = malloc(b->cur->roster->bytes);
    b->same = malloc(b->cur->roster->bytes);
    b->flush = calloc(1, CACHE);
    if (!b->copy || !b->same || !b->flush)
        bench_fail("no memory");
    move_bytes(b, 1);
    memcpy(b->same, b->copy, b->cur->roster->bytes);
}

static void measure(struct bench *b)
{
    const struct bench_side compared = {"memcmp", compare_bytes, b};
    bench_compare("capture, warm", &(struct bench_side){"capture, 100,000 x 64 B", capture, b},
                  &(struct bench_side){"memcpy", move_bytes, b});
    bench_turns("capture, cold", "ns", &(struct bench_turn){"capture", capture_cold, b},
                &(struct bench_turn){"memcpy", move_cold, b}, bench_repetitions());
    bench_compare("diff, nothing changed",
                  &(struct bench_side){"diff, 100,000 x 64 B", compare_frames, b}, &compared);
    change(b, 100);
    bench_compare("diff, 1% changed", &(struct bench_side){"diff", compare_frames, b}, &compared);
    change(b, 10);
    bench_compare("diff, 10% changed", &(struct bench_side){"diff", compare_frames, b}, &compared);
}

int main(void)
{
    struct bench b = {.session = NULL};
    bench_begin();
    open_bench(&b);
    measure(&b);
    frame_release(&b.prev);
    frame_release(&b.cur);
    b.source->ops->close(&b.source);
    memglass_close(b.session);
    free(b.bodies);
    free(b.copy);
    free(b.same);
    free(b.flush);
    return EXIT_SUCCESS;
}
