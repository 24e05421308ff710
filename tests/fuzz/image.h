/*
 * A session that seems to live: what a real producer left in its segments at several stages of its
 * life (objects created and destroyed, types registered, regions added, the event ring overrun),
 * copied one after the other into segments of another name, which an observer is attached to and a
 * fuzzer may scribble on. No producer meets the damage, and each input starts from the same bytes.
 * Tests only.
 */
#ifndef FUZZ_IMAGE_H
#define FUZZ_IMAGE_H

#include "format/layout.h"

#define IMAGE_STAGES  6
#define IMAGE_REGIONS 4 /* at most, at the last stage */

/* Where bytes are replaced: the header, the used part of each table, the ring, the regions'
 * headers, the objects' blocks. */
#define IMAGE_AREAS (FORMAT_TABLE_COUNT + 4)

/* The session to attach to; made by the first call. */
const char *image_session(void);

/* All segments as they were at stage 0, 1, ..., undamaged. */
void image_stage(unsigned stage);

/* Replaces 1, 2, 4 or 8 bytes somewhere in an area; the numbers are taken modulo what there is. */
void image_scribble(unsigned area, uint32_t at, unsigned width, uint64_t value);

/* Something changed, says the header: the next refresh looks. */
void image_announce(void);

/* The header of the copy, for what a fuzzer wants to set by name. */
struct format_header *image_header(void);

/* Record r of an input, of IMAGE_RECORD bytes: what to do, and with what. */
#define IMAGE_RECORD 12
struct image_record {
    uint8_t action, area;
    uint32_t at; /* 16 bits */
    uint64_t value;
};
struct image_record image_record(const uint8_t *data, size_t r);

#endif
