/* The bench harness: what is measured against a baseline, turn about in the same run on one
 * processor, so that whatever disturbs one disturbs the other. A row of the table shows medians and
 * the ratio; the JSON array in $BENCH_JSON gets the same (docs/performance.md). BENCH_QUICK in the
 * environment: fewer repetitions. Tests only; no layer. */
#ifndef MEMGLASS_BENCH_H
#define MEMGLASS_BENCH_H

#include "row.h"

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BENCH_REPETITIONS = 21, BENCH_QUICK_REPETITIONS = 7, BENCH_LOOP_NS = 10000000 };

/* Does the same small thing n times. */
typedef void bench_loop(void *ctx, size_t n);

struct bench_side {
    const char *name;
    bench_loop *loop;
    void *ctx;
};

/* Does something once; what it cost. */
typedef double bench_once(void *ctx);

struct bench_turn {
    const char *name;
    bench_once *once;
    void *ctx;
};

static inline bool bench_quick(void)
{
    return getenv("BENCH_QUICK") != NULL;
}

static inline size_t bench_repetitions(void)
{
    return bench_quick() ? BENCH_QUICK_REPETITIONS : BENCH_REPETITIONS;
}

static inline double bench_clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static inline double bench_now_ns(void)
{
    return bench_clock_ns(CLOCK_MONOTONIC);
}

/* The value is used: the compiler may not leave its computation out. */
static inline void bench_keep(const void *value)
{
    __asm__ volatile("" : : "r"(value) : "memory");
}

static inline _Noreturn void bench_fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(EXIT_FAILURE);
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

/* Where bench_pin does not: another processor, where there is one. */
static inline void bench_pin_elsewhere(void)
{
    cpu_set_t others;
    CPU_ZERO(&others);
    for (long cpu = 0; cpu + 1 < sysconf(_SC_NPROCESSORS_ONLN); cpu++)
        CPU_SET((size_t)cpu, &others);
    sched_setaffinity(0, sizeof others, &others);
}

/* As a user runs a program: before nobody else. Under a real-time policy the kernel's own threads
 * that hand on a terminal's bytes wait for the threads of the program. */
static inline void bench_usual(void)
{
    sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
}

/* Any processor again, for programs that are run as a user would run them. */
static inline void bench_unpin(void)
{
    cpu_set_t all;
    CPU_ZERO(&all);
    for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++)
        CPU_SET(cpu, &all);
    sched_setaffinity(0, sizeof all, &all);
}

static inline int bench_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them. */
static inline double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, bench_order);
    return values[count / 2];
}

/* Of sorted values. */
static inline double bench_noise(const double *values, size_t count)
{
    double median = values[count / 2];
    return median > 0 ? (values[count - 1 - count / 4] - values[count / 4]) / median : 0;
}

/* --- a row ---------------------------------------------------------------------------------------
 */

static inline void bench_write_json(const struct bench_row *row)
{
    const char *path = getenv("BENCH_JSON");
    json_t *all = path ? json_load_file(path, 0, NULL) : NULL;
    if (!path)
        return;
    if (!all)
        all = json_array();
    json_array_append_new(all, bench_row_to_json(row));
    if (json_dump_file(all, path, JSON_INDENT(2)) != 0)
        fprintf(stderr, "bench: cannot write %s\n", path);
    json_decref(all);
}

/* Begins a table, unless an earlier bench of this run has; stays on one processor. */
static inline void bench_begin(void)
{
    const char *path = getenv("BENCH_JSON");
    FILE *earlier = path ? fopen(path, "r") : NULL;
    if (earlier)
        fclose(earlier);
    else
        bench_head_print(stdout);
    bench_pin();
}

static inline void bench_row_show(const struct bench_row *row)
{
    bench_row_print(row, stdout);
    fflush(stdout);
    bench_write_json(row);
}

/* A value that has no baseline. */
static inline void bench_value(const char *name, const char *what, const char *unit, double value)
{
    bench_row_show(&(struct bench_row){.name = name,
                                       .measured_name = what,
                                       .baseline_name = "",
                                       .unit = unit,
                                       .measured = value,
                                       .ratio = value});
}

/* What cannot be measured here, and why. */
static inline void bench_left_out(const char *name, const char *why)
{
    bench_row_show(&(struct bench_row){
        .name = name, .measured_name = "", .baseline_name = "", .unit = "", .left_out = why});
}

/* --- comparing -----------------------------------------------------------------------------------
 */

static inline void bench_show_pairs(const char *name, const char *unit, const char *measured_name,
                                    double *measured, const char *baseline_name, double *baseline,
                                    size_t count)
{
    double ratios[BENCH_REPETITIONS];
    for (size_t i = 0; i < count; i++)
        ratios[i] = measured[i] / baseline[i];
    struct bench_row row = {.name = name,
                            .measured_name = measured_name,
                            .baseline_name = baseline_name,
                            .unit = unit,
                            .ratio = bench_median(ratios, count),
                            .measured = bench_median(measured, count),
                            .baseline = bench_median(baseline, count)};
    row.noise = bench_noise(ratios, count);
    bench_row_show(&row);
}

/* Runs both, turn about, so many times; a warming turn of each comes first. The ratio is the median
 * of each repetition's own. */
static inline void bench_turns(const char *name, const char *unit,
                               const struct bench_turn *measured, const struct bench_turn *baseline,
                               size_t repetitions)
{
    double ours[BENCH_REPETITIONS], theirs[BENCH_REPETITIONS];
    measured->once(measured->ctx);
    baseline->once(baseline->ctx);
    for (size_t i = 0; i < repetitions; i++) {
        if (i % 2)
            ours[i] = measured->once(measured->ctx);
        theirs[i] = baseline->once(baseline->ctx);
        if (i % 2 == 0)
            ours[i] = measured->once(measured->ctx);
    }
    bench_show_pairs(name, unit, measured->name, ours, baseline->name, theirs, repetitions);
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
    bench_time(side, n); /* pages that the first turn alone touches are no measure of the others */
    while (bench_time(side, n) * (double)n < BENCH_LOOP_NS / 4.0)
        n *= 2;
    return n == 1 ? 1 : n * 4;
}

struct bench_calibrated {
    const struct bench_side *side;
    size_t n;
};

static inline double bench_loop_once(void *ctx)
{
    const struct bench_calibrated *loop = ctx;
    return bench_time(loop->side, loop->n);
}

/* Nanoseconds a turn of two loops. */
static inline void bench_compare(const char *name, const struct bench_side *measured,
                                 const struct bench_side *baseline)
{
    struct bench_calibrated ours = {measured, bench_calibrate(measured)};
    struct bench_calibrated theirs = {baseline, bench_calibrate(baseline)};
    bench_turns(name, "ns", &(struct bench_turn){measured->name, bench_loop_once, &ours},
                &(struct bench_turn){baseline->name, bench_loop_once, &theirs},
                bench_repetitions());
}

#endif
