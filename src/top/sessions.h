/* The sessions of this machine, for the list to pick from. Layer 8. */
#ifndef TOP_SESSIONS_H
#define TOP_SESSIONS_H

#include "view/build.h"

struct sessions {
    struct session_entry *entries;
    size_t count, capacity;
};

void sessions_init(struct sessions *s);
void sessions_fini(struct sessions *s);

/* Lists them anew: by name, those whose program lives first. On failure the list is what was found
 * until then. */
int sessions_refresh(struct sessions *s, const memglass_attach_options *attach,
                     memglass_error *err);

#endif
