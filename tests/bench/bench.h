/* The bench harness: a measured loop against a baseline loop, turn about in the same run on one
 * processor, so that whatever disturbs one disturbs the other. Shows medians and their ratio;
 * appends to the JSON array in $BENCH_JSON. Tests only; no layer. */
#ifndef MEMGLASS_BENCH_H
#define MEMGLASS_BENCH_H

#include <jansson.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BENCH_REPETITIONS = 21, BENCH_LOOP_NS = 10000000 };

/* Does the same small thing n times. */
typedef void bench_loop(void *ctx, size_t n);

struct bench_side {
    const char *name;
    bench_loop *loop;
    void *ctx;
};

static inline double bench_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The value is used: the compiler may not leave its computation out. */
static inline void bench_keep(const void *value)
{
    __asm__ volatile("" : : "r"(value) : "memory");
}

/* Stays on one processor: the last one, which interrupts disturb least. */
static inline void bench_pin(void)
{
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    size_t cpu = CPU_SETSIZE - 1;
    while (cpu > 0 && !CPU_ISSET(cpu, &allowed))
        cpu--;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof one, &one);
}

static inline double bench_time(const struct bench_side *side, size_t n)
{
    double start = bench_now_ns();
    side->loop(side->ctx, n);
    return (bench_now_ns() - start) / (double)n;
}

/* How many turns of a loop take about BENCH_LOOP_NS. */
static inline size_t bench_calibrate(const struct bench_side *side)
{
    size_t n = 1;
    while (bench_time(side, n) * (double)n < BENCH_LOOP_NS / 4.0)
        n *= 2;
    return n == 1 ? 1 : n * 4;
}

static inline int bench_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, bench_order);
    return values[count / 2];
}

static inline void bench_report(const char *name, double measured_ns, double baseline_ns,
                                double ratio)
{
    const char *path = getenv("BENCH_JSON");
    if (!path)
        return;
    json_t *all = json_load_file(path, 0, NULL);
    if (!all)
        all = json_array();
    json_array_append_new(all, json_pack("{s:s, s:f, s:f, s:f}", "name", name, "measured_ns",
                                         measured_ns, "baseline_ns", baseline_ns, "ratio", ratio));
    if (json_dump_file(all, path, JSON_INDENT(2)) != 0)
        fprintf(stderr, "bench: cannot write %s\n", path);
    json_decref(all);
}

/* Runs both, turn about; one line of the table: nanoseconds a turn, and how many times the
 * baseline that is (the median of each repetition's own ratio). */
static inline void bench_compare(const char *name, const struct bench_side *measured,
                                 const struct bench_side *baseline)
{
    double ours[BENCH_REPETITIONS], theirs[BENCH_REPETITIONS], ratios[BENCH_REPETITIONS];
    size_t n = bench_calibrate(measured), m = bench_calibrate(baseline);
    for (size_t i = 0; i < BENCH_REPETITIONS; i++) {
        if (i % 2) {
            ours[i] = bench_time(measured, n);
            theirs[i] = bench_time(baseline, m);
        } else {
            theirs[i] = bench_time(baseline, m);
            ours[i] = bench_time(measured, n);
        }
        ratios[i] = ours[i] / theirs[i];
    }
    double ratio = bench_median(ratios, BENCH_REPETITIONS);
    double ours_ns = bench_median(ours, BENCH_REPETITIONS);
    double theirs_ns = bench_median(theirs, BENCH_REPETITIONS);
    printf("%-28s %-20s %9.2f ns   %-16s %9.2f ns   x %.2f\n", name, measured->name, ours_ns,
           baseline->name, theirs_ns, ratio);
    bench_report(name, ours_ns, theirs_ns, ratio);
}

#endif
