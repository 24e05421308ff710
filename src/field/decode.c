/* From bytes to values, and what may be believed of them. Layer 1. */
#include "base/checked.h"
#include "field/bits.h"
#include "field/field.h"

#include <float.h>
#include <math.h>
#include <memglass/guard.h>
#include <string.h>

#define X87_BYTES 10u /* of a long double's 16 that mean something */

/* --- bits ------------------------------------------------------------------------------------ */

bool bits_inside(const struct field_ref *ref, uint64_t size)
{
    return checked_range(ref->bit_offset / 8, field_ref_bytes(ref), size);
}

bool bits_is_signed(const memglass_field *field)
{
    return field->kind == MEMGLASS_KIND_INT ||
           (field->flags & MEMGLASS_FIELD_SIGNED &&
            (field->kind == MEMGLASS_KIND_ENUM || field->kind == MEMGLASS_KIND_CHAR));
}

bool bits_is_integer(const memglass_field *field)
{
    switch (field->kind) {
    case MEMGLASS_KIND_BOOL:
    case MEMGLASS_KIND_INT:
    case MEMGLASS_KIND_UINT:
    case MEMGLASS_KIND_CHAR:
    case MEMGLASS_KIND_ENUM:
    case MEMGLASS_KIND_POINTER:
        return field->bit_size >= 1 && field->bit_size <= 128;
    }
    return false;
}

static bits128 low_bits(bits128 value, uint64_t bits)
{
    return bits < 128 ? value & (((bits128)1 << bits) - 1) : value;
}

/* Bit-fields and odd widths: byte by byte, in the order in which this machine numbers bits. */
static bits128 load_straddling(const unsigned char *at, uint64_t shift, uint64_t bits)
{
    uint64_t count = (shift + bits + 7) / 8;
    bits128 value = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    for (uint64_t i = count < 16 ? count : 16; i-- > 0;)
        value = value << 8 | at[i];
    value >>= shift;
    if (count > 16)
        value |= (bits128)at[16] << (128 - shift);
#else
    for (uint64_t i = 0; i < count; i++) {
        uint64_t unused = i + 1 < count ? 0 : count * 8 - shift - bits;
        value = value << (8 - unused) | (bits128)(at[i] >> unused);
    }
#endif
    return low_bits(value, bits);
}

bits128 bits_load(const struct field_ref *ref, const unsigned char *bytes)
{
    const unsigned char *at = bytes + ref->bit_offset / 8;
    uint64_t shift = ref->bit_offset % 8, bits = ref->field->bit_size;
    uint16_t half;
    uint32_t word;
    uint64_t twin;
    if (shift)
        return load_straddling(at, shift, bits);
    switch (bits) {
    case 8:
        return *at;
    case 16:
        memcpy(&half, at, sizeof half);
        return half;
    case 32:
        memcpy(&word, at, sizeof word);
        return word;
    case 64:
        memcpy(&twin, at, sizeof twin);
        return twin;
    }
    return load_straddling(at, 0, bits);
}

sbits128 bits_signed(bits128 value, uint64_t bits)
{
    bits128 sign = (bits128)1 << (bits - 1);
    return (sbits128)((value ^ sign) - sign);
}

bool bits_is_float(const memglass_field *field)
{
    return field->kind == MEMGLASS_KIND_FLOAT && field->bit_offset % 8 == 0 &&
           (field->bit_size == 32 || field->bit_size == 64 ||
            field->bit_size == 8 * sizeof(long double) ||
            (LDBL_MANT_DIG == 64 && field->bit_size == 8 * X87_BYTES));
}

long double bits_float(const struct field_ref *ref, const unsigned char *bytes)
{
    const unsigned char *at = bytes + ref->bit_offset / 8;
    uint64_t size = ref->field->bit_size / 8;
    if (size == sizeof(float)) {
        float number;
        memcpy(&number, at, sizeof number);
        return (long double)number;
    }
    if (size == sizeof(double)) {
        double number;
        memcpy(&number, at, sizeof number);
        return (long double)number;
    }
    long double number = 0;
    memcpy(&number, at, size < sizeof number ? size : sizeof number);
    return number;
}

/* --- truth ----------------------------------------------------------------------------------- */

bool bits_guard_torn(const struct field_ref *ref, const unsigned char *bytes, uint64_t size)
{
    uint32_t sequence;
    if (ref->guard_offset == FIELD_NO_GUARD)
        return false;
    if (!checked_range(ref->guard_offset, sizeof sequence, size))
        return true;
    memcpy(&sequence, bytes + ref->guard_offset, sizeof sequence);
    return sequence & 1;
}

/* One naturally aligned scalar of up to 8 bytes: copies go by aligned words, so it is never torn.
 */
static bool is_word_scalar(const struct field_ref *ref)
{
    if (!field_is_leaf(ref) || ref->field->kind == MEMGLASS_KIND_STRING ||
        ref->field->kind == MEMGLASS_KIND_BYTES || ref->field->bit_size > 64)
        return false;
    uint64_t bits = ref->field->bit_size, first = ref->bit_offset;
    if (ref->field->flags & MEMGLASS_FIELD_BITFIELD)
        return first / 64 == (first + bits - 1) / 64;
    return is_power_of_two(bits) && bits >= 8 && first % bits == 0;
}

static memglass_truth truth_of(const struct field_ref *ref, const unsigned char *bytes,
                               uint64_t size, memglass_truth whole)
{
    if (ref->guard_offset != FIELD_NO_GUARD) {
        if (bits_guard_torn(ref, bytes, size))
            return MEMGLASS_TORN;
        return whole == MEMGLASS_STALE ? MEMGLASS_STALE : MEMGLASS_EXACT;
    }
    if (whole == MEMGLASS_UNGUARDED && is_word_scalar(ref))
        return MEMGLASS_EXACT;
    return whole;
}

/* --- values ---------------------------------------------------------------------------------- */

static void load_value(const struct field_ref *ref, const unsigned char *bytes, memglass_value *out)
{
    const memglass_field *field = ref->field;
    if (bits_is_float(field)) {
        out->as.f = (double)bits_float(ref, bytes);
    } else if (bits_is_integer(field)) {
        bits128 bits = bits_load(ref, bytes);
        if (bits_is_signed(field))
            out->as.i = (int64_t)bits_signed(bits, field->bit_size);
        else
            out->as.u = field->kind == MEMGLASS_KIND_BOOL ? bits != 0 : (uint64_t)bits;
    }
}

static uint32_t kind_of(const struct field_ref *ref)
{
    if (ref->field)
        return ref->field->kind;
    return ref->type->is_union ? MEMGLASS_KIND_UNION : MEMGLASS_KIND_STRUCT;
}

void field_decode(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                  memglass_truth truth, memglass_value *out)
{
    out->kind = kind_of(ref);
    out->truth = truth_of(ref, bytes, size, truth);
    out->as.u = 0;
    if (!bits_inside(ref, size))
        out->kind = MEMGLASS_KIND_BYTES;
    else if (field_is_leaf(ref))
        load_value(ref, bytes, out);
}

double field_number(const struct field_ref *ref, const unsigned char *bytes, uint64_t size)
{
    if (!field_is_leaf(ref) || ref->field->kind == MEMGLASS_KIND_POINTER ||
        !bits_inside(ref, size) || bits_guard_torn(ref, bytes, size))
        return (double)NAN;
    if (bits_is_float(ref->field))
        return (double)bits_float(ref, bytes);
    if (!bits_is_integer(ref->field))
        return (double)NAN;
    bits128 bits = bits_load(ref, bytes);
    if (bits_is_signed(ref->field))
        return (double)bits_signed(bits, ref->field->bit_size);
    return ref->field->kind == MEMGLASS_KIND_BOOL ? (double)(bits != 0) : (double)bits;
}

bool field_is_integer(const struct field_ref *ref)
{
    return field_is_leaf(ref) && bits_is_integer(ref->field) && ref->field->bit_size <= 64;
}

bool field_is_signed(const struct field_ref *ref)
{
    return bits_is_signed(ref->field);
}

bool field_integer(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                   uint64_t *out)
{
    if (!bits_inside(ref, size) || bits_guard_torn(ref, bytes, size))
        return false;
    bits128 bits = bits_load(ref, bytes);
    if (bits_is_signed(ref->field))
        bits = (bits128)bits_signed(bits, ref->field->bit_size);
    *out = ref->field->kind == MEMGLASS_KIND_BOOL ? bits != 0 : (uint64_t)bits;
    return true;
}
