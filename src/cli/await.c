/* A session that is still to begin. Layer 8. */
#include "cli/await.h"

#include "base/clock.h"
#include "base/error.h"
#include "cli/interrupt.h"
#include "cli/look.h"

#include <time.h>

/* What a dead program left is of the run before. */
static bool is_to_come(const struct cli_values *v, const char *name)
{
    memglass_error err;
    memglass_session_info info;
    memglass_observer *o = memglass_attach_with(name, &v->attach, &err);
    bool dead = o && memglass_session_info_get(o, &info) == 0 && info.state == MEMGLASS_STATE_DEAD;
    memglass_detach(o);
    return dead || (!o && err.code == MEMGLASS_E_NOSESSION);
}

int await_session(const struct cli_values *v, const char *name, memglass_error *err)
{
    const struct timespec pause = {.tv_nsec = 20 * (long)NS_PER_MS};
    uint64_t begun = clock_monotonic_ns();
    if (!v->await)
        return MEMGLASS_OK;
    if (look_is_file(name))
        return error_set(err, CLI_E_USAGE, 0, "--await is for sessions");
    while (is_to_come(v, name)) {
        if (interrupt_came())
            return error_set(err, MEMGLASS_E_NOSESSION, 0, "interrupted before '%.80s' began",
                             name);
        if (v->timeout_ns && clock_monotonic_ns() - begun >= v->timeout_ns)
            return error_set(err, MEMGLASS_E_NOSESSION, 0,
                             "the program of session '%.80s' did not begin in time", name);
        nanosleep(&pause, NULL); /* or until a signal comes */
    }
    return MEMGLASS_OK;
}
