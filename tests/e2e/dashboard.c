/* What the dashboard's tests share: a session with a producer, and the dashboard on it. Tests only.
 */
#include "dashboard.h"

#include <memglass/observer.h>
#include <signal.h>
#include <stdint.h>

/* It has made its objects, and been over all of them once. */
static bool has_objects(void *name)
{
    memglass_observer *o = memglass_attach(name, NULL);
    memglass_session_info info = {.state = MEMGLASS_STATE_DEAD};
    if (o)
        memglass_session_info_get(o, &info);
    memglass_detach(o);
    return info.state == MEMGLASS_STATE_ALIVE && info.ticks;
}

pid_t dashboard_producer(const char *session)
{
    const char *const argv[] = {"memglass-proc", "-i", "0.2", "-n", session, NULL};
    pid_t pid = start_program(argv);
    ck_assert(unit_wait(has_objects, (void *)(uintptr_t)session, (int)screen_patience_ms()));
    return pid;
}

struct dashboard dashboard_start(const char *tag, int columns, int rows, const char *const *env)
{
    struct dashboard d;
    unit_session_name(d.session, tag);
    d.producer = dashboard_producer(d.session);
    const char *const argv[] = {"memglass-top", "-d", "0.2", d.session, NULL};
    d.screen = screen_start(columns, rows, env, argv);
    return d;
}

struct dashboard dashboard_still(const char *tag, int columns, int rows, const char *const *env)
{
    struct dashboard d;
    unit_session_name(d.session, tag);
    const char *const producer[] = {"examples/greenhouse", d.session, "still", NULL};
    d.producer = start_program(producer);
    ck_assert(unit_wait(has_objects, d.session, (int)screen_patience_ms()));
    const char *const argv[] = {"memglass-top", "-d", "0.2", d.session, NULL};
    d.screen = screen_start(columns, rows, env, argv);
    return d;
}

void dashboard_stop(struct dashboard *d)
{
    screen_stop(&d->screen);
    stop_program(&d->producer, SIGTERM);
}

void walk(struct screen *s, const step *steps)
{
    for (; (*steps)[0]; steps++) {
        const char *const *text = *steps;
        screen_type(s, *text);
        while (*++text) {
            bool hidden = **text == NOT[0];
            bool done = hidden ? screen_wait_no_text(s, *text + 1) : screen_wait_text(s, *text);
            ck_assert_msg(done, "'%s' is %s the screen after '%s':\n%s", *text + hidden,
                          hidden ? "still on" : "not on", **steps, screen_text(s));
        }
    }
}
