/* The command line of memglass-top. Layer 8. */
#include "top/options.h"

#include "base/clock.h"
#include "base/error.h"
#include "query/filter.h"
#include "shm/shm.h"
#include "top/alarm.h"
#include "view/prompt.h"
#include "view/settings.h"
#include "view/width.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_value {
#define VALUE(id, letter, ...) OPTION_##id = (letter),
    TOP_OPTION_LIST(VALUE)
#undef VALUE
};

static int parse_count(const char *name, const char *text, uint64_t least, uint64_t most,
                       uint64_t *out, memglass_error *err)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || value < least || value > most)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--%s: '%.60s' is not a number from %llu to %llu", name, text,
                         (unsigned long long)least, (unsigned long long)most);
    *out = value;
    return MEMGLASS_OK;
}

static int parse_interval(const char *text, uint64_t *out, memglass_error *err)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds >= 0.05 && seconds <= 3600))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--interval: '%.60s' is not a number of seconds from 0.05 to 3600", text);
    *out = (uint64_t)(seconds * 1e9);
    return MEMGLASS_OK;
}

static int parse_width(const char *text, int *out, memglass_error *err)
{
    uint64_t width;
    int status = parse_count("width", text, 40, 1000, &width, err);
    if (status == MEMGLASS_OK)
        *out = (int)width;
    return status;
}

/* A word of a setting. */
static int parse_word(enum view_setting setting, const char *text, const char **out,
                      memglass_error *err)
{
    struct settings scratch;
    settings_init(&scratch);
    int status = settings_set(&scratch, view_setting_row(setting)->name, text, err);
    if (status == MEMGLASS_OK)
        *out = text;
    return status;
}

/* "rss,-pid": cut apart. */
static int parse_sort(char *text, struct top_options *o, memglass_error *err)
{
    char *first = strsep(&text, ","), *second = strsep(&text, ",");
    o->reverse1 = first[0] == '-';
    o->sort = first + o->reverse1;
    o->reverse2 = second && second[0] == '-';
    o->sort2 = second ? second + o->reverse2 : NULL;
    if (text || !o->sort[0] || (o->sort2 && !o->sort2[0]))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--sort takes one column, or two with a comma between them");
    return MEMGLASS_OK;
}

static int parse_filter(const char *text, struct top_options *o, struct top_mistake *mistake,
                        memglass_error *err)
{
    struct filter_error why;
    struct filter *filter = strlen(text) < PROMPT_TEXT_MAX ? filter_compile(text, &why) : NULL;
    if (strlen(text) >= PROMPT_TEXT_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--filter: more than %d characters",
                         PROMPT_TEXT_MAX - 1);
    if (!filter) {
        *mistake = (struct top_mistake){text, why.at, why.length};
        return error_set(err, MEMGLASS_E_INVALID, 0, "--filter: %s", why.message);
    }
    filter_release(&filter);
    o->filter = text;
    return MEMGLASS_OK;
}

static int parse_columns(const char *text, struct top_options *o, memglass_error *err)
{
    memglass_error why;
    if (prefs_parse_list(text, o->columns, &o->column_count, &why) != MEMGLASS_OK)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--columns: %s", why.message);
    return MEMGLASS_OK;
}

static int parse_when(const char *name, int (*take)(const char *, void *, memglass_error *),
                      const char *text, struct top_options *o, memglass_error *err)
{
    memglass_error why;
    if (take(text, &o->when, &why) != MEMGLASS_OK)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s: %s", name, why.message);
    return MEMGLASS_OK;
}

static int apply(int value, char *argument, struct top_options *o, struct top_mistake *mistake,
                 memglass_error *err)
{
    switch (value) {
    case OPTION_ONCE:
        o->once = true;
        return MEMGLASS_OK;
    case OPTION_FILTER:
        return parse_filter(argument, o, mistake, err);
    case OPTION_GROUP:
        o->group = true;
        return MEMGLASS_OK;
    case OPTION_COLUMNS:
        return parse_columns(argument, o, err);
    case OPTION_BATCH:
        o->batch = true;
        return MEMGLASS_OK;
    case OPTION_REPLAY:
        o->replay = argument;
        return MEMGLASS_OK;
    case OPTION_COUNT:
        return parse_count("count", argument, 1, 1000000000, &o->count, err);
    case OPTION_INTERVAL:
        return parse_interval(argument, &o->interval_ns, err);
    case OPTION_SORT:
        return parse_sort(argument, o, err);
    case OPTION_REVERSE:
        o->reverse = true;
        return MEMGLASS_OK;
    case OPTION_TYPE:
        o->type = argument;
        return MEMGLASS_OK;
    case OPTION_ROWS:
        return parse_count("rows", argument, 1, UINT32_MAX, &o->rows, err);
    case OPTION_WIDTH:
        return parse_width(argument, &o->width, err);
    case OPTION_TRUST_OWNER:
        return shm_user_id(argument, &o->attach.trust_uid, err);
    case OPTION_ASCII:
        o->ascii = true;
        return MEMGLASS_OK;
    case OPTION_THEME:
        return parse_word(SETTING_THEME, argument, &o->theme, err);
    case OPTION_PAST:
        return parse_word(SETTING_PAST, argument, &o->past, err);
    case OPTION_HISTORY:
        return parse_word(SETTING_HISTORY, argument, &o->history, err);
#define TAKE(id, letter, name, arg, what) \
    case OPTION_##id:                     \
        return parse_when(name, when_take_##id, argument, o, err);
        WHEN_OPTION_LIST(TAKE)
#undef TAKE
    case OPTION_NO_MOUSE:
        o->no_mouse = true;
        return MEMGLASS_OK;
    case OPTION_NO_COLOR:
        o->no_color = true;
        return MEMGLASS_OK;
    case OPTION_HELP:
        o->help = true;
        return MEMGLASS_OK;
    default:
        o->version = true;
        return MEMGLASS_OK;
    }
}

/* What getopt found wrong: it prints nothing itself, so that there is one line and no more. */
static int wrong_option(int found, char **argv, memglass_error *err)
{
    const char *what = found == ':' ? "needs an argument" : "is no option";
    if (optopt > 0 && optopt < 256)
        return error_set(err, MEMGLASS_E_INVALID, 0, "-%c %s", optopt, what);
    return error_set(err, MEMGLASS_E_INVALID, 0, "%.80s %s", argv[optind - 1],
                     found == ':' ? what : "is no option, or takes no argument");
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
    if (text && o->no_color)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--no-color is not for --batch, which has none");
    return alarm_check(&o->when, err);
}

int top_options_parse(int argc, char **argv, struct top_options *out, struct top_mistake *mistake,
                      memglass_error *err)
{
    static const struct option long_options[] = {
#define LONG(id, letter, long_name, argument, what) \
    {.name = (long_name), .has_arg = (argument) != NULL, .val = (letter)},
        TOP_OPTION_LIST(LONG)
#undef LONG
            {0}};
    struct top_options o = {0};
    char letters[64] = ":";
    size_t used = 1;
    for (const struct option *at = long_options; at->name; at++) {
        if (at->val > 255)
            continue;
        letters[used++] = (char)at->val;
        if (at->has_arg)
            letters[used++] = ':';
    }
    letters[used] = '\0';
    *mistake = (struct top_mistake){0};
    optind = 0;
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, letters, long_options, NULL)) != -1;) {
        int status = found == '?' || found == ':' ? wrong_option(found, argv, err)
                                                  : apply(found, optarg, &o, mistake, err);
        if (status)
            return status;
    }
    if (optind < argc)
        o.session = argv[optind++];
    if (optind < argc)
        return error_set(err, MEMGLASS_E_INVALID, 0, "one session at a time: '%.80s' is too many",
                         argv[optind]);
    int status = check(&o, err);
    if (status)
        return status;
    o.batch = o.batch || o.once;
    o.count = o.once ? 1 : o.count;
    *out = o;
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
    static const struct {
        int letter;
        const char *name, *argument, *what;
    } rows[] = {
#define ROW(id, option_letter, long_name, arg, text) {option_letter, long_name, arg, text},
        TOP_OPTION_LIST(ROW)
#undef ROW
    };
    puts("Usage: memglass-top [OPTION]... [SESSION]\n"
         "       memglass-top --replay FILE [OPTION]...\n"
         "Watch the live objects of a memglass session; without SESSION, pick one from a list.\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char flag[48], letter[8] = "    ";
        if (rows[i].letter < 256)
            snprintf(letter, sizeof letter, "-%c, ", rows[i].letter);
        snprintf(flag, sizeof flag, "%s--%s%s%s", letter, rows[i].name, rows[i].argument ? " " : "",
                 rows[i].argument ? rows[i].argument : "");
        printf("  %-24s %s\n", flag, rows[i].what);
    }
    puts("\nThe keys are listed by ? and in memglass-top(1).");
}
