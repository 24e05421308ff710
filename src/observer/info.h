/* What a session says of itself, and whether its producer lives. Layer 2. */
#ifndef OBSERVER_INFO_H
#define OBSERVER_INFO_H

#include "observer/state.h"

/* Needs the header alone. MEMGLASS_OK or E_FAULT. */
int info_read(const struct attachment *at, struct pulse *pulse, memglass_session_info *out);

/* Where the producer is in its marked steps: odd inside one, 0 when it marks none. What was copied
 * before the call was copied before this was so. MEMGLASS_OK or E_FAULT. */
int info_frame_sequence(const struct attachment *at, uint64_t *out);

#endif
