/* Numbers and texts in buffers. Layer 5. */
#include "record/bytes.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 10, LEAST = 256, LARGE = 1 << 20 };

void bytes_fini(struct bytes *b)
{
    free(b->at);
    *b = (struct bytes){0};
}

void bytes_clear(struct bytes *b)
{
    b->used = 0;
    b->failed = false;
}

void bytes_shrink(struct bytes *b)
{
    if (b->capacity > LARGE && b->used < b->capacity / 8)
        bytes_fini(b);
    bytes_clear(b);
}

void bytes_cut(struct bytes *b, size_t used)
{
    b->used = used;
    b->failed = false;
}

unsigned char *bytes_reserve(struct bytes *b, size_t size)
{
    if (b->failed)
        return NULL;
    if (b->capacity - b->used < size) {
        size_t capacity = b->capacity ? b->capacity : LEAST;
        while (capacity - b->used < size && capacity <= SIZE_MAX / 2)
            capacity *= 2;
        unsigned char *at = capacity - b->used < size ? NULL : realloc(b->at, capacity);
        b->failed = !at;
        if (!at)
            return NULL;
        b->at = at;
        b->capacity = capacity;
    }
    return b->at + b->used;
}

void bytes_raw(struct bytes *b, const void *from, size_t size)
{
    unsigned char *to = size ? bytes_reserve(b, size) : NULL;
    if (!to)
        return;
    memcpy(to, from, size);
    b->used += size;
}

void bytes_byte(struct bytes *b, unsigned char byte)
{
    bytes_raw(b, &byte, 1);
}

void bytes_number(struct bytes *b, uint64_t number)
{
    unsigned char *to = bytes_reserve(b, NUMBER_BYTES);
    if (!to)
        return;
    size_t size = 0;
    for (; number >= 0x80; number >>= 7)
        to[size++] = (unsigned char)(number | 0x80);
    to[size++] = (unsigned char)number;
    b->used += size;
}

void bytes_signed(struct bytes *b, int64_t number)
{
    bytes_number(b, (uint64_t)number << 1 ^ (uint64_t)(number >> 63));
}

void bytes_double(struct bytes *b, double number)
{
    bytes_raw(b, &number, sizeof number);
}

void bytes_text(struct bytes *b, const char *text)
{
    size_t length = strlen(text);
    bytes_number(b, length);
    bytes_raw(b, text, length);
}

/* --- reading -----------------------------------------------------------------------------------
 */

struct reading reading_of(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    return (struct reading){.at = at, .end = size ? at + size : at};
}

const unsigned char *reading_raw(struct reading *r, uint64_t size)
{
    const unsigned char *at = r->at;
    if (r->bad || size > reading_left(r)) {
        r->bad = true;
        return NULL;
    }
    r->at += size;
    return at;
}

uint64_t reading_long_number(struct reading *r)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned char byte = reading_byte(r);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (r->bad || (shift == 63 && byte > 1))
            break;
        if (!(byte & 0x80))
            return number;
    }
    r->bad = true;
    return 0;
}

uint64_t reading_number_to(struct reading *r, uint64_t most)
{
    uint64_t number = reading_number(r);
    if (number <= most)
        return number;
    r->bad = true;
    return 0;
}

int64_t reading_signed(struct reading *r)
{
    uint64_t zigzag = reading_number(r);
    return (int64_t)(zigzag >> 1 ^ (~(zigzag & 1) + 1));
}

double reading_double(struct reading *r)
{
    double number = 0;
    const unsigned char *at = reading_raw(r, sizeof number);
    if (at)
        memcpy(&number, at, sizeof number);
    return number;
}

const char *reading_text(struct reading *r, size_t most, size_t *length)
{
    *length = (size_t)reading_number_to(r, most);
    return (const char *)reading_raw(r, *length);
}
