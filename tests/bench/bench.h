/* The bench harness: what is measured against a baseline, turn about in the same run on one
 * processor, so that whatever disturbs one disturbs the other. A row of the table shows medians and
 * the ratio; the JSON array in $BENCH_JSON gets the same (docs/performance.md). BENCH_QUICK in the
 * environment: fewer repetitions. Tests only; no layer. */
#ifndef MEMGLASS_BENCH_H
#define MEMGLASS_BENCH_H

#include "figures.h"

#include <jansson.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

struct bench_row {
    const char *name, *measured_name, *baseline_name; /* no baseline: "" */
    const char *unit;
    double measured, baseline, ratio; /* no baseline: the measured value again */
    double noise;                     /* half of the ratios lie so far apart, of their median */
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

/* What the figure of that name is to reach; negative: there is none. */
static inline double bench_reach(const char *name)
{
    static const struct {
        const char *name;
        double reach;
    } figures[] = {
#define BENCH_FIGURE(figure_name, most) {figure_name, most},
        BENCH_FIGURES(BENCH_FIGURE)
#undef BENCH_FIGURE
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (strcmp(figures[i].name, name) == 0)
            return figures[i].reach;
    return -1;
}

static inline void bench_write_json(const struct bench_row *row, double reach)
{
    const char *path = getenv("BENCH_JSON");
    json_t *all = path ? json_load_file(path, 0, NULL) : NULL;
    if (!path)
        return;
    if (!all)
        all = json_array();
    bool judged = reach >= 0, compared = row->baseline_name[0];
    json_array_append_new(
        all,
        json_pack("{s:s, s:s, s:s, s:s, s:f, s:o, s:f, s:o, s:o, s:f}", "what", row->name,
                  "measured_name", row->measured_name, "baseline_name", row->baseline_name, "unit",
                  row->unit, "measured", row->measured, "baseline",
                  compared ? json_real(row->baseline) : json_null(), "ratio", row->ratio, "reach",
                  judged ? json_real(reach) : json_null(), "met",
                  judged ? json_boolean(row->ratio <= reach) : json_null(), "noise", row->noise));
    if (json_dump_file(all, path, JSON_INDENT(2)) != 0)
        fprintf(stderr, "bench: cannot write %s\n", path);
    json_decref(all);
}

#define BENCH_HEAD "%-30.30s %11s %-5s %11s %8s %6s %4s %6s  %s\n"

/* Begins a table, unless an earlier bench of this run has; stays on one processor. */
static inline void bench_begin(void)
{
    const char *path = getenv("BENCH_JSON");
    FILE *earlier = path ? fopen(path, "r") : NULL;
    if (earlier)
        fclose(earlier);
    else
        printf(BENCH_HEAD, "what", "measured", "unit", "baseline", "ratio", "reach", "met", "noise",
               "measured : baseline");
    bench_pin();
}

static inline void bench_row_show(const struct bench_row *row)
{
    char measured[32], baseline[32] = "-", ratio[32], reach_text[32] = "-", noise[32];
    double reach = bench_reach(row->name);
    snprintf(measured, sizeof measured, "%.2f", row->measured);
    if (row->baseline_name[0])
        snprintf(baseline, sizeof baseline, "%.2f", row->baseline);
    snprintf(ratio, sizeof ratio, row->ratio < 10 ? "%.3f" : "%.1f", row->ratio);
    if (reach >= 0)
        snprintf(reach_text, sizeof reach_text, "%g", reach);
    snprintf(noise, sizeof noise, "%.0f%%", 100 * row->noise);
    printf("%-30s %11s %-5s %11s %8s %6s %4s %6s  %s%s%s\n", row->name, measured, row->unit,
           baseline, row->baseline_name[0] ? ratio : "-", reach_text,
           reach < 0             ? "-"
           : row->ratio <= reach ? "yes"
                                 : "no",
           noise, row->measured_name, row->baseline_name[0] ? " : " : "", row->baseline_name);
    fflush(stdout);
    bench_write_json(row, reach);
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
