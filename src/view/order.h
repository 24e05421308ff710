/*
 * Order without sorting: of a million rows a screen shows fifty, so only the part that is looked at
 * is put in order, in linear time, and what is known of the order is kept, so that the next page
 * costs next to nothing. Layer 6. Two keys: ties of the first are decided by the second, ties of
 * both by ascending `index`, whatever the direction, so that rows that are equal never change
 * places.
 */
#ifndef VIEW_ORDER_H
#define VIEW_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct order_entry {
    uint64_t key, key2; /* order_key_...; ascending */
    uint32_t row;       /* the caller's */
    uint32_t index;
};

/* Decides between two rows whose keys of that number (0 or 1) are equal: negative, 0 or positive.
 */
typedef int order_compare_fn(const void *ctx, int which, uint32_t row_a, uint32_t row_b);

/* What the keys were made from, beside the keys. */
struct order_by {
    bool descending;           /* the keys are turned round */
    bool wide;                 /* of the first: key2 goes on where key ends; there is no second */
    order_compare_fn *compare; /* of a text that the key may not hold whole; NULL: equal is equal */
};

#define ORDER_CUTS 256

struct order {
    struct order_entry *entries;
    size_t count, capacity;
    struct order_by by[2];
    const void *ctx; /* of compare */
    /* Places, ascending, whose entry is where sorting would put it, with all that come before it
     * on its left: what earlier windows found out. */
    size_t cuts[ORDER_CUTS];
    size_t cut_count;
};

void order_init(struct order *o);
void order_fini(struct order *o);

/* Empties it and makes room for `capacity` entries; MEMGLASS_E_NOMEM leaves it empty. */
int order_reset(struct order *o, size_t capacity);
/* Makes room for more when there is none; E_NOMEM. The entries stay as they are added until the
 * first window. */
int order_append(struct order *o, const struct order_entry *entry);

/* Of what is not known: it comes last in both directions. */
#define ORDER_KEY_UNKNOWN UINT64_MAX
/* Keys that order as their values do; NaN is not known. */
uint64_t order_key_number(double number, bool descending);
/* The two largest integers count as equal, since one key is that of what is not known. */
uint64_t order_key_integer(uint64_t integer, bool descending);
/* Of differences; those from 2^62 on count as equal when less than 4 lies between them. */
uint64_t order_key_difference(bool falls, uint64_t by, bool descending);
/* Of the first 8 bytes, numbers inside by value ("a9" before "a10"); equal keys need `compare`. */
uint64_t order_key_text(const char *text, bool descending);
/* Of the first 16 bytes: key and key2 of a wide one. */
void order_key_wide(const char *text, bool descending, uint64_t keys[2]);
/* The same order for whole texts. */
int order_compare_text(const char *a, const char *b);

/* Puts the entries first .. first + count - 1 in their places. */
void order_window(struct order *o, size_t first, size_t count);
/* Finds out where the borders of `parts` equal parts are, so that windows and ranks look at one
 * part only. */
void order_split(struct order *o, size_t parts);
/* Puts the entry that is at place `at` where it belongs; its place. */
size_t order_settle(struct order *o, size_t at);
/* How many entries come before this one (which need not be one of them). */
size_t order_rank(const struct order *o, const struct order_entry *entry);

#endif
