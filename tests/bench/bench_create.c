/* What creating and destroying cost, against malloc and free; and what an object takes of shared
 * memory beyond its payload. Tests only; no layer. */
#include "allocating.h"
#include "bare.h"
#include "objects.h"

#include <sys/wait.h>

enum {
    WARM = ALLOCATING_WARM,
    LIVE = ALLOCATING_LIVE,
    COLD = ALLOCATING_COLD,
    COLD_REPETITIONS = 5,
    LABEL_BYTES = 16
};

/* --- warm ----------------------------------------------------------------------------------------
 */

static void measure_warm(void)
{
    struct objects o;
    struct blocks b;
    objects_open(&o, "warm", WARM);
    blocks_open(&b);
    bench_turns("create", "ns", &(struct bench_turn){"memglass_create", objects_create_warm, &o},
                &(struct bench_turn){"malloc", malloc_warm, &b}, bench_repetitions());
    objects_close(&o);
    blocks_close(&b, 0);
}

/* --- cold: each time in a process of its own -----------------------------------------------------
 */

static double in_child(bench_once *once, void *ctx)
{
    int ends[2];
    double ns = 0;
    if (pipe(ends) != 0)
        bench_fail("no pipe");
    pid_t child = fork();
    if (child == 0) {
        ns = once(ctx);
        _exit(write(ends[1], &ns, sizeof ns) != sizeof ns);
    }
    close(ends[1]);
    if (read(ends[0], &ns, sizeof ns) != sizeof ns)
        bench_fail("a child failed");
    close(ends[0]);
    waitpid(child, NULL, 0);
    return ns;
}

static double create_cold(void *ctx)
{
    const char *labels = ctx;
    struct objects o;
    objects_open(&o, "cold", 1);
    double start = bench_now_ns();
    for (size_t i = 0; i < COLD; i++)
        objects_make(&o, 0, labels + i * LABEL_BYTES);
    double ns = (bench_now_ns() - start) / COLD;
    objects_close(&o);
    return ns;
}

static double create_in_child(void *ctx)
{
    return in_child(create_cold, ctx);
}

static double malloc_in_child(void *ctx)
{
    return in_child(malloc_cold, ctx);
}

static void measure_cold(void)
{
    char *labels = calloc(COLD, LABEL_BYTES);
    if (!labels)
        bench_fail("no memory");
    for (size_t i = 0; i < COLD; i++)
        snprintf(labels + i * LABEL_BYTES, LABEL_BYTES, "body-%zu", i);
    bench_turns("create, cold", "ns",
                &(struct bench_turn){"memglass_create, a million", create_in_child, labels},
                &(struct bench_turn){"malloc and memset", malloc_in_child, NULL},
                bench_quick() ? 3 : COLD_REPETITIONS);
    free(labels);
}

/* --- churn ---------------------------------------------------------------------------------------
 */

static void measure_churn(void)
{
    struct objects o;
    struct blocks b;
    objects_open(&o, "churn", LIVE);
    blocks_open(&b);
    for (size_t i = 0; i < LIVE; i++)
        objects_make(&o, i, "body");
    blocks_fill(&b);
    bench_compare("destroy and create again",
                  &(struct bench_side){"100,000 objects", objects_churn, &o},
                  &(struct bench_side){"malloc and free", malloc_churn, &b});
    objects_close(&o);
    blocks_close(&b, LIVE);
}

/* --- what cannot be had for less -----------------------------------------------------------------
 */

static void measure_bare(void)
{
    struct bare *bare = bare_open();
    struct blocks b;
    blocks_open(&b);
    bench_turns("create, its stores alone", "ns",
                &(struct bench_turn){"nothing found or checked", bare_warm, bare},
                &(struct bench_turn){"malloc", malloc_warm, &b}, bench_repetitions());
    blocks_fill(&b);
    bench_compare("churn, its loads and stores alone",
                  &(struct bench_side){"nothing found or checked", bare_churn, bare},
                  &(struct bench_side){"malloc and free", malloc_churn, &b});
    blocks_close(&b, LIVE);
    bare_close(bare);
}

/* --- memory --------------------------------------------------------------------------------------
 */

static void measure_memory(void)
{
    struct objects o;
    objects_open(&o, "memory", 1);
    for (size_t i = 0; i < COLD; i++)
        objects_make(&o, 0, NULL);
    double beyond = objects_shared_bytes(o.name) / COLD - sizeof(struct small_body);
    bench_value("memory beyond the payload", "an object of 64 B, a million, no labels", "B",
                beyond);
    objects_close(&o);
}

int main(void)
{
    bench_begin();
    measure_warm();
    measure_cold();
    measure_churn();
    measure_bare();
    measure_memory();
    return EXIT_SUCCESS;
}
