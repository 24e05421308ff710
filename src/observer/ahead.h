/*
 * What finds to come will wait for. Layer 2. Touches no shared memory.
 *
 * While a find waits for memory the processor begins the next ones, but two or three only: more
 * instructions have no room in it. Who looks up many objects mostly does so again and again, in one
 * order. So finds are noted in their order, as steps of a round, and a find that is the step noted
 * there tells a later one, whose memory can be fetched. That is a hint: in another order each time
 * it is worth nothing, and does no harm but for its instructions.
 */
#ifndef OBSERVER_AHEAD_H
#define OBSERVER_AHEAD_H

#include <stdbool.h>
#include <stdint.h>

#define AHEAD_STEPS 16 /* so many finds take about as long as memory does */

/* Zeroed: there is no room. */
struct ahead {
    uint64_t *steps; /* of a round; 0: nothing is noted. AHEAD_STEPS of 0 are behind them */
    uint32_t count;  /* of those that there is room for */
    uint32_t at;     /* of the next find */
};

void ahead_fini(struct ahead *a);

/* Room for rounds of so many steps; false: there is no memory, and all is as it was. */
bool ahead_reserve(struct ahead *a, uint32_t count);

/* The next find is the first one of a round. */
void ahead_begin(struct ahead *a);

/*
 * Notes a find, of which a step other than 0 tells where it looked; the step that was AHEAD_STEPS
 * behind it in the round before, or 0 when that is not known. A round begins with the find that
 * began the one before. There must be room.
 */
static inline uint64_t ahead_note(struct ahead *a, uint64_t step)
{
    /* A call, so that this is a branch: chosen without one, the place of the store below would be
     * waited for with the step, and by all loads behind it. */
    if (__builtin_expect(step == a->steps[0] || a->at == a->count, false))
        ahead_begin(a);
    uint64_t *noted = &a->steps[a->at++];
    if (*noted == step)
        return noted[AHEAD_STEPS];
    *noted = step;
    return 0;
}

#endif
