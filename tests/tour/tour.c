/*
 * Runs the dashboard on a pseudo-terminal and prints its screen as text. Tests only.
 *
 *   tour COLUMNSxROWS KEYS PROGRAM [ARGUMENT]...
 *
 * KEYS: words with blanks between them: Enter Esc Tab Up Down F2 ...; everything else is typed as it
 * stands ("_" is a blank).
 */
#include "screen.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUIET_MS  900 /* a screen without output for so long is finished */
#define PATIENCE  3  /* ... or shown as it is after so many of them */
#define WORD_SIZE 128

static const struct {
    const char *name, *bytes;
} named[] = {{"Enter", "\r"},      {"Esc", "\033"},      {"Tab", "\t"},       {"BackTab", "\033[Z"},
             {"Up", "\033[A"},     {"Down", "\033[B"},   {"Right", "\033[C"}, {"Left", "\033[D"},
             {"Space", " "},       {"F1", "\033OP"},     {"F2", "\033OQ"},    {"F3", "\033OR"},
             {"F4", "\033OS"},     {"F5", "\033[15~"},   {"F6", "\033[17~"},  {"PgDn", "\033[6~"},
             {"PgUp", "\033[5~"},  {"Home", "\033[H"},   {"End", "\033[F"},   {"Bksp", "\177"}};

static void settle(struct screen *s)
{
    for (int i = 0; i < PATIENCE && screen_listen(s, QUIET_MS); i++)
        ;
}

static void type_word(struct screen *s, char *word)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i].name, word) == 0) {
            screen_type(s, named[i].bytes);
            return;
        }
    for (char *at = word; *at; at++)
        if (*at == '_')
            *at = ' ';
    screen_type(s, word);
}

static void type_keys(struct screen *s, const char *keys)
{
    char word[WORD_SIZE];
    int length = 0;
    for (; sscanf(keys, "%127s%n", word, &length) == 1; keys += length) {
        type_word(s, word);
        screen_listen(s, 200); /* a person's pace: an escape is not the start of the next key */
    }
}

int main(int argc, char **argv)
{
    int columns, rows;
    setlocale(LC_ALL, "C.UTF-8");
    if (argc < 4 || sscanf(argv[1], "%dx%d", &columns, &rows) != 2) {
        fputs("usage: tour COLUMNSxROWS KEYS PROGRAM [ARGUMENT]...\n", stderr);
        return 2;
    }
    struct screen *s = screen_start(columns, rows, NULL, (const char *const *)argv + 3);
    settle(s);
    type_keys(s, argv[2]);
    settle(s);
    fputs(screen_text(s), stdout);
    screen_stop(&s);
    return EXIT_SUCCESS;
}
