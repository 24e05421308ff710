/*
 * Roles to colours: one accent, the rest is grey, and colours that mean something. Layer 7. A role
 * has an ink, a theme says what colour that is: no theme can forget a role.
 */
#include "tui/theme.h"

#include <stdlib.h>
#include <string.h>

#define OWN (-1)

/* X(ink, dark, light and high contrast of 256 colours, 8 colours on dark, on light and with high
 * contrast, the terminal's own 16) */
#define THEME_INKS(X)                                           \
    X(TEXT, OWN, OWN, 231, OWN, OWN, 7, OWN)                    \
    X(PAPER, OWN, OWN, 16, OWN, OWN, 0, OWN)                    \
    X(ACCENT, 80, 30, 51, 6, 4, 6, 14)                          \
    X(QUIET, 245, 242, 252, FAINT, FAINT, 7, 8)                 \
    X(LINE, 238, 251, 244, FAINT, FAINT, 7, 8)                  \
    X(HEAD, 250, 238, 16, REVERSED, REVERSED, 0, REVERSED)      \
    X(HEAD_SORTED, 80, 25, 16, REVERSED, REVERSED, 0, REVERSED) \
    X(HEAD_PAPER, 236, 254, 231, OWN, OWN, 7, OWN)              \
    X(UP, 114, 28, 46, 2, 2, 2, 2)                              \
    X(DOWN, 174, 124, 217, 1, 1, 1, 1)                          \
    X(LOOK, 221, 130, 226, 3, 5, 3, 3)                          \
    X(WRONG, 203, 160, 203, 1, 1, 1, 9)                         \
    X(FILL, 73, 31, 51, 6, 4, 6, 6)                             \
    X(FILL_MORE, 179, 136, 226, 3, 5, 3, 3)                     \
    X(FILL_MOST, 167, 160, 203, 1, 1, 1, 1)                     \
    X(KIND, 109, 60, 159, FAINT, FAINT, 6, 4)                   \
    X(GONE, 131, 131, 217, 1, 1, 1, 1)                          \
    X(LINE_1, 80, 30, 51, 6, 6, 6, 6)                           \
    X(LINE_2, 215, 166, 214, 3, 3, 3, 3)                        \
    X(LINE_3, 141, 91, 213, 5, 5, 5, 5)                         \
    X(LINE_4, 114, 28, 46, 2, 2, 2, 2)                          \
    X(LINE_5, 204, 161, 203, 1, 1, 1, 1)                        \
    X(LINE_6, 111, 25, 111, 4, 4, 4, 4)                         \
    X(CURSOR_PAPER, 24, 153, 226, OWN, OWN, OWN, OWN)           \
    X(CURSOR_TEXT, 255, 16, 16, OWN, OWN, OWN, OWN)             \
    X(CURSOR_QUIET, 252, 238, 16, OWN, OWN, OWN, OWN)           \
    X(CURSOR_LINE, 67, 110, 16, OWN, OWN, OWN, OWN)

/* Not colours: what stands for them where there are too few. */
enum { FAINT = 1000, REVERSED };

enum ink {
#define INK(ink, ...) INK_##ink,
    THEME_INKS(INK)
#undef INK
};

enum palette { DARK, LIGHT, CONTRAST, FEW_DARK, FEW_LIGHT, FEW_CONTRAST, OWN_16, PALETTES };

static int color_of(enum palette palette, enum ink ink)
{
    static const short colors[][PALETTES] = {
#define COLORS(ink, ...) {__VA_ARGS__},
        THEME_INKS(COLORS)
#undef COLORS
    };
    return colors[ink][palette];
}

static enum palette palette_of(enum view_theme theme, int colors)
{
    switch (theme) {
    case VIEW_THEME_LIGHT:
        return colors >= 256 ? LIGHT : FEW_LIGHT;
    case VIEW_THEME_CONTRAST:
        return colors >= 256 ? CONTRAST : FEW_CONTRAST;
    case VIEW_THEME_TERMINAL:
        return colors >= 16 ? OWN_16 : FEW_DARK;
    default:
        return colors >= 256 ? DARK : FEW_DARK;
    }
}

struct entry {
    enum ink ink, paper;
    unsigned attributes;
    unsigned none; /* attributes when there are no colours */
};

static const struct entry *entry_of(enum view_role role)
{
    static const struct entry entries[VIEW_ROLE_COUNT] = {
        [VIEW_ROLE_PLAIN] = {INK_TEXT, INK_PAPER, 0, 0},
        [VIEW_ROLE_DIM] = {INK_QUIET, INK_PAPER, 0, THEME_FAINT},
        [VIEW_ROLE_STRONG] = {INK_TEXT, INK_PAPER, THEME_BOLD, THEME_BOLD},
        [VIEW_ROLE_TITLE] = {INK_ACCENT, INK_PAPER, THEME_BOLD, THEME_BOLD},
        [VIEW_ROLE_HEAD] = {INK_HEAD, INK_HEAD_PAPER, 0, THEME_REVERSE},
        [VIEW_ROLE_HEAD_SORTED] = {INK_HEAD_SORTED, INK_HEAD_PAPER, THEME_BOLD,
                                   THEME_REVERSE | THEME_BOLD},
        [VIEW_ROLE_CHANGED] = {INK_TEXT, INK_PAPER, THEME_BOLD, THEME_BOLD},
        [VIEW_ROLE_RISING] = {INK_UP, INK_PAPER, 0, 0},
        [VIEW_ROLE_FALLING] = {INK_DOWN, INK_PAPER, 0, 0},
        [VIEW_ROLE_GOOD] = {INK_UP, INK_PAPER, THEME_BOLD, THEME_BOLD},
        [VIEW_ROLE_WARNING] = {INK_LOOK, INK_PAPER, 0, THEME_BOLD},
        [VIEW_ROLE_BAD] = {INK_WRONG, INK_PAPER, THEME_BOLD, THEME_BOLD | THEME_UNDERLINE},
        [VIEW_ROLE_TRUTH] = {INK_LOOK, INK_PAPER, 0, THEME_UNDERLINE},
        [VIEW_ROLE_GAUGE_LOW] = {INK_FILL, INK_PAPER, 0, 0},
        [VIEW_ROLE_GAUGE_MIDDLE] = {INK_FILL_MORE, INK_PAPER, 0, 0},
        [VIEW_ROLE_GAUGE_HIGH] = {INK_FILL_MOST, INK_PAPER, 0, THEME_BOLD},
        [VIEW_ROLE_GAUGE_REST] = {INK_LINE, INK_PAPER, 0, THEME_FAINT},
        [VIEW_ROLE_SPARK] = {INK_FILL, INK_PAPER, 0, 0},
        [VIEW_ROLE_KEY] = {INK_ACCENT, INK_PAPER, THEME_BOLD, THEME_BOLD},
        [VIEW_ROLE_KEY_WORD] = {INK_QUIET, INK_PAPER, 0, 0},
        [VIEW_ROLE_MATCH] = {INK_LOOK, INK_PAPER, THEME_UNDERLINE, THEME_UNDERLINE},
        [VIEW_ROLE_TYPE] = {INK_KIND, INK_PAPER, 0, THEME_FAINT},
        [VIEW_ROLE_SERIES_1] = {INK_LINE_1, INK_PAPER, 0, 0},
        [VIEW_ROLE_SERIES_2] = {INK_LINE_2, INK_PAPER, 0, 0},
        [VIEW_ROLE_SERIES_3] = {INK_LINE_3, INK_PAPER, 0, 0},
        [VIEW_ROLE_SERIES_4] = {INK_LINE_4, INK_PAPER, 0, 0},
        [VIEW_ROLE_SERIES_5] = {INK_LINE_5, INK_PAPER, 0, 0},
        [VIEW_ROLE_SERIES_6] = {INK_LINE_6, INK_PAPER, 0, 0},
        [VIEW_ROLE_BORN] = {INK_UP, INK_PAPER, 0, THEME_BOLD},
        [VIEW_ROLE_DYING] = {INK_GONE, INK_PAPER, 0, THEME_FAINT},
    };
    return &entries[role];
}

static struct theme_style colored(enum palette palette, enum ink ink, enum ink paper,
                                  unsigned attributes)
{
    struct theme_style style = {color_of(palette, ink), color_of(palette, paper), attributes};
    if (style.foreground == FAINT)
        style.attributes |= THEME_FAINT;
    if (style.foreground == REVERSED)
        style.attributes |= THEME_REVERSE;
    if (style.foreground >= FAINT)
        style.foreground = OWN;
    /* Bold is bright where there are eight colours: lost on white. */
    if (palette == FEW_LIGHT && style.foreground != OWN)
        style.attributes &= ~THEME_BOLD;
    return style;
}

/* The cursor's line keeps what colours mean, on a background of its own; quiet colours that would
 * be lost on it are raised. */
static enum ink ink_on_cursor(enum ink ink)
{
    switch (ink) {
    case INK_TEXT:
        return INK_CURSOR_TEXT;
    case INK_QUIET:
    case INK_KIND:
        return INK_CURSOR_QUIET;
    case INK_LINE:
        return INK_CURSOR_LINE;
    default:
        return ink;
    }
}

static struct theme_style on_cursor(enum palette palette, const struct entry *entry)
{
    if (palette == DARK || palette == LIGHT)
        return colored(palette, ink_on_cursor(entry->ink), INK_CURSOR_PAPER, entry->attributes);
    if (palette == CONTRAST)
        return colored(palette, INK_CURSOR_TEXT, INK_CURSOR_PAPER, THEME_BOLD);
    /* eight colours on another of the eight are hard to read: plain reverse */
    return (struct theme_style){OWN, OWN, THEME_REVERSE};
}

struct theme_style theme_style(enum view_theme theme, int colors, enum view_role role, bool cursor)
{
    const struct entry *entry = entry_of(role);
    bool none = colors < 8 || theme == VIEW_THEME_MONO;
    if (none)
        return (struct theme_style){OWN, OWN, cursor ? THEME_REVERSE : entry->none};
    enum palette palette = palette_of(theme, colors);
    if (cursor)
        return on_cursor(palette, entry);
    return colored(palette, entry->ink, entry->paper, entry->attributes);
}

enum view_theme theme_resolve(enum view_theme theme, const char *colorfgbg,
                              enum background background)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    int color = last && last[1] >= '0' && last[1] <= '9' ? atoi(last + 1) : 0;
    bool said = colorfgbg && colorfgbg[0];
    if (theme != VIEW_THEME_AUTO)
        return theme;
    return (said ? color == 7 || color > 8 : background == BACKGROUND_LIGHT) ? VIEW_THEME_LIGHT
                                                                             : VIEW_THEME_DARK;
}
