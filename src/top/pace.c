/* How time goes by while a recording plays. Layer 8. */
#include "top/pace.h"

#include "base/clock.h"

/* Pictures that follow each other faster than this are not seen. */
#define PICTURE_NS (20 * NS_PER_MS)
/* Later than this nobody has worked or waited for a processor: it was stopped. */
#define LATE_NS (500 * NS_PER_MS)
/* Nobody waits longer; and no number that a file may hold is too large for a clock. */
#define WAIT_NS (3600 * (double)NS_PER_SEC)

uint64_t pace_to(struct pace *p, uint64_t at_ns, double speed, uint64_t now_ns)
{
    if (!p->looked_ns || p->speed != speed)
        *p = (struct pace){.from_ns = at_ns, .looked_ns = now_ns, .due_ns = now_ns, .speed = speed};
    uint64_t due_ns = p->due_ns > p->looked_ns ? p->due_ns : p->looked_ns;
    uint64_t until_ns = now_ns > due_ns + LATE_NS ? due_ns + LATE_NS : now_ns;
    p->played_ns += until_ns - p->looked_ns;
    p->looked_ns = now_ns;
    return p->from_ns + (uint64_t)((double)p->played_ns * speed);
}

void pace_plan(struct pace *p, uint64_t instant_ns)
{
    uint64_t beyond_ns = instant_ns > p->from_ns ? instant_ns - p->from_ns : 0;
    double ahead = (double)beyond_ns / p->speed - (double)p->played_ns;
    double wait = ahead < WAIT_NS ? ahead : WAIT_NS;
    p->due_ns = p->looked_ns + (wait > (double)PICTURE_NS ? (uint64_t)wait : PICTURE_NS);
}

void pace_wait(struct pace *p, uint64_t until_ns)
{
    pace_stop(p);
    p->due_ns = until_ns;
}

void pace_stop(struct pace *p)
{
    p->looked_ns = 0;
}

double pace_speed(double speed, int direction)
{
    static const double speeds[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};
    enum { LAST = sizeof speeds / sizeof *speeds - 1 };
    int at = 0;
    while (at < LAST && speeds[at] < speed)
        at++;
    at += direction;
    return speeds[at < 0 ? 0 : at > LAST ? LAST : at];
}
