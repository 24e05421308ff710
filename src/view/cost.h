/* What the program itself costs: measured by src/top/meter.c, shown by the COST screen. Layer 6. */
#ifndef VIEW_COST_H
#define VIEW_COST_H

#include "sample/sampler.h"

/* A duration that is measured again and again. */
struct view_timing {
    uint64_t last_ns, worst_ns, count;
};

/* Of the screen, since the start. */
struct view_screen_cost {
    uint64_t bytes, pictures;                   /* to the terminal; pictures that took any */
    uint64_t picture_bytes;                     /* of the last one */
    struct view_timing build, draw, write, key; /* key: from its byte to the picture behind it */
};

/* As of one moment: a screen of it that says more as it is drawn would be drawn for ever. */
struct view_cost {
    uint64_t span_ns; /* what rates and percentages are of; 0: nothing measured yet */
    /* Percent of one processor. */
    double process_cpu, screen_cpu, sampler_cpu, lane_cpu;
    double bytes_s, pictures_s;
    struct view_screen_cost screen;
    uint64_t rss_bytes;
    bool attached; /* what follows is known */
    struct sampler_cost sampler;
    uint64_t sample_ns, interval_ns; /* of the newest frame */
    uint64_t copied, objects;        /* of it; fewer: those on pages that were written to */
    bool has_past;                   /* what can be looked back at: what keeping it costs */
    double past_cpu;
    uint64_t past_bytes;
};

#endif
