/* Roles to colours and attributes, for terminals of 256, 8 and no colours. Layer 7. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "view/state.h"

#define THEME_BOLD      1u
#define THEME_FAINT     2u
#define THEME_REVERSE   4u
#define THEME_UNDERLINE 8u

struct theme_style {
    int foreground, background; /* colour number, -1: the terminal's own */
    unsigned attributes;        /* THEME_* */
};

/* colors: how many the terminal has, 0 when none are wanted. cursor: in the line of the cursor. */
struct theme_style theme_style(int colors, enum view_role role, bool cursor);

#endif
