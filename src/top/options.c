/* The command line of memglass-top. Layer 8. */
#include "top/options.h"

#include "base/clock.h"
#include "base/error.h"
#include "field/parse.h"
#include "query/filter.h"
#include "shm/shm.h"
#include "top/alarm.h"
#include "view/prompt.h"
#include "view/settings.h"
#include "view/width.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INTERVAL_MIN_NS (50 * NS_PER_MS)
#define INTERVAL_MAX_NS (3600 * NS_PER_SEC)

/* What a command line is parsed into. */
struct line {
    struct top_options o; /* first: what --filter fills in is a line */
    struct top_mistake mistake;
};

static int take_number(const char *text, uint64_t least, uint64_t most, uint64_t *out,
                       memglass_error *err)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || value < least || value > most)
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.60s' is not a number from %llu to %llu",
                         text, (unsigned long long)least, (unsigned long long)most);
    *out = value;
    return MEMGLASS_OK;
}

static int take_count(char *text, void *member, memglass_error *err)
{
    return take_number(text, 1, 1000000000, member, err);
}

static int take_rows(char *text, void *member, memglass_error *err)
{
    return take_number(text, 1, UINT32_MAX, member, err);
}

static int take_width(char *text, void *member, memglass_error *err)
{
    uint64_t width;
    int status = take_number(text, 40, 1000, &width, err);
    if (status == MEMGLASS_OK)
        *(int *)member = (int)width;
    return status;
}

static int take_interval(char *text, void *member, memglass_error *err)
{
    uint64_t ns;
    int status = field_parse_interval(text, &ns, err);
    if (!status && (ns < INTERVAL_MIN_NS || ns > INTERVAL_MAX_NS))
        status = error_set(err, MEMGLASS_E_INVALID, 0, "'%.60s' is no time from 50ms to 1h", text);
    if (!status)
        *(uint64_t *)member = ns;
    return status;
}

static int take_user(char *text, void *member, memglass_error *err)
{
    return shm_user_id(text, member, err);
}

/* A word of a setting. */
static int take_word(enum view_setting setting, const char *text, const char **out,
                     memglass_error *err)
{
    struct settings scratch;
    settings_init(&scratch);
    int status = settings_set(&scratch, view_setting_row(setting)->name, text, err);
    if (status == MEMGLASS_OK)
        *out = text;
    return status;
}

static int take_theme(char *text, void *member, memglass_error *err)
{
    return take_word(SETTING_THEME, text, member, err);
}

static int take_past(char *text, void *member, memglass_error *err)
{
    return take_word(SETTING_PAST, text, member, err);
}

static int take_history(char *text, void *member, memglass_error *err)
{
    return take_word(SETTING_HISTORY, text, member, err);
}

/* "rss,-pid": cut apart. */
static int take_sort(char *text, void *options, memglass_error *err)
{
    struct top_options *o = options;
    char *first = strsep(&text, ","), *second = strsep(&text, ",");
    o->reverse1 = first[0] == '-';
    o->sort = first + o->reverse1;
    o->reverse2 = second && second[0] == '-';
    o->sort2 = second ? second + o->reverse2 : NULL;
    if (text || !o->sort[0] || (o->sort2 && !o->sort2[0]))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "one column, or two with a comma between them");
    return MEMGLASS_OK;
}

static int take_filter(char *text, void *line, memglass_error *err)
{
    struct line *l = line;
    struct filter_error why;
    struct filter *filter = strlen(text) < PROMPT_TEXT_MAX ? filter_compile(text, &why) : NULL;
    if (strlen(text) >= PROMPT_TEXT_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0, "more than %d characters",
                         PROMPT_TEXT_MAX - 1);
    if (!filter) {
        l->mistake = (struct top_mistake){text, why.at, why.length};
        return error_set(err, MEMGLASS_E_INVALID, 0, "%s", why.message);
    }
    filter_release(&filter);
    l->o.filter = text;
    return MEMGLASS_OK;
}

static int take_columns(char *text, void *options, memglass_error *err)
{
    struct top_options *o = options;
    return prefs_parse_list(text, o->columns, &o->column_count, err);
}

#define OPTION(short_letter, long_name, arg, text, taker, value)                          \
    {                                                                                     \
        .letter = (short_letter), .name = (long_name), .argument = (arg), .what = (text), \
        .take = (taker), .member = offsetof(struct line, value)                           \
    }
#define OPTION_WHEN(id, letter, name, argument, what) \
    OPTION(letter, name, argument, what, when_take_##id, o.when),

const struct args_option top_options_table[] = {
    OPTION('b', "batch", NULL, "print frames as text instead of taking over the terminal",
           args_take_flag, o.batch),
    OPTION(0, "once", NULL, "print one frame and end; with -d the second, TIME after the first",
           args_take_flag, o.once),
    OPTION('n', "count", "N", "end after N frames", take_count, o.count),
    OPTION('d', "interval", "TIME", "from one frame to the next, 50ms to 1h (1s)", take_interval,
           o.interval_ns),
    OPTION('s', "sort", "A[,B]",
           "sort by a column or field, then by another; -A: the other way round", take_sort, o),
    OPTION('r', "reverse", NULL, "sort the other way round", args_take_flag, o.reverse),
    OPTION('t', "type", "NAME", "show only objects of this type, with its fields as columns",
           args_take_text, o.type),
    OPTION('f', "filter", "EXPRESSION", "show only objects that match", take_filter, o),
    OPTION('g', "group", NULL, "group by type, with what each group adds up to", args_take_flag,
           o.group),
    OPTION(0, "past", "SIZE", "memory to look back into: 0, 16M, 64M, 256M, 1G or 4G (64M)",
           take_past, o.past),
    OPTION(0, "history", "SIZE",
           "memory for past values, as much again for first ones: 0, 16M, 64M, 256M or 1G (64M)",
           take_history, o.history),
    OPTION(0, "replay", "FILE",
           "show a recording, as 'memglass record' makes them, instead of a session",
           args_take_text, o.replay),
    OPTION('c', "columns", "LIST", "with -b: these columns, such as label,rss,rss:rate",
           take_columns, o),
    OPTION(0, "rows", "N", "with -b: print at most N objects", take_rows, o.rows),
    OPTION(0, "width", "N", "with -b: cells of a line, 40 to 1000 (COLUMNS, or 120)", take_width,
           o.width),
    OPTION(0, "trust-owner", "USER", "attach to sessions of this user, too, by name or number",
           take_user, o.attach.trust_uid),
    OPTION(0, "ascii", NULL, "draw with ASCII characters only", args_take_flag, o.ascii),
    OPTION(0, "unicode", NULL, "draw with all characters, whatever locale and terminal say",
           args_take_flag, o.unicode),
    OPTION(0, "no-color", NULL, "use bold, faint and reverse instead of colours", args_take_flag,
           o.no_color),
    OPTION(0, "theme", "NAME", "colours: auto, dark, light, contrast, mono or terminal", take_theme,
           o.theme),
    OPTION(0, "no-mouse", NULL, "leave the mouse to the terminal", args_take_flag, o.no_mouse),
    WHEN_OPTION_LIST(OPTION_WHEN)
        OPTION('h', "help", NULL, "print a short help", args_take_end, o.help),
    OPTION('V', "version", NULL, "print the version", args_take_end, o.version),
    {0}};

static int check_term(const char *name, memglass_error *err)
{
    struct term term;
    return term_parse(name, &term, NULL) ? MEMGLASS_OK : term_without_baseline(&term, err);
}

/* Text has no keys, and so no baseline. */
static int check_baseline(const struct top_options *o, memglass_error *err)
{
    struct filter_error why;
    struct filter *filter = o->filter ? filter_compile(o->filter, NULL) : NULL;
    int status = MEMGLASS_OK;
    if (filter && !filter_without_baseline(filter, &why))
        status = error_set(err, MEMGLASS_E_INVALID, 0, "--filter: %s", why.message);
    filter_release(&filter);
    if (!status && o->sort)
        status = check_term(o->sort, err);
    if (!status && o->sort2)
        status = check_term(o->sort2, err);
    for (size_t i = 0; !status && i < o->column_count; i++)
        status = check_term(o->columns[i].name, err);
    return status;
}

static int check(const struct top_options *o, memglass_error *err)
{
    if (o->help || o->version)
        return MEMGLASS_OK;
    if (o->replay && (o->session || o->batch || o->once || o->count))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--replay is not for %s",
                         o->session ? "a session"
                         : o->count ? "--count"
                                    : "--batch, but 'memglass dump' takes a recording");
    if (o->once && (o->count || o->batch))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--once is --batch --count 1 already");
    if (o->once && !o->session)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--once needs the name of a session");
    if (o->batch && !o->session)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--batch needs the name of a session");
    bool text = o->batch || o->once;
    if (!text && (o->rows || o->width || o->column_count))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s is for --batch",
                         o->rows    ? "rows"
                         : o->width ? "width"
                                    : "columns");
    if (o->when.expression && (text || o->replay))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--when is not for --%s, but 'memglass watch' has it, too",
                         text ? "batch" : "replay");
    if (text && (o->no_color || o->theme || o->no_mouse || o->past))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s is not for --batch, which has %s",
                         o->no_color   ? "no-color"
                         : o->theme    ? "theme"
                         : o->no_mouse ? "no-mouse"
                                       : "past",
                         o->no_mouse ? "no keys"
                         : o->past   ? "no past"
                                     : "no colours");
    if (o->ascii && o->unicode)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--ascii is not for --unicode");
    int status = text ? check_baseline(o, err) : MEMGLASS_OK;
    return status ? status : alarm_check(&o->when, err);
}

int top_options_parse(int argc, char **argv, struct top_options *out, struct top_mistake *mistake,
                      memglass_error *err)
{
    struct line line = {0};
    struct top_options *o = &line.o;
    int first = args_parse(top_options_table, argc, argv, &line, err);
    *mistake = line.mistake;
    if (first < 0)
        return first;
    o->session = first < argc ? argv[first] : NULL;
    if (first + 1 < argc && !o->help && !o->version)
        return error_set(err, MEMGLASS_E_INVALID, 0, "one session at a time: '%.80s' is too many",
                         argv[first + 1]);
    int status = check(o, err);
    if (status)
        return status;
    o->batch = o->batch || o->once;
    o->count = o->once ? 1 : o->count;
    *out = *o;
    return MEMGLASS_OK;
}

/* Cells that so many bytes take on a terminal. */
static int cells_of(const char *text, size_t bytes)
{
    char part[PROMPT_TEXT_MAX];
    snprintf(part, sizeof part, "%.*s", (int)bytes, text);
    return width_of(part);
}

void top_mistake_print(const struct top_mistake *m, FILE *out)
{
    char text[2 * PROMPT_TEXT_MAX];
    struct strbuf shown;
    if (!m->text)
        return;
    strbuf_init(&shown, text, sizeof text);
    strbuf_foreign(&shown, m->text, strlen(m->text));
    fprintf(out, "  %s\n  %*s^", text, cells_of(m->text, m->at), "");
    for (int more = cells_of(m->text + m->at, m->length); more > 1; more--)
        fputc('~', out);
    fputc('\n', out);
}

void top_options_help(void)
{
    puts("Usage: memglass-top [OPTION]... [SESSION]\n"
         "       memglass-top --replay FILE [OPTION]...\n"
         "Watch the live objects of a memglass session; without SESSION, pick one from a list.\n");
    args_help(top_options_table, stdout);
    puts("\nThe keys are listed by ? and in memglass-top(1).");
}
