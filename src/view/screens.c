/* The table of screens. Layer 6. */
#include "view/screens.h"

const struct view_screen_row *view_screen_row(enum view_screen screen)
{
    static const struct view_screen_row rows[] = {
#define ROW(id, word, name, where, in, cursor) \
    {.title = (name), .place = VIEW_PLACE_##where, .within = VIEW_SCREEN_##in},
        VIEW_SCREEN_LIST(ROW)
#undef ROW
    };
    return &rows[screen];
}

const char *view_screen_name(enum view_screen screen)
{
    return view_screen_row(screen)->title;
}
