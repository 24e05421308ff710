/* Charts as SVG. Layer 8. */
#ifndef CLI_SVG_H
#define CLI_SVG_H

#include "cli/series.h"

#include <stdio.h>

/* Writes one <svg> element: a panel for each unit, one line for each series, axes with even steps,
 * a legend. wall_ns: that of time first_ns. */
void svg_chart(const struct series_list *all, FILE *out);

/* Text as XML and HTML want it. */
void svg_text(const char *text, FILE *out);

#endif
