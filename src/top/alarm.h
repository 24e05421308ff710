/*
 * --when in the dashboard: each frame is looked at on the sampler's thread, and what fired is told
 * to the screen's. Layer 8.
 */
#ifndef TOP_ALARM_H
#define TOP_ALARM_H

#include "sample/history.h"
#include "sample/sampler.h"
#include "when/options.h"

struct alarm;

/* What is wrong with the options, before there is a session. MEMGLASS_OK or E_INVALID. */
int alarm_check(const struct when_options *o, memglass_error *err);

/* *out NULL: there is no --when. has_past: what fires is marked there. The options must outlive it.
 * E_INVALID (a mark, and no past), E_NOMEM, E_SYSTEM. */
int alarm_open(const struct when_options *o, const char *session, bool has_past, struct alarm **out,
               memglass_error *err);
void alarm_close(struct alarm **a); /* when nobody looks any more; accepts NULL */

/* Looks at a newest frame: the text of a mark that it deserves, valid until the next call, or NULL.
 * One thread, the sampler's. */
const char *alarm_look(struct alarm *a, const struct snapshot *s, const struct history *history);

/* What fired since it was last asked; of several, the newest is told and the others are counted. */
struct alarm_news {
    char text[256]; /* a line for the user; "" */
    bool bad;       /* it is a complaint */
    bool rings, exits;
};

/* Readable when there is news. The screen's thread. */
int alarm_fd(const struct alarm *a);
bool alarm_take(struct alarm *a, struct alarm_news *out);

#endif
