/* The last failure of each thread. Layer 2. */
#include "producer/session.h"

_Thread_local struct attempt last_attempt;

/* The failure before it: what succeeds later, such as giving back what the failed call had taken,
 * does not hide why it failed. */
static _Thread_local struct attempt failed;

void last_error_keep(void)
{
    failed = last_attempt;
    last_attempt.error = (memglass_error){0};
}

void last_error_forget(const memglass_session *s)
{
    if (last_attempt.session == s)
        last_attempt.error = (memglass_error){0};
    if (failed.session == s)
        failed.error = (memglass_error){0};
}

int last_error_get(const memglass_session *s, memglass_error *err)
{
    const struct attempt *last =
        last_attempt.session == s && last_attempt.error.code ? &last_attempt : &failed;
    bool ours = last->session == s;
    if (err)
        *err = ours ? last->error : (memglass_error){0};
    return ours ? last->error.code : MEMGLASS_OK;
}
