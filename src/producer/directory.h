/*
 * The object directory: rows and details, the blocks that go with them, and their way from created
 * to reusable. Layer 2. Under the session's lock.
 *
 * A row and its block stay together for good: when the grace period of a destroyed object is over,
 * its row goes to the free list of its block's size class, and the next object of that class takes
 * both. So there is no search anywhere, and memory is bounded by the most objects of each class
 * that were live, or in their grace period, at one time.
 */
#ifndef PRODUCER_DIRECTORY_H
#define PRODUCER_DIRECTORY_H

#include "producer/damage.h"
#include "producer/guardpage.h"
#include "producer/labels.h"
#include "producer/store.h"

#define DIRECTORY_CLASSES    512
#define DIRECTORY_ALIGNMENTS 9 /* 16, 32, ..., 4096 */

/* What only the producer needs to know of a row; in its own memory, where stray stores cannot
 * reach. */
struct directory_slot {
    uint64_t destroyed_ns;
    uint64_t payload; /* bytes of the object, or of what was asked for */
    uint32_t next;    /* in the queue of destroyed rows, or in a free list */
    uint16_t size_class;
    uint8_t alignment; /* log2(align) - 4 */
    bool shown;        /* it is, or was, an object: not mere memory of memglass_alloc */
};

struct directory {
    struct store *store;
    struct labels labels;
    struct counter_view time;
    uint64_t grace_ns;
    struct directory_slot *slots;
    uint64_t slot_capacity;
    uint32_t free[DIRECTORY_CLASSES][DIRECTORY_ALIGNMENTS];
    uint32_t oldest, newest; /* queue of destroyed rows, by time; FORMAT_NONE: empty */
    struct damage damage;
    bool guarded; /* blocks have guard pages */
    struct guardpage pages;
};

/* What a new object is. */
struct directory_object {
    uint32_t type;
    uint64_t count, payload;
    const char *label; /* NULL: none */
    uint32_t origin;   /* where it is created */
};

void directory_init(struct directory *d, struct store *store, uint64_t grace_ns, bool guarded);
void directory_fini(struct directory *d);

/* A zeroed block of `size` bytes and its row, which is RAW: readers pass over it. */
int directory_take(struct directory *d, uint64_t size, uint64_t align, uint32_t *index,
                   memglass_error *err);
/* Makes a RAW row a live object. On failure the row stays RAW. */
int directory_publish(struct directory *d, uint32_t index, const struct directory_object *object,
                      memglass_error *err);
/* Ends a live or RAW row. E_OVERRUN: it has ended, and its program had written past its end. */
int directory_end(struct directory *d, uint32_t index, memglass_error *err);
/* Hands at most `most` rows whose grace period is over back for reuse; how many. */
size_t directory_reclaim(struct directory *d, size_t most);

/* The row of a payload pointer, in constant time. E_NOTOBJECT (without a message): it is none that
 * is RAW or live. E_OVERRUN: it was found, although its prefix was written over, and is mended. */
int directory_find(struct directory *d, void *payload, uint32_t *index, memglass_error *err);
enum format_state directory_state(const struct directory *d, uint32_t index);
void *directory_payload(const struct directory *d, uint32_t index);
/* Bytes that the block of a row can hold. */
uint64_t directory_block_room(const struct directory *d, uint32_t index);

#endif
