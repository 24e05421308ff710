/* What is looked back at, and what is replayed from a file, is cell by cell what was seen live: on
 * real terminals, of a program whose values move. */
#include "dashboard.h"

#include <glob.h>
#include <memglass/observer.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The bar of time takes two rows; below what is compared there are two more. */
enum { WIDTH = 110, HEIGHT = 26, BAR = 2, COMPARED = HEIGHT - 2, INSTANTS = 3, TITLE = 4 };

/* Each is come to from the one before; the text says that it is there. */
static const struct view {
    const char *keys, *shows;
} views[] = {{"1g", "all types"}, {"2", "OF ALL BYTES"}, {"1g\r", "RANGE"}};
enum { VIEWS = sizeof views / sizeof *views };

/* What is drawn from frames alone, and so alike only when looked back at and replayed: live charts
 * are drawn from copies made between them, too. */
static const struct view charts[] = {{"1g\r:moisture\rc", "-30s"}, {"1g\r:rss\rc", "-30s"}};

struct picture {
    struct screen_cell cells[COMPARED][WIDTH];
};

struct instant {
    struct picture seen[VIEWS];
    struct picture chart;
    char clock[24];  /* "16:03:48.144" */
    char behind[24]; /* a millisecond on: a clock has no digits for the rest */
};

struct stage {
    char session[UNIT_NAME_BYTES], folder[32], file[256];
    pid_t producer;
    const struct view *chart;
    struct screen *live, *replay;
    struct instant instants[INSTANTS];
};

/* --- pictures ----------------------------------------------------------------------------------
 */

/* Not recorded, and so not compared: what a sample cost, and where an object was created. */
static int compared_cells(struct screen *s, int row)
{
    const char *text = screen_row(s, row);
    const char *end = row == 1       ? strstr(text, "sample ")
                      : row == TITLE ? strstr(text, "  from ")
                                     : 0;
    return end ? (int)(end - text) : WIDTH; /* what stands before it is ASCII */
}

static void take_picture(struct screen *s, struct picture *out)
{
    memset(out, 0, sizeof *out);
    for (int row = 0; row < COMPARED; row++)
        screen_cells(s, row, compared_cells(s, row), out->cells[row]);
}

struct wanted {
    struct picture now;
    const struct picture *then;
};

static bool is_same(struct screen *s, void *ctx)
{
    struct wanted *w = ctx;
    take_picture(s, &w->now);
    return memcmp(&w->now, w->then, sizeof w->now) == 0;
}

static void append_row(char *out, size_t size, const struct screen_cell *cells)
{
    size_t used = strlen(out);
    for (int i = 0; i < WIDTH && used + 2 < size; i++) {
        unsigned c = cells[i].characters[0];
        out[used++] = c == 0 ? ' ' : c < 128 ? (char)c : '#';
    }
    out[used++] = '\n';
    out[used] = '\0';
}

static void say_difference(const struct wanted *w, char *out, size_t size)
{
    for (int row = 0; row < COMPARED; row++)
        for (int i = 0; i < WIDTH; i++) {
            const struct screen_cell *a = &w->then->cells[row][i], *b = &w->now.cells[row][i];
            if (memcmp(a, b, sizeof *a) == 0)
                continue;
            snprintf(out, size, "row %d, column %d: U+%04X, colours %x on %x, was U+%04X, %x on %x",
                     row, i, b->characters[0], b->colors[0], b->colors[1], a->characters[0],
                     a->colors[0], a->colors[1]);
            return;
        }
}

/* Shows what it was beside what it is. */
static void check_same(struct screen *s, const struct picture *then, const char *which)
{
    char was[COMPARED * (WIDTH + 1) + 1] = "", where[128] = "";
    struct wanted w = {.then = then};
    if (screen_wait(s, is_same, &w))
        return;
    for (int row = 0; row < COMPARED; row++)
        append_row(was, sizeof was, then->cells[row]);
    say_difference(&w, where, sizeof where);
    ck_abort_msg("%s: %s; it was\n%s\nand is\n%s", which, where, was, screen_text(s));
}

/* What is frozen stands still once sorting, and what moves on the screen, has come to an end: not
 * while a thread that would go on with it waits for a processor. */
static void settle(struct screen *s, struct picture *out)
{
    struct wanted w = {.then = out};
    long long deadline = unit_now_ms() + screen_patience_ms();
    take_picture(s, out);
    for (int still = 0; still < 3 && unit_now_ms() < deadline;) {
        screen_listen(s, 100);
        still = is_same(s, &w) && screen_is_asleep(s) ? still + 1 : 0;
        *out = w.now;
    }
}

static bool is_another(struct screen *s, void *ctx)
{
    return !is_same(s, ctx);
}

static void show(struct screen *s, const struct view *v)
{
    screen_type(s, v->keys);
    ck_assert_shows(s, v->shows);
}

static void leave(struct screen *s, const struct view *v)
{
    if (strchr(v->keys, '\r')) {
        screen_type(s, "q");
        ck_assert_hides(s, v->shows);
    }
}

/* Columns only grow while they are the same, with what was shown before: others are shown between.
 */
static void forget_widths(struct screen *s)
{
    screen_type(s, "1t");
    ck_assert_hides(s, "all types");
    screen_type(s, "a");
    ck_assert_shows(s, "all types");
}

/* --- live --------------------------------------------------------------------------------------
 */

static void clock_text(char *out, size_t size, int ms)
{
    snprintf(out, size, "%02d:%02d:%02d.%03d", ms / 3600000 % 24, ms / 60000 % 60, ms / 1000 % 60,
             ms % 1000);
}

/* Of the bar of time. */
static void read_clock(struct screen *s, struct instant *t)
{
    int row, hour, minute, second, ms;
    ck_assert_shows(s, " back ");
    ck_assert(screen_find(s, " back ", &row, NULL));
    const char *text = strstr(screen_row(s, row), "  20");
    while (text && sscanf(text, " %*d-%*d-%*d %d:%d:%d.%d", &hour, &minute, &second, &ms) != 4)
        text = strstr(text + 1, "  20"); /* it was a time that has passed */
    ck_assert_ptr_nonnull(text);
    int now = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    clock_text(t->clock, sizeof t->clock, now);
    clock_text(t->behind, sizeof t->behind, now + 1);
}

/* Seen frozen, then looked back at from a later moment on a terminal that has room for the bar. */
static void see_instant(struct screen *s, struct instant *t, const struct view *chart)
{
    screen_type(s, " ");
    ck_assert_shows(s, "FROZEN");
    forget_widths(s);
    for (size_t i = 0; i < VIEWS; i++) {
        show(s, &views[i]);
        settle(s, &t->seen[i]);
        leave(s, &views[i]);
    }
    screen_resize(s, WIDTH, HEIGHT + BAR);
    screen_type(s, "@\r"); /* to where it stands */
    ck_assert_shows(s, "LOOKING BACK");
    forget_widths(s);
    for (size_t i = 0; i < VIEWS; i++) {
        show(s, &views[i]);
        check_same(s, &t->seen[i], "looking back");
        leave(s, &views[i]);
    }
    show(s, chart);
    settle(s, &t->chart);
    screen_type(s, "cg"); /* the inspector is as it was */
    leave(s, chart);
    read_clock(s, t);
    screen_type(s, "1 ");
    ck_assert_hides(s, "LOOKING BACK");
    screen_resize(s, WIDTH, HEIGHT);
    ck_assert(screen_wait(s, is_another, &(struct wanted){.then = &t->seen[0]}));
}

static bool is_there(void *name)
{
    memglass_observer *o = memglass_attach(name, NULL);
    bool any = o && memglass_object_count(o) > 2;
    memglass_detach(o);
    return any;
}

static struct stage *see_live(const char *tag, const char *const *producer,
                              const struct view *chart)
{
    struct stage *g = calloc(1, sizeof *g);
    ck_assert_ptr_nonnull(g);
    g->chart = chart;
    unit_session_name(g->session, tag);
    snprintf(g->folder, sizeof g->folder, "/tmp/memglass-XXXXXX");
    ck_assert(mkdtemp(g->folder) && chdir(g->folder) == 0); /* where the file will be */
    const char *const program[] = {producer[0], producer[1] ? producer[1] : g->session,
                                   producer[1] ? g->session : NULL, NULL};
    g->producer = start_program(program);
    ck_assert(unit_wait(is_there, g->session, (int)screen_patience_ms()));
    const char *const argv[] = {"memglass-top", "-d", "0.3", "-s", "label", g->session, NULL};
    g->live = screen_start(WIDTH, HEIGHT, NULL, argv);
    ck_assert_shows(g->live, "LABEL");
    ck_assert_hides(g->live, "being read");
    ck_assert_shows(g->live, views[0].shows); /* the program has made all its types */
    for (int i = 0; i < INSTANTS; i++)
        see_instant(g->live, &g->instants[i], chart);
    return g;
}

/* --- the file ----------------------------------------------------------------------------------
 */

static void keep_past(struct stage *g)
{
    char pattern[UNIT_NAME_BYTES + 8];
    glob_t found;
    screen_signal(g->live, SIGUSR1);
    ck_assert_shows(g->live, "What there is to look back at is in t-");
    snprintf(pattern, sizeof pattern, "%s-*.mgr", g->session);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, 1);
    snprintf(g->file, sizeof g->file, "%s/%s", g->folder, found.gl_pathv[0]);
    globfree(&found);
    screen_type(g->live, "Q");
    ck_assert_int_eq(screen_wait_exit(g->live), 0);
    screen_stop(&g->live);
    stop_program(&g->producer, SIGTERM);
}

static void replay_instant(struct screen *s, const struct instant *t, const struct view *chart)
{
    char keys[32];
    snprintf(keys, sizeof keys, "@%s\r", t->behind);
    screen_type(s, keys);
    ck_assert_shows(s, t->clock);
    forget_widths(s);
    for (size_t i = 0; i < VIEWS; i++) {
        show(s, &views[i]);
        check_same(s, &t->seen[i], "replayed");
        leave(s, &views[i]);
    }
    show(s, chart);
    check_same(s, &t->chart, "replayed chart");
    screen_type(s, "cg"); /* the inspector is as it was */
    leave(s, chart);
    screen_type(s, "1");
}

static void check_file(struct stage *g)
{
    const char *const argv[] = {"memglass-top", "-s", "label", "--replay", g->file, NULL};
    g->replay = screen_start(WIDTH, HEIGHT + BAR, NULL, argv);
    ck_assert_shows(g->replay, "stopped");
    static const int order[] = {2, 0, 1};
    for (int i = 0; i < INSTANTS; i++)
        replay_instant(g->replay, &g->instants[order[i]], g->chart);
    screen_stop(&g->replay);
    unlink(g->file);
    rmdir(g->folder);
    free(g);
}

START_TEST(test_moving_values_are_what_was_seen)
{
    const char *const producer[] = {"examples/greenhouse", NULL};
    struct stage *g = see_live("seen", producer, &charts[0]);
    keep_past(g);
    check_file(g);
}
END_TEST

START_TEST(test_objects_that_come_and_go_are_what_was_seen)
{
    const char *const producer[] = {"memglass-proc", "-n"};
    struct stage *g = see_live("seenproc", producer, &charts[1]);
    keep_past(g);
    check_file(g);
}
END_TEST

MEMGLASS_SUITE("e2e/replayed", test_moving_values_are_what_was_seen,
               test_objects_that_come_and_go_are_what_was_seen)
