/* Prints the nanoseconds that values of PCP's MMV library cost, for bench_peers: one made, in a
 * file of 10,000, and one counted up. PCP_TMP_DIR: a folder in which there is a folder mmv. Built
 * where the library's headers are.
 *
 *     peer_mmv make|count */
#include "bench.h"

#include <pcp/pmapi.h>

#include <pcp/mmv_stats.h>

enum { VALUES = 1000, COUNTED = 1000000, CLUSTER = 321 };

static const char file[] = "memglass_bench";

static void *make(void)
{
    mmv_metric_t *metrics = calloc(VALUES, sizeof *metrics);
    if (!metrics)
        bench_fail("no memory");
    for (unsigned i = 0; i < VALUES; i++) {
        metrics[i] = (mmv_metric_t){.item = i + 1,
                                    .type = MMV_TYPE_U64,
                                    .semantics = MMV_SEM_COUNTER,
                                    .dimension = MMV_UNITS(0, 0, 1, 0, 0, PM_COUNT_ONE),
                                    .indom = PM_INDOM_NULL};
        snprintf(metrics[i].name, sizeof metrics[i].name, "body.v%u", i);
    }
    void *map = mmv_stats_init(file, CLUSTER, MMV_FLAG_PROCESS, metrics, VALUES, NULL, 0);
    free(metrics);
    if (!map)
        bench_fail("MMV: no file in PCP_TMP_DIR");
    return map;
}

static double count(void *map)
{
    pmAtomValue *value = mmv_lookup_value_desc(map, "body.v7", NULL);
    if (!value)
        bench_fail("MMV: a value is not there");
    double start = bench_now_ns();
    for (size_t i = 0; i < COUNTED; i++)
        mmv_inc(map, value);
    return (bench_now_ns() - start) / COUNTED;
}

int main(int argc, char **argv)
{
    bench_pin();
    double start = bench_now_ns();
    void *map = make();
    double each = (bench_now_ns() - start) / VALUES;
    if (argc == 2 && strcmp(argv[1], "count") == 0)
        each = count(map);
    printf("%f\n", each);
    mmv_stats_stop(file, map);
    return EXIT_SUCCESS;
}
