/* The cursor of a list whose rows change places. Layer 6. */
#include "view/list_cursor.h"

void list_cursor_jump(struct list_cursor *c, bool last)
{
    c->lines = c->pages = 0;
    c->jump = last ? CURSOR_LAST : CURSOR_FIRST;
}

bool list_cursor_waits(const struct list_cursor *c)
{
    return c->lines || c->pages || c->jump != CURSOR_STAY;
}

/* at + lines, within [0, last]. */
static uint64_t shifted(uint64_t at, int64_t lines, uint64_t last)
{
    if (lines < 0)
        return at > (uint64_t)-lines ? at - (uint64_t)-lines : 0;
    return (uint64_t)lines < last - at ? at + (uint64_t)lines : last;
}

void list_cursor_move(struct list_cursor *c, uint64_t total, uint64_t page)
{
    uint64_t last = total ? total - 1 : 0;
    page = page ? page : 1;
    if (c->home)
        c->at = 0;
    if (c->at > last)
        c->at = last;
    int64_t lines = c->lines + c->pages * (int64_t)page;
    if (list_cursor_waits(c))
        c->home = c->jump == CURSOR_FIRST && !lines;
    if (c->jump != CURSOR_STAY)
        c->at = c->jump == CURSOR_LAST ? last : 0;
    c->at = shifted(c->at, lines, last);
    c->first = shifted(c->first, c->pages * (int64_t)page, last);
    uint64_t most = total > page ? total - page : 0;
    if (c->first > c->at)
        c->first = c->at;
    if (c->at - c->first >= page)
        c->first = c->at - page + 1;
    if (c->first > most)
        c->first = most;
    c->lines = c->pages = 0;
    c->jump = CURSOR_STAY;
}
