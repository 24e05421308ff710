/* The poll loop of the dashboard. Layer 8. */
#include "top/loop.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "top/app.h"
#include "top/moments.h"
#include "watch/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* When a key that is there now came, at the earliest: poll was waiting for it, or it came at any
 * time since there was none. */
struct key_clock {
    uint64_t none_ns; /* there was none */
    uint64_t poll_ns; /* poll began to wait */
};

static void read_keys(struct app *a, struct key_clock *clock)
{
    uint64_t now = clock_monotonic_ns();
    bool waited = now - clock->poll_ns > NS_PER_MS;
    for (int key;
         !a->quit && app_takes_keys(a) && (key = term_key_read(a->terminal)) != VIEW_KEY_NONE;)
        app_key(a, key, waited ? now : clock->none_ns);
    clock->none_ns = clock_monotonic_ns();
}

/* What ends the program is not kept waiting until it has the terminal again. */
static void stop(struct app *a)
{
    term_suspend(a->terminal);
    do
        signals_stop_self();
    while (!signals_end_waits() && !term_resume(a->terminal));
    a->stale = true;
}

/* The signal that ends the program, or 0. */
static int read_signals(struct app *a, int fd)
{
    for (int signal; (signal = signals_next(fd));) {
        switch (signal) {
        case SIGTSTP:
            stop(a);
            break;
        case SIGCONT: /* stopped from outside: the terminal may have been another's, or still be */
            if (!term_resume(a->terminal))
                stop(a);
            a->stale = true;
            break;
        case SIGWINCH:
            a->stale = true;
            break;
        case SIGUSR1:
            moments_keep(a);
            break;
        default:
            return signal;
        }
    }
    return 0;
}

static int run(struct app *a, int signal_fd)
{
    struct key_clock clock = {.none_ns = clock_monotonic_ns()};
    thread_hurry();
    if (!term_resume(a->terminal))
        stop(a);
    while (!a->quit) {
        app_show(a);
        if (a->quit)
            break;
        struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = app_takes_keys(a) ? POLLIN : 0},
                               {.fd = signal_fd, .events = POLLIN},
                               {.fd = term_waits_fd(a->terminal), .events = POLLOUT},
                               {.fd = watch_fd(&a->watch), .events = POLLIN},
                               {.fd = watch_player_fd(&a->watch), .events = POLLIN},
                               {.fd = watch_alarm_fd(&a->watch), .events = POLLIN},
                               {.fd = watch_keeper_fd(&a->watch), .events = POLLIN},
                               {.fd = arranger_fd(a->arranger), .events = POLLIN}};
        clock.poll_ns = clock_monotonic_ns();
        if (poll(fds, sizeof fds / sizeof fds[0], app_wait_ms(a)) < 0 && errno != EINTR)
            return error_sys(&a->err, MEMGLASS_E_SYSTEM, errno, "cannot wait for keys");
        int signal = read_signals(a, signal_fd);
        if (signal)
            return signal;
        app_tick(a);
        read_keys(a, &clock);
        if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
            return SIGHUP; /* the terminal has gone */
    }
    return a->failed;
}

int top_loop(const struct top_options *options, memglass_error *err)
{
    struct app app;
    int signal_fd = signals_open(err);
    if (signal_fd < 0)
        return signal_fd;
    int result = app_open(&app, options, err);
    if (result == MEMGLASS_OK) {
        struct term_options how = choices_terminal(&app.model, options);
        app.terminal = term_open(&how, err);
        result = app.terminal ? run(&app, signal_fd) : MEMGLASS_E_SYSTEM;
        if (app.terminal && result < 0 && err)
            *err = app.err;
    }
    memglass_error note = {0};
    int kept = choices_keep(&app.config, &app.model, &note);
    app_close(&app);
    close(signal_fd);
    if (kept != MEMGLASS_OK)
        fprintf(stderr, "memglass-top: %s\n", note.message);
    if (app.copied[0])
        puts(app.copied);
    return result;
}
