/*
 * Triggers: something to be told of when objects begin to match a filter. Layer 5. Pure: time is
 * that of the frames.
 *
 *   type=player health<20 for 3s
 *
 * An object fires when it has matched for so long (without "for": at once), also when it matched
 * from the first frame on. It fires again only after it has not matched for as long (without "for":
 * for a frame). Copies that are torn say nothing either way. Of all firings at most one each
 * `every_ns` is told; the others are counted.
 */
#ifndef QUERY_TRIGGER_H
#define QUERY_TRIGGER_H

#include "query/filter.h"

struct trigger;

/* NULL: err says why. "for" at the end has a number behind it; other words "for" are the filter's.
 */
struct trigger *trigger_compile(const char *text, uint64_t every_ns, struct filter_error *err);
void trigger_free(struct trigger **t); /* accepts NULL, and nulls */

const char *trigger_text(const struct trigger *t); /* as it was compiled */
/* Its filter, to be checked against types; positions of mistakes are those of the text. */
const struct filter *trigger_filter(const struct trigger *t);

/* Looks at a frame, newer than the one before; calls fn for what is told of. E_NOMEM: not every
 * object was looked at. */
typedef void trigger_fn(const struct row *row, void *ctx);
int trigger_look(struct trigger *t, const struct row_source *source, trigger_fn *fn, void *ctx);

/* Firings that were not told of, since this was last asked. */
uint64_t trigger_left_out(struct trigger *t);

/* The terms of its conditions, each once. Their values are read by trigger_bind. */
size_t trigger_term_count(const struct trigger *t);
/* Term i as it is in the row's type; false: the type has no such field. place must outlive the
 * term. */
bool trigger_bind(const struct trigger *t, size_t i, const struct row *row,
                  struct term_place *place, struct term *out);

#endif
