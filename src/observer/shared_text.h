/* Text that lies in a session, for people. Layer 2. Runs inside shm_guarded. */
#ifndef OBSERVER_SHARED_TEXT_H
#define OBSERVER_SHARED_TEXT_H

#include "base/strbuf.h"

/* As strbuf_foreign, of bytes that may change at any time: what is judged is a copy, so that none
 * becomes a command to the terminal behind the look at it. */
void shared_text(struct strbuf *b, const char *shared, size_t size);

#endif
