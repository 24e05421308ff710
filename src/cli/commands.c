/* Finding a subcommand, and running it. Layer 8. */
#include "cli/commands.h"

#include "base/error.h"
#include "base/strbuf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE   2
#define EXIT_TROUBLE 2 /* of what asks */

const struct cli_command *cli_commands(void)
{
    static const struct cli_command commands[] = {
#define ROW(command, kind, args, text)   \
    {.name = #command,                   \
     .status = CLI_##kind,               \
     .arguments = (args),                \
     .what = (text),                     \
     .options = cli_##command##_options, \
     .run = cli_##command},
        CLI_COMMAND_LIST(ROW)
#undef ROW
            {0}};
    return commands;
}

const struct cli_command *cli_command_find(const char *name)
{
    for (const struct cli_command *c = cli_commands(); c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

/* What was named, such as a file, may be called anything: what is no text is "?". A line that goes
 * on is indented. */
static void print_message(const char *command, const char *message)
{
    char text[sizeof((memglass_error *)0)->message];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    while (*message) {
        const char *next = strstr(*message == '\n' ? message + 1 : message, "\n    ");
        size_t length = next ? (size_t)(next - message) : strlen(message);
        bool goes_on = strncmp(message, "\n    ", 5) == 0;
        strbuf_text(&out, goes_on ? "\n" : "");
        strbuf_foreign(&out, message + goes_on, length - goes_on);
        message += length;
    }
    fprintf(stderr, "memglass%s%s: %s\n", *command ? " " : "", command, text);
}

void cli_complain(const char *command, const memglass_error *err)
{
    print_message(command, err->message);
}

/* --- help ------------------------------------------------------------------------------------- */

static void help(FILE *out)
{
    fputs("Usage: memglass COMMAND [OPTION]... [ARGUMENT]...\n"
          "Look after the sessions of this machine.\n\n",
          out);
    for (const struct cli_command *c = cli_commands(); c->name; c++)
        fprintf(out, "  %-10s %-19s %s\n", c->name, c->arguments, c->what);
    fputs("\n  -h, --help                     print this help; after COMMAND, that of the command\n"
          "  -V, --version                  print the version\n",
          out);
}

static void command_help(const struct cli_command *c, FILE *out)
{
    fprintf(out, "Usage: memglass %s [OPTION]... %s\n%c%s.\n\n", c->name, c->arguments,
            c->what[0] - 'a' + 'A', c->what + 1);
    args_help(c->options, out);
}

/* --- running ---------------------------------------------------------------------------------- */

static int wrong(const char *command, const memglass_error *err)
{
    print_message(command, err->message);
    fprintf(stderr, "Try 'memglass%s%s --help'.\n", *command ? " " : "", command);
    return EXIT_USAGE;
}

/* What was printed has arrived: a full disk is a failure, too. */
static int flush(FILE *out, memglass_error *err)
{
    if (fflush(out) == 0 && !ferror(out))
        return MEMGLASS_OK;
    return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write the output");
}

static int status_of(const struct cli_command *c, int code)
{
    if (code >= 0)
        return code;
    return c->status == CLI_ASKS ? EXIT_TROUBLE : EXIT_FAILURE;
}

static int run(const struct cli_command *c, int argc, char **argv, FILE *out)
{
    struct cli_values values;
    memglass_error err = {0};
    if (cli_options_parse(c->options, argc, argv, &values, &err) != MEMGLASS_OK)
        return wrong(c->name, &err);
    int code = MEMGLASS_OK;
    if (values.help)
        command_help(c, out);
    else
        code = c->run(&values, out, &err);
    if (code == CLI_E_USAGE)
        return wrong(c->name, &err);
    memglass_error full = {0};
    int flushed = code < 0 ? MEMGLASS_OK : flush(out, &full);
    if (flushed)
        err = full;
    if ((code || flushed) && err.message[0])
        cli_complain(c->name, &err);
    return status_of(c, flushed ? flushed : code);
}

static int wrong_command(const char *word)
{
    memglass_error err;
    error_set(&err, MEMGLASS_E_INVALID, 0,
              *word ? "'%.80s' is no command" : "a command is missing%s", word);
    return wrong("", &err);
}

static int print_all(FILE *out)
{
    memglass_error err;
    if (flush(out, &err) == MEMGLASS_OK)
        return EXIT_SUCCESS;
    fprintf(stderr, "memglass: %s\n", err.message);
    return EXIT_FAILURE;
}

/* `memglass help get` is `memglass get --help`. */
static int help_about(const char *word, FILE *out)
{
    const struct cli_command *c = cli_command_find(word);
    if (!c)
        return wrong_command(word);
    command_help(c, out);
    return print_all(out);
}

int cli_main(int argc, char **argv, FILE *out)
{
    const char *word = argc > 1 ? argv[1] : "";
    const struct cli_command *c = cli_command_find(word);
    bool asks = strcmp(word, "help") == 0;
    if (c)
        return run(c, argc - 1, argv + 1, out);
    if (asks && argc > 2)
        return help_about(argv[2], out);
    if (asks || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        help(out);
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        fprintf(out, "memglass %s\n", memglass_version());
    else
        return wrong_command(word);
    return print_all(out);
}
