/* Roles to colours: one accent, the rest is grey, and colours that mean something. Layer 7. */
#include "tui/theme.h"

#define OWN (-1)

/* Of 256 colours. */
enum { ACCENT = 80, QUIET = 245, LINE = 238, BAR = 236, CURSOR_BAR = 24, CURSOR_TEXT = 255 };
/* Of 8. */
enum { RED = 1, GREEN = 2, YELLOW = 3, BLUE = 4, CYAN = 6, WHITE = 7 };

struct entry {
    struct theme_style many, few; /* 256 colours; 8 colours */
    unsigned none;                /* attributes when there are no colours */
};

static const struct entry *entry_of(enum view_role role)
{
    static const struct entry entries[VIEW_ROLE_COUNT] = {
        [VIEW_ROLE_PLAIN] = {{OWN, OWN, 0}, {OWN, OWN, 0}, 0},
        [VIEW_ROLE_DIM] = {{QUIET, OWN, 0}, {OWN, OWN, THEME_FAINT}, THEME_FAINT},
        [VIEW_ROLE_STRONG] = {{OWN, OWN, THEME_BOLD}, {OWN, OWN, THEME_BOLD}, THEME_BOLD},
        [VIEW_ROLE_TITLE] = {{ACCENT, OWN, THEME_BOLD}, {CYAN, OWN, THEME_BOLD}, THEME_BOLD},
        [VIEW_ROLE_HEAD] = {{250, BAR, 0}, {OWN, OWN, THEME_REVERSE}, THEME_REVERSE},
        [VIEW_ROLE_HEAD_SORTED] = {{ACCENT, BAR, THEME_BOLD},
                                   {OWN, OWN, THEME_REVERSE | THEME_BOLD},
                                   THEME_REVERSE | THEME_BOLD},
        [VIEW_ROLE_CHANGED] = {{OWN, OWN, THEME_BOLD}, {OWN, OWN, THEME_BOLD}, THEME_BOLD},
        [VIEW_ROLE_RISING] = {{114, OWN, 0}, {GREEN, OWN, 0}, 0},
        [VIEW_ROLE_FALLING] = {{174, OWN, 0}, {RED, OWN, 0}, 0},
        [VIEW_ROLE_GOOD] = {{114, OWN, THEME_BOLD}, {GREEN, OWN, THEME_BOLD}, THEME_BOLD},
        [VIEW_ROLE_WARNING] = {{221, OWN, 0}, {YELLOW, OWN, 0}, THEME_BOLD},
        [VIEW_ROLE_BAD] = {{203, OWN, THEME_BOLD},
                           {RED, OWN, THEME_BOLD},
                           THEME_BOLD | THEME_UNDERLINE},
        [VIEW_ROLE_TRUTH] = {{221, OWN, 0}, {YELLOW, OWN, 0}, THEME_UNDERLINE},
        [VIEW_ROLE_GAUGE_LOW] = {{73, OWN, 0}, {CYAN, OWN, 0}, 0},
        [VIEW_ROLE_GAUGE_MIDDLE] = {{179, OWN, 0}, {YELLOW, OWN, 0}, 0},
        [VIEW_ROLE_GAUGE_HIGH] = {{167, OWN, 0}, {RED, OWN, 0}, THEME_BOLD},
        [VIEW_ROLE_GAUGE_REST] = {{LINE, OWN, 0}, {OWN, OWN, THEME_FAINT}, THEME_FAINT},
        [VIEW_ROLE_SPARK] = {{73, OWN, 0}, {CYAN, OWN, 0}, 0},
        [VIEW_ROLE_KEY] = {{ACCENT, OWN, THEME_BOLD}, {CYAN, OWN, THEME_BOLD}, THEME_BOLD},
        [VIEW_ROLE_KEY_WORD] = {{QUIET, OWN, 0}, {OWN, OWN, 0}, 0},
        [VIEW_ROLE_MATCH] = {{221, OWN, THEME_UNDERLINE},
                             {YELLOW, OWN, THEME_UNDERLINE},
                             THEME_UNDERLINE},
        [VIEW_ROLE_TYPE] = {{109, OWN, 0}, {OWN, OWN, THEME_FAINT}, THEME_FAINT},
        [VIEW_ROLE_SERIES_1] = {{80, OWN, 0}, {CYAN, OWN, 0}, 0},
        [VIEW_ROLE_SERIES_2] = {{215, OWN, 0}, {YELLOW, OWN, 0}, 0},
        [VIEW_ROLE_SERIES_3] = {{141, OWN, 0}, {5, OWN, 0}, 0},
        [VIEW_ROLE_SERIES_4] = {{114, OWN, 0}, {GREEN, OWN, 0}, 0},
        [VIEW_ROLE_SERIES_5] = {{204, OWN, 0}, {RED, OWN, 0}, 0},
        [VIEW_ROLE_SERIES_6] = {{111, OWN, 0}, {BLUE, OWN, 0}, 0},
        [VIEW_ROLE_BORN] = {{114, OWN, 0}, {GREEN, OWN, 0}, THEME_BOLD},
        [VIEW_ROLE_DYING] = {{131, OWN, 0}, {RED, OWN, 0}, THEME_FAINT},
    };
    return &entries[role];
}

/* The cursor's line keeps what colours mean, on a background of its own; quiet colours that would
 * be lost on it are raised. */
static struct theme_style on_cursor(struct theme_style style)
{
    if (style.foreground == OWN)
        style.foreground = CURSOR_TEXT;
    if (style.foreground == QUIET || style.foreground == 109)
        style.foreground = 252;
    if (style.foreground == LINE)
        style.foreground = 67;
    style.background = CURSOR_BAR;
    return style;
}

struct theme_style theme_style(int colors, enum view_role role, bool cursor)
{
    const struct entry *entry = entry_of(role);
    if (colors >= 256)
        return cursor ? on_cursor(entry->many) : entry->many;
    if (cursor) /* eight colours on another of the eight are hard to read: plain reverse */
        return (struct theme_style){OWN, OWN, THEME_REVERSE};
    if (colors >= 8)
        return entry->few;
    return (struct theme_style){OWN, OWN, entry->none};
}
