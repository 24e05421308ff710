/* Measures what the program itself costs. Layer 8. */
#include "top/meter.h"

#include "base/clock.h"
#include "watch/resident.h"

#include <time.h>

static uint64_t cpu_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * NS_PER_SEC + (uint64_t)now.tv_nsec;
}

void meter_init(struct meter *m)
{
    *m = (struct meter){.at_ns = clock_monotonic_ns()};
}

uint64_t meter_time(struct view_timing *timing, uint64_t begin_ns)
{
    uint64_t now = clock_monotonic_ns();
    timing->last_ns = now - begin_ns;
    timing->worst_ns = timing->last_ns > timing->worst_ns ? timing->last_ns : timing->worst_ns;
    timing->count++;
    return now;
}

void meter_picture(struct meter *m, size_t bytes)
{
    if (m->key_ns)
        meter_time(&m->running.key, m->key_ns);
    m->key_ns = 0;
    if (!bytes)
        return;
    m->running.bytes += bytes;
    m->running.pictures++;
    m->running.picture_bytes = bytes;
}

void meter_key(struct meter *m, uint64_t key_ns)
{
    if (!m->key_ns)
        m->key_ns = key_ns;
}

void meter_new_sampler(struct meter *m)
{
    m->sampler_ns = m->lane_ns = m->past_ns = 0;
    m->cost.attached = m->cost.has_past = false;
    m->cost.past_cpu = 0;
}

/* What a counter of nanoseconds has grown by, in percent of the span. */
static double percent(uint64_t now, uint64_t *before, uint64_t span_ns)
{
    double part = now > *before ? (double)(now - *before) / (double)span_ns : 0;
    *before = now;
    return 100 * part;
}

static double rate(uint64_t now, uint64_t *before, uint64_t span_ns)
{
    return percent(now, before, span_ns) / 100 * NS_PER_SEC;
}

static void measure_past(struct meter *m, const struct past *past, uint64_t span_ns)
{
    struct past_cost cost;
    m->cost.has_past = past != NULL;
    if (!past)
        return;
    past_cost(past, &cost);
    m->cost.past_cpu = percent(cost.cpu_ns, &m->past_ns, span_ns);
    m->cost.past_bytes = cost.bytes;
}

void meter_measure(struct meter *m, const struct watch *w)
{
    struct sampler *s = w->sampler;
    struct view_cost *c = &m->cost;
    uint64_t now = clock_monotonic_ns(), span = now - m->at_ns;
    if (!span)
        return;
    m->at_ns = now;
    c->span_ns = span;
    c->process_cpu = percent(cpu_ns(CLOCK_PROCESS_CPUTIME_ID), &m->process_ns, span);
    c->screen_cpu = percent(cpu_ns(CLOCK_THREAD_CPUTIME_ID), &m->screen_ns, span);
    c->bytes_s = rate(m->running.bytes, &m->bytes, span);
    c->pictures_s = rate(m->running.pictures, &m->pictures, span);
    c->screen = m->running;
    c->rss_bytes = resident_bytes();
    c->attached = s != NULL;
    if (!s)
        return;
    sampler_cost(s, &c->sampler);
    c->sampler_cpu = percent(c->sampler.cpu_ns, &m->sampler_ns, span);
    c->lane_cpu = percent(c->sampler.lane_cpu_ns, &m->lane_ns, span);
    c->sample_ns = w->live.sample_ns;
    c->copied = w->live.cur ? w->live.cur->copied : 0;
    c->objects = w->live.cur ? w->live.cur->roster->count : 0;
    c->interval_ns = w->live.interval_ns;
    measure_past(m, w->past, span);
}
