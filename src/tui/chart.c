/* A large chart. Layer 7. */
#include "tui/widgets.h"

void chart_draw(struct canvas *c, const struct view_chart *chart)
{
    (void)c;
    (void)chart;
}
