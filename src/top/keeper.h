/*
 * The past that becomes a file, on a thread of its own: a disk may be slow, and the screen goes on
 * meanwhile. Layer 8. One thread calls these.
 */
#ifndef TOP_KEEPER_H
#define TOP_KEEPER_H

#include "top/past.h"

struct keeper;

/* Begins to write all that is in the past, which has to stay until the end, into a new file. NULL
 * and err: E_NOMEM, E_SYSTEM. */
struct keeper *keeper_start(struct past *p, const char *path, uint64_t interval_ns,
                            memglass_error *err);
/* Readable once all is written, or could not be. */
int keeper_fd(const struct keeper *k);
bool keeper_is_done(const struct keeper *k);
const char *keeper_path(const struct keeper *k);
/* Waits until it is done; the keeper is gone then. As past_keep. */
int keeper_end(struct keeper **k, memglass_error *err);

#endif
