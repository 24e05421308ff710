/* What the files that decode frames share. Layer 5. */
#ifndef RECORD_DECODE_PARTS_H
#define RECORD_DECODE_PARTS_H

#include "record/codec.h"

/* Reads what marks or quiet say of a row of a frame. False: bad. */
bool decode_mark(struct image *m, size_t row, const struct decoder_frame *f, struct reading *in);
/* The bytes of a shape, from its lowest byte on; sets `bad`. */
uint64_t decode_bits(struct reading *bits, unsigned char shape);

/* Words and their marks as they are in version 1. False: bad. */
bool decode_words_1(struct image *m, struct decoder_frame *f);

#endif
