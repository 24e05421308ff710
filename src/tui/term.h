/*
 * The terminal. Layer 7. Takes a canvas and brings the terminal to that state with one
 * write(2) a frame, where it has room for it, and no byte when nothing changed; never waits for it.
 * Restores the terminal on close, on suspend and on a crash (tui/rescue.h).
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "tui/canvas.h"
#include "view/hit.h"
#include "view/settings.h"

#include <memglass/base.h>

struct terminal;

struct term_options {
    enum view_theme theme;
    bool no_color; /* attributes only */
    bool no_mouse;
};

/* Of standard input and output; the first term_resume takes them. NULL and err: not a terminal,
 * unknown TERM, one that cannot place its cursor. */
struct terminal *term_open(const struct term_options *options, memglass_error *err);
void term_close(struct terminal **t);

/* Takes the terminal, and gives it back. Everything is drawn anew by the next term_show. False: it
 * is not taken, since the shell has this program in the background; nothing is shown then. */
bool term_resume(struct terminal *t);
void term_suspend(struct terminal *t);

void term_size(const struct terminal *t, int *width, int *height);

/* The next key without waiting, VIEW_KEY_NONE when there is none. */
int term_key_read(struct terminal *t);
/* The place of the last VIEW_KEY_MOUSE. */
struct view_mouse term_mouse(const struct terminal *t);
/* Milliseconds until a lone escape is known to be one, -1 when nothing waits. Then read again. */
int term_key_wait_ms(const struct terminal *t);

/* Other options than term_open got; from the next term_show on. */
void term_set(struct terminal *t, const struct term_options *options);

/* Gives a text to the clipboard by OSC 52; false: the terminal is not known to understand that. */
bool term_copy(struct terminal *t, const char *text);

/* Rings the bell, as far as the terminal has one. */
void term_ring(struct terminal *t);

/* Shows the canvas; bytes of it. 0, too, while the terminal has not taken what was shown before. */
size_t term_show(struct terminal *t, const struct canvas *c);
/* While it has not: what becomes writable when it takes more. Else -1. */
int term_waits_fd(const struct terminal *t);
/* The next term_show draws everything anew. */
void term_redraw(struct terminal *t);

#endif
