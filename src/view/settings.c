/* The settings. Layer 6. */
#include "view/settings.h"

#include "base/clock.h"
#include "base/error.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct view_setting_row *view_setting_row(enum view_setting setting)
{
    static const struct view_setting_row rows[] = {
#define ROW(id, called, all, first, what) \
    {.name = (called), .words = (all), .initial = (first), .help = (what)},
        VIEW_SETTING_LIST(ROW)
#undef ROW
    };
    return &rows[setting];
}

size_t setting_word_count(enum view_setting setting)
{
    size_t count = 1;
    for (const char *at = view_setting_row(setting)->words; (at = strchr(at, '|')); at++)
        count++;
    return count;
}

const char *setting_word(enum view_setting setting, unsigned word, char out[SETTING_WORD_BYTES])
{
    const char *at = view_setting_row(setting)->words;
    for (; word && strchr(at, '|'); word--)
        at = strchr(at, '|') + 1;
    snprintf(out, SETTING_WORD_BYTES, "%.*s", (int)strcspn(at, "|"), at);
    return out;
}

/* -1: there is no such word. */
static int word_number(enum view_setting setting, const char *text)
{
    char word[SETTING_WORD_BYTES];
    for (size_t i = 0; i < setting_word_count(setting); i++)
        if (strcmp(setting_word(setting, (unsigned)i, word), text) == 0)
            return (int)i;
    return -1;
}

void settings_init(struct settings *s)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        s->word[i] = (unsigned char)word_number((enum view_setting)i,
                                                view_setting_row((enum view_setting)i)->initial);
}

int settings_set(struct settings *s, const char *name, const char *word, memglass_error *err)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct view_setting_row *row = view_setting_row((enum view_setting)i);
        if (strcmp(row->name, name) != 0)
            continue;
        int number = word_number((enum view_setting)i, word);
        if (number < 0)
            return error_set(err, MEMGLASS_E_INVALID, 0, "%s is one of %s, not '%.40s'", name,
                             row->words, word);
        s->word[i] = (unsigned char)number;
        return MEMGLASS_OK;
    }
    return error_set(err, MEMGLASS_E_NOTFOUND, 0, "there is no setting '%.40s'", name);
}

void settings_step(struct settings *s, enum view_setting setting, int step)
{
    int count = (int)setting_word_count(setting);
    s->word[setting] = (unsigned char)((s->word[setting] + step + count) % count);
}

/* --- the interval ------------------------------------------------------------------------------
 */

static uint64_t interval_of(unsigned word)
{
    char text[SETTING_WORD_BYTES], *unit;
    uint64_t number = strtoull(setting_word(SETTING_INTERVAL, word, text), &unit, 10);
    return number * (unit[0] == 'm' ? NS_PER_MS : NS_PER_SEC);
}

uint64_t settings_interval_ns(const struct settings *s)
{
    return interval_of(s->word[SETTING_INTERVAL]);
}

void settings_near_interval(struct settings *s, uint64_t interval_ns)
{
    unsigned count = (unsigned)setting_word_count(SETTING_INTERVAL), word = 0;
    while (word + 1 < count && interval_of(word + 1) <= interval_ns)
        word++;
    s->word[SETTING_INTERVAL] = (unsigned char)word;
}

static uint64_t bytes_of(const struct settings *s, enum view_setting setting)
{
    char text[SETTING_WORD_BYTES], *unit;
    uint64_t number = strtoull(setting_word(setting, s->word[setting], text), &unit, 10);
    return number << (unit[0] == 'G' ? 30 : unit[0] == 'M' ? 20 : 0);
}

uint64_t settings_past_bytes(const struct settings *s)
{
    return bytes_of(s, SETTING_PAST);
}

uint64_t settings_history_bytes(const struct settings *s)
{
    return bytes_of(s, SETTING_HISTORY);
}

uint64_t interval_step(uint64_t interval_ns, int direction)
{
    unsigned count = (unsigned)setting_word_count(SETTING_INTERVAL);
    uint64_t next = interval_ns;
    for (unsigned i = 0; i < count; i++) { /* ascending */
        uint64_t here = interval_of(i);
        if (direction > 0 && here > interval_ns)
            return here;
        if (direction < 0 && here < interval_ns)
            next = here;
    }
    return next;
}
