/*
 * What the litmus build includes before each source that has an order of the table: the order that
 * is taken away in this run. Tests only; no layer.
 */
#ifndef LITMUS_WEAKEN_H
#define LITMUS_WEAKEN_H

#include "orders.h"

/* Whether that order is taken away. */
_Bool litmus_is_weakened(enum litmus_order order);

#define MEMGLASS_WEAKENED(order) litmus_is_weakened(LITMUS_##order)

#endif
