/* The poll loop of the dashboard. Layer 8. */
#include "top/loop.h"

#include "base/error.h"
#include "top/app.h"
#include "watch/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static void read_keys(struct app *a)
{
    for (int key; !a->quit && (key = term_key_read(a->terminal)) != VIEW_KEY_NONE;)
        app_key(a, key);
}

static void stop(struct app *a)
{
    term_suspend(a->terminal);
    signals_stop_self();
    term_resume(a->terminal);
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
        case SIGCONT: /* stopped from outside: the terminal may have been another's */
            term_resume(a->terminal);
            a->stale = true;
            break;
        case SIGWINCH:
            a->stale = true;
            break;
        default:
            return signal;
        }
    }
    return 0;
}

static int run(struct app *a, int signal_fd)
{
    while (!a->quit) {
        app_show(a);
        if (a->quit)
            break;
        struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = signal_fd, .events = POLLIN},
                               {.fd = watch_fd(&a->watch), .events = POLLIN}};
        if (poll(fds, 3, app_wait_ms(a)) < 0 && errno != EINTR)
            return error_sys(&a->err, MEMGLASS_E_SYSTEM, errno, "cannot wait for keys");
        int signal = read_signals(a, signal_fd);
        if (signal)
            return signal;
        read_keys(a);
        if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
            return SIGHUP; /* the terminal has gone */
        app_tick(a);
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
        struct term_options how = {.no_color = options->no_color};
        app.terminal = term_open(&how, err);
        result = app.terminal ? run(&app, signal_fd) : MEMGLASS_E_SYSTEM;
        if (app.terminal && result < 0 && err)
            *err = app.err;
    }
    app_close(&app);
    close(signal_fd);
    return result;
}
