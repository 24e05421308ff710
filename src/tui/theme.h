/* Roles to colours and attributes, by theme and by what the terminal has. Layer 7. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "tui/background.h"
#include "view/settings.h"
#include "view/state.h"

#define THEME_BOLD      1u
#define THEME_FAINT     2u
#define THEME_REVERSE   4u
#define THEME_UNDERLINE 8u

struct theme_style {
    int foreground, background; /* colour number, -1: the terminal's own */
    unsigned attributes;        /* THEME_* */
};

/* colors: how many the terminal has, 0 when none are wanted. theme: any but AUTO. cursor: in the
 * line of the cursor. */
struct theme_style theme_style(enum view_theme theme, int colors, enum view_role role, bool cursor);

/* What AUTO is: as COLORFGBG ("15;0": foreground, background) names the background; where it is not
 * set (NULL, ""), as the terminal says; dark where it says nothing. */
enum view_theme theme_resolve(enum view_theme theme, const char *colorfgbg,
                              enum background background);

#endif
