/* Text as a terminal sees it: characters and the cells that they take. Layer 6. Measured with
 * wcwidth, so the program must have called setlocale. */
#ifndef VIEW_WIDTH_H
#define VIEW_WIDTH_H

#include <stddef.h>

/* What stands in one place of the screen: a character and what combines with it. */
struct glyph {
    const char *bytes;
    size_t size;
    int cells; /* 1 or 2; 0: nothing to show */
};

/* The first glyph of a text that is not at its end; the rest of the text. Malformed bytes and
 * control characters are each one cell of '?'. */
const char *glyph_next(const char *text, struct glyph *out);

/* Cells that a text takes. */
int width_of(const char *text);

#endif
