/* Command lines of memglass within a test's process. Tests only; no layer. */
#include "run.h"

#include "cli/commands.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char said[65536], complained[65536];

/* The next word of *rest, without its quotes; NULL at the end. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " ");
    char end = *word == '\'' ? '\'' : ' ';
    if (!*word)
        return NULL;
    word += *word == '\'';
    *rest = word + strcspn(word, end == ' ' ? " " : "'");
    if (**rest)
        *(*rest)++ = '\0';
    return word;
}

int run(const char *line)
{
    static char text[1024];
    char *argv[32] = {"memglass"}, *rest = text, *out = NULL;
    size_t size = 0;
    int argc = 1, saved = dup(STDERR_FILENO);
    FILE *err = tmpfile(), *memory = open_memstream(&out, &size);
    ck_assert(err && memory && saved >= 0);
    snprintf(text, sizeof text, "%s", line);
    for (char *word; (word = next_word(&rest));)
        argv[argc++] = word;
    fflush(stderr);
    dup2(fileno(err), STDERR_FILENO);
    int status = cli_main(argc, argv, memory);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    fclose(memory);
    snprintf(said, sizeof said, "%s", out);
    free(out);
    ssize_t got = pread(fileno(err), complained, sizeof complained - 1, 0);
    complained[got > 0 ? got : 0] = '\0';
    fclose(err);
    return status;
}
