/* memglass completion: what a shell completes, from the tables of commands and options. Layer 8. */
#include "cli/commands.h"
#include "cli/source.h"

#include "base/error.h"

#include <string.h>

const struct args_option cli_completion_options[] = {CLI_OPTION_HELP, {0}};

static void print_words(const struct args_option *options, bool with_argument, const char *between,
                        FILE *out)
{
    const char *before = "";
    for (; options->name; options++) {
        if (with_argument && !options->argument)
            continue;
        fprintf(out, "%s--%s", before, options->name);
        before = between;
        if (options->letter)
            fprintf(out, "%s-%c", between, options->letter);
    }
}

static bool has_arguments(const struct args_option *options)
{
    for (; options->name; options++)
        if (options->argument)
            return true;
    return false;
}

/* --- bash ------------------------------------------------------------------------------------- */

static void bash_command(const struct cli_command *c, FILE *out)
{
    fprintf(out, "    %s)\n        options='", c->name);
    print_words(c->options, false, " ", out);
    fputs("'\n", out);
    if (has_arguments(c->options)) {
        fputs("        case $before in ", out);
        print_words(c->options, true, "|", out);
        fputs(") options=; want=argument ;; esac\n", out);
    }
    fputs("        ;;\n", out);
}

static void print_bash(FILE *out)
{
    fputs("# Completion of memglass for bash; made by `memglass completion bash`.\n"
          "_memglass() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local options= want=source IFS=$' \\t\\n'\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ] || [ \"${COMP_WORDS[1]}\" = help ]; then\n"
          "        COMPREPLY=($(compgen -W '",
          out);
    for (const struct cli_command *c = cli_commands(); c->name; c++)
        fprintf(out, "%s ", c->name);
    fputs("help --help --version' -- \"$word\"))\n"
          "        return\n"
          "    fi\n"
          "    case ${COMP_WORDS[1]} in\n",
          out);
    for (const struct cli_command *c = cli_commands(); c->name; c++)
        bash_command(c, out);
    fputs(
        "    esac\n"
        "    case $want$word in\n"
        "    source-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
        "    source*)\n"
        "        IFS=$'\\n'\n"
        "        COMPREPLY=($(compgen -W \"$(memglass ls --csv 2>/dev/null | sed '1d; s/,.*//')\" "
        "-- \"$word\")\n"
        "            $(compgen -f -X '!*.mgr' -- \"$word\") $(compgen -d -- \"$word\"))\n"
        "        ;;\n"
        "    *)\n"
        "        IFS=$'\\n'\n"
        "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
        "        ;;\n"
        "    esac\n"
        "}\n"
        "complete -o filenames -F _memglass memglass\n",
        out);
}

/* --- zsh -------------------------------------------------------------------------------------- */

/* Within '...' and [...]. */
static void zsh_text(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\'", out);
        else if (strchr("[]:\\", *text))
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void zsh_option(const struct args_option *o, FILE *out)
{
    fputs("            ", out);
    if (o->letter)
        fprintf(out, "'(-%c --%s)'{-%c,--%s}'[", o->letter, o->name, o->letter, o->name);
    else
        fprintf(out, "'--%s[", o->name);
    zsh_text(o->what, out);
    fputc(']', out);
    if (o->argument)
        fprintf(out, ":%s:_files", o->argument);
    fputs("' \\\n", out);
}

static void print_zsh(FILE *out)
{
    fputs("#compdef memglass\n"
          "# Completion of memglass for zsh; made by `memglass completion zsh`.\n"
          "_memglass_sources() {\n"
          "    local -a sessions\n"
          "    sessions=(${(f)\"$(memglass ls --csv 2>/dev/null | sed '1d; s/,.*//')\"})\n"
          "    compadd -a sessions\n"
          "    _files -g '*.mgr'\n"
          "}\n"
          "_memglass() {\n"
          "    local -a commands\n"
          "    if (( CURRENT == 2 )) || [[ $words[2] == help ]]; then\n"
          "        commands=(\n",
          out);
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        fprintf(out, "            '%s:", c->name);
        zsh_text(c->what, out);
        fputs("'\n", out);
    }
    fputs("            'help:print the options of a command'\n"
          "        )\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    local command=$words[2]\n"
          "    shift words\n"
          "    (( CURRENT-- ))\n"
          "    case $command in\n",
          out);
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        fprintf(out, "    %s)\n        _arguments -s \\\n", c->name);
        for (const struct args_option *o = c->options; o->name; o++)
            zsh_option(o, out);
        fputs("            '*:source:_memglass_sources'\n        ;;\n", out);
    }
    fputs("    esac\n"
          "}\n"
          "_memglass \"$@\"\n",
          out);
}

int cli_completion(const struct cli_values *v, FILE *out, memglass_error *err)
{
    int status = source_names(v, 1, 1, err);
    if (status)
        return status;
    if (strcmp(v->names[0], "bash") == 0)
        print_bash(out);
    else if (strcmp(v->names[0], "zsh") == 0)
        print_zsh(out);
    else
        return error_set(err, CLI_E_USAGE, 0, "'%.40s' is neither bash nor zsh", v->names[0]);
    return MEMGLASS_OK;
}
