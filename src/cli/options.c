/* Parsing a subcommand's options by its table. Layer 8. */
#include "cli/options.h"

#include "base/clock.h"
#include "base/error.h"
#include "field/parse.h"
#include "shm/shm.h"

#include <getopt.h>
#include <string.h>

#define OPTIONS_MAX 32 /* of one command */

int cli_take_flag(const char *argument, void *member, memglass_error *err)
{
    (void)argument;
    (void)err;
    *(bool *)member = true;
    return MEMGLASS_OK;
}

int cli_take_user(const char *argument, void *member, memglass_error *err)
{
    uid_t user;
    int code = shm_user_id(argument, &user, err);
    if (code == MEMGLASS_OK)
        *(uint32_t *)member = user;
    return code;
}

int cli_take_text(const char *argument, void *member, memglass_error *err)
{
    (void)err;
    *(const char **)member = argument;
    return MEMGLASS_OK;
}

int cli_take_duration(const char *argument, void *member, memglass_error *err)
{
    return field_parse_amount("s", argument, 1e9L, member, err);
}

int cli_take_interval(const char *argument, void *member, memglass_error *err)
{
    uint64_t ns;
    int status = cli_take_duration(argument, &ns, err);
    if (status)
        return status;
    if (ns < NS_PER_MS)
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s': an interval is 1ms or more",
                         argument);
    /* Who writes so much without a unit has milliseconds in mind. */
    if (ns > 60 * NS_PER_SEC && !argument[strspn(argument, "0123456789.")])
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "'%.40s' would be seconds: write '%.40sms', or '%.40ss' if they are meant",
                         argument, argument, argument);
    *(uint64_t *)member = ns;
    return MEMGLASS_OK;
}

int cli_take_bytes(const char *argument, void *member, memglass_error *err)
{
    return field_parse_amount("B", argument, 1, member, err);
}

int cli_take_count(const char *argument, void *member, memglass_error *err)
{
    return field_parse_amount("", argument, 1, member, err);
}

#define TAKE_FORMAT(id, name, what)                                            \
    int cli_take_##id(const char *argument, void *member, memglass_error *err) \
    {                                                                          \
        (void)argument;                                                        \
        (void)err;                                                             \
        *(enum output_format *)member = OUTPUT_##id;                           \
        return MEMGLASS_OK;                                                    \
    }
OUTPUT_FORMAT_LIST(TAKE_FORMAT)
#undef TAKE_FORMAT

/* --- parsing ---------------------------------------------------------------------------------- */

struct tables {
    struct option names[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
};

static void fill_tables(const struct cli_option *options, struct tables *t)
{
    size_t used = 0, count = 0;
    t->letters[used++] = ':';
    for (; options[count].name; count++) {
        REQUIRE(count < OPTIONS_MAX);
        t->names[count] = (struct option){.name = options[count].name,
                                          .has_arg = options[count].argument != NULL,
                                          .val = options[count].letter};
        if (options[count].letter > 255)
            continue;
        t->letters[used++] = (char)options[count].letter;
        if (options[count].argument)
            t->letters[used++] = ':';
    }
    t->names[count] = (struct option){0};
    t->letters[used] = '\0';
}

/* getopt says nothing itself: there is one line, and no more. */
static int wrong_option(int found, char **argv, memglass_error *err)
{
    const char *what = found == ':' ? "needs an argument" : "is no option of this command";
    if (optopt > 0 && optopt < 256)
        return error_set(err, MEMGLASS_E_INVALID, 0, "-%c %s", optopt, what);
    return error_set(err, MEMGLASS_E_INVALID, 0, "%.80s %s", argv[optind - 1], what);
}

static int take(const struct cli_option *options, int letter, struct cli_values *out,
                memglass_error *err)
{
    memglass_error why = {0};
    for (; options->name; options++)
        if (options->letter == letter)
            break;
    REQUIRE(options->name);
    int code = options->take(optarg, (char *)out + options->member, &why);
    return code ? error_set(err, code, 0, "--%s: %s", options->name, why.message) : code;
}

int cli_options_parse(const struct cli_option *options, int argc, char **argv,
                      struct cli_values *out, memglass_error *err)
{
    struct tables t;
    *out = (struct cli_values){0};
    fill_tables(options, &t);
    optind = 0;
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, t.letters, t.names, NULL)) != -1;) {
        int code = found == '?' || found == ':' ? wrong_option(found, argv, err)
                                                : take(options, found, out, err);
        if (code)
            return code;
    }
    out->names = argv + optind;
    out->name_count = (size_t)(argc - optind);
    return MEMGLASS_OK;
}

/* --- help ------------------------------------------------------------------------------------- */

void cli_options_help(const struct cli_option *options, FILE *out)
{
    for (; options->name; options++) {
        char flag[48], letter[8] = "    ";
        if (options->letter < 256)
            snprintf(letter, sizeof letter, "-%c, ", options->letter);
        snprintf(flag, sizeof flag, "%s--%s%s%s", letter, options->name,
                 options->argument ? " " : "", options->argument ? options->argument : "");
        fprintf(out, "  %-26s %s\n", flag, options->what);
    }
}
