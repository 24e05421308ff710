/* A floating-point number as the shortest text that is read back as the same number. Layer 0. */
#ifndef BASE_REAL_H
#define BASE_REAL_H

#include <stdint.h>

/* "-1.", 35 digits more of a long double of 128 bits, "e-4932", NUL. */
enum { REAL_TEXT_BYTES = 48 };

/* bits: of the type that the number is of: up to 32 a float, up to 64 a double, else a long double;
 * "0.1", "1e+20", "nan", "-inf". Whole numbers below 1e15 have no exponent. Returns text. */
char *real_text(char text[REAL_TEXT_BYTES], long double number, uint64_t bits);

#endif
