/* What the files that encode frames share. Layer 5. */
#ifndef RECORD_ENCODE_PARTS_H
#define RECORD_ENCODE_PARTS_H

#include "record/codec.h"

/* One frame as it is written. */
struct encoding {
    struct encoder *e;
    const struct schema_numbers *numbers;
    const struct frame *f;
    encoder_keep_fn *keep;
    void *ctx;
    struct codec_recent recent; /* as its reader knows it */
    uint64_t alike;             /* rows since the last with words that differ */
    uint64_t foretold;          /* rows with such words since the last that is in marks */
    uint64_t row_gap;           /* rows since the last that is in the quiet stream */
    unsigned column_count;
    bool first;
};

/* What differs in the rows of the image, which are those of the frame: words and marks. */
void encode_objects(struct encoding *c);

#endif
