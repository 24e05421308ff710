/*
 * Which colour a terminal has behind its text, as it says when it is asked (OSC 11). Layer 7. Pure.
 */
#ifndef TUI_BACKGROUND_H
#define TUI_BACKGROUND_H

#include <stdbool.h>
#include <stddef.h>

enum background { BACKGROUND_UNKNOWN, BACKGROUND_DARK, BACKGROUND_LIGHT };

/* The question, without a bell in it. Terminals of xterm's family answer as a key would come, or
 * not at all. */
#define BACKGROUND_ASK "\033]11;?\033\\"

/* How long the answer is that these bytes begin with, and what it says (*out, which else stays). 0:
 * they begin with none; or with the beginning of one (*partial). */
size_t background_read(const unsigned char *bytes, size_t size, bool *partial,
                       enum background *out);

#endif
