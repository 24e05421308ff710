/* What lies between two values: differences, and counters that wrap and begin anew. */
#include "field/delta.h"

#include "unit.h"

#include <math.h>

static memglass_field of_kind(uint32_t kind, uint64_t bits)
{
    return (memglass_field){.kind = kind, .bit_size = bits, .flags = MEMGLASS_FIELD_COUNTER};
}

START_TEST(test_differences_of_large_integers_are_exact)
{
    memglass_field f = of_kind(MEMGLASS_KIND_UINT, 64);
    memglass_value a = {.as.u = UINT64_MAX}, b = {.as.u = UINT64_MAX - 1};
    ck_assert(delta_between(&f, &a, &b) == 1);
    ck_assert(delta_between(&f, &b, &a) == -1);
    f = of_kind(MEMGLASS_KIND_INT, 64);
    a.as.i = INT64_MIN;
    b.as.i = INT64_MIN + 3;
    ck_assert(delta_between(&f, &a, &b) == -3);
    b.as.i = INT64_MAX;
    ck_assert(delta_between(&f, &b, &a) == 18446744073709551615.0);
    f = of_kind(MEMGLASS_KIND_FLOAT, 64);
    a.as.f = NAN;
    ck_assert(isnan(delta_between(&f, &a, &b)));
}
END_TEST

START_TEST(test_counters_wrap_at_their_width)
{
    static const struct {
        uint32_t kind, bits;
        uint64_t now, before;
        double grown; /* NaN: not known */
    } cases[] = {
        {MEMGLASS_KIND_UINT, 8, 4, 250, 10},
        {MEMGLASS_KIND_UINT, 8, 250, 4, 246},
        {MEMGLASS_KIND_UINT, 8, 62, 255, 63}, /* a quarter */
        {MEMGLASS_KIND_UINT, 8, 63, 255, NAN},
        {MEMGLASS_KIND_UINT, 8, 0, 200, 56},
        {MEMGLASS_KIND_UINT, 8, 0, 100, NAN},
        {MEMGLASS_KIND_UINT, 8, 5, 5, 0},
        {MEMGLASS_KIND_UINT, 3, 0, 7, 1},
        {MEMGLASS_KIND_UINT, 32, 1, UINT32_MAX, 2},
        {MEMGLASS_KIND_UINT, 64, 1, UINT64_MAX, 2},
        {MEMGLASS_KIND_UINT, 64, 1, 1000, NAN},
        {MEMGLASS_KIND_INT, 8, (uint64_t)-126, 127, 3},
        {MEMGLASS_KIND_INT, 8, 2, (uint64_t)-1, 3},
        {MEMGLASS_KIND_INT, 64, 2, (uint64_t)-1, 3},
        {MEMGLASS_KIND_INT, 64, 3, 900, NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memglass_field f = of_kind(cases[i].kind, cases[i].bits);
        double grown = delta_growth(&f, cases[i].now, cases[i].before);
        ck_assert_msg(grown == cases[i].grown || (isnan(grown) && isnan(cases[i].grown)),
                      "case %zu: %g", i, grown);
    }
}
END_TEST

START_TEST(test_a_float_counter_that_fell_was_reset)
{
    memglass_field f = of_kind(MEMGLASS_KIND_FLOAT, 64);
    memglass_value low = {.as.f = 1.5}, high = {.as.f = 4};
    ck_assert(delta_counter(&f, &high, &low) == 2.5);
    ck_assert(isnan(delta_counter(&f, &low, &high)));
}
END_TEST

START_TEST(test_what_a_quantity_is)
{
    memglass_type type = {.name = "t"};
    for (uint32_t kind = 0; kind < MEMGLASS_KIND_COUNT; kind++) {
        memglass_field f = of_kind(kind, 64);
        struct field_ref ref = {.type = &type, .field = &f, .guard_offset = FIELD_NO_GUARD};
        bool number =
            kind == MEMGLASS_KIND_INT || kind == MEMGLASS_KIND_UINT || kind == MEMGLASS_KIND_FLOAT;
        if (kind == MEMGLASS_KIND_STRUCT || kind == MEMGLASS_KIND_UNION)
            f.type = &type;
        ck_assert_int_eq(field_is_quantity(&ref), number);
        ck_assert_int_eq(field_is_counter(&ref), number);
        f.flags = 0;
        ck_assert(!field_is_counter(&ref));
    }
}
END_TEST

MEMGLASS_SUITE("field/delta", test_differences_of_large_integers_are_exact,
               test_counters_wrap_at_their_width, test_a_float_counter_that_fell_was_reset,
               test_what_a_quantity_is)
