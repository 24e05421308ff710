/* The cursor of a list: moved by wishes, which the next build of the list carries out. Layer 6. */
#ifndef VIEW_LIST_CURSOR_H
#define VIEW_LIST_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

/* A cursor in a list whose rows come, go and change places. */
struct list_cursor {
    uint64_t at;    /* row of the cursor, as last built */
    uint64_t first; /* row at the top, as last built */
    bool home;      /* stays in the first row, whatever is sorted there */
    /* Wishes, for the next build. */
    int64_t lines, pages;
    enum { CURSOR_STAY, CURSOR_FIRST, CURSOR_LAST } jump;
};

void list_cursor_jump(struct list_cursor *c, bool last);
/* Whether there are wishes. */
bool list_cursor_waits(const struct list_cursor *c);

/* Cursor and first row for a list of `total` rows on a page of `page`, by the wishes, which are
 * then gone. `at` is where the cursor's row has come to. */
void list_cursor_move(struct list_cursor *c, uint64_t total, uint64_t page);

#endif
