/* What a frame's writer and reader agree on. Layer 5. */
#include "record/codec.h"

bool codec_same_mark(const struct row_mark *a, const struct row_mark *b)
{
    return a->activity == b->activity && a->changed_total == b->changed_total &&
           a->changes == b->changes && a->last_change_ns == b->last_change_ns &&
           a->born == b->born && a->truth == b->truth;
}
