/*
 * Making rosters, and keeping them for as long as a frame needs them. Layer 4. The sampler's thread
 * alone, but for the last call of all.
 *
 * A label, or a first copy, is freed when no roster that names it is left. A roster knows those
 * that its elder neighbour still names and it does not (*retired*); when a roster between two
 * others goes, the younger neighbour takes over what the elder one still names, and frees the rest.
 * So a frame that is held for hours costs its own labels, however many objects come and go
 * meanwhile.
 */
#ifndef SAMPLE_ROSTER_H
#define SAMPLE_ROSTER_H

#include "sample/blob_pool.h"
#include "sample/frame.h"

struct history;

/* What types live in (an attached session, an open recording): freed with the last roster of it. */
struct anchor {
    void (*free)(struct anchor *a);
    unsigned holders;
};

void anchor_drop(struct anchor *a);

#define ROSTER_BLOCK 1024 /* rows that stay in a cache from one look to the next */

struct kept_roster;

/* All rosters of one source. Zeroed is empty. */
struct roster_store {
    struct kept_roster *youngest;
    struct kept_roster *spare; /* memory to use again */
    unsigned spares;
    struct blob_pool labels, firsts;
    uint64_t first_bytes; /* budget of firsts; 0: none are kept */
    uint64_t serial;
};

void roster_store_fini(struct roster_store *s);

/* Bytes of all rosters' rows. */
uint64_t roster_store_bytes(const struct roster_store *s);

/*
 * A new roster with room for so many rows, held once; the caller fills rows, count and bytes. NULL:
 * out of memory.
 */
struct roster *roster_begin(struct roster_store *s, struct anchor *anchor, size_t rows);
/* Does for rows that are filled in what else their commit does, by blocks, while they are near. */
void roster_settle(struct roster *r);
/* So many rows of a begun roster, from `row` on, are those of the youngest one from `before` on:
 * ascending, and all that they are of. For roster_commit_changes. */
void roster_carried(struct roster *r, size_t before, size_t row, size_t count);
/* A label for a row of a begun roster; NULL: out of memory. */
const char *roster_label(struct roster_store *s, const struct roster *r, const char *text);
/* Fills in what is due: the first copies of rows that are new, out of the first frame of a roster,
 * before anyone else sees either. */
void roster_keep_firsts(struct roster_store *s, struct roster *r, const struct frame *f);
/* The same where only these rows can be due. */
void roster_keep_firsts_of(struct roster_store *s, struct roster *r, const struct frame *f,
                           const uint32_t *rows, size_t count);
/* Gives up a begun roster. */
void roster_abort(struct roster_store *s, struct roster *r);
/*
 * Makes a begun roster the youngest. Rows of the youngest so far that it lacks lose their history;
 * rows without one are given one while there is room (history may be NULL).
 */
void roster_commit(struct roster_store *s, struct roster *r, struct history *history);

/* What a begun roster has more and less than the youngest one: numbers of rows, ascending. */
struct roster_changes {
    const uint32_t *lost, *born; /* of the youngest; of the begun one */
    size_t lost_count, born_count;
};

/* The same for a begun roster of the youngest one's session that has its other rows from there. */
void roster_commit_changes(struct roster_store *s, struct roster *r,
                           const struct roster_changes *changes, struct history *history);

/* What its types live in. */
const struct anchor *roster_anchor(const struct roster *r);

void roster_hold(const struct roster *r);
void roster_drop(struct roster_store *s, const struct roster *r);

/* Looking rows up in ascending order of index. */
struct roster_cursor {
    const struct roster_row *at, *end;
};

struct roster_cursor roster_cursor(const struct roster *r); /* NULL: an empty one */
/* The row of that object, or NULL. */
const struct roster_row *roster_seek(struct roster_cursor *c, uint32_t index, uint32_t generation);

#endif
