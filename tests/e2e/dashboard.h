/* What the dashboard's tests share: a session with a producer, and the dashboard on it. Tests only.
 */
#ifndef E2E_DASHBOARD_H
#define E2E_DASHBOARD_H

#include "screen.h"
#include "unit.h"

/* A memglass-proc of its own, and the dashboard on it, on its first full screen. */
struct dashboard {
    char session[UNIT_NAME_BYTES];
    pid_t producer;
    struct screen *screen;
};

/* Starts memglass-proc with that session name and waits until it can be attached to. */
pid_t dashboard_producer(const char *session);

struct dashboard dashboard_start(const char *tag, int columns, int rows, const char *const *env);
/* The same on docs/examples/greenhouse, whose values stand still. */
struct dashboard dashboard_still(const char *tag, int columns, int rows, const char *const *env);
void dashboard_stop(struct dashboard *d);

#define ck_assert_shows(s, text) \
    ck_assert_msg(screen_wait_text(s, text), "'%s' is not on the screen:\n%s", text, screen_text(s))
#define ck_assert_hides(s, text)                                                          \
    ck_assert_msg(screen_wait_no_text(s, text), "'%s' is still on the screen:\n%s", text, \
                  screen_text(s))

/* Keys that are typed ("": none), then the texts that the screen is to show; NOT "..." is one that
 * it is to show no longer. A list of steps ends with {NULL}. */
typedef const char *const step[6];
#define NOT "\001"
void walk(struct screen *s, const step *steps);

#endif
