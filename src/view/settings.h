/*
 * The settings: what the SETUP screen changes and the file top.conf keeps (top/config.h). Layer 6.
 * One table: from it come the screen, the file, and, checked by a test, the SETTINGS section of
 * memglass-top(1). Each setting is one word out of a few.
 */
#ifndef VIEW_SETTINGS_H
#define VIEW_SETTINGS_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdint.h>

/* X(ID, "name", "words", "the default one", "what it is"). */
#define VIEW_SETTING_LIST(X)                                                                \
    X(THEME, "theme", "auto|dark|light|contrast|mono|terminal", "auto",                     \
      "colours; auto: dark or light, as the background is")                                 \
    X(CHARACTERS, "characters", "auto|ascii|unicode", "auto",                               \
      "auto: as locale and terminal have them")                                             \
    X(MOUSE, "mouse", "on|off", "on", "clicks and the wheel; off: they are the terminal's") \
    X(INTERVAL, "interval", "50ms|100ms|200ms|500ms|1s|2s|5s|10s|30s|60s", "1s",            \
      "time between two frames; + and - change it as it runs")                              \
    X(PAST, "past", "0|16M|64M|256M|1G|4G", "64M",                                          \
      "memory to look back into; counts from the next session that is looked into")         \
    X(HISTORY, "history", "0|16M|64M|256M|1G", "64M",                                       \
      "memory for past values, as much again for first ones; counts likewise")              \
    X(DELTA, "delta", "previous|first|baseline", "previous",                                \
      "what changes are since; d changes it as it runs")                                    \
    X(STATISTICS, "statistics", "off|on", "off",                                            \
      "of the past values, in the inspector; w changes it as it runs")

enum view_setting {
#define SETTING_ENUM(id, ...) SETTING_##id,
    VIEW_SETTING_LIST(SETTING_ENUM)
#undef SETTING_ENUM
        SETTING_COUNT
};

/* Words of THEME, in the order of the table. */
enum view_theme {
    VIEW_THEME_AUTO,
    VIEW_THEME_DARK,
    VIEW_THEME_LIGHT,
    VIEW_THEME_CONTRAST,
    VIEW_THEME_MONO,
    VIEW_THEME_TERMINAL,
    VIEW_THEME_COUNT
};

/* The words of DELTA are those of enum row_since (query/row.h), in its order. */

/* Which word each setting has. */
struct settings {
    unsigned char word[SETTING_COUNT];
};

struct view_setting_row {
    const char *name, *words, *initial, *help;
};

const struct view_setting_row *view_setting_row(enum view_setting setting);
size_t setting_word_count(enum view_setting setting);

/* A word's text, in out; the text. */
#define SETTING_WORD_BYTES 16
const char *setting_word(enum view_setting setting, unsigned word, char out[SETTING_WORD_BYTES]);

void settings_init(struct settings *s); /* the defaults */

/* E_NOTFOUND: no such setting; E_INVALID: no such word. err says which there are. */
int settings_set(struct settings *s, const char *name, const char *word, memglass_error *err);

/* The next or previous word, round and round. */
void settings_step(struct settings *s, enum view_setting setting, int step);

/* The interval that the setting says, and the next longer (1) or shorter (-1) one that it could. */
uint64_t settings_interval_ns(const struct settings *s);
/* Makes it the longest that is no longer; the first where there is none. */
void settings_near_interval(struct settings *s, uint64_t interval_ns);
/* What PAST and HISTORY say. */
uint64_t settings_past_bytes(const struct settings *s);
uint64_t settings_history_bytes(const struct settings *s);
uint64_t interval_step(uint64_t interval_ns, int direction);

#endif
