/* Shell commands beside the work. Layer 6. */
#include "when/runner.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void runner_reap(struct runner *r)
{
    for (size_t i = 0; i < RUNNER_AT_ONCE; i++)
        if (r->running[i] && waitpid(r->running[i], NULL, WNOHANG) != 0)
            r->running[i] = 0;
}

static size_t count_of(char *const *list)
{
    size_t count = 0;
    while (list[count])
        count++;
    return count;
}

static bool is_in(const char *variable, char *const *list)
{
    size_t name = strcspn(variable, "=");
    for (; *list; list++)
        if (strncmp(*list, variable, name) == 0 && (*list)[name] == '=')
            return true;
    return false;
}

/* Ours, and those in front of it. */
static char **environment(char *const *variables)
{
    char **all = calloc(count_of(variables) + count_of(environ) + 1, sizeof *all);
    size_t count = 0;
    if (!all)
        return NULL;
    for (size_t i = 0; variables[i]; i++)
        all[count++] = variables[i];
    for (size_t i = 0; environ[i]; i++)
        if (!is_in(environ[i], variables))
            all[count++] = environ[i];
    return all;
}

/* What it reads and writes. 0 or an errno. */
static int open_files(posix_spawn_file_actions_t *files, bool mute)
{
    int failed = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO && mute && !failed; fd++)
        failed = posix_spawn_file_actions_addopen(files, fd, "/dev/null", O_WRONLY, 0);
    return failed;
}

/* Threads of ours block signals, and who does not record ignores SIGUSR1, which a command should
 * not inherit. */
static int spawn_files(char *const *argv, char *const *all, bool mute, pid_t *out)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGUSR1);
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&how);
    if (!failed) {
        posix_spawnattr_setsigmask(&how, &none);
        posix_spawnattr_setsigdefault(&how, &usual);
        posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        failed = open_files(&files, mute);
        if (!failed)
            failed = posix_spawn(out, "/bin/sh", &files, &how, argv, all);
        posix_spawnattr_destroy(&how);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static int spawn(const char *command, char *const *variables, bool mute, pid_t *out)
{
    char shell[] = "sh", flag[] = "-c", *text = strdup(command);
    char *argv[] = {shell, flag, text, NULL}, **all = environment(variables);
    int failed = text && all ? spawn_files(argv, all, mute, out) : ENOMEM;
    free(all);
    free(text);
    return failed;
}

int runner_start(struct runner *r, const char *command, char *const *variables, memglass_error *err)
{
    runner_reap(r);
    for (size_t i = 0; i < RUNNER_AT_ONCE; i++) {
        if (r->running[i])
            continue;
        int failed = spawn(command, variables, r->mute, &r->running[i]);
        if (!failed)
            return MEMGLASS_OK;
        r->running[i] = 0;
        return error_sys(err, MEMGLASS_E_SYSTEM, failed, "cannot run /bin/sh");
    }
    return error_set(err, MEMGLASS_E_LIMIT, 0, "%d commands are running: not run", RUNNER_AT_ONCE);
}
