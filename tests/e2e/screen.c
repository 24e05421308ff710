/* A real terminal for a program under test: a pseudo-terminal, with libvterm as the screen. Tests
 * only. */
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define COLUMNS_MAX 300
#define ROWS_MAX    100

struct screen {
    pid_t pid;
    int fd;
    int columns, rows;
    VTerm *vterm;
    VTermScreen *cells;
    size_t bytes;
    char *raw; /* all of them */
    bool alternate, cursor_visible, mouse, rang, ended;
    VTermPos cursor;
    int status;
    char text[COLUMNS_MAX * 16], all[ROWS_MAX * COLUMNS_MAX * 4];
};

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

long long screen_patience_ms(void)
{
    const char *factor = getenv("MEMGLASS_PATIENCE");
    return (long long)E2E_DEADLINE_MS * (factor && atoi(factor) > 0 ? atoi(factor) : 1);
}

static void die(const char *what)
{
    perror(what);
    exit(99);
}

/* --- programs ----------------------------------------------------------------------------------
 */

static void apply_environment(const char *const *env)
{
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("XDG_CONFIG_HOME", "/dev/null/none", 1); /* nobody's settings */
    unsetenv("NO_COLOR");
    unsetenv("COLORFGBG");
    unsetenv("COLUMNS");
    unsetenv("LINES");
    for (; env && *env; env++) {
        char *copy = strdup(*env), *value = strchr(copy, '=');
        if (value) {
            *value = '\0';
            setenv(copy, value + 1, 1);
        } else {
            unsetenv(copy);
        }
        free(copy);
    }
}

/* MEMGLASS_TOP: a command with its options that the dashboard is to run under. */
static void run_wrapped(const char *const *argv, const char *path)
{
    const char *wrapper = getenv("MEMGLASS_TOP");
    char words[1024], *next = NULL;
    char *wrapped[64];
    size_t count = 0;
    if (!wrapper || !wrapper[0] || strcmp(argv[0], "memglass-top") != 0)
        return;
    snprintf(words, sizeof words, "%s", wrapper);
    for (char *w = strtok_r(words, " ", &next); w && count < 32; w = strtok_r(NULL, " ", &next))
        wrapped[count++] = w;
    wrapped[count++] = (char *)(uintptr_t)path;
    for (size_t i = 1; argv[i] && count < 63; i++)
        wrapped[count++] = (char *)(uintptr_t)argv[i];
    wrapped[count] = NULL;
    execvp(wrapped[0], wrapped);
    die(wrapped[0]);
}

/* A test that fails or is killed leaves no program behind. */
static void exec_program(const char *const *argv)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    char path[4096];
    const char *build = getenv("MEMGLASS_BUILD");
    snprintf(path, sizeof path, "%s/%s", build ? build : "build", argv[0]);
    run_wrapped(argv, path);
    execv(argv[0][0] == '/' ? argv[0] : path, (char *const *)(uintptr_t)argv);
    perror(path);
    _exit(98);
}

int run_program(char *out, size_t size, const char *const *argv)
{
    int channel[2], status;
    size_t length = 0;
    char rest[4096];
    if (pipe(channel) != 0)
        die("pipe");
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDONLY);
        dup2(null, 0);
        dup2(channel[1], 1);
        dup2(channel[1], 2);
        close(channel[0]);
        close(channel[1]);
        exec_program(argv);
    }
    close(channel[1]);
    for (;;) {
        bool room = length < size - 1;
        ssize_t got =
            read(channel[0], room ? out + length : rest, room ? size - 1 - length : sizeof rest);
        if (got <= 0)
            break;
        length += room ? (size_t)got : 0;
    }
    out[length] = '\0';
    close(channel[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t start_program(const char *const *argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        exec_program(argv);
    }
    return pid;
}

void stop_program(pid_t *pid, int number)
{
    if (*pid > 0) {
        kill(*pid, number);
        waitpid(*pid, NULL, 0);
    }
    *pid = -1;
}

/* --- the screen --------------------------------------------------------------------------------
 */

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct screen *s = user;
    if (property == VTERM_PROP_ALTSCREEN)
        s->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        s->cursor_visible = value->boolean;
    if (property == VTERM_PROP_MOUSE)
        s->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

/* What the terminal answers (to queries of the program) goes back as input. */
static void on_output(const char *bytes, size_t size, void *user)
{
    struct screen *s = user;
    if (write(s->fd, bytes, size) < 0 && errno != EIO)
        die("write to the terminal");
}

static int on_cursor(VTermPos to, VTermPos from, int visible, void *user)
{
    struct screen *s = user;
    (void)from;
    (void)visible;
    s->cursor = to;
    return 1;
}

static int on_bell(void *user)
{
    struct screen *s = user;
    s->rang = true;
    return 1;
}

static const VTermScreenCallbacks callbacks = {
    .settermprop = on_property, .movecursor = on_cursor, .bell = on_bell};

struct screen *screen_start(int columns, int rows, const char *const *env, const char *const *argv)
{
    struct screen *s = calloc(1, sizeof *s);
    if (!s)
        die("calloc");
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    *s = (struct screen){.columns = columns, .rows = rows, .cursor_visible = true};
    s->pid = forkpty(&s->fd, NULL, NULL, &size);
    if (s->pid < 0)
        die("forkpty");
    if (s->pid == 0) {
        apply_environment(env);
        exec_program(argv);
    }
    s->vterm = vterm_new(rows, columns);
    vterm_set_utf8(s->vterm, 1);
    vterm_output_set_callback(s->vterm, on_output, s);
    s->cells = vterm_obtain_screen(s->vterm);
    vterm_screen_enable_altscreen(s->cells, 1);
    vterm_screen_set_callbacks(s->cells, &callbacks, s);
    vterm_screen_reset(s->cells, 1);
    return s;
}

/* Reads what is there, waiting at most ms; false at the end of the program's output. */
static bool pump(struct screen *s, int ms)
{
    char bytes[65536];
    struct pollfd poll_fd = {.fd = s->fd, .events = POLLIN};
    if (poll(&poll_fd, 1, ms) <= 0)
        return true;
    ssize_t got = read(s->fd, bytes, sizeof bytes);
    if (got <= 0)
        return false;
    s->raw = realloc(s->raw, s->bytes + (size_t)got);
    if (!s->raw)
        die("realloc");
    memcpy(s->raw + s->bytes, bytes, (size_t)got);
    s->bytes += (size_t)got;
    vterm_input_write(s->vterm, bytes, (size_t)got);
    return true;
}

void screen_stop(struct screen **at)
{
    struct screen *s = *at;
    if (!s)
        return;
    if (!s->ended) {
        kill(s->pid, SIGKILL);
        waitpid(s->pid, NULL, 0);
    }
    close(s->fd);
    vterm_free(s->vterm);
    free(s->raw);
    free(s);
    *at = NULL;
}

void screen_type(struct screen *s, const char *keys)
{
    for (size_t left = strlen(keys); left > 0;) {
        ssize_t taken = write(s->fd, keys, left); /* a part, when a signal comes */
        if (taken < 0 && errno != EINTR)
            die("typing");
        left -= taken > 0 ? (size_t)taken : 0;
        keys += taken > 0 ? taken : 0;
    }
}

void screen_resize(struct screen *s, int columns, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    while (pump(s, 0) && poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, 0) > 0)
        ;
    s->columns = columns;
    s->rows = rows;
    vterm_set_size(s->vterm, rows, columns);
    ioctl(s->fd, TIOCSWINSZ, &size);
}

void screen_signal(struct screen *s, int number)
{
    kill(s->pid, number);
}

void screen_hold(struct screen *s, bool held)
{
    int program = open(ptsname(s->fd), O_RDWR | O_NOCTTY);
    if (program < 0 || tcflow(program, held ? TCOOFF : TCOON) != 0)
        die("tcflow");
    close(program);
}

const char *screen_row(struct screen *s, int row)
{
    VTermRect rect = {.start_row = row, .end_row = row + 1, .start_col = 0, .end_col = s->columns};
    size_t length = vterm_screen_get_text(s->cells, s->text, sizeof s->text - 1, rect);
    while (length && (s->text[length - 1] == ' ' || s->text[length - 1] == '\n'))
        length--;
    s->text[length] = '\0';
    return s->text;
}

const char *screen_text(struct screen *s)
{
    size_t at = 0;
    for (int row = 0; row < s->rows; row++)
        at += (size_t)snprintf(s->all + at, sizeof s->all - at, "%s\n", screen_row(s, row));
    return s->all;
}

bool screen_find(struct screen *s, const char *text, int *row, int *column)
{
    for (int r = 0; r < s->rows; r++) {
        const char *line = screen_row(s, r), *found = strstr(line, text);
        if (!found)
            continue;
        int cells = 0;
        for (const char *c = line; c < found; c++)
            cells += ((unsigned char)*c & 0xc0) != 0x80;
        if (row)
            *row = r;
        if (column)
            *column = cells;
        return true;
    }
    return false;
}

static unsigned color_of(const VTermColor *color, bool is_usual)
{
    if (is_usual)
        return 0;
    if (VTERM_COLOR_IS_INDEXED(color))
        return 1u << 24 | color->indexed.idx;
    return 2u << 24 | (unsigned)color->rgb.red << 16 | (unsigned)color->rgb.green << 8 |
           color->rgb.blue;
}

void screen_cells(struct screen *s, int row, int count, struct screen_cell *out)
{
    memset(out, 0, (size_t)count * sizeof *out);
    for (int column = 0; column < count; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(s->cells, (VTermPos){.row = row, .col = column}, &cell);
        for (int i = 0; i < 4 && cell.chars[i] && cell.chars[i] != ' '; i++)
            out[column].characters[i] = cell.chars[i];
        out[column].colors[0] = color_of(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
        out[column].colors[1] = color_of(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
        out[column].bold = cell.attrs.bold;
        out[column].underline = cell.attrs.underline;
        out[column].reverse = cell.attrs.reverse;
    }
}

int screen_highlighted_row(struct screen *s, int from_row)
{
    VTermScreenCell cell;
    for (int row = from_row; row < s->rows; row++) {
        vterm_screen_get_cell(s->cells, (VTermPos){.row = row, .col = 2}, &cell);
        if (cell.attrs.reverse || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
            return row;
    }
    return -1;
}

bool screen_wait(struct screen *s, bool (*condition)(struct screen *s, void *ctx), void *ctx)
{
    long long deadline = now_ms() + screen_patience_ms();
    while (!condition(s, ctx)) {
        if (now_ms() > deadline || !pump(s, 50))
            return condition(s, ctx);
    }
    return true;
}

static bool has_text(struct screen *s, void *text)
{
    return screen_find(s, text, NULL, NULL);
}

static bool has_no_text(struct screen *s, void *text)
{
    return !screen_find(s, text, NULL, NULL);
}

bool screen_wait_text(struct screen *s, const char *text)
{
    return screen_wait(s, has_text, (void *)(uintptr_t)text);
}

bool screen_wait_no_text(struct screen *s, const char *text)
{
    return screen_wait(s, has_no_text, (void *)(uintptr_t)text);
}

size_t screen_bytes(struct screen *s)
{
    return s->bytes;
}

bool screen_wrote(const struct screen *s, const char *bytes)
{
    return s->raw && memmem(s->raw, s->bytes, bytes, strlen(bytes)) != NULL;
}

size_t screen_listen(struct screen *s, int ms)
{
    size_t before = s->bytes;
    for (long long until = now_ms() + ms, left = ms; left > 0; left = until - now_ms())
        if (!pump(s, (int)left))
            break;
    return s->bytes - before;
}

bool screen_is_alternate(struct screen *s)
{
    return s->alternate;
}

bool screen_cursor_visible(struct screen *s)
{
    return s->cursor_visible;
}

static bool is_cursor_visible(struct screen *s, void *wanted)
{
    return s->cursor_visible == *(bool *)wanted;
}

bool screen_wait_cursor(struct screen *s, bool visible)
{
    return screen_wait(s, is_cursor_visible, &visible);
}

void screen_cursor(struct screen *s, int *row, int *column)
{
    if (row)
        *row = s->cursor.row;
    if (column)
        *column = s->cursor.col;
}

bool screen_takes_mouse(struct screen *s)
{
    return s->mouse;
}

bool screen_rang(const struct screen *s)
{
    return s->rang;
}

bool screen_has_colors(struct screen *s)
{
    VTermScreenCell cell;
    for (int row = 0; row < s->rows; row++)
        for (int column = 0; column < s->columns; column++) {
            vterm_screen_get_cell(s->cells, (VTermPos){.row = row, .col = column}, &cell);
            if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
                return true;
        }
    return false;
}

int screen_wait_exit(struct screen *s)
{
    long long deadline = now_ms() + screen_patience_ms();
    while (!s->ended && now_ms() < deadline) {
        bool open = pump(s, 20);
        int status;
        if (waitpid(s->pid, &status, open ? WNOHANG : 0) == s->pid) {
            s->ended = true;
            s->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            while (poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, 50) > 0 && pump(s, 0))
                ;
        }
    }
    return s->ended ? s->status : -1;
}

pid_t screen_pid(const struct screen *s)
{
    return s->pid;
}

/* The letter behind the name, which is in parentheses and may have some of its own. */
static bool thread_sleeps(const char *path)
{
    char line[512] = "";
    FILE *file = fopen(path, "r");
    if (!file)
        return true; /* it has ended */
    const char *end = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    fclose(file);
    return end && end[1] == ' ' && end[2] == 'S';
}

bool screen_is_asleep(const struct screen *s)
{
    char path[64];
    glob_t threads;
    bool asleep = true;
    snprintf(path, sizeof path, "/proc/%d/task/*/stat", (int)s->pid);
    if (glob(path, GLOB_NOSORT, NULL, &threads) != 0)
        return true;
    for (size_t i = 0; i < threads.gl_pathc; i++)
        asleep = asleep && thread_sleeps(threads.gl_pathv[i]);
    globfree(&threads);
    return asleep;
}
