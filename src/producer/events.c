/* The event ring: drop-oldest, numbered, so that a follower knows exactly what it missed. Layer 2.
 */
#include "producer/store.h"

#include "format/words.h"

/* Who loads the sequence sees a head that tells all of that change, and what was changed. Pairs
 * with the acquire by which a refresh begins. */
static void tell_change(struct format_header *header)
{
    store_release_64(&header->sequence, load_relaxed_64(&header->sequence) + 1);
}

void event_write(struct store *s, enum format_event_kind kind, uint32_t index, uint32_t generation,
                 uint64_t time_ns)
{
    struct format_header *header = s->header;
    if (!s->ring)
        return;
    if (MEMGLASS_WEAKENED(CHANGE_STORE))
        tell_change(header);
    uint64_t number = load_relaxed_64(&header->ring_head);
    struct format_event *event = &s->ring[number & (s->limits.ring_entries - 1)];
    /* A follower that still reads the event that was here sees 0, or another number, at its second
     * look: pairs with the fence in event_read. */
    store_relaxed_64(&event->number, 0);
    fence_release();
    store_relaxed_64(&event->time_ns, time_ns);
    store_relaxed_32(&event->kind, (uint32_t)kind);
    store_relaxed_32(&event->index, index);
    store_relaxed_32(&event->generation, generation);
    store_relaxed_64(&event->number, number + 1);
    bool told = MEMGLASS_WEAKENED(CHANGE_STORE);
    /* Who loads the head sees the events below it. Pairs with the acquire in a refresh. */
    store_release_64(&header->ring_head, number + 1);
    if (!told)
        tell_change(header);
}
