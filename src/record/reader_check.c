/* Reading a recording: what of it is lost to damage. Layer 5. */
#include "record/reader_parts.h"

uint64_t record_reader_lost(struct record_reader *r)
{
    bool has_base = false, lost = true;
    uint64_t frames = 0;
    r->block = NO_BLOCK;
    r->lost = true;
    reader_drop_kept(r);
    for (size_t i = 0; i < r->frame_block_count; i++) {
        enum record_kind kind = (enum record_kind)record_reader_block(r, i)->kind;
        bool good = record_file_check(&r->file, &r->file.places[r->frame_blocks[i]], &r->unpacker,
                                      &r->stored) == MEMGLASS_OK;
        if (kind == RECORD_KEY)
            has_base = good;
        bool stands_alone = kind == RECORD_KEY || (kind == RECORD_LEAP && has_base);
        lost = !good || (lost && !stands_alone);
        if (lost)
            frames += r->first_frames[i + 1] - r->first_frames[i];
    }
    return frames;
}
