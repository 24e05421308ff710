/* The chart of the inspector's selected field. Layer 6. */
#include "view/inspector.h"

void inspector_overlay(struct inspector *v)
{
    v->m->inspect.overlay = false;
}

void inspector_chart(struct inspector *v)
{
    (void)v;
}
