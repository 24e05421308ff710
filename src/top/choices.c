/* The user's choices from where they are kept to where they count. Layer 8. */
#include "top/choices.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void choose(struct settings *s, enum view_setting setting, const char *word)
{
    settings_set(s, view_setting_row(setting)->name, word, NULL);
}

int choices_read(struct config *c, struct model *m, const struct top_options *options,
                 memglass_error *err)
{
    int status = config_open(c, &m->kept, &m->prefs, err);
    m->settings = m->kept;
    if (options->theme)
        choose(&m->settings, SETTING_THEME, options->theme);
    if (options->past)
        choose(&m->settings, SETTING_PAST, options->past);
    if (options->history)
        choose(&m->settings, SETTING_HISTORY, options->history);
    if (options->ascii)
        choose(&m->settings, SETTING_CHARACTERS, "ascii");
    if (options->unicode)
        choose(&m->settings, SETTING_CHARACTERS, "unicode");
    if (options->no_mouse)
        choose(&m->settings, SETTING_MOUSE, "off");
    m->interval_ns =
        options->interval_ns ? options->interval_ns : settings_interval_ns(&m->settings);
    model_take_settings(m);
    if (options->sort)
        snprintf(m->sort, sizeof m->sort, "%s", options->sort);
    if (options->type)
        snprintf(m->type, sizeof m->type, "%s", options->type);
    if (options->sort2)
        snprintf(m->sort2, sizeof m->sort2, "%s", options->sort2);
    if (options->filter)
        snprintf(m->filter, sizeof m->filter, "%s", options->filter);
    m->reverse_default = options->reverse != options->reverse1;
    m->sort2_default = true;
    m->reverse2_default = options->reverse2;
    m->group = options->group;
    m->given = (struct prefs_list){.columns = (struct prefs_column *)options->columns,
                                   .count = options->column_count};
    return status;
}

struct sampler_options choices_sampling(const struct model *m, const struct top_options *options)
{
    uint64_t bytes = settings_history_bytes(&m->settings);
    return (struct sampler_options){.interval_ns = m->interval_ns,
                                    .history_bytes = bytes ? bytes : SAMPLER_NO_HISTORY,
                                    .first_bytes = bytes ? bytes : SAMPLER_NO_FIRST,
                                    .attach = options->attach};
}

const char *choices_without_history(const struct model *m, enum view_intent intent)
{
    if (intent == VIEW_INTENT_CHART && m->inspect.chart)
        return "The chart begins here: no past values are kept, the setting 'history' is 0.";
    if (intent == VIEW_INTENT_STATISTICS && m->inspect.stats)
        return "Nothing to reckon with: no past values are kept, the setting 'history' is 0.";
    bool changes = m->changes || m->screen == VIEW_SCREEN_INSPECTOR;
    if (intent == VIEW_INTENT_SINCE && changes && m->since == ROW_SINCE_FIRST)
        return "What objects were when first seen is not kept: the setting 'history' is 0.";
    return NULL;
}

int choices_keep(const struct config *c, struct model *m, memglass_error *err)
{
    if (!m->choices_changed)
        return MEMGLASS_OK;
    m->choices_changed = false; /* also when it fails: one complaint is enough */
    return config_save(c, &m->kept, &m->prefs, err);
}

static bool is(const struct model *m, enum view_setting setting, const char *word)
{
    char now[SETTING_WORD_BYTES];
    return strcmp(setting_word(setting, m->settings.word[setting], now), word) == 0;
}

struct term_options choices_terminal(const struct model *m, const struct top_options *options)
{
    const char *no_color = getenv("NO_COLOR");
    return (struct term_options){.theme = (enum view_theme)m->settings.word[SETTING_THEME],
                                 .no_color = options->no_color ||
                                             (no_color && no_color[0] && !options->theme),
                                 .no_mouse = is(m, SETTING_MOUSE, "off")};
}

/* Of the environment's locale. */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = getenv(names[i]);
        if (name && name[0])
            return name;
    }
    return "C";
}

/* One that is not installed here, as often behind ssh, says by its name what the terminal is. */
static bool names_utf8(const char *locale)
{
    const char *codeset = strchr(locale, '.');
    size_t length = codeset ? strcspn(++codeset, "@") : 0;
    return (length == 5 && strncasecmp(codeset, "UTF-8", length) == 0) ||
           (length == 4 && strncasecmp(codeset, "utf8", length) == 0);
}

static bool locale_is_utf8(void)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale)
        return names_utf8(locale_name());
    bool is_utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return is_utf8;
}

void choices_set_locale(void)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

bool choices_ascii(const struct model *m)
{
    return is(m, SETTING_CHARACTERS, "ascii") ||
           (is(m, SETTING_CHARACTERS, "auto") && !locale_is_utf8());
}

/* The Linux console has fonts of 256 or 512 characters: neither eighths of blocks nor braille. */
bool choices_ascii_here(const struct model *m)
{
    const char *terminal = getenv("TERM");
    bool is_console = terminal && strcmp(terminal, "linux") == 0;
    return choices_ascii(m) || (is(m, SETTING_CHARACTERS, "auto") && is_console);
}
