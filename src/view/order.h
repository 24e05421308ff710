/*
 * Order without sorting: of a million rows a screen shows fifty, so only the part that is looked at
 * is put in order, in linear time. Layer 6. Equal keys are in ascending order of `index`, whatever
 * the direction, so that rows that are equal never change places.
 */
#ifndef VIEW_ORDER_H
#define VIEW_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct order_entry {
    uint64_t key; /* order_key_...; ascending */
    uint32_t row; /* the caller's */
    uint32_t index;
};

/* Decides between two rows of equal key: negative, 0 or positive. */
typedef int order_compare_fn(const void *ctx, uint32_t row_a, uint32_t row_b);

struct order {
    struct order_entry *entries;
    size_t count, capacity;
    bool descending;
    order_compare_fn *compare; /* NULL: equal keys are equal */
    const void *ctx;
};

void order_init(struct order *o);
void order_fini(struct order *o);

/* Empties it and makes room for `capacity` entries; MEMGLASS_E_NOMEM leaves it empty. */
int order_reset(struct order *o, size_t capacity, bool descending);
/* key: ascending; turned round here when descending. There must be room. */
void order_add(struct order *o, uint64_t key, uint32_t row, uint32_t index);

/* Keys that order as their values do; NaN comes last in both directions. */
uint64_t order_key_number(double number, bool descending);
/* Of the first 8 bytes, numbers inside by value ("a9" before "a10"); equal keys need `compare`. */
uint64_t order_key_text(const char *text, bool descending);
/* The same order for whole texts. */
int order_compare_text(const char *a, const char *b);

/* Puts the entries first .. first + count - 1 in their places. */
void order_window(struct order *o, size_t first, size_t count);
/* How many entries come before this one (which need not be one of them). */
size_t order_rank(const struct order *o, const struct order_entry *entry);

#endif
