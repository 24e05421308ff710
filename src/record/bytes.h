/* Numbers and texts in a growing buffer, and out of foreign bytes. Layer 5. Numbers are LEB128
 * (DWARF 5, section 7.6): seven bits a byte, the lowest first. */
#ifndef RECORD_BYTES_H
#define RECORD_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed is empty. Out of memory sets `failed`, and what follows does nothing. */
struct bytes {
    unsigned char *at;
    size_t used, capacity;
    bool failed;
};

void bytes_fini(struct bytes *b);
void bytes_clear(struct bytes *b);
/* The same, and gives the memory back of which hardly any was used: a whole frame takes many times
 * what the changes between two frames do. */
void bytes_shrink(struct bytes *b);
/* Takes back what was added behind so many bytes, and what of it failed. */
void bytes_cut(struct bytes *b, size_t used);
/* Room for so many more bytes behind the used ones; NULL when there is no memory. */
unsigned char *bytes_reserve(struct bytes *b, size_t size);

void bytes_raw(struct bytes *b, const void *from, size_t size);
void bytes_byte(struct bytes *b, unsigned char byte);
void bytes_number(struct bytes *b, uint64_t number);
void bytes_signed(struct bytes *b, int64_t number); /* zigzag: small negative ones are short, too */
void bytes_double(struct bytes *b, double number);  /* 8 bytes */
void bytes_text(struct bytes *b, const char *text); /* length, bytes */

/* So many bytes behind a buffer's used ones can be read, of any value, where that is promised: for
 * loads of a known size. */
enum { BYTES_SLACK = 8 };

/* Reading what somebody else wrote. What is not there, or no number, sets `bad` and reads as 0. */
struct reading {
    const unsigned char *at, *end;
    bool bad;
};

struct reading reading_of(const void *bytes, size_t size);
uint64_t reading_long_number(struct reading *r); /* of any length */

static inline size_t reading_left(const struct reading *r)
{
    return (size_t)(r->end - r->at);
}

static inline unsigned char reading_byte(struct reading *r)
{
    if (r->bad || r->at == r->end) {
        r->bad = true;
        return 0;
    }
    return *r->at++;
}

/* Most are short: seeking reads millions of them. */
static inline uint64_t reading_number(struct reading *r)
{
    if (r->bad || r->at == r->end || *r->at & 0x80)
        return reading_long_number(r);
    return *r->at++;
}

uint64_t reading_number_to(struct reading *r, uint64_t most); /* bad when it is more */
int64_t reading_signed(struct reading *r);
double reading_double(struct reading *r);
/* So many bytes as they are; NULL when there are fewer. */
const unsigned char *reading_raw(struct reading *r, uint64_t size);
/* A text's bytes, not terminated; NULL when it is bad or longer than most. */
const char *reading_text(struct reading *r, size_t most, size_t *length);

#endif
