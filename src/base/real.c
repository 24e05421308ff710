/* Floating-point numbers as text: digits are tried until the same number is read back. Layer 0. */
#include "base/real.h"

#include <float.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What every number of so many digits survives; and what is enough for every number of the type. */
struct digits {
    int safe, enough;
    long double least_normal; /* below it numbers have fewer digits */
};

static bool try_digits(char text[REAL_TEXT_BYTES], long double number, uint64_t bits, int digits)
{
    if (bits > 64) {
        snprintf(text, REAL_TEXT_BYTES, "%.*Lg", digits, number);
        return strtold(text, NULL) == number;
    }
    snprintf(text, REAL_TEXT_BYTES, "%.*g", digits, (double)number);
    return bits > 32 ? strtod(text, NULL) == (double)number : strtof(text, NULL) == (float)number;
}

/* Most numbers of programs are whole, or have been for a while. */
static bool whole_text(char text[REAL_TEXT_BYTES], long double number)
{
    static const long double below = 1e15L;
    if (!(number > -below && number < below) || number == 0 ||
        (long double)(long long)number != number)
        return false;
    snprintf(text, REAL_TEXT_BYTES, "%lld", (long long)number);
    return true;
}

char *real_text(char text[REAL_TEXT_BYTES], long double number, uint64_t bits)
{
    static const struct digits all[] = {{FLT_DIG, FLT_DECIMAL_DIG, FLT_MIN},
                                        {DBL_DIG, DBL_DECIMAL_DIG, DBL_MIN},
                                        {LDBL_DIG, LDBL_DECIMAL_DIG, LDBL_MIN}};
    const struct digits *of = &all[(bits > 32) + (bits > 64)];
    if (number != number) {
        snprintf(text, REAL_TEXT_BYTES, "nan");
        return text;
    }
    if (whole_text(text, number))
        return text;
    bool normal = number >= of->least_normal || number <= -of->least_normal;
    int digits = normal ? of->safe : 1;
    while (!try_digits(text, number, bits, digits) && digits < of->enough)
        digits++;
    return text;
}
