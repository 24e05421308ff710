/* Every key of the key table, under each of its names, does on a real terminal what it says. A row
 * without a line here fails. */
#include "dashboard.h"

#include "view/keys.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

/* X(intent, keys typed before, what the screen has then, what it has and has no more after the key,
 * where the cursor goes: 1 down, -1 up, keys that bring back the first screen). It begins with the
 * objects of docs/examples/greenhouse: pump, bed_1 to bed_8. */
#define KEY_CASES(X)                                                                   \
    X(UP, "G", "LABEL", "", "", -1, "g")                                               \
    X(DOWN, "", "LABEL", "", "", 1, "g")                                               \
    X(PAGE_UP, "G", "LABEL", "", "", -1, "g")                                          \
    X(PAGE_DOWN, "", "LABEL", "", "", 1, "g")                                          \
    X(FIRST, "G", "LABEL", "", "", -1, "g")                                            \
    X(LAST, "", "LABEL", "", "", 1, "g")                                               \
    X(TAB_OBJECTS, "2", "SHARE", "LABEL", "SHARE", 0, "")                              \
    X(TAB_TYPES, "", "LABEL", "SHARE", "LABEL", 0, "1")                                \
    X(TAB_SESSIONS, "", "LABEL", "PROGRAM", "LABEL", 0, "1")                           \
    X(TAB_NEXT, "", "LABEL", "SHARE", "LABEL", 0, "1")                                 \
    X(TAB_PREVIOUS, "", "LABEL", "PROGRAM", "LABEL", 0, "1")                           \
    X(FIND_SESSION, "3", "PROGRAM", "Find session:", "", 0, "\0331")                   \
    X(ATTACH, "3", "PROGRAM", "LABEL", "PROGRAM", 0, "")                               \
    X(INSPECT, "", "LABEL", "VALUE", "LABEL", 0, "q")                                  \
    X(SORT_NEXT, "", "by changes", "by last", "", 0, "<")                              \
    X(SORT_PREVIOUS, "", "by changes", "by age", "", 0, ">")                           \
    X(REVERSE, "", "largest first", "smallest first", "", 0, "r")                      \
    X(TYPE_NEXT, "", "all types", "8 objects", "all types", 0, "a")                    \
    X(TYPE_PREVIOUS, "", "all types", "1 object", "all types", 0, "a")                 \
    X(TYPE_ALL, "t", "8 objects", "all types", "", 0, "")                              \
    X(GROUP, "", "bed_8", "bed, 8 objects", "", 0, "p")                                \
    X(GROUPS, "p", "bed, 8 objects", "bed, 8 objects", "bed_8", 0, "*p")               \
    X(FIND, "", "LABEL", "Find:", "", 0, "\033")                                       \
    X(FIND_NEXT, "/bed_[34]\rg", "find: bed_[34]", "", "", 1, "g")                     \
    X(FIND_PREVIOUS, "/bed_[34]\rG", "find: bed_[34]", "", "", -1, "g")                \
    X(FILTER, "", "LABEL", "Filter:", "", 0, "\033")                                   \
    X(FILTER_CLEAR, "\\bed_3\r", "filter: bed_3", "bed_4", "filter:", 0, "g")          \
    X(SCHEMA, "2", "SHARE", "OFFSET", "SHARE", 0, "1")                                 \
    X(TYPE_OBJECTS, "2", "SHARE", "8 objects", "SHARE", 0, "a")                        \
    X(COLUMNS, "", "LABEL", "WIDTH", "LABEL", 0, "q")                                  \
    X(COLUMN_SORT, "cg", "changes     auto  1", "label       auto  1", "", 0, "q>>>>") \
    X(COLUMN_SORT2, "cg", "changes     auto  1", "label       auto  2", "", 0, "2q")   \
    X(COLUMN_SHOW, "cg", "shown  label", "-      label", "shown  label", 0, "xq")      \
    X(COLUMN_UP, "cgj", "as usual", "your choice", "as usual", 0, "xq")                \
    X(COLUMN_DOWN, "cgj", "as usual", "your choice", "as usual", 0, "xq")              \
    X(COLUMN_NARROWER, "cg", "as usual", "your choice", "as usual", 0, "xq")           \
    X(COLUMN_WIDER, "cg", "as usual", "your choice", "as usual", 0, "xq")              \
    X(COLUMN_ASPECT, "tcGkkk", "as usual", "place.x:", "", 0, "xqa")                   \
    X(COLUMN_USUAL, "cg ", "-      label", "as usual", "", 0, "q")                     \
    X(TOGGLE, "\r:fault\r", "uint32_t", "", "uint32_t", 0, "lq")                       \
    X(EXPAND, "\r:fault\rh", "fault", "uint32_t", "", 0, "q")                          \
    X(COLLAPSE, "\r:fault\r", "uint32_t", "", "uint32_t", 0, "lq")                     \
    X(BELOW, "j\r:place\rh", "{x=", "", "{x=", 0, "qg")                                \
    X(DEEPER, "\r[[", "fault", "uint32_t", "", 0, "]q")                                \
    X(SHALLOWER, "\r", "uint32_t", "", "[3]", 0, "]q")                                 \
    X(CHART, "\r", "VALUE", "-50s", "", 0, "cq")                                       \
    X(OVERLAY, "\rcoj", "pressure 2.10", "2 pressure", "", 0, "okocq")                 \
    X(CHART_LONGER, "\rc", "-50s", "", "-50s", 0, "<cq")                               \
    X(CHART_SHORTER, "\rc", "-50s", "", "-50s", 0, ">cq")                              \
    X(FORMAT, "\r", "2.10 bar", "0x4000", "", 0, "Xq")                                 \
    X(FORMATS_AUTO, "\rx", "0x4000", "2.10 bar", "", 0, "q")                           \
    X(STATISTICS, "\r", "VALUE", "MEAN", "", 0, "wq")                                  \
    X(GOTO, "\r", "VALUE", "Go to:", "", 0, "\033q")                                   \
    X(COMPARE, "j\rqj\r", "VALUE", "beside bed_1", "", 0, "=qg")                       \
    X(DIFFERENCE_NEXT, "j\rqj\r=g", "beside bed_1", "", "", 1, "=qg")                  \
    X(DIFFERENCE_PREVIOUS, "j\rqj\r=G", "beside bed_1", "", "", -1, "=qg")             \
    X(MARK, "", "LABEL", "* pump", "", 0, "M")                                         \
    X(UNMARK_ALL, "m", "* pump", "", "* pump", 0, "")                                  \
    X(FIND_FIELD, "\r", "VALUE", "Find field:", "", 0, "\033q")                        \
    X(FIELD_NEXT, "\r/r\rg", "VALUE", "", "", 1, "q")                                  \
    X(FIELD_PREVIOUS, "\r/r\rG", "VALUE", "", "", -1, "q")                             \
    X(SINCE, "", "LABEL", "changes since the previous tick", "", 0, "ddd")             \
    X(BASELINE, "", "LABEL", "changes since the baseline", "", 0, "d")                 \
    X(PAUSE, "", "LABEL", "FROZEN", "", 0, " ")                                        \
    X(TIME_BACK, "", "LABEL", " back  ", "", 0, " ")                                   \
    X(TIME_ON, "", "LABEL", "This is live", "", 0, "")                                 \
    X(TIME_FIRST, ",", " back  ", "0.0s of", "", 0, " ")                               \
    X(TIME_LAST, ",@0\r", "0.0s of", " back  ", "0.0s of", 0, " ")                     \
    X(TIME_GOTO, "", "LABEL", "Go to the time:", "", 0, "\033 ")                       \
    X(TIME_PLAY, ",@0\r", "0.0s of", "playing", "", 0, " ")                            \
    X(TIME_FASTER, ",", " back  ", "back 2x", "", 0, "F ")                             \
    X(TIME_SLOWER, ",", " back  ", "back 0.5x", "", 0, "f ")                           \
    X(TIME_CHANGE, "", "LABEL", "This is live", "", 0, "")                             \
    X(TIME_CHANGE_BEFORE, "", "LABEL", " back  ", "", 0, " ")                          \
    X(TIME_MARK, "", "LABEL", "This is live", "", 0, "")                               \
    X(TIME_MARK_BEFORE, "", "LABEL", "no mark before", "", 0, " ")                     \
    X(LONGER, "", "LABEL", "every 500ms", "", 0, "-")                                  \
    X(SHORTER, "", "LABEL", "every 100ms", "", 0, "+")                                 \
    X(COPY, "", "LABEL", "Copied pump", "", 0, "")                                     \
    X(SETTING_NEXT, "Cg", "theme       auto", "theme       dark", "", 0, "hq")         \
    X(SETTING_PREVIOUS, "Cgl", "theme       dark", "theme       auto", "", 0, "q")     \
    X(SETUP, "", "LABEL", "SETTING", "LABEL", 0, "q")                                  \
    X(COST, "", "LABEL", "processor", "LABEL", 0, "q")                                 \
    X(HELP, "", "LABEL", "WHAT IT DOES", "LABEL", 0, "q")                              \
    X(BACK, "\r", "VALUE", "LABEL", "VALUE", 0, "")                                    \
    X(CLOSE, "\r", "VALUE", "LABEL", "VALUE", 0, "")                                   \
    X(REDRAW, "", "LABEL", "LABEL", "", 0, "")

struct key_case {
    enum view_intent intent;
    const char *before, *has, *shows, *hides;
    int moves;
    const char *after;
};

static const struct key_case key_cases[] = {
#define CASE(intent, ...) {VIEW_INTENT_##intent, __VA_ARGS__},
    KEY_CASES(CASE)
#undef CASE
};

static struct dashboard d;

/* What a terminal sends for a key. */
static const char *bytes_of(int code)
{
    static const struct {
        int code;
        const char *bytes;
    } keys[] = {{VIEW_KEY_UP, "\033[A"},       {VIEW_KEY_DOWN, "\033[B"},
                {VIEW_KEY_RIGHT, "\033[C"},    {VIEW_KEY_LEFT, "\033[D"},
                {VIEW_KEY_PAGE_UP, "\033[5~"}, {VIEW_KEY_PAGE_DOWN, "\033[6~"},
                {VIEW_KEY_HOME, "\033[H"},     {VIEW_KEY_END, "\033[F"},
                {VIEW_KEY_DELETE, "\033[3~"},  {VIEW_KEY_BACKTAB, "\033[Z"},
                {VIEW_KEY_F1, "\033OP"},       {VIEW_KEY_F2, "\033OQ"},
                {VIEW_KEY_F3, "\033OR"},       {VIEW_KEY_F4, "\033OS"},
                {VIEW_KEY_F5, "\033[15~"},     {VIEW_KEY_F6, "\033[17~"},
                {VIEW_KEY_F10, "\033[21~"}};
    static char plain[2];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].code == code)
            return keys[i].bytes;
    ck_assert_msg(code < 0x80, "no bytes for key %#x", code);
    plain[0] = (char)code;
    return plain;
}

/* The line with the names of columns, or -1. */
static int head_row(struct screen *s)
{
    int head = -1;
    if (!screen_find(s, "LABEL", &head, NULL))
        screen_find(s, "VALUE", &head, NULL);
    return head;
}

static int cursor_row(struct screen *s)
{
    int head = head_row(s);
    return head < 0 ? -1 : screen_highlighted_row(s, head + 1);
}

struct movement {
    int from, way;
};

static bool has_moved(struct screen *s, void *ctx)
{
    const struct movement *m = ctx;
    int row = cursor_row(s);
    return row >= 0 && (m->way > 0 ? row > m->from : row < m->from);
}

/* Keys that go up are typed at the last line, the others at the first: where the keys before them
 * lead, however long these take. */
static bool is_at_end(struct screen *s, void *ctx)
{
    const struct movement *m = ctx;
    int row = cursor_row(s);
    if (row < 0)
        return false;
    return m->way > 0 ? row == head_row(s) + 1
                      : !strpbrk(screen_row(s, row + 1), "abcdefghijklmnopqrstuvwxyz");
}

static void check_key(const struct key_case *c, int code)
{
    struct screen *s = d.screen;
    const char *keys = view_key_row(c->intent)->labels;
    screen_type(s, c->before);
    ck_assert_msg(screen_wait_text(s, c->has), "before %s: no '%s':\n%s", keys, c->has,
                  screen_text(s));
    screen_listen(s, 100); /* what is typed has come to rest */
    struct movement movement = {.way = c->moves};
    ck_assert_msg(!c->moves || screen_wait(s, is_at_end, &movement),
                  "before %s: the cursor is not at the end:\n%s", keys, screen_text(s));
    movement.from = cursor_row(s);
    screen_type(s, bytes_of(code));
    ck_assert_msg(screen_wait_text(s, c->shows), "%s (%#x) does not show '%s':\n%s", keys, code,
                  c->shows, screen_text(s));
    ck_assert_msg(!c->hides[0] || screen_wait_no_text(s, c->hides),
                  "%s (%#x) does not hide '%s':\n%s", keys, code, c->hides, screen_text(s));
    ck_assert_msg(!c->moves || screen_wait(s, has_moved, &movement),
                  "%s (%#x) does not move from row %d:\n%s", keys, code, movement.from,
                  screen_text(s));
    screen_type(s, c->after);
    ck_assert_msg(screen_wait_text(s, "LABEL") && screen_wait_text(s, "all types"),
                  "after %s (%#x): not on the first screen:\n%s", keys, code, screen_text(s));
}

static void check_intent(enum view_intent intent)
{
    const struct view_key_row *row = view_key_row(intent);
    bool found = intent == VIEW_INTENT_QUIT; /* below */
    for (size_t i = 0; i < sizeof key_cases / sizeof *key_cases; i++) {
        if (key_cases[i].intent != intent)
            continue;
        found = true;
        for (int k = 0; k < VIEW_KEYS_PER_INTENT && row->codes[k]; k++)
            check_key(&key_cases[i], row->codes[k]);
    }
    ck_assert_msg(found, "no case types %s: %s", row->labels, row->help);
}

/* The bar of the past, whole: where it stands of how long, and the date. */
static bool has_length(struct screen *s, void *unused)
{
    (void)unused;
    int row = 0;
    if (!screen_find(s, " back  ", &row, NULL))
        return false;
    const char *of = strstr(screen_row(s, row), "s of ");
    return of && strchr(of, '-');
}

/* There is more to look back at than the first frame. */
static void wait_for_a_past(struct screen *s)
{
    long long deadline = unit_now_ms() + screen_patience_ms();
    for (bool empty = true; empty;) {
        ck_assert_int_lt(unit_now_ms(), deadline);
        screen_type(s, ",");
        ck_assert_msg(screen_wait(s, has_length, NULL), "%s", screen_text(s));
        empty = screen_find(s, "s of 0.0s", NULL, NULL);
        screen_type(s, " ");
        ck_assert_hides(s, " back  ");
    }
}

static void check_part(int part, int parts)
{
    d = dashboard_still("keys", 110, 34, NULL);
    ck_assert_shows(d.screen, "LABEL");
    wait_for_a_past(d.screen);
    for (int i = part * VIEW_INTENT_COUNT / parts; i < (part + 1) * VIEW_INTENT_COUNT / parts; i++)
        check_intent((enum view_intent)i);
    dashboard_stop(&d);
}

/* In parts, since a case of Check has a time limit. */
#define PARTS 4
START_TEST(test_keys_of_the_first_quarter)
{
    check_part(0, PARTS);
}
END_TEST

START_TEST(test_keys_of_the_second_quarter)
{
    check_part(1, PARTS);
}
END_TEST

START_TEST(test_keys_of_the_third_quarter)
{
    check_part(2, PARTS);
}
END_TEST

START_TEST(test_keys_of_the_last_quarter)
{
    check_part(3, PARTS);
}
END_TEST

START_TEST(test_both_keys_quit_and_the_copied_path_is_printed)
{
    static const char *const keys[] = {"Q", "\033[21~"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        d = dashboard_still("quit", 100, 30, NULL);
        ck_assert_shows(d.screen, "LABEL");
        screen_type(d.screen, "jy");
        ck_assert_shows(d.screen, "Copied bed_1");
        screen_type(d.screen, keys[i]);
        ck_assert_int_eq(screen_wait_exit(d.screen), 0);
        ck_assert(!screen_is_alternate(d.screen));
        ck_assert(screen_find(d.screen, "bed_1", NULL, NULL));
        dashboard_stop(&d);
    }
}
END_TEST

/* Keys that lead to a place, and what y says there; on the first screen before and after. */
START_TEST(test_each_screen_copies_what_its_cursor_is_on)
{
    static const struct {
        const char *there, *has, *copied, *back;
    } places[] = {{"j\r:place.x\r", "place.x: ", "Copied bed_1.place.x", "qg"},
                  {"j\r:roots[3]\r", "roots[3]: ", "Copied bed_1.roots[3]", "qg"},
                  {"pg", "bed, 8 objects", "Copied bed", "p"},
                  {"cg qj", "TYPE", "Copied bed_1", "cg qg"}, /* the label is no column */
                  {"2g", "SHARE", "Copied bed", "1"},
                  {"2g\r", "OFFSET", "Copied bed", "1"},
                  {"3", "PROGRAM", "Copied ", "1"},
                  {"\\nobody\r", "No object", "Nothing here has a path to copy.", "|"}};
    d = dashboard_still("copy", 110, 34, NULL);
    ck_assert_shows(d.screen, "LABEL");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        screen_type(d.screen, places[i].there);
        ck_assert_shows(d.screen, places[i].has);
        screen_type(d.screen, "y");
        ck_assert_shows(d.screen, places[i].copied);
        screen_type(d.screen, places[i].back);
        ck_assert_shows(d.screen, "LABEL");
    }
    dashboard_stop(&d);
}
END_TEST

MEMGLASS_SUITE("e2e/keys", test_keys_of_the_first_quarter, test_keys_of_the_second_quarter,
               test_keys_of_the_third_quarter, test_keys_of_the_last_quarter,
               test_both_keys_quit_and_the_copied_path_is_printed,
               test_each_screen_copies_what_its_cursor_is_on)
