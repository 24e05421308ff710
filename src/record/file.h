/*
 * A recording to be read: its header, and where its blocks lie. Layer 5. In a file by the index
 * when it was closed; else from head to head; behind a damaged one the next good one is searched
 * for. Or in a ring in memory.
 */
#ifndef RECORD_FILE_H
#define RECORD_FILE_H

#include "record/sink.h"

struct record_place {
    uint64_t offset;                /* of the head, in a file */
    struct record_ring_block *held; /* in memory; NULL: in a file */
    struct record_block head;
};

struct record_file {
    char *path;
    int fd;
    uint64_t size;
    struct record_header header;
    struct record_place *places; /* ascending */
    size_t count, capacity;
    uint64_t scanned;       /* up to here all blocks are known; 0: from the index, and all are */
    uint64_t damaged_bytes; /* that belong to no block, within the file */
    uint64_t cut_bytes;     /* at its end: the writer was stopped in the middle of a block */
    bool closed;            /* the writer had time to write an index */
    bool at_work;           /* one had the file open when it was looked at last */
};

/* E_NOTFOUND, E_ACCESS, E_VERSION (says both), E_CORRUPT (no recording), E_NOMEM, E_SYSTEM, with a
 * message that names the path. */
int record_file_open(struct record_file *f, const char *path, memglass_error *err);
/* What was written since: blocks that are whole are added to the places. A file that has its index,
 * or is one no longer, stays as it is. *grown: there are more. E_NOMEM. */
int record_file_grow(struct record_file *f, bool *grown);
/* What is in a ring now. E_NOMEM. */
int record_file_of_ring(struct record_file *f, struct record_ring *ring);
void record_file_close(struct record_file *f);

/* A block's payload, unpacked. E_CORRUPT, E_NOMEM, E_SYSTEM. */
int record_file_payload(const struct record_file *f, const struct record_place *place,
                        struct unpacker *u, struct bytes *stored, struct bytes *out);
/* Whether it is as it was written; nothing is unpacked. */
int record_file_check(const struct record_file *f, const struct record_place *place,
                      const struct unpacker *u, struct bytes *stored);

#endif
