/*
 * Memory of one view state: handed out piece by piece, taken back all at once. Layer 6. After the
 * first few screens nothing is asked of malloc any more. Running out of memory here ends the
 * program with one line: a screenful is some hundred kilobytes.
 */
#ifndef VIEW_ARENA_H
#define VIEW_ARENA_H

#include <stddef.h>

struct view_arena {
    struct view_chunk *first, *now;
    size_t used; /* bytes of now */
};

void view_arena_init(struct view_arena *a);
void view_arena_fini(struct view_arena *a);
void view_arena_reset(struct view_arena *a); /* everything handed out is invalid */

void *view_arena_alloc(struct view_arena *a, size_t bytes); /* zeroed, aligned to 16; never NULL */
const char *view_arena_text(struct view_arena *a, const char *text);
const char *view_arena_printf(struct view_arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The screens' limit of one piece of text. */
#define VIEW_TEXT_MAX 512

#endif
