/* Signals as a descriptor of the poll loop. Layer 1. */
#include "watch/signals.h"

#include "base/error.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

int signals_open(memglass_error *err)
{
    static const int wanted[] = {SIGINT,  SIGTERM, SIGHUP,   SIGQUIT,
                                 SIGTSTP, SIGCONT, SIGWINCH, SIGUSR1};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sigaddset(&set, wanted[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return fd >= 0 ? fd : error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot wait for signals");
}

int signals_next(int fd)
{
    struct signalfd_siginfo info;
    return read(fd, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

static void let_through(int signal, sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(SIG_UNBLOCK, &set, before);
}

/* By SIGTSTP itself: the kernel drops it where no shell is there that could continue the process,
 * as in a terminal that was opened for this program alone. SIGSTOP would be for ever there. */
void signals_stop_self(void)
{
    sigset_t before;
    raise(SIGTSTP);
    let_through(SIGTSTP, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

bool signals_end_waits(void)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, SIGINT) || sigismember(&set, SIGTERM) || sigismember(&set, SIGHUP) ||
           sigismember(&set, SIGQUIT);
}

void signals_die_of(int signal)
{
    raise(signal);
    let_through(signal, NULL);
}
