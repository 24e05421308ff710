/* Durations, sizes, counts and rates as people read them, in at most seven cells. Layer 6. */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include "base/strbuf.h"

void text_duration(struct strbuf *out, uint64_t ns); /* "0.4s" "12s" "3m04s" "2h03m" "5d07h" */
void text_age(struct strbuf *out, uint64_t ns);      /* the same, in whole seconds */
/* An age on a screen that stands still where nothing happens: "<10s" "10s" "50s" "1m" "59m" "2h03m"
 * "5d07h", so that in the first minute it changes each ten seconds, then each minute. */
void text_standing_age(struct strbuf *out, uint64_t ns);
void text_clock(struct strbuf *out, uint64_t wall_ns); /* "14:03:20", of this place */
void text_cost(struct strbuf *out, uint64_t ns);       /* "340ns" "12us" "1.2ms" "3.4s" */
void text_bytes(struct strbuf *out, uint64_t bytes);   /* "64" "1.5K" "230M" */
void text_count(struct strbuf *out, uint64_t count);   /* "12345", then "1.23M" */
void text_rate(struct strbuf *out, double per_second); /* "0.5" "12" "3.4k" */

/* A measured number in four digits: 82.75, 0.01234, 12.3k. */
void text_measure(struct strbuf *out, double number);

/* Any number in at most `cells` cells: 12345, 12.3k, 1.2e+30. */
void text_compact(struct strbuf *out, double number, int cells);

#endif
