/* Durations, sizes, counts and rates as people read them. Layer 6. */
#include "view/text.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

void text_duration(struct strbuf *out, uint64_t ns)
{
    unsigned long long s = ns < 10 * NS_PER_SEC ? 10 : ns / NS_PER_SEC;
    if (ns < 9950 * NS_PER_MS)
        strbuf_printf(out, "%.1fs", (double)ns / 1e9);
    else if (s < 60)
        strbuf_printf(out, "%llus", s);
    else if (s < 3600)
        strbuf_printf(out, "%llum%02llus", s / 60, s % 60);
    else if (s < 86400)
        strbuf_printf(out, "%lluh%02llum", s / 3600, s / 60 % 60);
    else
        strbuf_printf(out, "%llud%02lluh", s / 86400, s / 3600 % 24);
}

void text_age(struct strbuf *out, uint64_t ns)
{
    if (ns < 60 * NS_PER_SEC)
        strbuf_printf(out, "%us", (unsigned)(ns / NS_PER_SEC));
    else
        text_duration(out, ns);
}

void text_standing_age(struct strbuf *out, uint64_t ns)
{
    unsigned long long s = ns / NS_PER_SEC;
    if (s < 10)
        strbuf_text(out, "<10s");
    else if (s < 60)
        strbuf_printf(out, "%llus", s / 10 * 10);
    else if (s < 3600)
        strbuf_printf(out, "%llum", s / 60);
    else
        text_duration(out, ns);
}

/* Three significant digits at most, no more than one behind the point. */
static void short_number(struct strbuf *out, double number, const char *suffix)
{
    strbuf_printf(out, "%.*f%s", number < 9.95 && number != trunc(number) ? 1 : 0, number, suffix);
}

void text_cost(struct strbuf *out, uint64_t ns)
{
    if (ns < 1000)
        strbuf_printf(out, "%uns", (unsigned)ns);
    else if (ns < 999500)
        short_number(out, (double)ns / 1e3, "us");
    else if (ns < NS_PER_SEC - 500000)
        short_number(out, (double)ns / 1e6, "ms");
    else
        short_number(out, (double)ns / 1e9, "s");
}

void text_bytes(struct strbuf *out, uint64_t bytes)
{
    static const char *const units[] = {"", "K", "M", "G", "T", "P", "E"};
    double number = (double)bytes;
    int unit = 0;
    while (number >= 999.5 && unit < 6) {
        number /= 1024;
        unit++;
    }
    strbuf_printf(out, "%.*f%s", unit && number < 9.95 ? 1 : 0, number, units[unit]);
}

void text_clock(struct strbuf *out, uint64_t wall_ns)
{
    time_t seconds = (time_t)(wall_ns / NS_PER_SEC);
    struct tm local;
    if (localtime_r(&seconds, &local))
        strbuf_printf(out, "%02d:%02d:%02d", local.tm_hour, local.tm_min, local.tm_sec);
}

void text_count(struct strbuf *out, uint64_t count)
{
    if (count < 10000000)
        strbuf_printf(out, "%llu", (unsigned long long)count);
    else
        text_compact(out, (double)count, 6);
}

void text_rate(struct strbuf *out, double per_second)
{
    if (fabs(per_second) < 9.95)
        strbuf_printf(out, "%.1f", per_second);
    else
        text_compact(out, round(per_second), 5);
}

void text_measure(struct strbuf *out, double number)
{
    double size = fabs(number);
    if (size >= 9999.5 && size < 1e18)
        text_compact(out, round(number), 5);
    else
        strbuf_printf(out, "%.4g", number);
}

void text_compact(struct strbuf *out, double number, int cells)
{
    static const char *const suffixes[] = {"", "k", "M", "G", "T", "P", "E"};
    char text[64];
    double shown = number;
    int suffix = 0, len = snprintf(text, sizeof text, "%.15g", number);
    for (; len > cells && fabs(shown) >= 999.5 && suffix < 6; suffix++)
        shown /= 1000;
    for (int digits = 3; suffix && len > cells && digits >= 0; digits--)
        len = snprintf(text, sizeof text, "%.*f%s", digits, shown, suffixes[suffix]);
    for (int digits = 6; len > cells && digits > 0; digits--)
        len = snprintf(text, sizeof text, "%.*g", digits, number);
    strbuf_text(out, text);
}
