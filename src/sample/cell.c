/* Numeric leaves in 64 bits. Layer 4. */
#include "sample/cell.h"

#include "field/delta.h"

#include <math.h>
#include <string.h>

/* Kept as they are: a double would round the large ones, and hide where they wrap. */
static bool is_raw(const memglass_field *f)
{
    return f->flags & MEMGLASS_FIELD_COUNTER &&
           (f->kind == MEMGLASS_KIND_INT || f->kind == MEMGLASS_KIND_UINT);
}

static uint64_t width_mask(const memglass_field *f)
{
    return f->bit_size < 64 ? (UINT64_C(1) << f->bit_size) - 1 : UINT64_MAX;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

uint64_t cell_load(const struct field_ref *leaf, const unsigned char *bytes, uint64_t size,
                   memglass_truth truth)
{
    if (truth != MEMGLASS_TORN && !is_raw(leaf->field))
        return bits_of(field_number(leaf, bytes, size));
    memglass_value value;
    field_decode(leaf, bytes, size, truth, &value);
    if (value.truth == MEMGLASS_TORN)
        return CELL_MISSING;
    if (is_raw(leaf->field))
        return value.as.u & width_mask(leaf->field);
    return bits_of(field_number(leaf, bytes, size));
}

double cell_number(const memglass_field *f, uint64_t cell)
{
    if (cell == CELL_MISSING)
        return (double)NAN;
    if (!is_raw(f))
        return double_of(cell);
    uint64_t sign = f->kind == MEMGLASS_KIND_INT ? UINT64_C(1) << (f->bit_size - 1) : 0;
    return sign ? (double)(int64_t)((cell ^ sign) - sign) : (double)cell;
}

double cell_growth(const memglass_field *f, uint64_t before, uint64_t now)
{
    if (before == CELL_MISSING || now == CELL_MISSING)
        return (double)NAN;
    if (is_raw(f))
        return delta_growth(f, now, before);
    double grown = double_of(now) - double_of(before);
    return grown >= 0 ? grown : (double)NAN;
}
