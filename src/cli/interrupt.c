/* Signals that end a command in good order. Layer 8. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stdbool.h>

static volatile sig_atomic_t came; /* the signal, and bit 8: SIGUSR1 */

enum { ASKED = 1 << 8, SIGNAL = ASKED - 1 };

static void note(int signal)
{
    if (signal == SIGUSR1)
        came |= ASKED;
    else if (!(came & SIGNAL))
        came |= signal;
}

/* A file that would be larger than may be (ulimit -f) is an error of write then, as a full disk is;
 * so is a pipe that nobody reads. Ignoring the signal would be inherited by commands that are run;
 * a handler is not. */
static void pass(int signal)
{
    (void)signal;
}

/* `pkill -USR1 memglass` means the recorders: who watches goes on, without being woken. Commands
 * that are run have it as usual: they are started so (when/runner.c). */
static void take_no_asking(void)
{
    signal(SIGUSR1, SIG_IGN);
}

/* As nohup(1) wants it. */
static bool is_ignored(int signal)
{
    struct sigaction now;
    return sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

/* One at a time: they share a word. */
static void take(int signal, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

void interrupt_install(void)
{
    take(SIGINT, note);
    take(SIGTERM, note);
    if (!is_ignored(SIGHUP))
        take(SIGHUP, note);
    take(SIGXFSZ, pass);
    take_no_asking();
}

void interrupt_outlive_pipes(void)
{
    take(SIGPIPE, pass);
}

void interrupt_take_asking(void)
{
    take(SIGUSR1, note);
}

int interrupt_came(void)
{
    return came & SIGNAL;
}

_Bool interrupt_asked(void)
{
    if (!(came & ASKED))
        return 0;
    sigset_t only, before;
    sigemptyset(&only);
    sigaddset(&only, SIGUSR1);
    sigprocmask(SIG_BLOCK, &only, &before);
    came &= SIGNAL;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return 1;
}
