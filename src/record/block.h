/* Blocks: packing, checksums, and what a head may claim. Layer 5. Pure, but for the compressor's
 * memory. The checksum is XXH3 of libxxhash, the compressor zstd. */
#ifndef RECORD_BLOCK_H
#define RECORD_BLOCK_H

#include "record/bytes.h"
#include "record/format.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

/* One who writes blocks. */
struct packer {
    struct ZSTD_CCtx_s *zstd;
    int level;
};

/* MEMGLASS_E_NOMEM. */
int packer_init(struct packer *p, int level);
void packer_fini(struct packer *p);

/*
 * Appends a block to `out`: head and payload, packed where that makes it smaller. `head` has kind,
 * frames, epoch, ticks and times; the rest is filled in. `cuts`: places of the payload (uint64_t,
 * ascending) behind which other things lie than before, so that each stretch is packed by a table
 * of its own; NULL: none. E_NOMEM leaves out as it was.
 */
int packer_block(struct packer *p, struct record_block *head, const struct bytes *payload,
                 const struct bytes *cuts, struct bytes *out);

/* One who reads blocks. */
struct unpacker {
    struct ZSTD_DCtx_s *zstd;
    uint64_t limit; /* bytes that a payload may unpack to */
};

int unpacker_init(struct unpacker *u, uint64_t limit);
void unpacker_fini(struct unpacker *u);

/* Whether these bytes are a head that may be believed. */
bool block_head_ok(const struct record_block *head);
/* Whether a payload is what was written, and may be unpacked. */
bool unpacker_takes(const struct unpacker *u, const struct record_block *head, const void *stored);
/* The payload of a head that is ok into `out` (its content is replaced), and BYTES_SLACK behind it.
 * E_CORRUPT, E_NOMEM. */
int unpacker_payload(struct unpacker *u, const struct record_block *head, const void *stored,
                     struct bytes *out);

/* A file's header and footer. */
void record_header_fill(struct record_header *h, uint64_t wall_ns, uint64_t interval_ns);
/* Makes its checksum that of what it says. */
void record_header_seal(struct record_header *h);
bool record_header_ok(const struct record_header *h);
void record_footer_fill(struct record_footer *f, uint64_t index_offset);
bool record_footer_ok(const struct record_footer *f);

#endif
