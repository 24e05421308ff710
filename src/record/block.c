/* Blocks: packing and checksums. Layer 5. */
#include "record/block.h"

#include <memglass/base.h>
#include <string.h>
#include <xxhash.h>
#include <zstd.h>

int packer_init(struct packer *p, int level)
{
    *p = (struct packer){.zstd = ZSTD_createCCtx(), .level = level};
    return p->zstd ? MEMGLASS_OK : MEMGLASS_E_NOMEM;
}

void packer_fini(struct packer *p)
{
    ZSTD_freeCCtx(p->zstd);
    p->zstd = NULL;
}

/* The stored payload's size. */
static size_t pack(struct packer *p, struct record_block *head, const struct bytes *payload,
                   unsigned char *to, size_t room)
{
    size_t size = ZSTD_compressCCtx(p->zstd, to, room, payload->at, payload->used, p->level);
    if (!ZSTD_isError(size) && size < payload->used) {
        head->flags = RECORD_ZSTD;
        return size;
    }
    head->flags = 0;
    if (payload->used)
        memcpy(to, payload->at, payload->used);
    return payload->used;
}

int packer_block(struct packer *p, struct record_block *head, const struct bytes *payload,
                 struct bytes *out)
{
    size_t room = ZSTD_compressBound(payload->used);
    unsigned char *to = payload->failed ? NULL : bytes_reserve(out, sizeof *head + room);
    if (!to)
        return MEMGLASS_E_NOMEM;
    size_t stored = pack(p, head, payload, to + sizeof *head, room);
    head->magic = RECORD_BLOCK_MAGIC;
    head->stored_bytes = stored;
    head->raw_bytes = payload->used;
    head->payload_checksum = XXH3_64bits(to + sizeof *head, stored);
    head->checksum = XXH3_64bits(head, offsetof(struct record_block, checksum));
    memcpy(to, head, sizeof *head);
    out->used += sizeof *head + stored;
    return MEMGLASS_OK;
}

int unpacker_init(struct unpacker *u, uint64_t limit)
{
    *u = (struct unpacker){.zstd = ZSTD_createDCtx(), .limit = limit};
    return u->zstd ? MEMGLASS_OK : MEMGLASS_E_NOMEM;
}

void unpacker_fini(struct unpacker *u)
{
    ZSTD_freeDCtx(u->zstd);
    u->zstd = NULL;
}

bool block_head_ok(const struct record_block *head)
{
    return head->magic == RECORD_BLOCK_MAGIC &&
           head->checksum == XXH3_64bits(head, offsetof(struct record_block, checksum)) &&
           head->first_tick <= head->last_tick && head->first_ns <= head->last_ns &&
           ((head->flags & RECORD_ZSTD) || head->stored_bytes == head->raw_bytes);
}

int unpacker_payload(struct unpacker *u, const struct record_block *head, const void *stored,
                     struct bytes *out)
{
    bytes_clear(out);
    if (head->raw_bytes > u->limit ||
        XXH3_64bits(stored, head->stored_bytes) != head->payload_checksum)
        return MEMGLASS_E_CORRUPT;
    unsigned char *to = bytes_reserve(out, head->raw_bytes + 1); /* never an empty one */
    if (!to)
        return MEMGLASS_E_NOMEM;
    size_t size = head->stored_bytes;
    if (head->flags & RECORD_ZSTD)
        size = ZSTD_decompressDCtx(u->zstd, to, head->raw_bytes, stored, head->stored_bytes);
    else
        memcpy(to, stored, size);
    if (ZSTD_isError(size) || size != head->raw_bytes)
        return MEMGLASS_E_CORRUPT;
    out->used = size;
    return MEMGLASS_OK;
}

void record_header_fill(struct record_header *h, uint64_t wall_ns, uint64_t interval_ns)
{
    *h = (struct record_header){.magic = RECORD_MAGIC,
                                .version = RECORD_VERSION,
                                .reader = RECORD_VERSION,
                                .byte_order = RECORD_BYTE_ORDER,
                                .size = sizeof *h,
                                .wall_ns = wall_ns,
                                .interval_ns = interval_ns};
    record_header_seal(h);
}

void record_header_seal(struct record_header *h)
{
    h->checksum = XXH3_64bits(h, offsetof(struct record_header, checksum));
}

bool record_header_ok(const struct record_header *h)
{
    return h->magic == RECORD_MAGIC && h->byte_order == RECORD_BYTE_ORDER && h->size >= sizeof *h &&
           h->checksum == XXH3_64bits(h, offsetof(struct record_header, checksum));
}

void record_footer_fill(struct record_footer *f, uint64_t index_offset)
{
    *f = (struct record_footer){.magic = RECORD_MAGIC, .index_offset = index_offset};
    f->checksum = XXH3_64bits(f, offsetof(struct record_footer, checksum));
}

bool record_footer_ok(const struct record_footer *f)
{
    return f->magic == RECORD_MAGIC &&
           f->checksum == XXH3_64bits(f, offsetof(struct record_footer, checksum));
}
