/* The command line: one table makes the parser and the help text. Layer: gen. */
#include "options.h"

#include "paths.h"

#include <string.h>

/* How a row's argument is written. */
enum form {
    FORM_FLAG,
    FORM_WORD,   /* -o FILE, -oFILE; --long FILE, --long=FILE */
    FORM_EQUALS, /* -std=S, and nothing else */
};

/* X(ID, short or "", long or "", FORM, argument, help) */
#define OPTION_LIST(X)                                                                           \
    X(OUTPUT, "-o", "--output", WORD, "FILE",                                                    \
      "write FILE (default: game.memglass.h beside game.h; '-' is stdout)")                      \
    X(INCLUDE, "-I", "", WORD, "DIR", "look for included headers in DIR, too")                   \
    X(DEFINE, "-D", "", WORD, "NAME[=VALUE]", "define a macro")                                  \
    X(UNDEFINE, "-U", "", WORD, "NAME", "undefine a macro")                                      \
    X(STANDARD, "-std", "--std", EQUALS, "STANDARD",                                             \
      "language standard (default: gnu11, or c++17)")                                            \
    X(LANGUAGE, "-x", "", WORD, "LANGUAGE",                                                      \
      "c or c++ (default: by the name; .h is C, unless -std says otherwise)")                    \
    X(ALL, "", "--all", FLAG, "",                                                                \
      "every complete struct and union of the headers, annotated or not")                        \
    X(ALL_INCLUDED, "", "--all-included", FLAG, "", "the same, and of what the headers include") \
    X(TYPE, "", "--type", WORD, "NAME",                                                          \
      "only types of that name (a glob; repeatable), annotated or not, and what they nest")      \
    X(COMPILE_DB, "", "--from-compile-db", WORD, "DIR",                                          \
      "take the flags for clang out of DIR/compile_commands.json (or that file)")                \
    X(JSON, "", "--json", FLAG, "", "write the model as JSON (to stdout, unless -o is given)")   \
    X(LAYOUT, "", "--layout", FLAG, "",                                                          \
      "print each type's holes, padding, cache lines, and the order that saves most")            \
    X(DEPEND, "-MD", "", FLAG, "", "write a make rule of the headers read to game.memglass.d")   \
    X(DEPEND_FILE, "-MF", "", WORD, "DEPFILE", "with -MD: write them to DEPFILE")                \
    X(DRY_RUN, "", "--dry-run", FLAG, "", "say what would be written, write nothing")            \
    X(VERBOSE, "-v", "--verbose", FLAG, "", "show the arguments given to clang, and each type")  \
    X(HELP, "-h", "--help", FLAG, "", "this text")                                               \
    X(VERSION, "-V", "--version", FLAG, "", "the version")

enum option_id {
#define OPTION_ID(id, short_name, long_name, form, argument, help) OPTION_##id,
    OPTION_LIST(OPTION_ID)
#undef OPTION_ID
};

struct row {
    enum option_id id;
    const char *short_name, *long_name;
    enum form form;
    const char *argument, *help;
};

static const struct row rows[] = {
#define OPTION_ROW(id, short_name, long_name, form, argument, help) \
    {OPTION_##id, short_name, long_name, FORM_##form, argument, help},
    OPTION_LIST(OPTION_ROW)
#undef OPTION_ROW
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

struct scan {
    struct options *options;
    struct pool *pool;
    int argc, at;
    char **argv;
    FILE *err;
};

static int usage_error(const struct scan *scan, const char *format, const char *what)
{
    fputs("memglass-gen: ", scan->err);
    fprintf(scan->err, format, what);
    fputs("; see memglass-gen --help\n", scan->err);
    return -1;
}

static void add(const char ***list, size_t *count, struct pool *pool, const char *text)
{
    *list = pool_grow(pool, *list, *count, sizeof **list);
    (*list)[(*count)++] = text;
}

static void pass_to_clang(struct scan *scan, const char *flag, const char *value)
{
    struct options *o = scan->options;
    add(&o->clang, &o->clang_count, scan->pool, pool_format(scan->pool, "%s%s", flag, value));
}

/* The file itself may be named, too. */
static const char *folder_of_database(struct pool *pool, const char *path)
{
    static const char name[] = "compile_commands.json";
    size_t length = strlen(path), own = sizeof name - 1;
    if (length < own || strcmp(path + length - own, name) != 0)
        return path;
    length -= own;
    if (length == 0)
        return ".";
    if (path[length - 1] != '/')
        return path;
    return pool_format(pool, "%.*s", (int)(length > 1 ? length - 1 : length), path);
}

static int set_language(struct scan *scan, const char *value)
{
    if (strcmp(value, "c") == 0)
        scan->options->language = LANGUAGE_C;
    else if (strcmp(value, "c++") == 0)
        scan->options->language = LANGUAGE_CXX;
    else
        return usage_error(scan, "-x takes c or c++, not '%s'", value);
    return 0;
}

static void set_flag(struct options *o, enum option_id id)
{
    bool *flags[] = {
        [OPTION_ALL] = &o->all,         [OPTION_ALL_INCLUDED] = &o->all_included,
        [OPTION_JSON] = &o->json,       [OPTION_LAYOUT] = &o->layout,
        [OPTION_DEPEND] = &o->depend,   [OPTION_DRY_RUN] = &o->dry_run,
        [OPTION_VERBOSE] = &o->verbose, [OPTION_HELP] = &o->help,
        [OPTION_VERSION] = &o->version,
    };
    *flags[id] = true;
}

static int set(struct scan *scan, const struct row *row, const char *value)
{
    struct options *o = scan->options;
    switch (row->id) {
    case OPTION_OUTPUT:
        o->output = value;
        return 0;
    case OPTION_STANDARD:
        o->standard = value;
        return 0;
    case OPTION_DEPEND_FILE:
        o->depend_file = value;
        return 0;
    case OPTION_TYPE:
        add(&o->types, &o->type_count, scan->pool, value);
        return 0;
    case OPTION_COMPILE_DB:
        o->compile_db = folder_of_database(scan->pool, value);
        return 0;
    case OPTION_LANGUAGE:
        return set_language(scan, value);
    case OPTION_INCLUDE:
    case OPTION_DEFINE:
    case OPTION_UNDEFINE:
        pass_to_clang(scan, row->short_name, value);
        return 0;
    default:
        set_flag(o, row->id);
        return 0;
    }
}

/* What stands behind the name in the same argument; NULL: the argument is not this option. */
static const char *match(const struct row *row, const char *argument)
{
    size_t short_length = strlen(row->short_name), long_length = strlen(row->long_name);
    if (long_length && strncmp(argument, row->long_name, long_length) == 0) {
        const char *rest = argument + long_length;
        if (*rest == '\0' || (*rest == '=' && row->form != FORM_FLAG))
            return rest;
    }
    if (!short_length || strncmp(argument, row->short_name, short_length) != 0)
        return NULL;
    const char *rest = argument + short_length;
    bool joined = row->form == FORM_WORD || (row->form == FORM_EQUALS && *rest == '=');
    return *rest == '\0' || joined ? rest : NULL;
}

static int take(struct scan *scan, const struct row *row, const char *rest)
{
    const char *name = scan->argv[scan->at];
    if (row->form == FORM_FLAG)
        return set(scan, row, "");
    if (*rest == '=' && (row->form == FORM_EQUALS || name[1] == '-'))
        rest++;
    else if (*rest == '\0' && row->form == FORM_WORD && scan->at + 1 < scan->argc)
        rest = scan->argv[++scan->at];
    if (*rest == '\0')
        return usage_error(scan, "%s needs an argument", name);
    return set(scan, row, rest);
}

static int take_option(struct scan *scan)
{
    const char *argument = scan->argv[scan->at];
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const char *rest = match(&rows[i], argument);
        if (rest)
            return take(scan, &rows[i], rest);
    }
    return usage_error(scan, "unknown option '%s'", argument);
}

/* What is written by hand is not written over. */
static int check_outputs(const struct scan *scan)
{
    const struct options *o = scan->options;
    const char *outputs[] = {o->output, o->depend_file};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        for (size_t h = 0; outputs[i] && h < o->header_count; h++)
            if (path_is_same_file(outputs[i], o->headers[h]))
                return usage_error(scan, "%s is the header that is read", outputs[i]);
    return 0;
}

static int check(const struct scan *scan)
{
    const struct options *o = scan->options;
    if (o->help || o->version)
        return 0;
    if (o->header_count == 0)
        return usage_error(scan, "%s", "name the header to read, such as: memglass-gen game.h");
    if (o->json && o->layout)
        return usage_error(scan, "%s", "--json and --layout exclude each other");
    if (o->depend_file && !o->depend)
        return usage_error(scan, "-MF %s needs -MD", o->depend_file);
    bool to_stdout = o->output ? strcmp(o->output, "-") == 0 : o->json || o->layout;
    if (o->depend && to_stdout)
        return usage_error(scan, "%s", "-MD needs an output file: give -o FILE");
    if (o->depend_file && !o->output && o->header_count > 1)
        return usage_error(scan, "%s", "-MF with several headers needs one output: give -o FILE");
    return check_outputs(scan);
}

int options_parse(struct options *options, struct pool *pool, int argc, char **argv, FILE *err)
{
    struct scan scan = {
        .options = options, .pool = pool, .argc = argc, .argv = argv, .at = 1, .err = err};
    for (; scan.at < argc; scan.at++) {
        const char *argument = argv[scan.at];
        if (strcmp(argument, "--") == 0)
            break;
        if (argument[0] != '-' || argument[1] == '\0')
            add(&options->headers, &options->header_count, pool, argument);
        else if (take_option(&scan) < 0)
            return -1;
    }
    for (scan.at++; scan.at < argc; scan.at++)
        add(&options->clang, &options->clang_count, pool, argv[scan.at]);
    return check(&scan);
}

void options_help(FILE *out)
{
    fputs("usage: memglass-gen [option]... HEADER... [-- CLANG-OPTION...]\n"
          "Describes the annotated types of C and C++ headers for memglass.\n\n",
          out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        char left[64];
        const struct row *r = &rows[i];
        const char *comma = *r->short_name && *r->long_name ? ", " : "";
        const char *gap = r->form == FORM_EQUALS ? "=" : *r->argument ? " " : "";
        snprintf(left, sizeof left, "%s%s%s%s%s", r->short_name, comma, r->long_name, gap,
                 r->argument);
        fprintf(out, "  %-22s %s\n", left, r->help);
    }
    fputs("\nExit status: 0 done, 1 the input has errors, 2 the command line has.\n", out);
}
