/* A real terminal for a program under test: a pseudo-terminal, with libvterm as the screen that a
 * person would see. Tests only. */
#ifndef E2E_SCREEN_H
#define E2E_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define E2E_DEADLINE_MS 20000

struct screen;

/* Starts argv on a terminal of that size; program names that do not begin with '/' are taken from
   MEMGLASS_BUILD. env: NAME=value pairs that are added ("NAME" alone removes one), ends with NULL;
   may be NULL. TERM is xterm-256color and the locale C.UTF-8 unless said. */
struct screen *screen_start(int columns, int rows, const char *const *env, const char *const *argv);
/* Kills what still runs, and frees. */
void screen_stop(struct screen **s);

void screen_type(struct screen *s, const char *keys);
void screen_resize(struct screen *s, int columns, int rows);
void screen_signal(struct screen *s, int number);
/* The terminal takes no byte more, or takes them again. */
void screen_hold(struct screen *s, bool held);

/* E2E_DEADLINE_MS, and MEMGLASS_PATIENCE times more where a tool slows the program down. */
long long screen_patience_ms(void);

/* Waits for a condition on the screen; false when the deadline passes. */
bool screen_wait_text(struct screen *s, const char *text);
bool screen_wait_no_text(struct screen *s, const char *text);
bool screen_wait(struct screen *s, bool (*condition)(struct screen *s, void *ctx), void *ctx);

/* Row and column of a text that is on the screen now, or false. Either may be NULL. */
bool screen_find(struct screen *s, const char *text, int *row, int *column);
/* One row as text, without trailing blanks. Valid until the next call. */
const char *screen_row(struct screen *s, int row);
/* The whole screen as lines. Valid until the next call. */
const char *screen_text(struct screen *s);
/* What a cell shows, to be compared byte by byte. */
struct screen_cell {
    unsigned characters[4], colors[2]; /* 0: none more; the usual colour */
    unsigned bold, underline, reverse;
};
void screen_cells(struct screen *s, int row, int count, struct screen_cell *out);

/* The row has a cell with another background, or in reverse: where the cursor line is. -1 when none
 * has. */
int screen_highlighted_row(struct screen *s, int from_row);

/* Bytes that the program wrote so far. */
size_t screen_bytes(struct screen *s);
/* These bytes are among them, in a row, whatever the terminal made of them. */
bool screen_wrote(const struct screen *s, const char *bytes);
/* Reads what comes within ms milliseconds; how many bytes. */
size_t screen_listen(struct screen *s, int ms);

/* The alternate screen is shown; the cursor is visible. */
bool screen_is_alternate(struct screen *s);
bool screen_cursor_visible(struct screen *s);
bool screen_wait_cursor(struct screen *s, bool visible);
void screen_cursor(struct screen *s, int *row, int *column); /* either may be NULL */
/* The terminal was asked for the mouse. */
bool screen_takes_mouse(struct screen *s);
/* The terminal's bell was rung: a \a that ends a string of an escape sequence rings none. */
bool screen_rang(const struct screen *s);
/* Some cell has a colour of its own. */
bool screen_has_colors(struct screen *s);

/* Waits for the end: exit status, 128 + signal, or -1 at the deadline. */
int screen_wait_exit(struct screen *s);
pid_t screen_pid(const struct screen *s);
/* None of its threads runs, or waits for a processor that others have. */
bool screen_is_asleep(const struct screen *s);

/* Runs a program without a terminal: its exit status; its standard output and error in out. */
int run_program(char *out, size_t size, const char *const *argv);

/* Starts a program in the background without a terminal; its pid. */
pid_t start_program(const char *const *argv);
void stop_program(pid_t *pid, int number);

#endif
