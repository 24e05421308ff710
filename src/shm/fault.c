/* Surviving SIGBUS while reading a segment that was truncated. Layer 1. */
#include "shm/shm.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <ucontext.h>

/*
 * A signal handler has no argument of ours, so these are the one exception to "no file-scope state"
 * here: where this thread wants to be taken when it faults, and who handled SIGBUS before.
 */
static _Thread_local sigjmp_buf *landing;
static struct sigaction previous;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static void on_sigbus(int number, siginfo_t *info, void *context)
{
    if (landing) {
        /* Sanitizers run handlers with every signal blocked, whatever sa_mask asks for, and a
         * second fault would then kill. sigsetjmp could restore the mask at a system call for each
         * read; this costs only the read that faults. */
        pthread_sigmask(SIG_SETMASK, &((const ucontext_t *)context)->uc_sigmask, NULL);
        siglongjmp(*landing, 1);
    }
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(number);
    } else {
        /* Not ours: fault again with the default action, which ends the process with the right
         * signal. */
        signal(number, SIG_DFL);
    }
}

static void install(void)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    action.sa_sigaction = on_sigbus;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

int shm_guarded(int (*fn)(void *ctx), void *ctx)
{
    pthread_once(&installed, install);
    sigjmp_buf here;
    sigjmp_buf *volatile outer = landing;
    int result;
    if (sigsetjmp(here, 0) == 0) {
        landing = &here;
        result = fn(ctx);
    } else {
        result = MEMGLASS_E_FAULT;
    }
    landing = outer;
    return result;
}
