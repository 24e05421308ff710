/*
 * What the sampler asks of an observer beyond the public interface: the catalog by directory index,
 * what the last refresh took away, labels, and copies in bulk. Layer 2. Same thread rule as the
 * public interface: one thread at a time.
 */
#ifndef OBSERVER_OBSERVER_H
#define OBSERVER_OBSERVER_H

#include "base/checked.h"
#include "base/strbuf.h"
#include "field/field.h"

#include <memglass/observer.h>
#include <stdbool.h>

/* A live object as the catalog knows it. */
struct observer_entry {
    const memglass_type *type; /* until detach */
    uint64_t place;            /* format place of the payload */
    uint64_t size;             /* bytes of the payload */
    uint64_t created_ns;       /* since the session's start */
    uint32_t index, generation;
    uint32_t count;  /* elements */
    uint32_t label;  /* granule index, FORMAT_NONE when none */
    uint32_t origin; /* index of who created it, and where */
};

/* An object that a refresh found gone. */
struct observer_removal {
    uint32_t index, generation;
};

/* Changes whenever the set of objects or types did. */
uint64_t observer_serial(const memglass_observer *o);

/* Indexes 0 to limit - 1 may hold objects; entry_at is false for one that does not. */
uint32_t observer_index_limit(const memglass_observer *o);
bool observer_entry_at(const memglass_observer *o, uint32_t index, struct observer_entry *out);

#define OBSERVER_VACANT UINT32_MAX /* no object's generation */

/* By index up to the limit, the generation of the object there, or OBSERVER_VACANT: for who goes
 * over all. Valid until the next refresh. */
const uint32_t *observer_generations(const memglass_observer *o);

/* What the last memglass_refresh removed (destroyed, reclaimed or reused). Valid until the next
 * refresh. */
const struct observer_removal *observer_removed(const memglass_observer *o, size_t *count);

/* The label as printable text, or "type#index". MEMGLASS_OK, or a negative code when the object has
 * just gone; text is valid all the same. */
int observer_label(memglass_observer *o, const struct observer_entry *entry,
                   char text[MEMGLASS_LABEL_MAX + 1]);

/* All that is known of an object, with the thread and the place in the source that created it.
 * MEMGLASS_OK, E_GONE, E_CORRUPT, E_FAULT. */
int observer_describe(memglass_observer *o, const struct observer_entry *entry,
                      memglass_object *out);

/* The hash of a layout as its producer stored it, for a type of memglass_type_at: found at once,
 * and true of an honest producer. */
uint64_t observer_layout_hash(const memglass_type *type);

/* `count` equal objects that lie `stride` bytes apart: an extent. Each copy takes round_up(size, 8)
 * bytes of the target. */
struct observer_run {
    uint64_t place, stride;
    uint64_t size;
    uint64_t count;
    const memglass_type *type; /* of the elements: says whether there are guarded fields inside */
    uint64_t elements;         /* of each object */
};

/* In truths, beside the truth: the words around the object were written over. */
#define OBSERVER_DAMAGED 0x80u

struct observer_copying {
    memglass_observer *observer;
    const struct observer_run *runs;
    size_t count;
    unsigned char *to;     /* the copies of all runs, one behind the other */
    unsigned char *truths; /* one an object */
    bool stream;           /* past the caches: nobody reads the copies before they are full */
};

/*
 * Copies runs. truths[i] becomes EXACT, UNGUARDED or TORN. The caller refreshes afterwards and
 * drops what was removed: an object that is not removed by then was not reused during the copy (its
 * destruction is published before its memory is handed out again). 1: some are TORN; MEMGLASS_OK:
 * none; E_CORRUPT (a place outside the session), E_FAULT.
 */
int observer_copy_runs(const struct observer_copying *c);

/* --- what was written --- */

/*
 * Asks which of the pages that some runs lie on the program has written to up to now. The number of
 * the asking, to be given to observer_rows_written at a later one; 0: that cannot be had (the
 * program does not have it tracked, has forked, the kernel is older than 6.7, or this process may
 * not look at the program's), and everything may have been written. What is written behind the
 * asking is found by the next one.
 */
uint32_t observer_ask_written(memglass_observer *o, const struct observer_run *runs, size_t count);
/* Sets the bits, from bit `row` on, of those objects of a run that may have been written to between
 * the asking `since` and the last one, which the run was a part of. */
void observer_rows_written(const memglass_observer *o, const struct observer_run *run,
                           uint32_t since, uint64_t *bits, size_t row);

/*
 * Clears the bits of those objects of a run of which a copy would be what an earlier one is:
 * `copies` and `truths` as observer_copy_runs makes them, of the run's first object on. What these
 * have is as new as if it was copied now, and the caller refreshes likewise. Objects whose bits in
 * `left` are set are not looked at. How many were cleared; E_CORRUPT, E_FAULT.
 */
int64_t observer_rows_sift(const memglass_observer *o, const struct observer_run *run,
                           const unsigned char *copies, const unsigned char *truths,
                           const uint64_t *left, uint64_t *bits, size_t row);

/* --- a few objects --- */

/*
 * An observer that has no catalog until it is refreshed: attaching costs the mappings, however many
 * objects there are. NULL and err: those of memglass_attach.
 */
memglass_observer *observer_attach_bare(const char *session, const memglass_attach_options *options,
                                        memglass_error *err);

/*
 * Fills the catalog of a bare observer with the first objects of the directory, a few more than so
 * many, or all when there are no more. The first refresh reads them all. MEMGLASS_OK, E_CORRUPT
 * (some are damaged: they are left out), E_FAULT, E_NOMEM.
 */
int observer_glimpse(memglass_observer *o, uint32_t objects);

/* Whether an object is still what the catalog knows: behind a copy, that it is the object's.
 * MEMGLASS_OK, E_GONE, E_CORRUPT, E_FAULT. */
int observer_still_there(const memglass_observer *o, const struct observer_entry *entry);

/* --- one object by name --- */

/* Tells the sessions of one name apart, as memglass_session_info does. */
uint64_t observer_instance(const memglass_observer *o);

/* The object as its row in the directory is now, with or without a catalog. E_GONE, E_CORRUPT (no
 * such row, or one that is damaged), E_FAULT, E_NOMEM. */
int observer_look_up(memglass_observer *o, uint32_t index, uint32_t generation,
                     struct observer_entry *out);

/* Copies all bytes of an object: as memglass_read. */
int observer_copy(memglass_observer *o, const struct observer_entry *entry, void *to);

/* One value of an object, without its type: bytes from the object's start. */
struct observer_leaf {
    uint64_t value, end; /* what the guard covers, or a part of it, from a whole word on */
    uint64_t guard;      /* that covers it, however far off; or FIELD_NO_GUARD */
};

/* Where the guard is in the copy of a leaf: behind the value, at the next whole word. */
static inline uint64_t observer_leaf_guard(const struct observer_leaf *leaf)
{
    return round_up(leaf->end - leaf->value, 8);
}

static inline uint64_t observer_leaf_bytes(const struct observer_leaf *leaf)
{
    return leaf->guard == FIELD_NO_GUARD ? leaf->end - leaf->value : observer_leaf_guard(leaf) + 8;
}

/* Copies observer_leaf_bytes in the object's section: what it costs does not depend on the object's
 * size. A guard that did not settle is odd in the copy. As memglass_read, or E_CORRUPT: it does not
 * lie in the object. */
int observer_copy_leaf(memglass_observer *o, const struct observer_entry *entry,
                       const struct observer_leaf *leaf, void *to);

/*
 * Where the producer is in the steps that it marks: odd inside one, 0 when it marks none. What was
 * copied between two calls that gave the same even number is of one cut. MEMGLASS_OK or E_FAULT.
 */
int observer_frame_sequence(const memglass_observer *o, uint64_t *out);

#endif
