/* Bytes on their way to the terminal, so that a frame is one write. Layer 7. */
#ifndef TUI_OUTBUF_H
#define TUI_OUTBUF_H

#include <stdbool.h>
#include <stddef.h>

struct outbuf {
    char *bytes;
    size_t used, capacity;
    bool failed; /* out of memory: what is there is not whole */
};

void outbuf_init(struct outbuf *b);
void outbuf_fini(struct outbuf *b);
void outbuf_clear(struct outbuf *b);
void outbuf_bytes(struct outbuf *b, const char *bytes, size_t size);
void outbuf_text(struct outbuf *b, const char *text);

#endif
