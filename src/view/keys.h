/*
 * The key table: from it come the lookup of keys, the bottom line, the help screen and, checked by
 * a test, the KEYS section of memglass-top(1). Layer 6. Knows no terminal: src/tui turns what a
 * terminal sends into these codes.
 */
#ifndef VIEW_KEYS_H
#define VIEW_KEYS_H

#include "view/state.h"

/* Key codes: a Unicode code point below VIEW_KEY_BASE (Ctrl-B is 2), or one of these. */
#define VIEW_KEY_BASE 0x110000
enum view_key {
    VIEW_KEY_UP = VIEW_KEY_BASE,
    VIEW_KEY_DOWN,
    VIEW_KEY_LEFT,
    VIEW_KEY_RIGHT,
    VIEW_KEY_PAGE_UP,
    VIEW_KEY_PAGE_DOWN,
    VIEW_KEY_HOME,
    VIEW_KEY_END,
    VIEW_KEY_INSERT,
    VIEW_KEY_DELETE,
    VIEW_KEY_BACKTAB,
    VIEW_KEY_F1,
    VIEW_KEY_F2,
    VIEW_KEY_F3,
    VIEW_KEY_F4,
    VIEW_KEY_F5,
    VIEW_KEY_F6,
    VIEW_KEY_F7,
    VIEW_KEY_F8,
    VIEW_KEY_F9,
    VIEW_KEY_F10,
    VIEW_KEY_MOUSE, /* a button or the wheel: what it hits, view/hit.h says */
    VIEW_KEY_NONE
};
/* A character (a code point) that was not typed but pasted: it is text, and never a key. */
#define VIEW_KEY_PASTED 0x200000
/* A character with Alt held, which terminals send as Escape with it right behind. */
#define VIEW_KEY_ALT       0x400000
#define VIEW_KEY_TAB       '\t'
#define VIEW_KEY_ENTER     '\r'
#define VIEW_KEY_ESCAPE    0x1b
#define VIEW_KEY_BACKSPACE 0x7f
#define VIEW_KEY_CTRL(c)   ((c)&0x1f)

#define VIEW_ON(screen) (1u << VIEW_SCREEN_##screen)
#define VIEW_ON_ALL     ((1u << VIEW_SCREEN_COUNT) - 1)
/* The screens that lie over others, and those under them. */
#define VIEW_OVER_TAB(id)                                     0u
#define VIEW_OVER_INSIDE(id)                                  0u
#define VIEW_OVER_OVER(id)                                    VIEW_ON(id)
#define VIEW_OVER_BIT(id, word, title, place, within, cursor) VIEW_OVER_##place(id) |
#define VIEW_ON_OVER                                          (VIEW_SCREEN_LIST(VIEW_OVER_BIT) 0u)
#define VIEW_ON_UNDER                                         (VIEW_ON_ALL & ~VIEW_ON_OVER)

/* Rows that count only while time is gone about in, and then before others. */
#define VIEW_IN_TIME (1u << 30)

/* X(intent, screens, keys as people call them, what they do, key and word in the bottom line ("":
 * not there), codes...). The first row that has the key on the screen wins. */
#define VIEW_KEY_TABLE(X)                                                                          \
    X(UP, VIEW_ON_ALL, "Up, k", "Move one line up.", "", "", VIEW_KEY_UP, 'k')                     \
    X(DOWN, VIEW_ON_ALL, "Down, j", "Move one line down.", "", "", VIEW_KEY_DOWN, 'j')             \
    X(PAGE_UP, VIEW_ON_ALL, "PgUp, Ctrl-B", "Move one page up.", "", "", VIEW_KEY_PAGE_UP,         \
      VIEW_KEY_CTRL('B'))                                                                          \
    X(PAGE_DOWN, VIEW_ON_ALL, "PgDn, Ctrl-F", "Move one page down.", "", "", VIEW_KEY_PAGE_DOWN,   \
      VIEW_KEY_CTRL('F'))                                                                          \
    X(FIRST, VIEW_ON_ALL, "Home, g", "Go to the first line and stay there as rows are re-sorted.", \
      "", "", VIEW_KEY_HOME, 'g')                                                                  \
    X(LAST, VIEW_ON_ALL, "End, G", "Go to the last line.", "", "", VIEW_KEY_END, 'G')              \
    X(COLUMN_SORT, VIEW_ON(COLUMNS), "Enter", "Sort by the column; again: the other way round.",   \
      "Enter", "sort", VIEW_KEY_ENTER)                                                             \
    X(COLUMN_SORT2, VIEW_ON(COLUMNS), "2",                                                         \
      "Let the column decide where the first one does not; again: no longer.", "2", "second", '2') \
    X(COLUMN_SHOW, VIEW_ON(COLUMNS), "Space", "Show the column, or hide it.", "Space", "show",     \
      ' ')                                                                                         \
    X(COLUMN_UP, VIEW_ON(COLUMNS), "[", "Move the column up: to the left.", "[]", "move", '[')     \
    X(COLUMN_DOWN, VIEW_ON(COLUMNS), "]", "Move the column down: to the right.", "", "", ']')      \
    X(COLUMN_NARROWER, VIEW_ON(COLUMNS), "Left, <", "Make the column narrower.", "<>", "width",    \
      VIEW_KEY_LEFT, '<')                                                                          \
    X(COLUMN_WIDER, VIEW_ON(COLUMNS), "Right, >", "Make the column wider.", "", "",                \
      VIEW_KEY_RIGHT, '>')                                                                         \
    X(COLUMN_ASPECT, VIEW_ON(COLUMNS), "a",                                                        \
      "Add a column of the field's change, rate, least, largest ...; on such a column: the next.", \
      "a", "aspect", 'a')                                                                          \
    X(COLUMN_USUAL, VIEW_ON(COLUMNS), "x, Del", "Forget all that was chosen here.", "x", "usual",  \
      'x', VIEW_KEY_DELETE)                                                                        \
    X(TAB_OBJECTS, VIEW_ON_ALL, "1", "Show the objects.", "", "", '1')                             \
    X(TAB_TYPES, VIEW_ON_ALL & ~VIEW_ON(COLUMNS), "2", "Show the types.", "", "", '2')             \
    X(TAB_SESSIONS, VIEW_ON_ALL, "3", "Show the sessions of this machine.", "", "", '3')           \
    X(TAB_NEXT, VIEW_ON_ALL, "Tab", "Show the next tab.", "", "", VIEW_KEY_TAB)                    \
    X(TAB_PREVIOUS, VIEW_ON_ALL, "Shift-Tab", "Show the tab before.", "", "", VIEW_KEY_BACKTAB)    \
    X(ATTACH, VIEW_ON(SESSIONS), "Enter", "Look into the session.", "Enter", "attach",             \
      VIEW_KEY_ENTER)                                                                              \
    X(FIND_SESSION, VIEW_ON(SESSIONS), "/, F3",                                                    \
      "Find a session by a part of its name, as you type.", "F3", "find", '/', VIEW_KEY_F3)        \
    X(INSPECT, VIEW_ON(OBJECTS), "Enter",                                                          \
      "Inspect the object: its fields one by one; open or close a group.", "Enter", "inspect",     \
      VIEW_KEY_ENTER)                                                                              \
    X(SORT_NEXT, VIEW_ON(OBJECTS) | VIEW_ON(TYPES), "Right, >, s", "Sort by the next column.",     \
      "<>", "sort", VIEW_KEY_RIGHT, '>', 's')                                                      \
    X(SORT_PREVIOUS, VIEW_ON(OBJECTS) | VIEW_ON(TYPES), "Left, <, S",                              \
      "Sort by the column before.", "", "", VIEW_KEY_LEFT, '<', 'S')                               \
    X(REVERSE, VIEW_ON(OBJECTS) | VIEW_ON(TYPES), "r, I", "Sort the other way round.", "r",        \
      "reverse", 'r', 'I')                                                                         \
    X(TYPE_NEXT, VIEW_ON(OBJECTS), "t", "Show only the next type, with its fields as columns.",    \
      "t", "type", 't')                                                                            \
    X(TYPE_PREVIOUS, VIEW_ON(OBJECTS), "T", "Show only the type before.", "", "", 'T')             \
    X(TYPE_ALL, VIEW_ON(OBJECTS), "a", "Show the objects of all types.", "", "", 'a')              \
    X(GROUP, VIEW_ON(OBJECTS), "p, F5",                                                            \
      "Group the objects by type, with what each group adds up to.", "F5", "group", 'p',           \
      VIEW_KEY_F5)                                                                                 \
    X(GROUPS, VIEW_ON(OBJECTS), "*", "Open or close all groups.", "", "", '*')                     \
    X(FIND, VIEW_ON(OBJECTS), "/, F3",                                                             \
      "Find objects by a regular expression over label and type, or by conditions on fields.",     \
      "F3", "find", '/', VIEW_KEY_F3)                                                              \
    X(FIND_NEXT, VIEW_ON(OBJECTS), "n", "Go to the next one that is found.", "", "", 'n')          \
    X(FIND_PREVIOUS, VIEW_ON(OBJECTS), "N", "Go to the one before that is found.", "", "", 'N')    \
    X(FILTER, VIEW_ON(OBJECTS), "\\, F4", "Show only what matches, written as for finding.", "F4", \
      "filter", '\\', VIEW_KEY_F4)                                                                 \
    X(FILTER_CLEAR, VIEW_ON(OBJECTS), "|", "Show all again.", "", "", '|')                         \
    X(SCHEMA, VIEW_ON(TYPES), "Enter", "Show how the type lies in memory, field by field.",        \
      "Enter", "schema", VIEW_KEY_ENTER)                                                           \
    X(TYPE_OBJECTS, VIEW_ON(TYPES) | VIEW_ON(SCHEMA), "t, o", "Show the objects of this type.",    \
      "t", "objects", 't', 'o')                                                                    \
    X(TOGGLE, VIEW_ON(INSPECTOR), "Enter", "Open or close the field.", "Enter", "open/close",      \
      VIEW_KEY_ENTER)                                                                              \
    X(EXPAND, VIEW_ON(INSPECTOR), "Right, l", "Open the field, or go to its first part.", "", "",  \
      VIEW_KEY_RIGHT, 'l')                                                                         \
    X(COLLAPSE, VIEW_ON(INSPECTOR), "Left, h", "Close the field, or go to what it is part of.",    \
      "", "", VIEW_KEY_LEFT, 'h')                                                                  \
    X(BELOW, VIEW_ON(INSPECTOR), "*", "Open the field and all below it, or close it all.", "", "", \
      '*')                                                                                         \
    X(DEEPER, VIEW_ON(INSPECTOR), "]", "Open one level more of all fields.", "", "", ']')          \
    X(SHALLOWER, VIEW_ON(INSPECTOR), "[", "Close one level of all fields.", "", "", '[')           \
    X(CHART, VIEW_ON(INSPECTOR), "c", "Show a chart of the selected field, or close it.", "c",     \
      "chart", 'c')                                                                                \
    X(OVERLAY, VIEW_ON(INSPECTOR), "o", "Keep the selected field in the chart, or take it out.",   \
      "", "", 'o')                                                                                 \
    X(CHART_LONGER, VIEW_ON(INSPECTOR), ">", "Show more of the past in the chart.", "", "", '>')   \
    X(CHART_SHORTER, VIEW_ON(INSPECTOR), "<", "Show less of the past in the chart.", "", "", '<')  \
    X(FORMAT, VIEW_ON(INSPECTOR), "x",                                                             \
      "Write the value in hexadecimal, octal, binary, as a character or a time.", "x", "format",   \
      'x')                                                                                         \
    X(FORMATS_AUTO, VIEW_ON(INSPECTOR), "X", "Write all values as they come.", "", "", 'X')        \
    X(STATISTICS, VIEW_ON(INSPECTOR), "w",                                                         \
      "Show least, mean, most, median and 99th percentile of the past values.", "", "", 'w')       \
    X(GOTO, VIEW_ON(INSPECTOR), ":", "Go to a field by its path, such as items[12].price.", "",    \
      "", ':')                                                                                     \
    X(COMPARE, VIEW_ON(INSPECTOR), "=",                                                            \
      "Compare with the marked object, or with the one inspected before.", "=", "compare", '=')    \
    X(DIFFERENCE_NEXT, VIEW_ON(INSPECTOR), "}", "Go to the next value that differs.", "", "", '}') \
    X(DIFFERENCE_PREVIOUS, VIEW_ON(INSPECTOR), "{", "Go to the value before that differs.", "",    \
      "", '{')                                                                                     \
    X(MARK, VIEW_ON(OBJECTS) | VIEW_ON(INSPECTOR), "m",                                            \
      "Mark the object, or take its mark away; marked ones are sampled fast.", "m", "mark", 'm')   \
    X(UNMARK_ALL, VIEW_ON(OBJECTS) | VIEW_ON(INSPECTOR), "M", "Take all marks away.", "", "", 'M') \
    X(FIND_FIELD, VIEW_ON(INSPECTOR), "/, F3", "Find a field by its name as you type.", "F3",      \
      "find", '/', VIEW_KEY_F3)                                                                    \
    X(FIELD_NEXT, VIEW_ON(INSPECTOR), "n", "Go to the next field that is found.", "", "", 'n')     \
    X(FIELD_PREVIOUS, VIEW_ON(INSPECTOR), "N", "Go to the field before that is found.", "", "",    \
      'N')                                                                                         \
    X(COLUMNS, VIEW_ON(OBJECTS), "c, F6", "Choose the columns: which, in which order, how wide.",  \
      "F6", "columns", 'c', VIEW_KEY_F6)                                                           \
    X(SINCE, VIEW_ON(OBJECTS) | VIEW_ON(INSPECTOR), "d",                                           \
      "Show changes since the previous tick, since first seen, since the baseline; of objects, "   \
      "then values again.",                                                                        \
      "d", "changes", 'd')                                                                         \
    X(BASELINE, VIEW_ON(OBJECTS) | VIEW_ON(INSPECTOR), "b",                                        \
      "Make this moment the baseline, and show changes since.", "", "", 'b')                       \
    X(PAUSE, VIEW_ON_UNDER, "Space",                                                               \
      "Freeze what is shown, or return to live; sampling goes on. In a recording: play, or stop.", \
      "Space", "freeze", ' ')                                                                      \
    X(TIME_BACK, VIEW_ON_UNDER, ",", "Step one tick back in time; sampling goes on.", ",.",        \
      "step", ',')                                                                                 \
    X(TIME_ON, VIEW_ON_UNDER, ".", "Step one tick forward in time.", "", "", '.')                  \
    X(TIME_FIRST, VIEW_ON_UNDER | VIEW_IN_TIME, "Home",                                            \
      "In the past, or in a recording: go to where it begins; g is the first line.", "", "",       \
      VIEW_KEY_HOME)                                                                               \
    X(TIME_LAST, VIEW_ON_UNDER | VIEW_IN_TIME, "End",                                              \
      "In the past, or in a recording: go to where it ends; G is the last line.", "", "",          \
      VIEW_KEY_END)                                                                                \
    X(TIME_GOTO, VIEW_ON_UNDER, "@",                                                               \
      "Go to a time: 12m30s from the beginning, -30s from here, 14:03:20 by the clock.", "", "",   \
      '@')                                                                                         \
    X(TIME_PLAY, VIEW_ON_UNDER, "P", "Let time go by from here on, or stop it.", "", "", 'P')      \
    X(TIME_FASTER, VIEW_ON_UNDER, "f", "Let it go by faster, up to 100 times.", "", "", 'f')       \
    X(TIME_SLOWER, VIEW_ON_UNDER, "F", "Let it go by slower, down to a tenth.", "", "", 'F')       \
    X(TIME_CHANGE, VIEW_ON_UNDER, "v",                                                             \
      "Go to where the selected field, or any field of the selected object, changes next.", "",    \
      "", 'v')                                                                                     \
    X(TIME_CHANGE_BEFORE, VIEW_ON_UNDER, "V", "Go to where it changed last, before this.", "", "", \
      'V')                                                                                         \
    X(TIME_MARK, VIEW_ON_UNDER, ")", "Go to the next mark of the recording.", "", "", ')')         \
    X(TIME_MARK_BEFORE, VIEW_ON_UNDER, "(", "Go to the mark before.", "", "", '(')                 \
    X(LONGER, VIEW_ON_UNDER, "+", "Take frames less often, up to one a minute.", "", "", '+')      \
    X(SHORTER, VIEW_ON_UNDER, "-", "Take frames more often, up to 20 a second.", "", "", '-')      \
    X(COPY, VIEW_ON_UNDER, "y",                                                                    \
      "Copy the path of what the cursor is on; it is also printed on exit.", "y", "copy", 'y')     \
    X(SETTING_NEXT, VIEW_ON(SETUP), "Enter, Space, Right, l", "Take the next choice.", "Enter",    \
      "change", VIEW_KEY_ENTER, ' ', VIEW_KEY_RIGHT, 'l')                                          \
    X(SETTING_PREVIOUS, VIEW_ON(SETUP), "Left, h", "Take the choice before.", "", "",              \
      VIEW_KEY_LEFT, 'h')                                                                          \
    X(SETUP, VIEW_ON_UNDER, "F2, C", "Change the settings; they are kept in a file.", "F2",        \
      "setup", VIEW_KEY_F2, 'C')                                                                   \
    X(COST, VIEW_ON_UNDER, "$", "Show what memglass-top itself costs.", "", "", '$')               \
    X(HELP, VIEW_ON_ALL & ~VIEW_ON(HELP), "?, F1", "List the keys of this screen.", "F1", "help",  \
      '?', VIEW_KEY_F1)                                                                            \
    X(BACK, VIEW_ON_ALL, "Esc, Backspace", "Go back to the screen before.", "", "",                \
      VIEW_KEY_ESCAPE, VIEW_KEY_BACKSPACE)                                                         \
    X(CLOSE, VIEW_ON_ALL, "q", "Go back to the screen before; quit when there is none.", "q",      \
      "back", 'q')                                                                                 \
    X(REDRAW, VIEW_ON_ALL, "Ctrl-L", "Draw the whole screen again.", "", "", VIEW_KEY_CTRL('L'))   \
    X(QUIT, VIEW_ON_ALL, "F10, Q", "Quit.", "F10", "quit", VIEW_KEY_F10, 'Q')

enum view_intent {
#define VIEW_INTENT_ENUM(intent, ...) VIEW_INTENT_##intent,
    VIEW_KEY_TABLE(VIEW_INTENT_ENUM)
#undef VIEW_INTENT_ENUM
        VIEW_INTENT_NONE
};
#define VIEW_INTENT_COUNT VIEW_INTENT_NONE

#define VIEW_KEYS_PER_INTENT 4

struct view_key_row {
    const char *labels;              /* "Up, k" */
    const char *help;                /* a sentence */
    const char *bar_key, *bar_word;  /* bottom line; "" when it is not there */
    unsigned screens;                /* VIEW_ON bits */
    int codes[VIEW_KEYS_PER_INTENT]; /* 0 behind the last */
};

/* The row of an intent. Static storage. */
const struct view_key_row *view_key_row(enum view_intent intent);

/* What a key means on a screen: VIEW_INTENT_NONE when nothing. */
enum view_intent view_key_intent(enum view_screen screen, int code);
/* The same while time is gone about in. */
enum view_intent view_key_intent_in_time(enum view_screen screen, int code);

/* The intent that shows a tab, VIEW_INTENT_NONE for a screen that is none. */
enum view_intent view_tab_intent(enum view_screen screen);

#endif
