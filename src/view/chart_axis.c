/* Scales of a chart: round steps, and the moments below it. Layer 6. */
#include "view/chart.h"

#include "base/clock.h"

#include <float.h>
#include <math.h>

/* The least round step that is no smaller. */
static double round_step(double least, enum chart_steps kind)
{
    if (kind == CHART_WHOLE && least < 1)
        return 1;
    if (kind == CHART_BINARY && least >= 1)
        return exp2(ceil(log2(least) - 1e-9));
    double power = pow(10, floor(log10(least) + 1e-9)), part = least / power;
    return power * (part <= 1 + 1e-9 ? 1 : part <= 2 + 1e-9 ? 2 : part <= 5 + 1e-9 ? 5 : 10);
}

struct chart_scale chart_scale(double low, double high, int steps, enum chart_steps kind)
{
    low = fabs(low) < DBL_MIN ? 0 : low; /* there are no steps as small as that */
    high = fabs(high) < DBL_MIN ? 0 : high;
    if (!(high > low)) { /* a flat line lies in the middle, that of nothing at the bottom */
        double margin = fabs(low);
        low -= margin;
        high += margin > 0 ? margin : 1;
    }
    if (high / 2 - low / 2 > DBL_MAX / 8) /* whole steps would lead beyond all numbers */
        return (struct chart_scale){
            .low = low < 0 ? -DBL_MAX : 0, .high = high > 0 ? DBL_MAX : 0, .step = DBL_MAX / 2};
    double step = round_step(fmax((high - low) / (steps > 1 ? steps : 1), DBL_MIN), kind);
    return (struct chart_scale){.low = floor(low / step + 1e-9) * step,
                                .high = ceil(high / step - 1e-9) * step,
                                .step = step};
}

uint64_t chart_time_step(uint64_t least_ns)
{
    static const unsigned steps_ms[] = {100,    200,    500,    1000,    2000,
                                        5000,   10000,  15000,  30000,   60000,
                                        120000, 300000, 600000, 1200000, 1800000};
    for (size_t i = 0; i < sizeof steps_ms / sizeof *steps_ms; i++)
        if (steps_ms[i] * NS_PER_MS >= least_ns)
            return steps_ms[i] * NS_PER_MS;
    return 3600 * NS_PER_SEC;
}

void chart_time_text(uint64_t ns, struct strbuf *out)
{
    uint64_t ms = ns / NS_PER_MS, seconds = ms / 1000;
    if (!ms)
        strbuf_text(out, "now");
    else if (ms % 1000)
        strbuf_printf(out, "-%.1fs", (double)ms / 1000);
    else if (seconds < 60)
        strbuf_printf(out, "-%us", (unsigned)seconds);
    else if (seconds % 60)
        strbuf_printf(out, "-%um%02us", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
    else
        strbuf_printf(out, "-%um", (unsigned)(seconds / 60));
}
