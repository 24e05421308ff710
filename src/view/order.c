/* Order without sorting: quickselect over small entries. Layer 6. */
#include "view/order.h"

#include <math.h>
#include <memglass/base.h>
#include <stdlib.h>
#include <string.h>

void order_init(struct order *o)
{
    *o = (struct order){0};
}

void order_fini(struct order *o)
{
    free(o->entries);
    order_init(o);
}

int order_reset(struct order *o, size_t capacity, bool descending)
{
    o->count = 0;
    o->descending = descending;
    o->compare = NULL;
    if (capacity <= o->capacity)
        return MEMGLASS_OK;
    size_t wanted = capacity + capacity / 4;
    struct order_entry *entries =
        wanted <= SIZE_MAX / sizeof *entries ? malloc(wanted * sizeof *entries) : NULL;
    if (!entries)
        return MEMGLASS_E_NOMEM;
    free(o->entries);
    o->entries = entries;
    o->capacity = wanted;
    return MEMGLASS_OK;
}

void order_add(struct order *o, uint64_t key, uint32_t row, uint32_t index)
{
    o->entries[o->count++] = (struct order_entry){.key = key, .row = row, .index = index};
}

uint64_t order_key_number(double number, bool descending)
{
    if (isnan(number))
        return UINT64_MAX;
    if (number == 0)
        number = 0; /* -0 and 0 are one */
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t key = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    return descending ? ~key : key;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One number inside a text: its digits without leading zeros. */
static size_t digits_of(const char **text)
{
    while (**text == '0' && is_digit((*text)[1]))
        (*text)++;
    size_t count = 0;
    while (is_digit((*text)[count]))
        count++;
    return count;
}

/* What a run of digits begins with in the order: longer numbers are larger. */
static unsigned char length_mark(size_t digits)
{
    return (unsigned char)('0' + (digits < 10 ? digits : 10) - 1);
}

uint64_t order_key_text(const char *text, bool descending)
{
    uint64_t key = 0;
    int bytes = 0;
    while (bytes < 8 && *text) {
        size_t digits = is_digit(*text) ? digits_of(&text) : 0;
        if (digits && bytes < 8) {
            key = key << 8 | length_mark(digits);
            bytes++;
        }
        size_t copied = digits ? digits : 1;
        for (size_t i = 0; i < copied && bytes < 8; i++, bytes++)
            key = key << 8 | (unsigned char)text[i];
        text += copied;
    }
    if (bytes && bytes < 8)
        key <<= 8 * (8 - bytes);
    return descending ? ~key : key;
}

/* Two numbers, digit by digit; 0 when equal. Moves behind both. */
static int compare_digits(const char **a, const char **b)
{
    size_t digits_a = digits_of(a), digits_b = digits_of(b);
    int result = (int)length_mark(digits_a) - (int)length_mark(digits_b);
    if (!result)
        result = digits_a == digits_b ? 0 : digits_a < digits_b ? -1 : 1;
    if (!result)
        result = memcmp(*a, *b, digits_a);
    *a += digits_a;
    *b += digits_b;
    return result;
}

int order_compare_text(const char *a, const char *b)
{
    if (a == b)
        return 0;
    while (*a && *b) {
        int result;
        if (is_digit(*a) && is_digit(*b)) {
            result = compare_digits(&a, &b);
        } else {
            const char *mark_a = a, *mark_b = b;
            int left = is_digit(*a) ? length_mark(digits_of(&mark_a)) : (unsigned char)*a;
            int right = is_digit(*b) ? length_mark(digits_of(&mark_b)) : (unsigned char)*b;
            result = left != right ? left - right : (unsigned char)*a - (unsigned char)*b;
            a++;
            b++;
        }
        if (result)
            return result;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

/* The key of a text that ends within it says all there is to say. */
static bool says_all(const struct order *o, uint64_t key)
{
    return !o->compare || ((o->descending ? ~key : key) & 0xff) == 0;
}

static bool before(const struct order *o, const struct order_entry *a, const struct order_entry *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    if (!says_all(o, a->key)) {
        int result = o->compare(o->ctx, a->row, b->row);
        if (result)
            return o->descending ? result > 0 : result < 0;
    }
    return a->index < b->index;
}

static void swap(struct order_entry *a, struct order_entry *b)
{
    struct order_entry kept = *a;
    *a = *b;
    *b = kept;
}

static void insertion_sort(struct order *o, size_t low, size_t end)
{
    for (size_t i = low + 1; i < end; i++) {
        struct order_entry moved = o->entries[i];
        size_t at = i;
        for (; at > low && before(o, &moved, &o->entries[at - 1]); at--)
            o->entries[at] = o->entries[at - 1];
        o->entries[at] = moved;
    }
}

static size_t median(const struct order *o, size_t a, size_t b, size_t c)
{
    const struct order_entry *e = o->entries;
    if (before(o, &e[a], &e[b]))
        return before(o, &e[b], &e[c]) ? b : before(o, &e[a], &e[c]) ? c : a;
    return before(o, &e[a], &e[c]) ? a : before(o, &e[b], &e[c]) ? c : b;
}

/* The median of three medians: what is sorted already, or nearly, is split in halves. */
static size_t choose_pivot(const struct order *o, size_t low, size_t end)
{
    size_t step = (end - low) / 9, at = low + step / 2;
    size_t a = median(o, at, at + step, at + 2 * step);
    size_t b = median(o, at + 3 * step, at + 4 * step, at + 5 * step);
    size_t c = median(o, at + 6 * step, at + 7 * step, at + 8 * step);
    return median(o, a, b, c);
}

/* Everything left of the place returned comes before it, everything right of it after it. */
static size_t partition(struct order *o, size_t low, size_t end)
{
    struct order_entry *e = o->entries;
    swap(&e[low], &e[choose_pivot(o, low, end)]);
    const struct order_entry pivot = e[low];
    size_t left = low, right = end;
    for (;;) {
        while (++left < end && before(o, &e[left], &pivot))
            ;
        while (--right > low && before(o, &pivot, &e[right]))
            ;
        if (left >= right)
            break;
        swap(&e[left], &e[right]);
    }
    swap(&e[low], &e[right]);
    return right;
}

/* Sorts so much of [low, end) that [first, last) is in place. */
static void sort_part(struct order *o, size_t low, size_t end, size_t first, size_t last)
{
    while (end - low > 24) {
        size_t middle = partition(o, low, end);
        if (last <= middle) {
            end = middle;
        } else if (first > middle) {
            low = middle + 1;
        } else {
            sort_part(o, low, middle, first, last);
            low = middle + 1;
        }
    }
    insertion_sort(o, low, end);
}

void order_window(struct order *o, size_t first, size_t count)
{
    if (first >= o->count)
        return;
    size_t last = count < o->count - first ? first + count : o->count;
    if (first < last)
        sort_part(o, 0, o->count, first, last);
}

size_t order_rank(const struct order *o, const struct order_entry *entry)
{
    size_t rank = 0;
    for (size_t i = 0; i < o->count; i++)
        rank += before(o, &o->entries[i], entry);
    return rank;
}
