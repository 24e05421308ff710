/* Text that lies in a session, for people. Layer 2. */
#include "observer/shared_text.h"

enum { PIECE = 256, CHARACTER_MAX = 4 };

/* Without the character that a piece ends in the midst of, maybe: the next piece begins with it. */
static size_t whole_characters(const char *piece, size_t size)
{
    for (size_t back = 1; back < CHARACTER_MAX; back++) {
        unsigned char byte = (unsigned char)piece[size - back];
        if (byte >= 0xc0)
            return size - back;
        if (byte < 0x80)
            break;
    }
    return size;
}

void shared_text(struct strbuf *b, const char *shared, size_t size)
{
    char piece[PIECE];
    while (size && !b->cut) {
        size_t count = size < PIECE ? size : PIECE;
        for (size_t i = 0; i < count; i++)
            piece[i] = __atomic_load_n(&shared[i], __ATOMIC_RELAXED);
        if (count < size)
            count = whole_characters(piece, count);
        strbuf_foreign(b, piece, count);
        shared += count;
        size -= count;
    }
}
