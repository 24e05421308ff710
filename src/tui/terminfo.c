/* Terminals by their descriptions. Layer 7. */
#include "tui/terminfo.h"

#include "base/error.h"
#include "tui/theme.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* last: it defines the names of all capabilities as macros */
#include <term.h>

/* How nearly all terminals place their cursor; terminfo's own way takes ten times as long. */
#define ANSI_CUP "\033[%i%p1%d;%p2%dH"

/* --- capabilities ------------------------------------------------------------------------------
 */

/* A capability, or "". */
const char *terminfo_text(const char *name)
{
    const char *text = tigetstr(name);
    return text && text != (const char *)-1 ? text : "";
}

int terminfo_number(const char *name)
{
    return tigetnum(name);
}

bool terminfo_flag(const char *name)
{
    return tigetflag(name) == 1;
}

/* Capabilities carry delays for terminals of the seventies, as $<5>: left out. */
static void add_text(struct outbuf *out, const char *text)
{
    while (*text) {
        const char *delay = strstr(text, "$<"), *end = delay ? strchr(delay, '>') : NULL;
        if (!end) {
            outbuf_text(out, text);
            return;
        }
        outbuf_bytes(out, text, (size_t)(delay - text));
        text = end + 1;
    }
}

void terminfo_add(struct outbuf *out, const char *name)
{
    add_text(out, terminfo_text(name));
}

static void add_ansi_move(void *ctx, int x, int y, struct outbuf *out)
{
    char text[32];
    (void)ctx;
    outbuf_bytes(out, text, (size_t)snprintf(text, sizeof text, "\033[%d;%dH", y + 1, x + 1));
}

static void add_move(void *ctx, int x, int y, struct outbuf *out)
{
    const char *text = tiparm(terminfo_text("cup"), y, x);
    (void)ctx;
    add_text(out, text ? text : "");
}

void terminfo_painter(struct paint_terminal *painter)
{
    bool ansi = strcmp(terminfo_text("cup"), ANSI_CUP) == 0;
    painter->move = ansi ? add_ansi_move : add_move;
    painter->no_last_cell = terminfo_flag("am") && !terminfo_flag("xenl");
}

/* --- styles ------------------------------------------------------------------------------------
 */

static void add_color(struct outbuf *out, const char *name, int color)
{
    const char *text =
        color >= 0 && terminfo_text(name)[0] ? tiparm(terminfo_text(name), color) : NULL;
    add_text(out, text ? text : "");
}

static void add_style(struct outbuf *out, const struct theme_style *style)
{
    static const struct {
        unsigned attribute;
        const char *name;
    } attributes[] = {{THEME_BOLD, "bold"},
                      {THEME_FAINT, "dim"},
                      {THEME_REVERSE, "rev"},
                      {THEME_UNDERLINE, "smul"}};
    terminfo_add(out, "sgr0");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (style->attributes & attributes[i].attribute)
            terminfo_add(out, attributes[i].name);
    add_color(out, "setaf", style->foreground);
    add_color(out, "setab", style->background);
}

void terminfo_styles(enum view_theme theme, int colors, struct paint_terminal *painter)
{
    struct outbuf out;
    memset(painter->styles, 0, sizeof painter->styles);
    outbuf_init(&out);
    for (int cursor = 0; cursor < 2; cursor++)
        for (int role = 0; role < VIEW_ROLE_COUNT; role++) {
            struct theme_style style = theme_style(theme, colors, (enum view_role)role, cursor);
            outbuf_clear(&out);
            add_style(&out, &style);
            if (out.used < PAINT_STYLE_BYTES && !out.failed)
                memcpy(painter->styles[cursor][role], out.bytes, out.used);
        }
    outbuf_fini(&out);
}

/* --- keys --------------------------------------------------------------------------------------
 */

static const char *terminal_name(void)
{
    const char *name = getenv("TERM");
    return name && name[0] ? name : "unknown";
}

void terminfo_keys(struct decoder *d)
{
    static const struct {
        const char *name;
        int code;
    } keys[] = {{"kcuu1", VIEW_KEY_UP},     {"kcud1", VIEW_KEY_DOWN},   {"kcub1", VIEW_KEY_LEFT},
                {"kcuf1", VIEW_KEY_RIGHT},  {"kpp", VIEW_KEY_PAGE_UP},  {"knp", VIEW_KEY_PAGE_DOWN},
                {"khome", VIEW_KEY_HOME},   {"kend", VIEW_KEY_END},     {"kich1", VIEW_KEY_INSERT},
                {"kdch1", VIEW_KEY_DELETE}, {"kcbt", VIEW_KEY_BACKTAB}, {"kbs", VIEW_KEY_BACKSPACE},
                {"kf1", VIEW_KEY_F1},       {"kf2", VIEW_KEY_F2},       {"kf3", VIEW_KEY_F3},
                {"kf4", VIEW_KEY_F4},       {"kf5", VIEW_KEY_F5},       {"kf6", VIEW_KEY_F6},
                {"kf7", VIEW_KEY_F7},       {"kf8", VIEW_KEY_F8},       {"kf9", VIEW_KEY_F9},
                {"kf10", VIEW_KEY_F10}};
    decoder_init(d);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        decoder_add(d, terminfo_text(keys[i].name), keys[i].code);
    if (strncmp(terminal_name(), "rxvt", 4) == 0)
        decoder_add_rxvt(d);
}

bool terminfo_sends_mouse(void)
{
    return terminfo_text("kmous")[0] || terminfo_text("XM")[0];
}

/* --- life --------------------------------------------------------------------------------------
 */

int terminfo_open(int fd, memglass_error *err)
{
    int found = 0;
    const char *name = terminal_name();
    if (setupterm(name, fd, &found) != OK || found != 1)
        return error_set(
            err, MEMGLASS_E_SYSTEM, 0,
            "the terminal type '%.60s' is not known here; set TERM, or use -b for text", name);
    if (!terminfo_text("cup")[0])
        return error_set(err, MEMGLASS_E_SYSTEM, 0,
                         "a terminal of type '%.60s' cannot place its cursor; use -b for text",
                         name);
    return MEMGLASS_OK;
}

void terminfo_close(void)
{
    if (cur_term)
        del_curterm(cur_term);
}
