/* What a frame's writer and reader agree on. Layer 5. */
#include "record/codec.h"

/* 1: one change, 2: two or three, ... 15: 2^14 or more; as src/sample/diff.c does it. */
static uint64_t activity_of(uint64_t changes)
{
    unsigned log2 = changes ? 63 - (unsigned)__builtin_clzll(changes) : 0;
    return changes ? (log2 < 14 ? log2 + 1 : 15) : 0;
}

struct row_mark codec_next_mark(const struct row_mark *before, uint64_t ticks, uint64_t now_ns,
                                uint64_t changes)
{
    struct row_mark mark = *before;
    if (!ticks)
        return mark;
    mark.activity = (ticks < 16 ? before->activity << (4 * ticks) : 0) | activity_of(changes);
    mark.changed_total = before->changed_total + changes;
    mark.changes = (uint32_t)changes;
    mark.last_change_ns = changes ? now_ns : before->last_change_ns;
    mark.born = 0;
    mark.gone = 0;
    return mark;
}

bool codec_same_mark(const struct row_mark *a, const struct row_mark *b)
{
    return a->activity == b->activity && a->changed_total == b->changed_total &&
           a->changes == b->changes && a->last_change_ns == b->last_change_ns &&
           a->born == b->born && a->truth == b->truth;
}
