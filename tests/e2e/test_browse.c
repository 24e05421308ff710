/* Browsing: what is on the screen is true, and keys do what the key table says. */
#include "dashboard.h"

#include <memglass/observer.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* A process that is easy to find, and holds still. It has its name from birth: its label is what it
 * is called when it is first seen, and that may be before it runs its program. */
static pid_t start_sleeper(void)
{
    char own[16];
    prctl(PR_GET_NAME, own);
    prctl(PR_SET_NAME, "sleep");
    pid_t pid = fork();
    if (pid != 0)
        prctl(PR_SET_NAME, own);
    if (pid == 0) {
        execlp("sleep", "sleep", "1000", (char *)NULL);
        _exit(1);
    }
    return pid;
}

static void label_of(char label[64], pid_t pid, const char *name)
{
    snprintf(label, 64, "%d %s", (int)pid, name);
}

START_TEST(test_the_first_screen_says_what_is_observed)
{
    struct dashboard d = dashboard_start("first", 100, 30, NULL);
    ck_assert_shows(d.screen, "ALIVE");
    ck_assert_shows(d.screen, d.session);
    ck_assert_shows(d.screen, "LABEL");
    ck_assert_shows(d.screen, "objects");
    ck_assert(screen_is_alternate(d.screen));
    ck_assert(!screen_cursor_visible(d.screen));
    screen_type(d.screen, "q");
    ck_assert_int_eq(screen_wait_exit(d.screen), 0);
    ck_assert(!screen_is_alternate(d.screen));
    ck_assert(screen_cursor_visible(d.screen));
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_a_process_appears_and_goes)
{
    struct dashboard d = dashboard_start("birth", 120, 60, NULL);
    char label[64];
    ck_assert_shows(d.screen, "ALIVE");
    screen_type(d.screen, "G");
    pid_t pid = start_sleeper();
    label_of(label, pid, "sleep");
    /* Youngest first: sorted by age, two columns before the changes. */
    screen_type(d.screen, "<r");
    ck_assert_shows(d.screen, "by age");
    screen_type(d.screen, "g");
    ck_assert_shows(d.screen, label);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    ck_assert_hides(d.screen, label);
    dashboard_stop(&d);
}
END_TEST

/* The number that follows the label in a column, by the column's head. */
static double column_value(struct screen *s, int row, int column_end)
{
    char line[1024];
    snprintf(line, sizeof line, "%s", screen_row(s, row));
    size_t length = strlen(line), cells = 0, end = 0;
    for (end = 0; end < length && cells <= (size_t)column_end; end++)
        cells += ((unsigned char)line[end] & 0xc0) != 0x80;
    size_t start = end;
    while (start && line[start - 1] == ' ')
        start--;
    while (start && line[start - 1] != ' ')
        start--;
    char *unit;
    double value = strtod(line + start, &unit);
    static const char scales[] = "BKMGT";
    const char *scale = *unit ? strchr(scales, *unit) : NULL;
    for (long i = scale ? scale - scales : 0; i > 0; i--)
        value *= 1024;
    return value;
}

/* Cells up to and with the column's head, where its right-aligned values end; 0 when it is not
 * there. */
static int column_end(struct screen *s, int head, const char *title)
{
    const char *line = screen_row(s, head), *found = strstr(line, title);
    int cells = 0;
    for (const char *c = line; found && c < found + strlen(title); c++)
        cells += ((unsigned char)*c & 0xc0) != 0x80;
    return cells;
}

/* Ten rows by falling rss, the first above 1 MiB. What is shown is rounded. */
static bool rows_fall(struct screen *s, void *unused)
{
    int head, end;
    (void)unused;
    if (!screen_find(s, "LABEL", &head, NULL) || !(end = column_end(s, head, "rss")))
        return false;
    double before = column_value(s, head + 1, end);
    bool falls = before > 1 << 20;
    for (int row = head + 2; row < head + 12; row++) {
        double value = column_value(s, row, end);
        falls = falls && value <= before * 1.02;
        before = value;
    }
    return falls;
}

/* What the screen says of the order, " by age, largest first", is no longer the text in ctx. */
static bool sort_changed(struct screen *s, void *before)
{
    int row;
    if (!screen_find(s, " objects  by ", &row, NULL))
        return false;
    const char *now = strstr(screen_row(s, row), " by ");
    return now && strcmp(now, before) != 0;
}

START_TEST(test_sorting_by_rss_puts_the_largest_first)
{
    struct dashboard d = dashboard_start("sort", 140, 40, NULL);
    char title[512];
    int row;
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "t");
    ck_assert_shows(d.screen, "rss");
    for (int i = 0; i < 20 && !screen_find(d.screen, "by rss", NULL, NULL); i++) {
        ck_assert_shows(d.screen, " objects  by ");
        ck_assert(screen_find(d.screen, " objects  by ", &row, NULL));
        snprintf(title, sizeof title, "%s", strstr(screen_row(d.screen, row), " by "));
        screen_type(d.screen, ">");
        ck_assert_msg(screen_wait(d.screen, sort_changed, title), "%s", screen_text(d.screen));
    }
    screen_type(d.screen, "g");
    ck_assert_msg(screen_wait(d.screen, rows_fall, NULL), "%s", screen_text(d.screen));
    dashboard_stop(&d);
}
END_TEST

struct sleeper {
    memglass_observer *observer;
    char label[64];
    pid_t pid;
    memglass_object object;
};

static uint64_t vsize_of(pid_t pid)
{
    char path[64], line[256];
    unsigned long long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        sscanf(line, "VmSize: %llu", &kib);
    if (status)
        fclose(status);
    return kib * 1024;
}

/* It has started, and was looked at since: its state and its size are those of one that sleeps. */
static bool is_seen_asleep(void *ctx)
{
    struct sleeper *s = ctx;
    memglass_value state, vsize;
    memglass_refresh(s->observer);
    return memglass_find(s->observer, s->label, &s->object) == MEMGLASS_OK &&
           memglass_read_field(s->observer, &s->object, "state", &state) == MEMGLASS_OK &&
           memglass_read_field(s->observer, &s->object, "vsize", &vsize) == MEMGLASS_OK &&
           strcmp(state.text, "S") == 0 && vsize.as.u == vsize_of(s->pid);
}

/* The values of a process, as the session gives them and as the kernel does. */
START_TEST(test_values_agree_with_proc)
{
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "values"));
    struct sleeper s = {.observer = memglass_attach(session, NULL), .pid = start_sleeper()};
    memglass_value value;
    ck_assert_ptr_nonnull(s.observer);
    label_of(s.label, s.pid, "sleep");
    ck_assert(unit_wait(is_seen_asleep, &s, (int)screen_patience_ms()));
    ck_assert_int_eq(memglass_read_field(s.observer, &s.object, "ppid", &value), MEMGLASS_OK);
    ck_assert_int_eq(value.as.i, getpid());
    ck_assert_int_eq(value.truth, MEMGLASS_EXACT);
    ck_assert_int_eq(memglass_read_field(s.observer, &s.object, "name", &value), MEMGLASS_OK);
    ck_assert_str_eq(value.text, "sleep");
    ck_assert_int_eq(memglass_read_field(s.observer, &s.object, "threads", &value), MEMGLASS_OK);
    ck_assert_int_eq(value.as.i, 1);
    memglass_detach(s.observer);
    kill(s.pid, SIGKILL);
    waitpid(s.pid, NULL, 0);
    stop_program(&producer, SIGTERM);
}
END_TEST

/* Moves the cursor of the table with that head down to a row. */
static void move_to(struct screen *s, const char *head, int row)
{
    int head_row;
    ck_assert(screen_find(s, head, &head_row, NULL));
    for (int cursor = screen_highlighted_row(s, head_row + 1); cursor < row; cursor++)
        screen_type(s, "j");
}

START_TEST(test_the_inspector_opens_and_closes)
{
    struct dashboard d = dashboard_start("inspect", 110, 40, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "\r");
    ck_assert_shows(d.screen, "FIELD");
    ck_assert_shows(d.screen, "HISTORY");
    screen_type(d.screen, "\033");
    ck_assert_shows(d.screen, "LABEL");
    ck_assert_hides(d.screen, "HISTORY");
    dashboard_stop(&d);
}
END_TEST

/* A short array is open in the inspector; it closes, and opens again. */
START_TEST(test_arrays_expand_and_collapse)
{
    struct dashboard d = dashboard_start("expand", 110, 70, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "tt"); /* the second type: system */
    ck_assert_shows(d.screen, "system");
    screen_type(d.screen, "\r");
    ck_assert_shows(d.screen, "FIELD");
    int row;
    ck_assert_shows(d.screen, "[0]"); /* a short array is open from the start */
    ck_assert(screen_find(d.screen, "▾", &row, NULL));
    move_to(d.screen, "FIELD", row);
    screen_type(d.screen, "h");
    ck_assert_hides(d.screen, "[0]");
    screen_type(d.screen, "l");
    ck_assert_shows(d.screen, "[0]");
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_help_lists_the_keys)
{
    struct dashboard d = dashboard_start("help", 100, 40, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "?");
    ck_assert_shows(d.screen, "WHAT IT DOES");
    screen_type(d.screen, "q");
    ck_assert_shows(d.screen, "LABEL");
    dashboard_stop(&d);
}
END_TEST

static bool is_highlighted(struct screen *s, void *row)
{
    return screen_highlighted_row(s, *(int *)row) == *(int *)row;
}

START_TEST(test_the_picker_lists_sessions_and_attaches)
{
    char session[UNIT_NAME_BYTES];
    /* Sorted before all others: the machine may have more sessions than fit the screen. */
    snprintf(session, sizeof session, "0-pick-%ld", (long)getpid());
    pid_t producer = dashboard_producer(session);
    struct screen *s = screen_start(100, 40, NULL, (const char *const[]){"memglass-top", NULL});
    ck_assert_shows(s, session);
    int row;
    screen_find(s, session, &row, NULL);
    bool selected = screen_highlighted_row(s, row) == row; /* a click opens it then */
    char click[32];
    snprintf(click, sizeof click, "\033[<0;5;%dM", row + 1);
    screen_type(s, click);
    if (!selected) {
        ck_assert(screen_wait(s, is_highlighted, &row));
        screen_type(s, "\r");
    }
    ck_assert_shows(s, "LABEL");
    screen_type(s, "q");
    ck_assert_hides(s, "LABEL");
    ck_assert_shows(s, session);
    screen_type(s, "q");
    ck_assert_int_eq(screen_wait_exit(s), 0);
    screen_stop(&s);
    stop_program(&producer, SIGTERM);
}
END_TEST

static bool is_at_cursor(struct screen *s, void *name)
{
    int row = screen_highlighted_row(s, 2); /* below the head */
    return row >= 0 && strstr(screen_row(s, row), name);
}

/* However many sessions there are, and however far down. */
START_TEST(test_a_session_is_found_by_a_part_of_its_name)
{
    char session[UNIT_NAME_BYTES], part[UNIT_NAME_BYTES];
    snprintf(session, sizeof session, "zz-Needle-%ld", (long)getpid());
    snprintf(part, sizeof part, "/needle-%ld", (long)getpid());
    pid_t producer = dashboard_producer(session);
    struct screen *s = screen_start(100, 12, NULL, (const char *const[]){"memglass-top", NULL});
    walk(s, (step[]){{"", "on this machine"}, {part, "Find session: needle-"}, {NULL}});
    ck_assert_msg(screen_wait(s, is_at_cursor, session), "%s", screen_text(s));
    walk(s, (step[]){{"Q", "no session has this in its name"}, {"\b", NOT "no session"}, {NULL}});
    ck_assert_msg(screen_wait(s, is_at_cursor, session), "%s", screen_text(s));
    walk(s, (step[]){{"\r", NOT "Find session:", session}, {"\r", "LABEL", session}, {NULL}});
    screen_stop(&s);
    stop_program(&producer, SIGTERM);
}
END_TEST

/* Keys of the bottom line that need a session say so. */
START_TEST(test_without_a_session_keys_say_what_is_missing)
{
    static const char *const keys[] = {"1", "2", "\t", " ", ",", "@"};
    struct screen *s = screen_start(100, 30, NULL, (const char *const[]){"memglass-top", NULL});
    ck_assert_shows(s, "on this machine");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        screen_type(s, keys[i]);
        ck_assert_shows(s, "No session is looked into");
        screen_type(s, "j");
        ck_assert_hides(s, "No session is looked into");
    }
    screen_stop(&s);
}
END_TEST

MEMGLASS_SUITE("e2e/browse", test_the_first_screen_says_what_is_observed,
               test_a_process_appears_and_goes, test_sorting_by_rss_puts_the_largest_first,
               test_values_agree_with_proc, test_the_inspector_opens_and_closes,
               test_arrays_expand_and_collapse, test_help_lists_the_keys,
               test_the_picker_lists_sessions_and_attaches,
               test_a_session_is_found_by_a_part_of_its_name,
               test_without_a_session_keys_say_what_is_missing)
