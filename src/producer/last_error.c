/* The last failure of each thread. Layer 2. */
#include "producer/session.h"

/* One slot a thread, tagged with its session: the interface says "this thread's", which only the
 * thread can store. */
static _Thread_local struct {
    const memglass_session *session;
    memglass_error error;
} last;

memglass_error *last_error_begin(const memglass_session *s)
{
    last.session = s;
    last.error = (memglass_error){0};
    return &last.error;
}

int last_error_get(const memglass_session *s, memglass_error *err)
{
    bool ours = last.session == s;
    if (err)
        *err = ours ? last.error : (memglass_error){0};
    return ours ? last.error.code : MEMGLASS_OK;
}
