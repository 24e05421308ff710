/* Two long texts that begin alike, from where they part. Layer 8. */
#ifndef CLI_APART_H
#define CLI_APART_H

#include <stddef.h>

/* Writes what follows behind "..." of both, on a character boundary, and not within a "\x1b"; each
 * has room for size bytes. The texts differ. */
void apart_show(const char *x, const char *y, char *first, char *second, size_t size);

#endif
