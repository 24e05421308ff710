/* Recordings with a block that cannot be read. Tests only; no layer. */
#ifndef TESTS_RECORD_DAMAGE_H
#define TESTS_RECORD_DAMAGE_H

#include "../whole_file.h"
#include "record/format.h"

#include <string.h>

#define DAMAGE_LAST SIZE_MAX

/* Damages the payload of the n-th block of a kind, or of the last. The tick of its first frame. */
static inline uint64_t damage(const char *path, enum record_kind kind, size_t n)
{
    size_t size, found = 0;
    struct record_block head, damaged = {0};
    unsigned char *bytes = slurp(path, &size);
    for (size_t at = sizeof(struct record_header); at + sizeof head <= size;
         at += sizeof head + head.stored_bytes) {
        memcpy(&head, bytes + at, sizeof head);
        if (head.kind != kind)
            continue;
        found = at;
        damaged = head;
        if (n-- == 0)
            break;
    }
    ck_assert_uint_gt(found, 0);
    bytes[found + sizeof head] ^= 1;
    spill(path, bytes, size);
    free(bytes);
    return damaged.first_tick;
}

#endif
