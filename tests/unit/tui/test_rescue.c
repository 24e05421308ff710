/* A crash of any sort gives the terminal back. Tests only; no layer. */
#include "unit.h"

#include "base/thread.h"
#include "tui/rescue.h"

#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT "given back"

typedef void crash_fn(void);

static void by_pointer(void)
{
    raise(SIGSEGV);
}

static void by_abort(void)
{
    abort();
}

/* Each turn needs the one before: no compiler can make a loop of it. */
static int deeper(volatile char *above)
{
    volatile char here[4096];
    here[0] = above[0];
    if (here[0] == 2) /* never */
        return 0;
    return deeper(here) + here[0];
}

static void by_stack(void)
{
    volatile char start[1] = {1};
    exit(deeper(start));
}

static void *run_out(void *unused)
{
    (void)unused;
    by_stack();
    return NULL;
}

static void *point_nowhere(void *unused)
{
    (void)unused;
    by_pointer();
    return NULL;
}

static void in_thread(void *(*run)(void *))
{
    pthread_t thread;
    if (thread_start(&thread, run, NULL) == 0)
        pthread_join(thread, NULL);
}

static void by_pointer_of_a_thread(void)
{
    in_thread(point_nowhere);
}

static void by_stack_of_a_thread(void)
{
    in_thread(run_out);
}

/* Crashes in a child on a terminal of its own: what came out, the signal; whether it still echoes.
 */
static int crash(crash_fn *fn, char *out, size_t size, bool *echoes)
{
    int fd, status;
    struct termios modes;
    size_t used = 0;
    pid_t pid = forkpty(&fd, NULL, NULL, NULL);
    if (pid == 0) {
        static struct rescue rescue = {.fd = STDOUT_FILENO, .text = TEXT, .size = sizeof TEXT - 1};
        setrlimit(RLIMIT_STACK, &(struct rlimit){1 << 20, 1 << 20});
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        tcgetattr(STDOUT_FILENO, &rescue.modes);
        modes = rescue.modes;
        modes.c_lflag &= ~(tcflag_t)ECHO;
        rescue_install();
        rescue_arm(&rescue);
        tcsetattr(STDOUT_FILENO, TCSANOW, &modes);
        fn();
        _exit(0);
    }
    for (ssize_t got; (got = read(fd, out + used, size - 1 - used)) > 0;)
        used += (size_t)got;
    out[used] = '\0';
    waitpid(pid, &status, 0);
    *echoes = tcgetattr(fd, &modes) == 0 && (modes.c_lflag & ECHO);
    close(fd);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

START_TEST(test_crashes_give_the_terminal_back)
{
    static const struct {
        crash_fn *fn;
        int signal;
    } crashes[] = {{by_pointer, SIGSEGV},
                   {by_abort, SIGABRT},
                   {by_stack, SIGSEGV},
                   {by_pointer_of_a_thread, SIGSEGV},
                   {by_stack_of_a_thread, SIGSEGV}};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        char out[4096];
        bool echoes;
        int signal = crash(crashes[i].fn, out, sizeof out, &echoes);
        ck_assert_msg(strstr(out, TEXT) != NULL, "crash %zu says: %s", i, out);
        ck_assert_int_eq(signal, crashes[i].signal);
        ck_assert(echoes);
    }
}
END_TEST

MEMGLASS_SUITE("tui/rescue", test_crashes_give_the_terminal_back)
