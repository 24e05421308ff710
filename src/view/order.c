/* Order without sorting: quickselect over small entries. Layer 6. */
#include "view/order.h"

#include "base/array.h"

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

int order_reset(struct order *o, size_t capacity)
{
    o->count = o->cut_count = 0;
    o->by[0] = o->by[1] = (struct order_by){0};
    o->ctx = NULL;
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

int order_append(struct order *o, const struct order_entry *entry)
{
    if (!array_reserve(&o->entries, sizeof *o->entries, &o->capacity, o->count + 1))
        return MEMGLASS_E_NOMEM;
    o->entries[o->count++] = *entry;
    return MEMGLASS_OK;
}

uint64_t order_key_number(double number, bool descending)
{
    if (isnan(number))
        return ORDER_KEY_UNKNOWN;
    if (number == 0)
        number = 0; /* -0 and 0 are one */
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t key = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    return descending ? ~key : key;
}

uint64_t order_key_integer(uint64_t integer, bool descending)
{
    const uint64_t most = ORDER_KEY_UNKNOWN - 1;
    uint64_t key = integer < most ? integer : most;
    return descending ? most - key : key;
}

uint64_t order_key_difference(bool falls, uint64_t by, bool descending)
{
    const uint64_t exact = UINT64_C(1) << 62, middle = UINT64_C(1) << 63;
    uint64_t far = by < exact ? by : exact + (by - exact) / 4;
    return order_key_integer(falls ? middle - far : middle + far, descending);
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

/* The first bytes of a text as it is ordered; the rest are 0. */
static void sort_bytes(const char *text, unsigned char *out, size_t size)
{
    size_t bytes = 0;
    memset(out, 0, size);
    while (bytes < size && *text) {
        size_t digits = is_digit(*text) ? digits_of(&text) : 0;
        if (digits)
            out[bytes++] = length_mark(digits);
        size_t copied = digits ? digits : 1;
        for (size_t i = 0; i < copied && bytes < size; i++)
            out[bytes++] = (unsigned char)text[i];
        text += copied;
    }
}

static uint64_t key_of(const unsigned char bytes[8], bool descending)
{
    uint64_t key = 0;
    for (int i = 0; i < 8; i++)
        key = key << 8 | bytes[i];
    return descending ? ~key : key;
}

uint64_t order_key_text(const char *text, bool descending)
{
    unsigned char bytes[8];
    sort_bytes(text, bytes, sizeof bytes);
    return key_of(bytes, descending);
}

void order_key_wide(const char *text, bool descending, uint64_t keys[2])
{
    unsigned char bytes[16];
    sort_bytes(text, bytes, sizeof bytes);
    keys[0] = key_of(bytes, descending);
    keys[1] = key_of(bytes + 8, descending);
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
static bool says_all(const struct order_by *by, uint64_t key)
{
    return !by->compare || ((by->descending ? ~key : key) & 0xff) == 0;
}

/* Between entries of equal keys of that number. */
static int compare_rows(const struct order *o, int which, uint64_t key, const struct order_entry *a,
                        const struct order_entry *b)
{
    const struct order_by *by = &o->by[which];
    if (says_all(by, key))
        return 0;
    int result = by->compare(o->ctx, which, a->row, b->row);
    return by->descending ? -result : result;
}

/* Between entries whose first keys are equal. */
static int compare_ties(const struct order *o, const struct order_entry *a,
                        const struct order_entry *b)
{
    bool wide = o->by[0].wide;
    int result = wide ? 0 : compare_rows(o, 0, a->key, a, b);
    if (result)
        return result;
    if (a->key2 != b->key2)
        return a->key2 < b->key2 ? -1 : 1;
    return compare_rows(o, !wide, a->key2, a, b);
}

static bool before(const struct order *o, const struct order_entry *a, const struct order_entry *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    int result = compare_ties(o, a, b);
    return result ? result < 0 : a->index < b->index;
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

/* --- what is known of the order ----------------------------------------------------------------
 */

/* How many cuts are left of that place. */
static size_t cuts_before(const struct order *o, size_t place)
{
    size_t low = 0, high = o->cut_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (o->cuts[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* When there is no room, every other one is forgotten. */
static void remember_cut(struct order *o, size_t place)
{
    if (o->cut_count == ORDER_CUTS) {
        o->cut_count = ORDER_CUTS / 2;
        for (size_t i = 0; i < o->cut_count; i++)
            o->cuts[i] = o->cuts[2 * i];
    }
    size_t at = cuts_before(o, place);
    if (at < o->cut_count && o->cuts[at] == place)
        return;
    memmove(&o->cuts[at + 1], &o->cuts[at], (o->cut_count - at) * sizeof o->cuts[0]);
    o->cuts[at] = place;
    o->cut_count++;
}

/* What is not known to be in place and borders on [first, last): from behind the last cut before
 * `first` up to the next one at or behind `last`. */
static void narrow(const struct order *o, size_t first, size_t last, size_t *low, size_t *end)
{
    size_t left = cuts_before(o, first), right = cuts_before(o, last);
    *low = left ? o->cuts[left - 1] + 1 : 0;
    *end = right < o->cut_count ? o->cuts[right] : o->count;
}

/* Sorts so much of [low, end) that [first, last) is in place. */
static void sort_part(struct order *o, size_t low, size_t end, size_t first, size_t last)
{
    while (end - low > 24) {
        size_t middle = partition(o, low, end);
        remember_cut(o, middle);
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
    size_t last = count < o->count - first ? first + count : o->count, low, end;
    for (size_t at = cuts_before(o, first); at < o->cut_count && o->cuts[at] == first; at++)
        first++;
    if (first >= last)
        return;
    narrow(o, first, last, &low, &end);
    sort_part(o, low, end, first, last);
}

/* Below this a part is as good as its parts. */
#define SPLIT_LEAST 4096

void order_split(struct order *o, size_t parts)
{
    for (size_t i = 1; i < parts && o->count > SPLIT_LEAST; i++)
        order_window(o, o->count / parts * i, 1);
}

size_t order_settle(struct order *o, size_t at)
{
    struct order_entry entry = o->entries[at];
    size_t place = order_rank(o, &entry);
    order_window(o, place, 1);
    return place;
}

/* The cut before which the entry comes; only what lies between that and the one before it has to
 * be looked at. */
static size_t next_cut(const struct order *o, const struct order_entry *entry)
{
    size_t low = 0, high = o->cut_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (before(o, &o->entries[o->cuts[middle]], entry))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t order_rank(const struct order *o, const struct order_entry *entry)
{
    size_t cut = next_cut(o, entry);
    size_t rank = cut ? o->cuts[cut - 1] : 0;
    size_t end = cut < o->cut_count ? o->cuts[cut] : o->count;
    for (size_t i = rank; i < end; i++)
        rank += before(o, &o->entries[i], entry);
    return rank;
}
