/* Building text in a caller's fixed buffer: always terminated, remembers whether something was cut.
 * Layer 0. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf {
    char *data; /* the caller's; NUL-terminated at all times */
    size_t size, len;
    bool cut; /* something did not fit */
};

void strbuf_init(struct strbuf *b, char *data, size_t size); /* size > 0 */
void strbuf_char(struct strbuf *b, char c);
void strbuf_text(struct strbuf *b, const char *text);
void strbuf_bytes(struct strbuf *b, const char *bytes, size_t size);
void strbuf_printf(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether a code point is text: no control character, no command of writing in the other direction
 * (U+202A to U+202E and their like), no end of a line or paragraph, no surrogate. */
bool strbuf_is_text(uint32_t code);

/* Appends foreign bytes as valid, printable UTF-8: what is no text (strbuf_is_text) and malformed
   bytes become "?"; a character is never split by the end of the buffer. Nothing that came from
   another process reaches a terminal without it. */
void strbuf_foreign(struct strbuf *b, const char *bytes, size_t size);

/* How many bytes from the first one on are printable ASCII, which most text is: strbuf_foreign
 * takes them as they are. */
size_t strbuf_plain(const char *bytes, size_t size);

/* When something was cut, the end is replaced by "...", on a character boundary. */
void strbuf_finish(struct strbuf *b);

#endif
