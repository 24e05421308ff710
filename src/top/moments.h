/* Going about in time: what the keys, the prompt and the bar of time ask of the player. Layer 8. */
#ifndef TOP_MOMENTS_H
#define TOP_MOMENTS_H

#include "top/app.h"

/* Does what an intent asks for when it is about time; false: it is not. */
bool moments_apply(struct app *a, enum view_intent intent);
/* Does what was typed, or clicked on; while the player has not come yet, moments_came does. */
void moments_wish(struct app *a);
/* Something new was taken: says what there is to say of it. */
void moments_came(struct app *a);
/* SIGUSR1: what is there to look back at becomes a recording in the directory that this runs in,
 * while the screen goes on ... */
void moments_keep(struct app *a);
/* ... and is said to, once it is one. */
void moments_kept(struct app *a);
/* For the view, while time is gone about in. */
struct view_time moments_shown(const struct app *a);

#endif
