/* The command line of memglass-top. Layer 8. */
#include "top/options.h"

#include "base/clock.h"
#include "base/error.h"
#include "shm/shm.h"

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

static int apply(int value, const char *argument, struct top_options *o, memglass_error *err)
{
    switch (value) {
    case OPTION_BATCH:
        o->batch = true;
        return MEMGLASS_OK;
    case OPTION_COUNT:
        return parse_count("count", argument, 1, 1000000000, &o->count, err);
    case OPTION_INTERVAL:
        return parse_interval(argument, &o->interval_ns, err);
    case OPTION_SORT:
        o->sort = argument;
        return MEMGLASS_OK;
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
    if (o->batch && !o->session)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--batch needs the name of a session");
    if (!o->batch && (o->rows || o->width))
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s is for --batch",
                         o->rows ? "rows" : "width");
    if (o->batch && o->no_color)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "--no-color is not for --batch, which has none");
    return MEMGLASS_OK;
}

int top_options_parse(int argc, char **argv, struct top_options *out, memglass_error *err)
{
    static const struct option long_options[] = {
#define LONG(id, letter, long_name, argument, what) \
    {.name = (long_name), .has_arg = (argument) != NULL, .val = (letter)},
        TOP_OPTION_LIST(LONG)
#undef LONG
            {0}};
    struct top_options o = {.interval_ns = NS_PER_SEC};
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
    optind = 0;
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, letters, long_options, NULL)) != -1;) {
        int status = found == '?' || found == ':' ? wrong_option(found, argv, err)
                                                  : apply(found, optarg, &o, err);
        if (status)
            return status;
    }
    if (optind < argc)
        o.session = argv[optind++];
    if (optind < argc)
        return error_set(err, MEMGLASS_E_INVALID, 0, "one session at a time: '%.80s' is too many",
                         argv[optind]);
    int status = check(&o, err);
    if (status == MEMGLASS_OK)
        *out = o;
    return status;
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
