/* memglass-proc: publishes this machine's processes until it is told to end. Layer 8. */
#include "base/clock.h"
#include "base/error.h"
#include "base/streams.h"
#include "proc/options.h"
#include "proc/scan.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int complain(const memglass_error *err)
{
    fprintf(stderr, "memglass-proc: %s\n", err->message);
    return EXIT_FAILURE;
}

/* As nohup(1) wants it: what is blocked would be waited for though it is ignored. */
static bool is_ignored(int signal)
{
    struct sigaction now;
    return sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

/* The signals that end the program are blocked and waited for: so one can neither be missed nor
 * interrupt a scan. Threads made later inherit the mask. */
static sigset_t block_ending_signals(void)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    if (!is_ignored(SIGHUP))
        sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    return ending;
}

/* Complaints that nobody reads, and signals that are meant for recorders (`pkill -USR1 memglass`),
 * are no reason to leave a dead session behind. */
static void outlive_others(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
}

/* Waits until a moment of CLOCK_MONOTONIC; true when a signal says that it is time to end. */
static bool told_to_end_before(uint64_t moment_ns, const sigset_t *ending)
{
    for (;;) {
        uint64_t now_ns = clock_monotonic_ns();
        struct timespec left = timespec_from_ns(moment_ns > now_ns ? moment_ns - now_ns : 0);
        if (sigtimedwait(ending, NULL, &left) > 0)
            return true;
        if (errno != EINTR)
            return false;
    }
}

/* The next moment of the schedule that is still to come: scans that took too long are left out,
 * not made up for. */
static uint64_t next_moment(uint64_t moment_ns, uint64_t interval_ns)
{
    uint64_t now_ns = clock_monotonic_ns();
    moment_ns += interval_ns;
    if (moment_ns <= now_ns)
        moment_ns += (now_ns - moment_ns) / interval_ns * interval_ns + interval_ns;
    return moment_ns;
}

/* A failure is told once, until a scan ends in another way. */
static void run(struct scanner *scanner, memglass_session *session, uint64_t interval_ns,
                const sigset_t *ending)
{
    int told = MEMGLASS_OK;
    uint64_t moment_ns = clock_monotonic_ns();
    do {
        memglass_error err = {0};
        int status = scanner_scan(scanner, &err);
        if (status != MEMGLASS_OK && status != told)
            complain(&err);
        told = status;
        memglass_tick(session);
        moment_ns = next_moment(moment_ns, interval_ns);
    } while (!told_to_end_before(moment_ns, ending));
}

int main(int argc, char **argv)
{
    struct options options;
    streams_hold();
    int parsed = options_parse(&options, argc, argv);
    memglass_error err = {0};
    if (parsed == OPTIONS_DONE && fflush(stdout) != 0) {
        error_sys(&err, MEMGLASS_E_SYSTEM, errno, "cannot write the output");
        return complain(&err);
    }
    if (parsed != MEMGLASS_OK)
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : 2;

    tzset();
    outlive_others();
    sigset_t ending = block_ending_signals();
    memglass_session *session = memglass_open(&(memglass_config){.name = options.name}, &err);
    if (!session)
        return complain(&err);
    struct scanner scanner;
    if (scanner_open(&scanner, session, "/proc", &err)) {
        memglass_close(session);
        return complain(&err);
    }
    run(&scanner, session, options.interval_ns, &ending);
    scanner_close(&scanner);
    memglass_close(session);
    return EXIT_SUCCESS;
}
