/* What the dashboard's screen costs, against plain ncurses programs on terminals of the same size:
 * a frame of some 200 changed cells, a screen on which nothing changes, the first frame, and what
 * is resident. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include "sample/diff.h"
#include "sample/source.h"
#include "tui/screen.h"
#include "tui/term.h"
#include "view/build.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <memglass/memglass.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WIDTH = 200, HEIGHT = 50, ROWS = 60, CELLS = 200, FRAMES = 500, LABELS = 40 };

/* A session that programs can look at. */
struct world {
    char name[64];
    memglass_session *session;
    struct small_body **bodies;
    size_t count;
};

/* What a program on a terminal tells about its frames, each. */
struct report {
    double cpu_ns, writes, bytes;
};

static void open_world(struct world *w, size_t count)
{
    snprintf(w->name, sizeof w->name, "bench-screen-%zu-%ld", count, (long)getpid());
    w->session = memglass_open(&(memglass_config){.name = w->name}, NULL);
    w->bodies = calloc(count, sizeof *w->bodies);
    w->count = count;
    for (size_t i = 0; w->session && w->bodies && i < count; i++) {
        char label[32];
        snprintf(label, sizeof label, "body-%zu", i);
        w->bodies[i] = memglass_create(w->session, small_body, label);
        if (!w->bodies[i])
            bench_fail("no room for the objects");
    }
    if (!w->session || !w->bodies)
        bench_fail("no session");
}

static void close_world(struct world *w)
{
    memglass_close(w->session);
    free(w->bodies);
}

/* --- two pictures --------------------------------------------------------------------------------
 */

struct pictures {
    struct source *source;
    struct snapshot snapshots[2];
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    struct canvas canvases[2];
    size_t changed; /* cells that differ */
};

static void picture(struct pictures *p, int which)
{
    struct view_input in = {.snapshot = &p->snapshots[which],
                            .session = "bench",
                            .now_ns = 1,
                            .width = WIDTH,
                            .height = HEIGHT};
    if (view_build(p->builder, &in, &p->model, &p->state) != MEMGLASS_OK)
        bench_fail("cannot build the screen");
    screen_draw(&p->canvases[which], &p->state, UINT64_MAX);
}

static bool differs(const struct pictures *p, int cell)
{
    return memcmp(&p->canvases[0].cells[cell], &p->canvases[1].cells[cell],
                  sizeof p->canvases[0].cells[cell]) != 0;
}

static const struct frame *capture(struct pictures *p, const struct frame *prev, uint64_t tick)
{
    const struct frame *frame;
    struct diff diff;
    if (p->source->ops->capture(p->source, prev, tick, &frame, NULL))
        bench_fail("no frame");
    diff_frames(prev, frame, &diff);
    return frame;
}

/* The same objects before and after as many of them have changed as makes about CELLS cells. */
static void make_pictures(struct pictures *p, struct world *w)
{
    *p = (struct pictures){.source = source_live_open(w->name, NULL, NULL),
                           .builder = view_builder_create()};
    if (!p->source || !p->builder)
        bench_fail("cannot attach");
    model_init(&p->model, VIEW_SCREEN_OBJECTS);
    const struct frame *frames[3] = {capture(p, NULL, 1)};
    frames[1] = capture(p, frames[0], 2);
    for (int i = 0; i < 2; i++) {
        canvas_init(&p->canvases[i]);
        if (canvas_resize(&p->canvases[i], WIDTH, HEIGHT) != MEMGLASS_OK)
            bench_fail("no memory");
    }
    for (size_t i = 0; i < ROWS && p->changed < CELLS; i++) {
        w->bodies[i]->counter += 7;
        if (i)
            frame_release(&frames[2]);
        frames[2] = capture(p, frames[1], 3);
        p->snapshots[0] =
            (struct snapshot){.prev = frames[0], .cur = frames[1], .interval_ns = 1000000000};
        p->snapshots[1] =
            (struct snapshot){.prev = frames[1], .cur = frames[2], .interval_ns = 1000000000};
        picture(p, 0);
        picture(p, 1);
        p->changed = 0;
        for (int cell = 0; cell < WIDTH * HEIGHT; cell++)
            p->changed += differs(p, cell);
    }
}

/* --- programs on a terminal ----------------------------------------------------------------------
 */

typedef void terminal_program(void *ctx, int report);

struct terminal_child {
    pid_t pid;
    int terminal, report;
};

static struct terminal_child start(terminal_program *program, void *ctx)
{
    struct winsize size = {.ws_row = HEIGHT, .ws_col = WIDTH};
    struct terminal_child child;
    int ends[2];
    if (pipe(ends) != 0)
        bench_fail("no pipe");
    child.pid = forkpty(&child.terminal, NULL, NULL, &size);
    if (child.pid < 0)
        bench_fail("no terminal");
    if (child.pid == 0) {
        close(ends[0]);
        program(ctx, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    child.report = ends[0];
    return child;
}

static void stop(struct terminal_child *child)
{
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    close(child->terminal);
    close(child->report);
}

/* What the program has written until `until_ns`, or until it reports; bytes. */
static double drain(struct terminal_child *child, struct report *out, double until_ns)
{
    double bytes = 0, left;
    char part[65536];
    while ((left = until_ns - bench_now_ns()) > 0) {
        struct pollfd fds[] = {{.fd = child->terminal, .events = POLLIN},
                               {.fd = child->report, .events = POLLIN}};
        if (poll(fds, out ? 2 : 1, (int)(left / 1e6) + 1) < 1)
            continue;
        ssize_t got = fds[0].revents ? read(child->terminal, part, sizeof part) : 0;
        if (got > 0)
            bytes += (double)got;
        else if (out && fds[1].revents) {
            if (read(child->report, out, sizeof *out) != sizeof *out)
                bench_fail("a program on the terminal failed");
            break;
        }
    }
    return bytes;
}

static double io_count(const char *what)
{
    char line[128];
    double value = 0;
    FILE *in = fopen("/proc/self/io", "r");
    while (in && fgets(line, sizeof line, in))
        if (strncmp(line, what, strlen(what)) == 0)
            value = strtod(line + strlen(what), NULL);
    if (in)
        fclose(in);
    return value;
}

static struct report now_report(void)
{
    return (struct report){.writes = io_count("syscw:"),
                           .bytes = io_count("wchar:"),
                           .cpu_ns = bench_clock_ns(CLOCK_PROCESS_CPUTIME_ID)};
}

static void report_since(const struct report *before, int frames, int fd)
{
    double cpu_ns = bench_clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    struct report each = now_report();
    each.cpu_ns = (cpu_ns - before->cpu_ns) / frames;
    each.writes = (each.writes - before->writes) / frames;
    each.bytes = (each.bytes - before->bytes) / frames;
    if (write(fd, &each, sizeof each) != sizeof each)
        _exit(1);
    pause();
}

/* Pictures come faster here than a terminal reads. So that none is left out, writing waits for it,
 * as that of ncurses does. */
static void let_writing_wait(void)
{
    for (int fd = 3; fd < 64; fd++)
        if (isatty(fd))
            fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

static void dashboard_frames(void *ctx, int fd)
{
    struct pictures *p = ctx;
    struct term_options options = {.theme = VIEW_THEME_DARK};
    struct terminal *t = term_open(&options, NULL);
    let_writing_wait();
    if (!t || !term_resume(t))
        _exit(1);
    for (int i = 0; i < 2; i++) {
        picture(p, i);
        term_show(t, &p->canvases[i]);
    }
    struct report before = now_report();
    for (int i = 0; i < FRAMES; i++) {
        picture(p, i % 2);
        term_show(t, &p->canvases[i % 2]);
    }
    report_since(&before, FRAMES, fd);
}

static void put_cell(const struct canvas *c, int cell)
{
    attrset(COLOR_PAIR(c->cells[cell].role % 7 + 1)); /* as many styles as the dashboard has */
    mvaddstr(cell / c->width, cell % c->width, c->cells[cell].text);
}

/* Draws the first picture whole, then the cells that change, as a program that knows them would. */
static void curses_frames(void *ctx, int fd)
{
    const struct pictures *p = ctx;
    int changed[WIDTH * HEIGHT], count = 0;
    initscr();
    start_color();
    for (short pair = 1; pair < 8; pair++)
        init_pair(pair, pair, COLOR_BLACK);
    for (int cell = 0; cell < WIDTH * HEIGHT; cell++) {
        put_cell(&p->canvases[0], cell);
        if (differs(p, cell))
            changed[count++] = cell;
    }
    refresh();
    struct report before = now_report();
    for (int i = 1; i <= FRAMES; i++) {
        for (int k = 0; k < count; k++)
            put_cell(&p->canvases[i % 2], changed[k]);
        refresh();
    }
    report_since(&before, FRAMES, fd);
}

struct frames {
    terminal_program *program;
    struct pictures *pictures;
    struct report last;
};

static double run_frames(void *ctx)
{
    struct frames *f = ctx;
    struct terminal_child child = start(f->program, f->pictures);
    drain(&child, &f->last, bench_now_ns() + 60e9);
    stop(&child);
    return f->last.cpu_ns;
}

static void measure_frames(void)
{
    struct world w;
    struct pictures p;
    char what[64];
    open_world(&w, ROWS);
    make_pictures(&p, &w);
    struct frames ours = {.program = dashboard_frames, .pictures = &p};
    struct frames theirs = {.program = curses_frames, .pictures = &p};
    snprintf(what, sizeof what, "view, draw, paint: %zu cells", p.changed);
    bench_turns("screen", "ns", &(struct bench_turn){what, run_frames, &ours},
                &(struct bench_turn){"ncurses, the same cells", run_frames, &theirs},
                bench_repetitions());
    bench_value("screen, writes a frame", "write(2) of memglass", "", ours.last.writes);
    bench_value("screen, writes of ncurses", "write(2) of ncurses", "", theirs.last.writes);
    bench_row_show(&(struct bench_row){.name = "screen, bytes a frame",
                                       .measured_name = "memglass",
                                       .baseline_name = "ncurses",
                                       .unit = "B",
                                       .measured = ours.last.bytes,
                                       .baseline = theirs.last.bytes,
                                       .ratio = ours.last.bytes / theirs.last.bytes});
    close_world(&w);
}

/* --- the program itself --------------------------------------------------------------------------
 */

_Noreturn static void run_dashboard(const char *session, const char *option, const char *past)
{
    char path[4096];
    const char *build = getenv("MEMGLASS_BUILD");
    bench_unpin();
    bench_usual();
    snprintf(path, sizeof path, "%s/memglass-top", build ? build : "build");
    execl(path, "memglass-top", session, option, "0", past, "0", (char *)NULL);
    _exit(1);
}

static void dashboard(void *ctx, int fd)
{
    (void)fd;
    run_dashboard(ctx, NULL, NULL);
}

static void dashboard_without_history(void *ctx, int fd)
{
    (void)fd;
    run_dashboard(ctx, "--history", "--past");
}

static void one_screen(void *ctx, int fd)
{
    char path[4096];
    const char *build = getenv("MEMGLASS_BUILD");
    (void)ctx;
    (void)fd;
    bench_unpin();
    bench_usual();
    snprintf(path, sizeof path, "%s/tests/bench/first_screen", build ? build : "build");
    execl(path, "first_screen", (char *)NULL);
    _exit(1);
}

static void curses_loop(void *ctx, int fd)
{
    const struct timespec frame = {.tv_nsec = 16666667};
    (void)ctx;
    (void)fd;
    initscr();
    mvaddstr(0, 0, "still");
    for (;;) {
        refresh();
        nanosleep(&frame, NULL);
    }
}

struct at_rest {
    terminal_program *program;
    void *ctx;
    double bytes;
};

/* Processor time of a second, once the screen is there. */
static double rest(void *ctx)
{
    struct at_rest *r = ctx;
    clockid_t clock;
    struct terminal_child child = start(r->program, r->ctx);
    drain(&child, NULL, bench_now_ns() + 2.5e9);
    if (clock_getcpuclockid(child.pid, &clock) != 0)
        bench_fail("no clock of a process");
    double before = bench_clock_ns(clock);
    r->bytes = drain(&child, NULL, bench_now_ns() + 2e9) / 2;
    double ns = (bench_clock_ns(clock) - before) / 2;
    stop(&child);
    return ns;
}

static void measure_static(void)
{
    struct world w;
    open_world(&w, ROWS);
    struct at_rest ours = {.program = dashboard, .ctx = w.name}, theirs = {.program = curses_loop};
    double ns = rest(&ours), base = rest(&theirs);
    bench_row_show(&(struct bench_row){.name = "screen, static",
                                       .measured_name = "memglass-top, cpu of a second",
                                       .baseline_name = "ncurses at 60 Hz",
                                       .unit = "ns",
                                       .measured = ns,
                                       .baseline = base,
                                       .ratio = ns / base});
    bench_value("screen, static, bytes", "memglass-top, in a second", "B", ours.bytes);
    close_world(&w);
}

struct first {
    terminal_program *program;
    void *ctx;
};

/* From fork to the screen that has the labels of its rows. */
static double first_frame(void *ctx)
{
    const struct first *f = ctx;
    static char seen[1 << 20];
    size_t used = 0;
    int labels = 0;
    double begun = bench_now_ns();
    struct terminal_child child = start(f->program, f->ctx);
    while (labels < LABELS) {
        ssize_t got = read(child.terminal, seen + used, sizeof seen - 1 - used);
        if (got <= 0)
            bench_fail("no first frame");
        used += (size_t)got;
        seen[used] = '\0';
        labels = 0;
        for (const char *at = seen; (at = strstr(at, "body-")); at++)
            labels++;
    }
    double ns = bench_now_ns() - begun;
    stop(&child);
    return ns / 1e6;
}

static double resident_bytes(pid_t pid)
{
    char path[64], line[256];
    double anonymous = 0, file = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in)) {
        if (strncmp(line, "RssAnon:", 8) == 0)
            anonymous = strtod(line + 8, NULL) * 1024;
        if (strncmp(line, "RssFile:", 8) == 0)
            file = strtod(line + 8, NULL) * 1024;
    }
    if (in)
        fclose(in);
    return anonymous + file;
}

/* Every object changes each tick, so that frames have all that they can have of each. */
static void let_change(struct world *w, struct terminal_child *child, double seconds)
{
    for (double until = bench_now_ns() + seconds * 1e9; bench_now_ns() < until;) {
        for (size_t i = 0; i < w->count; i++)
            w->bodies[i]->counter++;
        drain(child, NULL, bench_now_ns() + 2e8);
    }
}

/* What is shared with the producer is the producer's. `spare`: bytes that are not counted. */
static void show_resident(struct world *w, const char *name, const char *what,
                          terminal_program *program, double spare)
{
    struct terminal_child child = start(program, w->name);
    let_change(w, &child, 4);
    double bytes = resident_bytes(child.pid) - spare;
    stop(&child);
    double row = sizeof(struct small_body) + sizeof(struct row_past) + sizeof(uint8_t);
    double frames = 2 * (double)w->count * row;
    bench_row_show(&(struct bench_row){.name = name,
                                       .measured_name = what,
                                       .baseline_name = "two frames",
                                       .unit = "B",
                                       .measured = bytes,
                                       .baseline = frames,
                                       .ratio = bytes / frames});
}

static void measure_resident(struct world *w)
{
    show_resident(w, "resident", "memglass-top --history 0 --past 0, less 8 MB",
                  dashboard_without_history, 8e6);
    show_resident(w, "resident, with history", "memglass-top", dashboard, 0);
}

static void measure_first(size_t count, const char *name)
{
    struct world w;
    open_world(&w, count);
    struct first ours = {dashboard, w.name}, theirs = {one_screen, NULL};
    bench_turns(name, "ms", &(struct bench_turn){"memglass-top", first_frame, &ours},
                &(struct bench_turn){"ncurses, one screen", first_frame, &theirs},
                bench_repetitions());
    if (count == 100000)
        measure_resident(&w);
    close_world(&w);
}

int main(void)
{
    setenv("TERM", "xterm-256color", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    setlocale(LC_ALL, "C.UTF-8");
    setenv("LC_ALL", "C.UTF-8", 1);
    bench_begin();
    measure_frames();
    measure_static();
    measure_first(10000, "first frame, 10,000");
    measure_first(100000, "first frame, 100,000");
    return EXIT_SUCCESS;
}
