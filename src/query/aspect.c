/* Aspects of a field: changes, rates, and statistics of the window. Layer 5. */
#include "query/term.h"

#include <math.h>

/* --- changes ---------------------------------------------------------------------------------- */

/* Two moments of one field. */
struct pair {
    memglass_value now, before;
};

static bool decode_pair(const struct row *row, const struct field_ref *ref,
                        const unsigned char *before, struct pair *out)
{
    if (!before)
        return false;
    memglass_truth truth = row_truth(row);
    field_decode(ref, row_bytes(row), row->object->size, truth, &out->now);
    field_decode(ref, before, row->object->size, MEMGLASS_UNGUARDED, &out->before);
    return out->now.truth != MEMGLASS_TORN && out->before.truth != MEMGLASS_TORN &&
           out->now.kind == out->before.kind;
}

/* A counter that wrapped went on; one that was reset went down. */
static double change(const struct row *row, const struct field_ref *ref,
                     const unsigned char *before)
{
    struct pair pair;
    if (!decode_pair(row, ref, before, &pair))
        return (double)NAN;
    double grown =
        field_is_counter(ref) ? delta_counter(ref->field, &pair.now, &pair.before) : (double)NAN;
    return isnan(grown) ? delta_between(ref->field, &pair.now, &pair.before) : grown;
}

static const unsigned char *bytes_before(const struct row_source *source, const struct row *row)
{
    return row->dying ? NULL : row_bytes_in(row, source->prev);
}

static double rate(const struct row_source *source, const struct row *row,
                   const struct field_ref *ref)
{
    struct pair pair;
    if (!decode_pair(row, ref, bytes_before(source, row), &pair) ||
        source->cur->time_ns <= source->prev->time_ns)
        return (double)NAN;
    double grown = field_is_counter(ref) ? delta_counter(ref->field, &pair.now, &pair.before)
                                         : delta_between(ref->field, &pair.now, &pair.before);
    return grown * 1e9 / (double)(source->cur->time_ns - source->prev->time_ns);
}

/* Where the change that an aspect is of began; NULL: it is none, or that is not known. */
static const unsigned char *bytes_then(const struct row_source *source, const struct row *row,
                                       enum term_aspect aspect)
{
    switch (aspect == TERM_CHANGE ? term_since(source->since) : aspect) {
    case TERM_DELTA:
    case TERM_RATE:
        return bytes_before(source, row);
    case TERM_FIRST:
        return row_bytes_first(row);
    case TERM_BASE:
        return row_bytes_in(row, source->baseline);
    default:
        return NULL;
    }
}

bool term_difference(const struct term *t, const struct row_source *source, const struct row *row,
                     struct delta *out)
{
    struct pair pair;
    const struct field_ref *ref = term_ref(t, row);
    if (!ref || !decode_pair(row, ref, bytes_then(source, row, t->aspect), &pair))
        return false;
    *out = (struct delta){.falls = false};
    if (field_is_counter(ref) && delta_grown(ref->field, pair.now.as.u, pair.before.as.u, &out->by))
        return true;
    *out = delta_integers(ref->field, &pair.now, &pair.before);
    return t->aspect != TERM_RATE || !field_is_counter(ref);
}

enum term_aspect term_since(enum row_since since)
{
    return since == ROW_SINCE_FIRST      ? TERM_FIRST
           : since == ROW_SINCE_BASELINE ? TERM_BASE
                                         : TERM_DELTA;
}

/* --- the window ------------------------------------------------------------------------------- */

size_t term_window(const struct row_source *source, const struct row *row,
                   const struct field_ref *ref, double *out)
{
    double values[HISTORY_SHOWN];
    size_t known = 0;
    if (!source->history || !field_is_quantity(ref))
        return 0;
    history_read(source->history, row->object, ref, row->frame->tick, field_is_counter(ref), values,
                 HISTORY_SHOWN);
    for (size_t i = 0; i < HISTORY_SHOWN; i++)
        if (!isnan(values[i]))
            out[known++] = values[i];
    return known;
}

static double mean(const double *values, size_t count)
{
    double mean_so_far = 0;
    for (size_t i = 0; i < count; i++)
        mean_so_far += (values[i] - mean_so_far) / (double)(i + 1);
    return mean_so_far;
}

/* The value that would be at `rank` if they were in order, which they are only so far as to find it
 * (Hoare's selection). */
static double ranked(double *values, size_t count, size_t rank)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        double pivot = values[low + (high - low) / 2];
        size_t i = low, j = high + 1;
        while (values[i] < pivot)
            i++;
        do
            j--;
        while (values[j] > pivot);
        while (i < j) {
            double value = values[i];
            values[i] = values[j];
            values[j] = value;
            do
                i++;
            while (values[i] < pivot);
            do
                j--;
            while (values[j] > pivot);
        }
        if (rank <= j)
            high = j;
        else
            low = j + 1;
    }
    return values[low];
}

/* The least value that so many in a hundred do not exceed. */
static double percentile(double *values, size_t count, unsigned percent)
{
    size_t rank = (count * percent + 99) / 100;
    return ranked(values, count, rank ? rank - 1 : 0);
}

static double extreme(const double *values, size_t count, bool largest)
{
    double found = values[0];
    for (size_t i = 1; i < count; i++)
        found = largest ? fmax(found, values[i]) : fmin(found, values[i]);
    return found;
}

double term_statistic(enum term_aspect aspect, double *values, size_t count)
{
    if (!count)
        return (double)NAN;
    switch (aspect) {
    case TERM_MIN:
    case TERM_MAX:
        return extreme(values, count, aspect == TERM_MAX);
    case TERM_MEAN:
        return mean(values, count);
    case TERM_P50:
        return percentile(values, count, 50);
    case TERM_P90:
        return percentile(values, count, 90);
    case TERM_P99:
        return percentile(values, count, 99);
    default:
        return (double)NAN;
    }
}

/* --- all of them ------------------------------------------------------------------------------ */

double term_value(const struct row_source *source, const struct row *row,
                  const struct field_ref *ref, enum term_aspect aspect)
{
    double values[HISTORY_SHOWN];
    if (aspect == TERM_VALUE)
        return field_number(ref, row_bytes(row), row->object->size);
    if (!field_is_quantity(ref))
        return (double)NAN;
    if (term_is_window(aspect))
        return term_statistic(aspect, values, term_window(source, row, ref, values));
    switch (aspect == TERM_CHANGE ? term_since(source->since) : aspect) {
    case TERM_DELTA:
        return change(row, ref, bytes_before(source, row));
    case TERM_FIRST:
        return change(row, ref, row_bytes_first(row));
    case TERM_BASE:
        return change(row, ref, row_bytes_in(row, source->baseline));
    case TERM_RATE:
        return rate(source, row, ref);
    default:
        return (double)NAN;
    }
}
