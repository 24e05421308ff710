/*
 * Everything that memglass asks of the operating system about shared memory: names, segments,
 * locks, faults. Layer 1. No other folder knows shm_open, mmap of a shared file, or fcntl locks.
 */
#ifndef SHM_SHM_H
#define SHM_SHM_H

#include <memglass/base.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* "/memglass_" + 63 + "_region_4294967295" fits. */
#define SHM_NAME_SIZE 112

/* A mapped segment. fd < 0 and base NULL: none. */
struct shm_segment {
    int fd;
    unsigned char *base;
    uint64_t size;
};

#define SHM_SEGMENT_NONE ((struct shm_segment){.fd = -1})

/* --- names ------------------------------------------------------------------------------------ */

/* MEMGLASS_OK, or MEMGLASS_E_NAME with the rule that the session name breaks. NULL is a bad name.
 */
int shm_check_session_name(const char *session, memglass_error *err);
void shm_header_name(char out[SHM_NAME_SIZE], const char *session);
void shm_region_name(char out[SHM_NAME_SIZE], const char *session, uint32_t number); /* 1, 2, ... */

/* Calls fn with the name of each session that has a header, in no order, until it returns non-zero,
 * which is returned. */
int shm_list_sessions(int (*fn)(const char *session, void *ctx), void *ctx, memglass_error *err);

/* Removes the header and every region of a session, whoever made them. The caller holds the
 * header's lock. */
void shm_unlink_session(const char *session);

/* --- segments --------------------------------------------------------------------------------- */

/*
 * Creates a segment that does not exist yet (O_EXCL), reserves every page, so that no later store
 * can meet a full file system, and maps it for writing. On failure nothing is left. E_EXISTS (the
 * name is there), E_NOSPACE, E_ACCESS, E_SYSTEM.
 */
int shm_create(const char *name, uint64_t size, unsigned mode, struct shm_segment *out,
               memglass_error *err);

/* Opens an existing segment for reading and maps all of it. E_NOSESSION (no such name), E_ACCESS,
 * E_CORRUPT (empty), E_SYSTEM. */
int shm_open_readonly(const char *name, struct shm_segment *out, memglass_error *err);

/* Unmaps and closes. Nulls the segment; a none segment is allowed. Never unlinks. */
void shm_close(struct shm_segment *segment);

/* Closes the descriptor and keeps the mapping, for segments that are only reached through memory
 * from now on. */
void shm_close_descriptor(struct shm_segment *segment);
/* Unmaps what shm_close_descriptor left mapped. */
void shm_unmap(const unsigned char *base, uint64_t size);

int shm_unlink_name(const char *name);

/* Lets this process touch whole pages of a mapping for writing, or not at all; other mappings of
 * the same memory stay as they are. 0 or an errno. */
int shm_protect(void *base, uint64_t size, bool accessible);
uint64_t shm_page_bytes(void);

/* --- who is there ----------------------------------------------------------------------------- */

/*
 * Opens an existing segment for locking only: fd, or a negative code. It is never mapped: a
 * mapping, which a forked child inherits, would keep the open file and its lock alive after the
 * descriptor is closed.
 */
int shm_open_lock(const char *name, memglass_error *err);

/* Takes the liveness lock (F_OFD_SETLK) without waiting. It goes when the last descriptor of this
 * open file does. */
bool shm_lock_take(int fd);

/* Some open file holds the liveness lock. Works on a read-only descriptor and across pid
 * namespaces. */
bool shm_lock_held(int fd);

/* What the name leads to now, compared with an open descriptor. */
enum shm_identity { SHM_SAME, SHM_UNLINKED, SHM_REPLACED };
enum shm_identity shm_identify(int fd, const char *name);

/* Owner of the segment. */
uid_t shm_owner(int fd);

/* --- faults ----------------------------------------------------------------------------------- */

/*
 * Runs fn(ctx), which reads mapped segments, and returns its result; when a page behind the mapping
 * is gone (the segment was truncated), returns MEMGLASS_E_FAULT instead. fn must hold no lock and
 * own no unreachable memory while it reads. May nest.
 */
int shm_guarded(int (*fn)(void *ctx), void *ctx);

#endif
