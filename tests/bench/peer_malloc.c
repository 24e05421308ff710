/* Prints the nanoseconds that a block of 64 bytes costs with the malloc that this process has: one
 * of LD_PRELOAD, for bench_peers.
 *
 *     peer_malloc warm|cold|churn */
#include "allocating.h"

#include <dlfcn.h>

enum { TURNS = 5 };

static double churn_once(void *ctx)
{
    double start = bench_now_ns();
    malloc_churn(ctx, ALLOCATING_LIVE);
    return (bench_now_ns() - start) / ALLOCATING_LIVE;
}

static double median_of(bench_once *once, struct blocks *b)
{
    double ns[TURNS];
    once(b);
    for (size_t i = 0; i < TURNS; i++)
        ns[i] = once(b);
    return bench_median(ns, TURNS);
}

static bool has_preloaded(void)
{
    const char *library = getenv("LD_PRELOAD");
    Dl_info info;
    return !library ||
           (dladdr(dlsym(RTLD_DEFAULT, "malloc"), &info) && strstr(info.dli_fname, library));
}

int main(int argc, char **argv)
{
    struct blocks b;
    const char *what = argc == 2 ? argv[1] : "";
    if (!has_preloaded())
        return EXIT_FAILURE;
    bench_pin();
    if (strcmp(what, "cold") == 0) {
        printf("%f\n", malloc_cold(NULL));
        return EXIT_SUCCESS;
    }
    blocks_open(&b);
    if (strcmp(what, "churn") == 0)
        blocks_fill(&b);
    printf("%f\n", median_of(strcmp(what, "churn") == 0 ? churn_once : malloc_warm, &b));
    return EXIT_SUCCESS;
}
