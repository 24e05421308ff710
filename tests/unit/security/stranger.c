/* Other users: children that become somebody else and try. Tests only; no layer. */
#include "stranger.h"

#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static const memglass_field fields[] = {
    {"n", "uint64_t", NULL, NULL, NULL, "", "", "", 0, 0, 0, 64, 0, 0, 0, 0, MEMGLASS_KIND_UINT, 0},
};
const memglass_type stranger_type = {"number", "struct number", "", "", fields, 8, 8, 1, 1, 0};

bool stranger_skip(void)
{
    if (geteuid() == 0)
        return false;
    puts("skipped: only root can become another user");
    return true;
}

/* In the child. */
static void become(unsigned user, unsigned group)
{
    gid_t groups[] = {group};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (setgroups(1, groups) || setresgid(group, group, group) || setresuid(user, user, user))
        _exit(126);
}

int stranger_runs(unsigned user, unsigned group, int (*fn)(void *ctx), void *ctx)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(10);
        become(user, group);
        _exit(fn(ctx));
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "the other user's process died of signal %d",
                  WTERMSIG(status));
    ck_assert_int_ne(WEXITSTATUS(status), 126);
    return WEXITSTATUS(status);
}

pid_t stranger_produces(unsigned user, const memglass_config *config)
{
    int ready[2];
    char byte = 0;
    fflush(NULL);
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        memglass_error err = {0};
        become(user, user);
        memglass_session *s = memglass_open(config, &err);
        uint64_t *n = s ? memglass_create_object(s, &stranger_type, 1, "mine") : NULL;
        if (n && write(ready[1], "r", 1) == 1)
            for (;;)
                pause();
        fprintf(stderr, "%s\n", err.message);
        _exit(1);
    }
    close(ready[1]);
    ck_assert_msg(read(ready[0], &byte, 1) == 1, "the producer of user %u did not start", user);
    close(ready[0]);
    return child;
}

void stranger_is_killed(pid_t *pid)
{
    kill(*pid, SIGKILL);
    waitpid(*pid, NULL, 0);
    *pid = 0;
}

static int removes(void *session)
{
    shm_unlink_session(session);
    return 0;
}

void stranger_removes(unsigned user, char *session)
{
    stranger_runs(user, user, removes, session);
}

int stranger_attaches(void *session)
{
    memglass_error err = {0};
    memglass_observer *o = memglass_attach(session, &err);
    memglass_detach(o);
    return o ? 0 : -err.code;
}
