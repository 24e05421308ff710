/* Gives the terminal back when the program crashes. Layer 7. */
#include "tui/rescue.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Room for the handler when the stack itself is what has run out. */
#define STACK_BYTES ((size_t)64 << 10)

/* A signal handler is given no context: this is the one word that it can know. */
static _Atomic(const struct rescue *) armed;

/* Another handler may have passed the signal on to this one, and still be installed. */
static void die_of(int signal_number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    signal(signal_number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(signal_number);
}

static void on_crash(int signal_number)
{
    const struct rescue *r = atomic_exchange(&armed, NULL);
    if (r) {
        ssize_t written = write(r->fd, r->text, r->size);
        (void)written; /* nothing is left to do about it */
        tcsetattr(r->fd, TCSANOW, &r->modes);
    }
    die_of(signal_number);
}

/* Mapped once for good: it must be there until the process ends. */
static void give_stack(void)
{
    stack_t stack = {.ss_size = STACK_BYTES};
    stack.ss_sp =
        mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack.ss_sp != MAP_FAILED)
        sigaltstack(&stack, NULL);
}

void rescue_install(void)
{
    give_stack();
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_crash;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &action, NULL);
}

void rescue_arm(const struct rescue *r)
{
    atomic_store(&armed, r);
}

void rescue_disarm(void)
{
    atomic_store(&armed, NULL);
}
