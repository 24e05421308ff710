/*
 * What a terminal can do, by its description in terminfo: texts that make it do something, those
 * that its keys send, styles. Layer 7. terminfo.c alone includes curses. One terminal at a time, as
 * curses has it.
 */
#ifndef TUI_TERMINFO_H
#define TUI_TERMINFO_H

#include "tui/decode.h"
#include "tui/paint.h"
#include "view/settings.h"

#include <memglass/base.h>

/* Of the terminal at fd that TERM names. E_SYSTEM and err: it is not known, or cannot place its
 * cursor. */
int terminfo_open(int fd, memglass_error *err);
void terminfo_close(void);

/* A capability by its name; "", 0 or less, and false where the terminal has none. */
const char *terminfo_text(const char *name);
int terminfo_number(const char *name);
bool terminfo_flag(const char *name);

/* Appends a capability. */
void terminfo_add(struct outbuf *out, const char *name);

/* All of a painter but its styles. */
void terminfo_painter(struct paint_terminal *painter);
/* How each role looks. colors: how many are wanted. */
void terminfo_styles(enum view_theme theme, int colors, struct paint_terminal *painter);
/* Makes a decoder that knows its keys. */
void terminfo_keys(struct decoder *keys);

/* It sends the mouse when asked to, and knows control sequences of xterm's family. */
bool terminfo_sends_mouse(void);

#endif
