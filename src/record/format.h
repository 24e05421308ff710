/*
 * The bytes of a recording (*.mgr), version 2. Layer 5. docs/recording.md explains them; a test
 * compares the two.
 *
 * A file is a header and then blocks, one behind the other. Nothing that was written is changed
 * later, so whatever ends the writer, what lies before is whole. Each block has a head with a
 * checksum of its own, so that a reader can go from head to head without reading payloads, and a
 * checksum of its payload. Numbers are little-endian.
 */
#ifndef RECORD_FORMAT_H
#define RECORD_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define RECORD_MAGIC       UINT64_C(0x1a636572676d656d) /* "memgrec" and 0x1a in file order */
#define RECORD_BLOCK_MAGIC UINT32_C(0x6b6c624d)         /* "Mblk" */
#define RECORD_VERSION     2u /* what this library writes, and the newest that it reads */
#define RECORD_BYTE_ORDER  UINT32_C(0x01020304)

struct record_header {
    uint64_t magic;
    uint32_t version;     /* of the writer's format */
    uint32_t reader;      /* the oldest version of a reader that understands it */
    uint32_t byte_order;  /* RECORD_BYTE_ORDER */
    uint32_t size;        /* of this header: the first block lies behind it */
    uint64_t wall_ns;     /* when the file was begun, since 1970 */
    uint64_t interval_ns; /* between two frames, as it was asked for */
    uint64_t checksum;    /* XXH3 of the bytes before */
};

/* What a block holds. X(NAME, number, "what") */
#define RECORD_KIND_LIST(X)                                                   \
    X(SCHEMA, 1, "types that were not in a block before")                     \
    X(KEY, 2, "frames, the first of which is whole: reading can begin here")  \
    X(DELTA, 3, "frames, each as what differs from the one before")           \
    X(MARK, 4, "a moment that somebody marked, with a text")                  \
    X(INDEX, 5, "where the blocks lie; at the end of a file that was closed") \
    X(LEAP, 6, "frames, the first of which differs from the first of the KEY block before")

enum record_kind {
#define RECORD_KIND_ENUM(name, number, what) RECORD_##name = number,
    RECORD_KIND_LIST(RECORD_KIND_ENUM)
#undef RECORD_KIND_ENUM
};

#define RECORD_ZSTD 1u /* flags: the payload is one zstd frame */

struct record_block {
    uint32_t magic;
    uint16_t kind, flags;
    uint32_t frames; /* in it */
    uint32_t epoch;  /* 1, 2, ...: a session that was restarted begins a new one, with types of its
                        own */
    uint64_t stored_bytes, raw_bytes; /* of the payload: in the file, and unpacked */
    uint64_t first_tick, last_tick;
    uint64_t first_ns, last_ns; /* CLOCK_MONOTONIC of the first and the last frame */
    uint64_t wall_ns;           /* of the first frame, since 1970 */
    uint64_t changes;    /* fields that changed in these frames, as far as they are not whole */
    uint32_t born, died; /* objects that came and went in them, likewise */
    uint64_t payload_checksum; /* XXH3 of the stored bytes */
    uint64_t checksum;         /* XXH3 of the bytes before */
};

/* The last bytes of a file that was closed. */
struct record_footer {
    uint64_t magic;        /* RECORD_MAGIC */
    uint64_t index_offset; /* of the INDEX block's head */
    uint64_t checksum;     /* XXH3 of the bytes before */
};

#define RECORD_ASSERT(condition) _Static_assert(condition, #condition)
RECORD_ASSERT(sizeof(struct record_header) == 48);
RECORD_ASSERT(offsetof(struct record_header, wall_ns) == 24);
RECORD_ASSERT(offsetof(struct record_header, checksum) == 40);
RECORD_ASSERT(sizeof(struct record_block) == 104);
RECORD_ASSERT(offsetof(struct record_block, stored_bytes) == 16);
RECORD_ASSERT(offsetof(struct record_block, first_tick) == 32);
RECORD_ASSERT(offsetof(struct record_block, first_ns) == 48);
RECORD_ASSERT(offsetof(struct record_block, payload_checksum) == 88);
RECORD_ASSERT(sizeof(struct record_footer) == 24);

/* Bounds of what a reader believes. */
#define RECORD_TYPES_MAX 65536u
#define RECORD_TEXT_MAX  65536u
#define RECORD_LABEL_MAX 495u /* bytes of a label, as a roster keeps it */

#endif
