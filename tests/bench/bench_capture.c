/* What a frame costs: the capture of 100,000 objects against memcpy of their bytes, and the
 * comparison of two frames against memcmp. Tests only; no layer. */
#include "frames.h"
#include "small.h"
#include "small.memglass.h"

#include <memglass/memglass.h>
#include <unistd.h>

enum { OBJECTS = 100000, CACHE = 64 << 20 };

struct bench {
    struct frames frames;
    memglass_session *session;
    struct small_body **bodies;
    unsigned char *flush;
};

/* Puts other bytes into the caches. */
static void make_cold(struct bench *b)
{
    for (size_t i = 0; i < CACHE; i += 64)
        b->flush[i]++;
    bench_keep(b->flush);
}

static double capture_cold(void *ctx)
{
    struct bench *b = ctx;
    make_cold(b);
    double start = bench_now_ns();
    frames_capture(&b->frames);
    return bench_now_ns() - start;
}

static double move_cold(void *ctx)
{
    struct bench *b = ctx;
    make_cold(b);
    double start = bench_now_ns();
    move_bytes(&b->frames, 1);
    return bench_now_ns() - start;
}

static void change(struct bench *b, size_t one_of)
{
    for (size_t i = 0; i < OBJECTS; i += one_of)
        b->bodies[i]->counter++;
    frames_capture(&b->frames);
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
    if (!b->bodies)
        bench_fail("no session");
    frames_open(&b->frames, name, &(struct source_live_options){.history = NULL});
    for (int i = 0; i < 4; i++)
        frames_capture(&b->frames);
    frames_copy(&b->frames);
    b->flush = calloc(1, CACHE);
    if (!b->flush)
        bench_fail("no memory");
}

static void measure(struct bench *b)
{
    struct frames *f = &b->frames;
    const struct bench_side compared = {"memcmp", compare_bytes, f};
    bench_compare("capture, warm",
                  &(struct bench_side){"capture, 100,000 x 64 B", capture_frames, f},
                  &(struct bench_side){"memcpy", move_bytes, f});
    bench_turns("capture, cold", "ns", &(struct bench_turn){"capture", capture_cold, b},
                &(struct bench_turn){"memcpy", move_cold, b}, bench_repetitions());
    bench_compare("diff, nothing changed",
                  &(struct bench_side){"diff, 100,000 x 64 B", compare_frames, f}, &compared);
    change(b, 100);
    bench_compare("diff, 1% changed", &(struct bench_side){"diff", compare_frames, f}, &compared);
    change(b, 10);
    bench_compare("diff, 10% changed", &(struct bench_side){"diff", compare_frames, f}, &compared);
}

int main(void)
{
    struct bench b = {.session = NULL};
    bench_begin();
    open_bench(&b);
    measure(&b);
    frames_close(&b.frames);
    memglass_close(b.session);
    free(b.bodies);
    free(b.flush);
    return EXIT_SUCCESS;
}
