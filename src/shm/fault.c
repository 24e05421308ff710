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

/* --- one word ---
 *
 * The handler knows the one instruction that loads it, and goes on behind it. That needs nothing to
 * be noted before, which would take longer than the load. It is an instruction of ours, so where
 * there is none, or where ThreadSanitizer has to see the load, the word is read as all else is.
 */

#if defined(__SANITIZE_THREAD__)
#    define LOAD_SEEN
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define LOAD_SEEN
#    endif
#endif
#if defined(__x86_64__) && !defined(LOAD_SEEN)
#    define LOAD_COMPARE     "cmpq %[value], (%[word])\n\tsete %[same]\n"
#    define LOAD_PC(context) ((context)->uc_mcontext.gregs[REG_RIP])
#elif defined(__aarch64__) && !defined(LOAD_SEEN)
#    define LOAD_COMPARE \
        "ldar %[loaded], [%[word]]\n\tcmp %[loaded], %[value]\n\tcset %w[same], eq\n"
#    define LOAD_PC(context) ((context)->uc_mcontext.pc)
#endif

#ifdef LOAD_COMPARE

/* The load, and where to go on without it. Were the compiler to make two of the function, there
 * would be two of each, which the assembler refuses. */
__attribute__((visibility("hidden"))) extern const char shm_load_begins[], shm_load_ends[];

static bool pass_over_load(void *context)
{
    ucontext_t *at = context;
    if ((uintptr_t)LOAD_PC(at) != (uintptr_t)shm_load_begins)
        return false;
    LOAD_PC(at) = (__typeof__(LOAD_PC(at)))(uintptr_t)shm_load_ends;
    return true;
}

__attribute__((noinline)) bool shm_word_is(const uint64_t *word, uint64_t value)
{
    uint64_t loaded;
    bool same = false;
    __asm__ volatile(
        ".globl shm_load_begins\n.hidden shm_load_begins\nshm_load_begins:\n\t" LOAD_COMPARE
        ".globl shm_load_ends\n.hidden shm_load_ends\nshm_load_ends:\n"
        : [same] "+&r"(same), [loaded] "=&r"(loaded)
        : [word] "r"(word), [value] "r"(value)
        : "memory", "cc");
    return same;
}

#else

static bool pass_over_load(void *context)
{
    (void)context;
    return false;
}

struct comparison {
    const uint64_t *word;
    uint64_t value;
};

static int compare(void *ctx)
{
    const struct comparison *c = ctx;
    return __atomic_load_n(c->word, __ATOMIC_ACQUIRE) == c->value;
}

bool shm_word_is(const uint64_t *word, uint64_t value)
{
    return shm_guarded(compare, &(struct comparison){word, value}) == 1;
}

#endif

/* --- all else --- */

static void on_sigbus(int number, siginfo_t *info, void *context)
{
    if (pass_over_load(context))
        return;
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

/* A library that is unloaded must not be called at a fault. */
__attribute__((destructor)) static void uninstall(void)
{
    struct sigaction now;
    if (sigaction(SIGBUS, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) &&
        now.sa_sigaction == on_sigbus)
        sigaction(SIGBUS, &previous, NULL);
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
