/* The last failure of each thread. Layer 2. */
#include "producer/session.h"

/* Tagged with its session: the interface says "this thread's", which only the thread can store. */
struct attempt {
    const memglass_session *session;
    memglass_error error;
};

/* The call under way or just made, and the failure before it: what succeeds later, such as giving
 * back what the failed call had taken, does not hide why it failed. */
static _Thread_local struct attempt now, failed;

memglass_error *last_error_begin(const memglass_session *s)
{
    if (now.error.code)
        failed = now;
    now.session = s;
    now.error.code = 0; /* not all of it: this is done at each creation */
    now.error.sys_errno = 0;
    now.error.message[0] = '\0';
    return &now.error;
}

void last_error_forget(const memglass_session *s)
{
    if (now.session == s)
        now.error = (memglass_error){0};
    if (failed.session == s)
        failed.error = (memglass_error){0};
}

int last_error_get(const memglass_session *s, memglass_error *err)
{
    const struct attempt *last = now.session == s && now.error.code ? &now : &failed;
    bool ours = last->session == s;
    if (err)
        *err = ours ? last->error : (memglass_error){0};
    return ours ? last->error.code : MEMGLASS_OK;
}
