/* What the files that decode frames share. Layer 5. */
#ifndef RECORD_DECODE_PARTS_H
#define RECORD_DECODE_PARTS_H

#include "record/codec.h"

/* Applies a frame of version 1. False: bad. */
bool decode_frame_1(struct image *m, struct decoder_frame *f);

#endif
