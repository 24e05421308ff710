/* The session that a live source is attached to. Layer 4. */
#include "sample/live_session.h"

#include "base/clock.h"
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>

/* How long a restarted session's changed types are told of, and how long the session before is kept
 * mapped to compare types that are registered late. */
#define CHANGED_SHOWN_NS (30 * NS_PER_SEC)
#define COMPARED_NS      (5 * NS_PER_SEC)

static void attachment_free(struct anchor *a)
{
    struct attachment *attached = (struct attachment *)a;
    memglass_detach(attached->observer);
    free(attached);
}

static struct attachment *attachment_open(const char *name, const memglass_attach_options *attach,
                                          memglass_error *err)
{
    struct attachment *a = calloc(1, sizeof *a);
    if (!a) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "session %s: out of memory", name);
        return NULL;
    }
    *a = (struct attachment){.anchor = {.free = attachment_free, .holders = 1},
                             .observer = observer_attach_bare(name, attach, err)};
    if (!a->observer) {
        free(a);
        return NULL;
    }
    return a;
}

static void forget_before(struct live_session *s)
{
    if (s->before)
        anchor_drop(&s->before->anchor);
    s->before = NULL;
    s->types_compared = 0;
}

/* The old roster stays the youngest of the store: the next one retires what it names. */
static void adopt(struct live_session *s, struct attachment *a)
{
    forget_before(s);
    s->before = s->attached;
    s->changed[0] = '\0';
    s->adopted_ns = clock_monotonic_ns();
    s->attached = a;
}

/* A program registers its types one by one: they are compared again when there are more. */
void live_session_compare(struct live_session *s)
{
    size_t types = memglass_type_count(s->attached->observer);
    uint64_t since = clock_monotonic_ns() - s->adopted_ns;
    if (s->before && types != s->types_compared)
        restart_describe(s->before->observer, s->attached->observer, s->changed);
    s->types_compared = types;
    if (since > COMPARED_NS)
        forget_before(s);
    if (since > CHANGED_SHOWN_NS)
        s->changed[0] = '\0';
}

/* Whether another session has the name now is asked when the observer says so, and when it cannot
   tell because what it sees is damaged. One that says to be the same is damaged, or a copy. */
int live_session_look(struct live_session *s, memglass_session_info *info)
{
    int status = memglass_session_info_get(s->attached->observer, info);
    s->refused.code = MEMGLASS_OK;
    if (status == MEMGLASS_OK && info->state != MEMGLASS_STATE_RESTARTED)
        return MEMGLASS_OK;
    memglass_error err = {0};
    struct attachment *a = attachment_open(s->name, &s->attach, &err);
    if (!a) {
        /* That there is none, or none yet, is what the state of the old one says. */
        s->refused = err.code != MEMGLASS_E_NOSESSION ? err : (memglass_error){0};
        return status;
    }
    memglass_session_info fresh;
    int code = memglass_session_info_get(a->observer, &fresh);
    if (code != MEMGLASS_OK || fresh.instance == observer_instance(s->attached->observer)) {
        anchor_drop(&a->anchor);
        return status;
    }
    adopt(s, a);
    *info = fresh;
    return MEMGLASS_OK;
}

int live_session_refresh(struct live_session *s)
{
    int status = memglass_refresh(s->attached->observer);
    s->attached->damaged |= status == MEMGLASS_E_CORRUPT;
    return status < 0 && status != MEMGLASS_E_CORRUPT ? status : MEMGLASS_OK;
}

int live_session_open(struct live_session *s, const char *name,
                      const memglass_attach_options *attach, memglass_error *err)
{
    struct attachment *a = attachment_open(name, attach, err);
    if (!a)
        return err ? err->code : MEMGLASS_E_NOSESSION;
    *s = (struct live_session){.attach = *attach, .attached = a};
    snprintf(s->name, sizeof s->name, "%s", name);
    return MEMGLASS_OK;
}

void live_session_close(struct live_session *s)
{
    forget_before(s);
    anchor_drop(&s->attached->anchor);
}
