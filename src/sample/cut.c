/* Taking a frame between two steps of a producer that marks them. Layer 4. */
#include "sample/cut.h"

#include "base/clock.h"
#include "format/words.h"

/* What a frame may cost beyond one capture: 20 ms reach over the step of a program that turns 50
 * times a second, and are little against a second. */
#define BUDGET_NS (20 * NS_PER_MS)
#define PAUSE_NS  50000u

enum { TRIES = 8, LOOKS_WITHOUT_PAUSE = 200 };

const char *frame_cut_name(enum frame_cut cut)
{
    static const char *const names[] = {
#define CUT_NAME(name, text) [FRAME_CUT_##name] = text,
        MEMGLASS_CUT_LIST(CUT_NAME)
#undef CUT_NAME
    };
    return names[cut];
}

struct cut cut_start(bool alive)
{
    return (struct cut){.alive = alive, .deadline_ns = clock_monotonic_ns() + BUDGET_NS};
}

int cut_open(struct cut *c, const memglass_observer *o)
{
    c->tries++;
    for (unsigned looks = 0;; looks++) {
        int status = observer_frame_sequence(o, &c->sequence);
        if (status != MEMGLASS_OK || !(c->sequence & 1) || !c->alive ||
            clock_monotonic_ns() >= c->deadline_ns)
            return status;
        if (looks >= LOOKS_WITHOUT_PAUSE)
            nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    }
}

enum frame_cut cut_close(const struct cut *c, const memglass_observer *o, bool torn)
{
    uint64_t now, before = c->sequence;
    if (observer_frame_sequence(o, &now) != MEMGLASS_OK)
        return FRAME_CUT_MIXED;
    if (MEMGLASS_WEAKENED(STEP_FIRST))
        before = now;
    if (MEMGLASS_WEAKENED(STEP_SECOND))
        now = before;
    if (now != before || now & 1)
        return FRAME_CUT_MIXED;
    if (now == 0)
        return FRAME_CUT_UNMARKED;
    return torn ? FRAME_CUT_MIXED : FRAME_CUT_ONE;
}

bool cut_again(const struct cut *c, enum frame_cut verdict)
{
    return verdict == FRAME_CUT_MIXED && c->alive && c->tries < TRIES &&
           clock_monotonic_ns() < c->deadline_ns;
}
