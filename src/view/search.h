/*
 * Going through all parts of an object in the order of its tree, opened or not, to the next one
 * that is looked for. Layer 6. Pure.
 */
#ifndef VIEW_SEARCH_H
#define VIEW_SEARCH_H

#include "query/pattern.h"
#include "view/pair.h"

/* What a search says of a part: it is looked for; something below may be. */
#define SEARCH_HERE  1u
#define SEARCH_BELOW 2u

/* path: with "[]" for each index, "items[].price". */
typedef unsigned search_fn(const struct pair *pair, const char *path, void *ctx);

/*
 * The next part behind (or before) the one at path `from` ("": from the start), and around the end;
 * its path in out. False: there is none.
 */
bool search_next(const struct pair *root, const char *from, bool backwards, search_fn *fn,
                 void *ctx, char *out, size_t size);

/* --- by name -----------------------------------------------------------------------------------
 */

struct search_pattern {
    struct pattern pattern;
    struct pattern_matcher matcher;
};

/* MEMGLASS_OK, or E_INVALID: err says why. */
int search_compile(struct search_pattern *p, const char *text, memglass_error *err);
void search_pattern_fini(struct search_pattern *p);

/* A search_fn whose ctx is a pattern: the name of the part matches, or its path does and that of
 * what it is part of does not. */
unsigned search_by_name(const struct pair *pair, const char *path, void *ctx);

/* How many parts match; saturates. */
uint64_t search_count(const struct pair *root, struct search_pattern *p);

/* --- by what differs ---------------------------------------------------------------------------
 */

/* Two objects' bytes. */
struct search_bytes {
    const unsigned char *bytes, *other;
    uint64_t size, other_size;
};

/* A search_fn whose ctx is struct search_bytes: a value that is not the same in both, or that only
 * one of them has. */
unsigned search_difference(const struct pair *pair, const char *path, void *ctx);

/* Whether all of a part is the same in both. */
bool search_equal(const struct pair *pair, const struct search_bytes *bytes);

#endif
