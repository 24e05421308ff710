/* The terminal: terminfo, modes, keys and one write a frame. Layer 7. */
#include "tui/term.h"

#include "base/clock.h"
#include "base/error.h"
#include "tui/paint.h"
#include "tui/rescue.h"
#include "tui/sender.h"
#include "tui/terminfo.h"
#include "tui/theme.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A terminal sends the bytes of a key at once; a person cannot be so quick. */
#define ESCAPE_NS (25 * NS_PER_MS)

/* How long the terminal may take for what gives it back. */
#define FAREWELL_MS 1000

/* How long its answer is waited for when it is given back, and how long after it was asked one is
 * still likely: what comes later is for the shell. */
#define ANSWER_NS (100 * NS_PER_MS)
#define LIKELY_NS (500 * NS_PER_MS)

struct terminal {
    int in;
    struct sender out;
    struct termios cooked;
    struct rescue rescue;
    struct decoder keys;
    uint64_t key_ns;   /* when bytes came last */
    uint64_t asked_ns; /* when it was asked for its background; 0: it was not */
    struct canvas shown;
    struct paint_terminal painter;
    int colors;                    /* of the terminal; 0: none are wanted */
    enum view_theme wished, theme; /* theme: what wished is, which may be AUTO */
    int caret_x, caret_y;          /* of the visible cursor; -1: hidden */
    bool mouse, pastes, taken, redraw;
};

/* --- what it is told ---------------------------------------------------------------------------
 */

/* Which terminals send the mouse: those whose description says how. Modes 1000 (buttons) and 1006
 * (places as numbers) are then understood by all that matter. */
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

/* Mode 2004: a paste is told from keys. Of the same terminals. */
#define PASTES_ON  "\033[?2004h"
#define PASTES_OFF "\033[?2004l"

static void take_theme(struct terminal *t)
{
    t->theme = theme_resolve(t->wished, getenv("COLORFGBG"), t->keys.background);
    terminfo_styles(t->theme, t->colors, &t->painter);
    t->redraw = true;
}

static void take_options(struct terminal *t, const struct term_options *options)
{
    int colors = terminfo_number("colors");
    bool plain = options->no_color || !terminfo_text("setaf")[0];
    t->colors = plain || colors < 8 ? 0 : colors;
    t->wished = options->theme;
    t->mouse = !options->no_mouse && terminfo_sends_mouse();
    t->keys.takes_mouse = t->mouse;
    t->pastes = t->keys.takes_pastes = terminfo_sends_mouse();
    take_theme(t);
}

/* Once, and only where it matters. An answer that was lost, as to a shell, is not asked for again:
 * one that is only late would then be followed by a second, which is keys to the decoder. */
static void ask_background(struct terminal *t)
{
    const char *colorfgbg = getenv("COLORFGBG");
    if (t->asked_ns || t->wished != VIEW_THEME_AUTO || !t->colors || !terminfo_sends_mouse() ||
        (colorfgbg && colorfgbg[0]))
        return;
    outbuf_text(sender_queue(&t->out), BACKGROUND_ASK);
    t->asked_ns = clock_monotonic_ns();
    t->keys.awaits_background = true;
}

static int read_terminfo(struct terminal *t, const struct term_options *options,
                         memglass_error *err)
{
    int status = terminfo_open(t->out.fd, err);
    if (status)
        return status;
    terminfo_painter(&t->painter);
    terminfo_keys(&t->keys);
    take_options(t, options);
    return MEMGLASS_OK;
}

/* --- taking and giving back --------------------------------------------------------------------
 */

static void prepare_rescue(struct terminal *t)
{
    struct outbuf out;
    outbuf_init(&out);
    terminfo_add(&out, "sgr0");
    outbuf_text(&out, t->mouse ? MOUSE_OFF : "");
    outbuf_text(&out, t->pastes ? PASTES_OFF : "");
    terminfo_add(&out, "rmkx");
    if (terminfo_text("rmcup")[0]) {
        terminfo_add(&out, "rmcup");
    } else {
        terminfo_add(&out, "clear");
    }
    /* Last: a terminal that keeps with smcup whether the cursor is visible has kept that it was
     * not, where the screen was taken twice. */
    terminfo_add(&out, "cnorm");
    t->rescue = (struct rescue){.fd = t->out.fd, .modes = t->cooked};
    if (!out.failed && out.used <= sizeof t->rescue.text) {
        memcpy(t->rescue.text, out.bytes, out.used);
        t->rescue.size = out.used;
    }
    outbuf_fini(&out);
}

static void on_background(int signal_number)
{
    (void)signal_number;
}

/* False: in the background, where SIGTTOU would stop the program within the call for as long as it
 * is there, whatever it is told meanwhile. */
static bool set_modes(const struct terminal *t, const struct termios *modes)
{
    struct sigaction told = {.sa_handler = on_background}, before;
    sigemptyset(&told.sa_mask);
    sigaction(SIGTTOU, &told, &before);
    bool background = tcsetattr(t->in, TCSADRAIN, modes) != 0 && errno == EINTR;
    sigaction(SIGTTOU, &before, NULL);
    return !background;
}

bool term_resume(struct terminal *t)
{
    struct termios raw = t->cooked;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON | ISTRIP);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    if (!set_modes(t, &raw))
        return false;
    rescue_arm(&t->rescue);
    struct outbuf *out = sender_queue(&t->out);
    terminfo_add(out, "smcup");
    terminfo_add(out, "smkx");
    terminfo_add(out, "civis");
    outbuf_text(out, t->mouse ? MOUSE_ON : "");
    outbuf_text(out, t->pastes ? PASTES_ON : "");
    ask_background(t);
    sender_send(&t->out);
    t->caret_x = t->caret_y = -1;
    t->taken = true;
    t->redraw = true;
    return true;
}

/* What the decoder has no room for waits in the terminal: bytes that are missing would make keys of
 * those behind them. */
static void read_bytes(struct terminal *t)
{
    unsigned char bytes[64];
    size_t room = decoder_room(&t->keys);
    ssize_t size = read(t->in, bytes, room < sizeof bytes ? room : sizeof bytes);
    if (size > 0) {
        decoder_feed(&t->keys, bytes, (size_t)size);
        t->key_ns = clock_monotonic_ns();
    }
}

/* Reading in the background would stop the program there, and where the shell has set the modes it
 * waits for a whole line: only what poll has seen is read. */
static bool has_bytes(const struct terminal *t, uint64_t end_ns)
{
    uint64_t now = clock_monotonic_ns();
    struct pollfd in = {.fd = t->in, .events = POLLIN};
    return now < end_ns && poll(&in, 1, (int)((end_ns - now) / NS_PER_MS) + 1) > 0 &&
           in.revents == POLLIN && tcgetpgrp(t->in) == getpgrp();
}

/* The shell would take the answer for what is typed at its prompt. What comes meanwhile is decoded
 * when the terminal is taken again. */
static void catch_answer(struct terminal *t)
{
    uint64_t end = clock_monotonic_ns() + ANSWER_NS, likely = t->asked_ns + LIKELY_NS;
    sigset_t reads, before;
    if (!t->keys.awaits_background)
        return;
    sigemptyset(&reads);
    sigaddset(&reads, SIGTTIN); /* blocked: should it be in the background by then, reading fails */
    sigprocmask(SIG_BLOCK, &reads, &before);
    while (decoder_room(&t->keys) && has_bytes(t, end < likely ? end : likely))
        read_bytes(t);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void term_suspend(struct terminal *t)
{
    if (!t->taken)
        return;
    outbuf_bytes(sender_queue(&t->out), t->rescue.text, t->rescue.size);
    if (sender_send_within(&t->out, FAREWELL_MS))
        catch_answer(t);
    set_modes(t, &t->cooked);
    rescue_disarm();
    t->taken = false;
}

struct terminal *term_open(const struct term_options *options, memglass_error *err)
{
    struct terminal *t = calloc(1, sizeof *t);
    if (!t) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    t->in = STDIN_FILENO;
    sender_open(&t->out, STDOUT_FILENO);
    canvas_init(&t->shown);
    int status = MEMGLASS_OK;
    if (!isatty(t->in) || !isatty(t->out.fd) || tcgetattr(t->in, &t->cooked) != 0)
        status = error_set(err, MEMGLASS_E_SYSTEM, 0,
                           "standard input and output are not a terminal; use -b for text");
    else
        status = read_terminfo(t, options, err);
    if (status) {
        term_close(&t);
        return NULL;
    }
    prepare_rescue(t);
    return t;
}

void term_close(struct terminal **term)
{
    struct terminal *t = *term;
    if (!t)
        return;
    term_suspend(t);
    canvas_fini(&t->shown);
    sender_close(&t->out);
    terminfo_close();
    free(t);
    *term = NULL;
}

/* --- size, keys, frames ------------------------------------------------------------------------
 */

void term_size(const struct terminal *t, int *width, int *height)
{
    struct winsize size = {0};
    int known = ioctl(t->out.fd, TIOCGWINSZ, &size) == 0;
    *width = known && size.ws_col ? size.ws_col : terminfo_number("cols");
    *height = known && size.ws_row ? size.ws_row : terminfo_number("lines");
    *width = *width > 0 ? *width : 80;
    *height = *height > 0 ? *height : 24;
}

int term_key_read(struct terminal *t)
{
    read_bytes(t);
    enum background before = t->keys.background;
    int key = decoder_next(&t->keys, term_key_wait_ms(t) == 0);
    if (t->keys.background != before)
        take_theme(t);
    return key;
}

struct view_mouse term_mouse(const struct terminal *t)
{
    return t->keys.mouse;
}

int term_key_wait_ms(const struct terminal *t)
{
    if (!decoder_waits(&t->keys))
        return -1;
    uint64_t waited = clock_monotonic_ns() - t->key_ns;
    return waited >= ESCAPE_NS ? 0 : (int)((ESCAPE_NS - waited) / NS_PER_MS) + 1;
}

void term_set(struct terminal *t, const struct term_options *options)
{
    bool mouse = t->mouse;
    take_options(t, options);
    if (t->mouse != mouse) {
        rescue_disarm();
        prepare_rescue(t);
        rescue_arm(&t->rescue);
        outbuf_text(sender_queue(&t->out), t->mouse ? MOUSE_ON : MOUSE_OFF);
    }
    ask_background(t);
    sender_send(&t->out);
    t->redraw = true;
}

static void add_base64(struct outbuf *out, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t left = strlen(text); left; left -= left < 3 ? left : 3, text += 3) {
        uint32_t bits = 0;
        char four[] = "====";
        for (size_t i = 0; i < 3; i++)
            bits = bits << 8 | (i < left ? (unsigned char)text[i] : 0);
        for (size_t i = 0; i <= (left < 3 ? left : 3); i++)
            four[i] = digits[bits >> (18 - 6 * i) & 63];
        outbuf_bytes(out, four, 4);
        if (left < 3)
            return;
    }
}

/* A terminal that sends the mouse is of the family that knows OSC; others would print it. */
bool term_copy(struct terminal *t, const char *text)
{
    if (!terminfo_text("Ms")[0] && !terminfo_sends_mouse())
        return false;
    struct outbuf *out = sender_queue(&t->out);
    outbuf_text(out, "\033]52;c;");
    add_base64(out, text);
    outbuf_text(out, "\007");
    sender_send(&t->out);
    return !out->failed;
}

void term_ring(struct terminal *t)
{
    outbuf_text(sender_queue(&t->out), "\a");
    sender_send(&t->out);
}

int term_waits_fd(const struct terminal *t)
{
    return sender_waits(&t->out) ? t->out.fd : -1;
}

void term_redraw(struct terminal *t)
{
    t->redraw = true;
}

/* The cursor is visible where something is typed, and nowhere else. */
static void show_caret(struct terminal *t, const struct canvas *c, bool painted, struct outbuf *out)
{
    bool visible = c->caret_x >= 0, same = c->caret_x == t->caret_x && c->caret_y == t->caret_y;
    if (visible && (painted || !same))
        t->painter.move(t->painter.ctx, c->caret_x, c->caret_y, out);
    if (visible != (t->caret_x >= 0))
        terminfo_add(out, visible ? "cnorm" : "civis");
    t->caret_x = c->caret_x;
    t->caret_y = c->caret_y;
}

size_t term_show(struct terminal *t, const struct canvas *c)
{
    if (!t->taken || !sender_send(&t->out))
        return 0;
    struct outbuf *out = sender_queue(&t->out);
    if (t->redraw || t->shown.width != c->width || t->shown.height != c->height) {
        if (canvas_resize(&t->shown, c->width, c->height) != MEMGLASS_OK)
            return 0;
        outbuf_text(out, t->painter.styles[0][VIEW_ROLE_PLAIN]);
        terminfo_add(out, "clear");
        /* Cleared to the terminal's own background, which need not be the theme's. */
        for (int i = 0; !terminfo_flag("bce") && i < c->width * c->height; i++)
            t->shown.cells[i].text[0] = '\0';
        t->redraw = false;
    }
    size_t before = out->used;
    paint_difference(&t->painter, &t->shown, c, out);
    show_caret(t, c, out->used != before, out);
    t->redraw = out->failed;
    sender_send(&t->out);
    return out->used;
}
