/* A printf format that came from another process, taken apart so that nothing of it reaches printf
 * unchecked. Layer 1. */
#ifndef FIELD_PRINTF_H
#define FIELD_PRINTF_H

#include "field/number.h"

/* Writes number as format says and returns true; writes nothing and returns false when format is
 * not plain text around exactly one %[flags][width][.precision][length]conversion, of one of
 * diouxXeEfFgGaA; or when the number has no room in one of diouxX, which are of 64 bits. Negative
 * ones have the bits of their type in ouxX. */
bool printf_number(const char *format, const struct number *number, struct strbuf *out);

#endif
