/*
 * What the litmus build includes before each source that has an order of the table: the order that
 * is taken away in this run. Tests only; no layer.
 */
#ifndef LITMUS_WEAKEN_H
#define LITMUS_WEAKEN_H

#include "orders.h"

/* Set by a test before it starts a producer and readers; LITMUS_NONE: all orders are there. */
extern enum litmus_order litmus_weakened;

#define MEMGLASS_WEAKENED(order) (litmus_weakened == LITMUS_##order)

#endif
