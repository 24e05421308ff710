/* A row of the table: what was measured, against what, and what it is to reach; as text and as JSON
 * (docs/performance.md). Tests only; no layer. */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "figures.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct bench_row {
    const char *name, *measured_name, *baseline_name; /* no baseline: "" */
    const char *unit;
    double measured, baseline, ratio; /* no baseline: the measured value again */
    double noise;                     /* half of the ratios lie so far apart, of their median */
    double objects;       /* of growth: the measured value is one object's share; or 0 */
    const char *left_out; /* why it was not measured; or NULL */
};

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

/* Growth is shown beside the table, not judged in it. */
static inline double bench_row_reach(const struct bench_row *row)
{
    return row->objects > 0 || row->left_out ? -1 : bench_reach(row->name);
}

/* --- text ----------------------------------------------------------------------------------------
 */

#define BENCH_HEAD "%-30.30s %12s %-4s %12s %8s %6s %4s %6s  %s\n"

static inline void bench_head_print(FILE *out)
{
    fprintf(out, BENCH_HEAD, "what", "measured", "unit", "baseline", "ratio", "reach", "met",
            "noise", "measured : baseline");
}

static inline const char *bench_verdict(const struct bench_row *row, double reach)
{
    return reach < 0 ? "-" : row->ratio <= reach ? "yes" : "no";
}

static inline void bench_row_print(const struct bench_row *row, FILE *out)
{
    char name[64], measured[32], baseline[32] = "-", ratio[32], most[32] = "-", noise[32];
    double reach = bench_row_reach(row);
    bool compared = row->baseline_name[0];
    if (row->left_out) {
        fprintf(out, "%-30s left out: %s\n", row->name, row->left_out);
        return;
    }
    snprintf(name, sizeof name, "%s%s", row->objects > 0 ? "growth: " : "", row->name);
    snprintf(measured, sizeof measured, "%.2f", row->measured);
    if (compared)
        snprintf(baseline, sizeof baseline, "%.2f", row->baseline);
    snprintf(ratio, sizeof ratio, row->ratio < 10 ? "%.3f" : "%.1f", row->ratio);
    if (reach >= 0)
        snprintf(most, sizeof most, "%g", reach);
    snprintf(noise, sizeof noise, "%.0f%%", 100 * row->noise);
    fprintf(out, "%-30s %12s %-4s %12s %8s %6s %4s %6s  %s%s%s\n", name, measured, row->unit,
            baseline, compared ? ratio : "-", most, bench_verdict(row, reach), noise,
            row->measured_name, compared ? " : " : "", row->baseline_name);
}

/* --- JSON ----------------------------------------------------------------------------------------
 */

static inline json_t *bench_row_to_json(const struct bench_row *row)
{
    double reach = bench_row_reach(row);
    bool compared = row->baseline_name[0], judged = reach >= 0, done = !row->left_out;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:o}", "what", row->name,
        "measured_name", row->measured_name, "baseline_name", row->baseline_name, "unit", row->unit,
        "measured", done ? json_real(row->measured) : json_null(), "baseline",
        done && compared ? json_real(row->baseline) : json_null(), "ratio",
        done ? json_real(row->ratio) : json_null(), "reach",
        judged ? json_real(reach) : json_null(), "met",
        judged ? json_boolean(row->ratio <= reach) : json_null(), "noise", row->noise, "objects",
        row->objects > 0 ? json_integer((json_int_t)row->objects) : json_null(), "left_out",
        done ? json_null() : json_string(row->left_out));
}

static inline double bench_number(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name)); /* 0 of null */
}

static inline const char *bench_string(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* Its texts are the object's. */
static inline struct bench_row bench_row_from_json(const json_t *object)
{
    return (struct bench_row){
        .name = bench_string(object, "what"),
        .measured_name = bench_string(object, "measured_name"),
        .baseline_name = bench_string(object, "baseline_name"),
        .unit = bench_string(object, "unit"),
        .measured = bench_number(object, "measured"),
        .baseline = bench_number(object, "baseline"),
        .ratio = bench_number(object, "ratio"),
        .noise = bench_number(object, "noise"),
        .objects = bench_number(object, "objects"),
        .left_out = json_string_value(json_object_get(object, "left_out")),
    };
}

#endif
