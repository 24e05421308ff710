/* The event ring: drop-oldest, numbered, so that a follower knows exactly what it missed. Layer 2.
 * Any thread may write events at any time. */
#include "producer/store.h"

#include "format/words.h"

void event_write(struct store *s, enum format_event_kind kind, uint32_t index, uint32_t generation)
{
    if (!s->ring)
        return;
    /* Who sees the number taken sees what the event tells of. Pairs with the acquire by which a
     * refresh begins. */
    uint64_t n = add_release_64(&s->header->ring_head, 1);
    struct format_event *event = &s->ring[n & (s->limits.ring_entries - 1)];
    /* Whoever is held up here for a whole turn of the ring writes over a later event: each word
     * says whose it is, so that a follower takes no mixture for an event. */
    store_relaxed_64(&event->where, format_event_where(n, index));
    store_relaxed_64(&event->what, format_event_what(n, kind, generation));
}
