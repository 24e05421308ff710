/* Bytes on their way to the terminal. Layer 7. */
#include "tui/outbuf.h"

#include <stdlib.h>
#include <string.h>

void outbuf_init(struct outbuf *b)
{
    *b = (struct outbuf){0};
}

void outbuf_fini(struct outbuf *b)
{
    free(b->bytes);
    outbuf_init(b);
}

void outbuf_clear(struct outbuf *b)
{
    b->used = 0;
    b->failed = false;
}

static bool reserve(struct outbuf *b, size_t size)
{
    if (size <= b->capacity - b->used)
        return true;
    size_t capacity = 2 * (b->used + size) + 4096;
    char *bytes = realloc(b->bytes, capacity);
    if (!bytes) {
        b->failed = true;
        return false;
    }
    b->bytes = bytes;
    b->capacity = capacity;
    return true;
}

void outbuf_bytes(struct outbuf *b, const char *bytes, size_t size)
{
    if (!size || !reserve(b, size))
        return;
    memcpy(b->bytes + b->used, bytes, size);
    b->used += size;
}

void outbuf_text(struct outbuf *b, const char *text)
{
    outbuf_bytes(b, text, strlen(text));
}
