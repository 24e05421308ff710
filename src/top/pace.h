/*
 * How time goes by while a recording plays: which instant is due at which moment of our clock.
 * Layer 8. Pure: the clock is the caller's. A program that was stopped meanwhile (Ctrl-Z), or got
 * no processor, goes on from where it was: what it was held up for is not made up by a jump.
 */
#ifndef TOP_PACE_H
#define TOP_PACE_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: nothing plays. */
struct pace {
    uint64_t from_ns, played_ns; /* from an instant of the recording on, for so long */
    uint64_t looked_ns;          /* our clock, when that was so; 0: nothing plays */
    uint64_t due_ns;             /* our clock, when it is to be looked again */
    double speed;
};

/* What is due now. It plays from `at_ns` on when nothing played before, or at another speed. */
uint64_t pace_to(struct pace *p, uint64_t at_ns, double speed, uint64_t now_ns);
/* Behind pace_to: sets due_ns to when an instant that is ahead is due. */
void pace_plan(struct pace *p, uint64_t instant_ns);
/* There is nothing ahead yet: nothing plays until it is looked again. */
void pace_wait(struct pace *p, uint64_t until_ns);
/* Nothing plays any longer. */
void pace_stop(struct pace *p);

/* The next faster (1) or slower (-1) speed, from a tenth to 100 times. */
double pace_speed(double speed, int direction);

#endif
