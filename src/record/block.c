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

/* What is shorter does not pay for a table of its own. */
enum { CUT_LEAST = 512 };

/* Differences are of a few bytes: shorter matches among them are chance, and cost more than they
 * save. */
enum { DELTA_MATCH = 7 };

static bool set_up(struct packer *p, enum record_kind kind, size_t size)
{
    ZSTD_CCtx_reset(p->zstd, ZSTD_reset_session_and_parameters);
    size_t match = kind == RECORD_DELTA ? DELTA_MATCH : 0;
    return !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, p->level)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_minMatch, (int)match)) &&
           !ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(p->zstd, size));
}

/* The next stretch. False: there is no room, so that packing it does not make it smaller. */
static bool pack_stretch(struct packer *p, ZSTD_outBuffer *to, const struct bytes *payload,
                         size_t from, size_t end)
{
    ZSTD_inBuffer in = {.src = payload->at + from, .size = end - from};
    ZSTD_EndDirective how = end == payload->used ? ZSTD_e_end : ZSTD_e_flush;
    return ZSTD_compressStream2(p->zstd, to, &in, how) == 0;
}

static bool pack_stretches(struct packer *p, ZSTD_outBuffer *to, const struct bytes *payload,
                           const struct bytes *cuts)
{
    size_t from = 0, count = cuts ? cuts->used / sizeof(uint64_t) : 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t cut;
        memcpy(&cut, cuts->at + i * sizeof cut, sizeof cut);
        if (cut - from < CUT_LEAST || cut >= payload->used)
            continue;
        if (!pack_stretch(p, to, payload, from, cut))
            return false;
        from = cut;
    }
    return pack_stretch(p, to, payload, from, payload->used);
}

/* The stored payload's size. `to` has room for the payload as it is. */
static size_t pack(struct packer *p, struct record_block *head, const struct bytes *payload,
                   const struct bytes *cuts, unsigned char *to)
{
    ZSTD_outBuffer out = {.dst = to, .size = payload->used};
    if (payload->used && set_up(p, (enum record_kind)head->kind, payload->used) &&
        pack_stretches(p, &out, payload, cuts) && out.pos < payload->used) {
        head->flags = RECORD_ZSTD;
        return out.pos;
    }
    head->flags = 0;
    if (payload->used)
        memcpy(to, payload->at, payload->used);
    return payload->used;
}

int packer_block(struct packer *p, struct record_block *head, const struct bytes *payload,
                 const struct bytes *cuts, struct bytes *out)
{
    bool failed = payload->failed || (cuts && cuts->failed);
    unsigned char *to = failed ? NULL : bytes_reserve(out, sizeof *head + payload->used);
    if (!to)
        return MEMGLASS_E_NOMEM;
    size_t stored = pack(p, head, payload, cuts, to + sizeof *head);
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

bool unpacker_takes(const struct unpacker *u, const struct record_block *head, const void *stored)
{
    return head->raw_bytes <= u->limit &&
           XXH3_64bits(stored, head->stored_bytes) == head->payload_checksum;
}

int unpacker_payload(struct unpacker *u, const struct record_block *head, const void *stored,
                     struct bytes *out)
{
    bytes_clear(out);
    if (!unpacker_takes(u, head, stored))
        return MEMGLASS_E_CORRUPT;
    unsigned char *to = bytes_reserve(out, head->raw_bytes + BYTES_SLACK);
    if (!to)
        return MEMGLASS_E_NOMEM;
    memset(to + head->raw_bytes, 0, BYTES_SLACK);
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
