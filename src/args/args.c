/* Command lines by a table. Layer 1. */
#include "args/args.h"

#include "base/error.h"

#include <getopt.h>
#include <stdbool.h>

enum { LONG = 256 }; /* and the row: what getopt says of an option by its long name */

struct tables {
    struct option names[ARGS_OPTIONS_MAX + 1];
    char letters[2 * ARGS_OPTIONS_MAX + 2];
};

int args_take_flag(char *argument, void *member, memglass_error *err)
{
    (void)argument;
    (void)err;
    *(bool *)member = true;
    return MEMGLASS_OK;
}

int args_take_end(char *argument, void *member, memglass_error *err)
{
    args_take_flag(argument, member, err);
    return ARGS_END;
}

int args_take_text(char *argument, void *member, memglass_error *err)
{
    (void)err;
    *(const char **)member = argument;
    return MEMGLASS_OK;
}

/* --- parsing ---------------------------------------------------------------------------------- */

static void fill_tables(const struct args_option *options, struct tables *t)
{
    size_t used = 0;
    int row = 0;
    t->letters[used++] = ':'; /* a missing argument is told apart, and getopt prints nothing */
    for (; options[row].name; row++) {
        REQUIRE(row < ARGS_OPTIONS_MAX);
        t->names[row] = (struct option){
            .name = options[row].name, .has_arg = options[row].argument != NULL, .val = LONG + row};
        if (!options[row].letter)
            continue;
        t->letters[used++] = options[row].letter;
        if (options[row].argument)
            t->letters[used++] = ':';
    }
    t->names[row] = (struct option){0};
    t->letters[used] = '\0';
}

static const struct args_option *option_of(const struct args_option *options, int found)
{
    if (found >= LONG)
        return &options[found - LONG];
    while (options->name && options->letter != found)
        options++;
    REQUIRE(options->name);
    return options;
}

static int wrong_option(const struct args_option *options, int found, char **argv,
                        memglass_error *err)
{
    const char *what = found == ':' ? "needs an argument" : "takes no argument";
    if (optopt >= LONG)
        return error_set(err, MEMGLASS_E_INVALID, 0, "--%s %s", options[optopt - LONG].name, what);
    if (optopt && (optopt < 0x21 || optopt > 0x7e)) /* a terminal may obey it */
        return error_set(err, MEMGLASS_E_INVALID, 0, "-\\x%02x is no option", optopt & 0xff);
    if (optopt)
        return error_set(err, MEMGLASS_E_INVALID, 0, "-%c %s", optopt,
                         found == ':' ? what : "is no option");
    return error_set(err, MEMGLASS_E_INVALID, 0, "%.80s is no option", argv[optind - 1]);
}

static int take(const struct args_option *option, void *values, memglass_error *err)
{
    memglass_error why = {0};
    int code = option->take(optarg, (char *)values + option->member, &why);
    return code < 0 ? error_set(err, code, 0, "--%s: %s", option->name, why.message) : code;
}

int args_parse(const struct args_option *options, int argc, char **argv, void *values,
               memglass_error *err)
{
    struct tables t;
    int code = MEMGLASS_OK;
    fill_tables(options, &t);
    optind = 0; /* getopt begins anew */
    for (int found; !code && (found = getopt_long(argc, argv, t.letters, t.names, NULL)) != -1;)
        code = found == '?' || found == ':' ? wrong_option(options, found, argv, err)
                                            : take(option_of(options, found), values, err);
    return code < 0 ? code : optind;
}

/* --- help ------------------------------------------------------------------------------------- */

void args_help(const struct args_option *options, FILE *out)
{
    for (; options->name; options++) {
        char flag[48], letter[8] = "    ";
        if (options->letter)
            snprintf(letter, sizeof letter, "-%c, ", options->letter);
        snprintf(flag, sizeof flag, "%s--%s%s%s", letter, options->name,
                 options->argument ? " " : "", options->argument ? options->argument : "");
        fprintf(out, "  %-26s %s\n", flag, options->what);
    }
}
