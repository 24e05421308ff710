/* Everything that this process looks for in the file system and the environment, libclang and what
 * it is made of included. Layer: gen. */
#ifndef GEN_SEEN_H
#define GEN_SEEN_H

#include "inputs.h"

/* All that has been noted so far; NULL when looking is not seen here: libclang uses functions that
 * are not watched, or was given none of the files read by `files`. Owned by the process. */
struct inputs *seen_so_far(const char *const *files, size_t count);

/* What this process does itself, such as writing, is not noted between the two. */
void seen_pause(void);
void seen_resume(void);

#endif
