/*
 * Copying only the rows that may have been written since a buffer of frames was filled last, where
 * the observer can tell (observer/written.h). Layer 4. The sampler's thread.
 */
#ifndef SAMPLE_REWRITTEN_H
#define SAMPLE_REWRITTEN_H

#include "observer/observer.h"
#include "sample/frame.h"

/*
 * Fills a frame like observer_copy_runs, whose arguments are in c: wholly, or, when its buffer has
 * an earlier frame of the same roster, by what was written since. Then f->touched has the rows that
 * were copied, the only ones that may differ from prev, and f->touched_since is prev's tick.
 */
int rewritten_copy(const struct observer_copying *c, struct frame *f, const struct frame *prev);

#endif
