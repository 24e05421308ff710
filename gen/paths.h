/* Paths of the output and the way from it to its sources. Layer: gen. */
#ifndef GEN_PATHS_H
#define GEN_PATHS_H

#include "pool.h"

#include <stdbool.h>

/* Two names of one file that is there: "a.h", "./a.h". */
bool path_is_same_file(const char *a, const char *b);

/* "src/game.h" -> "src/game.memglass.h" */
const char *path_default_output(struct pool *pool, const char *header);

/* "build/game.memglass.h" -> "build/game.memglass.d" */
const char *path_depend(struct pool *pool, const char *output);

/* "build/my-game.memglass.h" -> "my_game" */
const char *path_stem_identifier(struct pool *pool, const char *path);

/* "build/my-game.memglass.h" -> "MY_GAME_MEMGLASS_H" */
const char *path_guard(struct pool *pool, const char *path);

/*
 * What stands behind #include, quotes or brackets included: the way from the output's folder to the
 * header. As given when it cannot be known (output "-"), <...> for the system's headers.
 */
const char *path_include(struct pool *pool, const char *output, const char *header);

/* A header's path as it is kept in a description: nothing of this machine's folders, if it can be
 * helped. */
const char *path_shown(struct pool *pool, const char *output, const char *header);

#endif
