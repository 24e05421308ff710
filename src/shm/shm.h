/*
 * Everything that memglass asks of the operating system about shared memory: names, segments,
 * locks, faults, users. Layer 1. No other folder knows shm_open, mmap of a shared file, or fcntl
 * locks.
 */
#ifndef SHM_SHM_H
#define SHM_SHM_H

#include <memglass/observer.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* "/memglass_" + 63 + "_region_4294967295" fits. */
#define SHM_NAME_SIZE 112

/* A mapped segment. fd < 0 and base NULL: none. */
struct shm_segment {
    int fd;
    unsigned char *base;
    uint64_t size;
    uid_t owner;
    dev_t device;
    ino_t inode; /* which file it is there */
};

/* Who may open a segment, beside its owner. */
struct shm_access {
    unsigned mode; /* permission bits: 0600, with 040 for the group and 04 for all */
    bool has_group;
    gid_t group;
};

#define SHM_SEGMENT_NONE ((struct shm_segment){.fd = -1})

/* Segments that this process creates are mapped at multiples of this. */
#define SHM_ALIGN (UINT64_C(2) << 20)

/* --- names ------------------------------------------------------------------------------------ */

/* MEMGLASS_OK, or MEMGLASS_E_NAME with the rule that the session name breaks. NULL is a bad name.
 */
int shm_check_session_name(const char *session, memglass_error *err);
void shm_header_name(char out[SHM_NAME_SIZE], const char *session);
void shm_region_name(char out[SHM_NAME_SIZE], const char *session, uint32_t number); /* 1, 2, ... */
void shm_gate_name(char out[SHM_NAME_SIZE], const char *session);

/* What the name leads to, as lstat(2) says it: needs no permission to read. */
int shm_examine(const char *name, struct stat *out);

/* Names of sessions, in order, each once. */
struct shm_names {
    char (*list)[MEMGLASS_NAME_MAX + 1];
    size_t count;
};

/* Those that have a header. E_SYSTEM, E_NOMEM; the list is the caller's to free. */
int shm_list_sessions(struct shm_names *out, memglass_error *err);
/* Those that may have left any file: header, region or gate. Likewise. */
int shm_list_files(struct shm_names *out, memglass_error *err);
void shm_names_free(struct shm_names *n);

/* Removes the header and every region of a session that is this user's. The caller holds the
 * header's lock, or the gate of a dead one. */
void shm_unlink_session(const char *session);

/* Memory of the header and the regions that belong to that user; 0: there are none. */
uint64_t shm_session_bytes(const char *session, uid_t owner);

/* --- segments --------------------------------------------------------------------------------- */

/*
 * Creates a segment that does not exist yet (O_EXCL), with mode 0600, reserves every page, so that
 * no later store can meet a full file system, and maps it for writing. On failure nothing is left.
 * E_EXISTS (the name is there), E_NOSPACE, E_ACCESS, E_SYSTEM.
 */
int shm_create(const char *name, uint64_t size, struct shm_segment *out, memglass_error *err);

/* The same for a segment that gets its memory by and by: the first `now` bytes are reserved. What
 * is beyond must not be stored to before shm_reserve. */
int shm_create_growing(const char *name, uint64_t size, uint64_t now, struct shm_segment *out,
                       memglass_error *err);

/* Reserves `bytes` from `at` on, and has the pages ready when they are few. E_NOSPACE, E_SYSTEM. */
int shm_reserve(const struct shm_segment *segment, const char *name, uint64_t at, uint64_t bytes,
                memglass_error *err);

/* Lets others in. E_ACCESS: the group is not one of this user's. */
int shm_share(const struct shm_segment *segment, const struct shm_access *access,
              memglass_error *err);

/* Opens an existing segment for reading and maps all of it. E_NOSESSION (no such name), E_ACCESS,
 * E_CORRUPT (empty, or no plain file), E_SYSTEM. Whose it is, is for the caller to judge. */
int shm_open_readonly(const char *name, struct shm_segment *out, memglass_error *err);

/* Unmaps and closes. Nulls the segment; a none segment is allowed. Never unlinks. */
void shm_close(struct shm_segment *segment);

/* Closes the descriptor and keeps the mapping, for segments that are only reached through memory
 * from now on. */
void shm_close_descriptor(struct shm_segment *segment);

/* fd, if any, leads to the segment's file, still: the program may have closed it, and another have
 * its number. */
bool shm_has_descriptor(const struct shm_segment *segment, int fd);

/* Any other descriptor of the library's, with the file that it leads to: what the program has
 * opened under its number is neither used nor closed. */
struct shm_descriptor {
    int fd;
    dev_t device;
    ino_t inode;
};

#define SHM_DESCRIPTOR_NONE ((struct shm_descriptor){.fd = -1})

/* Takes fd over, which was just opened, or is negative: none. */
struct shm_descriptor shm_descriptor_of(int fd);
bool shm_descriptor_open(const struct shm_descriptor *d);
/* None from then on. */
void shm_descriptor_close(struct shm_descriptor *d);

int shm_unlink_name(const char *name);

/* Lets this process touch whole pages of a mapping for writing, or not at all; other mappings of
 * the same memory stay as they are. 0 or an errno. */
int shm_protect(void *base, uint64_t size, bool accessible);
uint64_t shm_page_bytes(void);

/* Has pages of a mapping at hand that will be read one after the other, so that not every few of
 * them are a fault. Of many, the first. */
void shm_make_ready(const void *from, uint64_t bytes);

/* --- who is there ----------------------------------------------------------------------------- */

/*
 * Opens an existing segment without mapping it: fd, or a negative code. With O_RDWR it is for the
 * lock: a mapping, which a forked child inherits, would keep the open file and its lock alive after
 * the descriptor is closed.
 */
int shm_open_existing(const char *name, int flags, memglass_error *err);

/* Takes the liveness lock (F_OFD_SETLK) without waiting. It goes when the last descriptor of this
 * open file does. */
bool shm_lock_take(int fd);
/* Also where a forked child has a copy of the descriptor. */
void shm_lock_release(int fd);

/* Some open file holds the liveness lock: one that was opened for writing. The read locks that
 * anyone with a read-only descriptor may take do not count. Works on a read-only descriptor and
 * across pid namespaces. */
bool shm_lock_held(int fd);

/* What the name leads to now, compared with an open descriptor, or a segment. */
enum shm_identity { SHM_SAME, SHM_UNLINKED, SHM_REPLACED };
enum shm_identity shm_identify(int fd, const char *name);
enum shm_identity shm_identify_segment(const struct shm_segment *segment, const char *name);

/* --- whose it is ------------------------------------------------------------------------------ */

/* Owner of an open plain file; E_CORRUPT when it is something else. */
int shm_file_owner(int fd, uid_t *owner);

/* What the owner says may be believed: this user, root, or `also` (0: nobody else). */
bool shm_is_trusted(uid_t owner, uid_t also);

#define SHM_USER_SIZE 64
/* "alice (uid 1001)", or "uid 1001" when it has no name. Returns buf. */
const char *shm_user_text(uid_t user, char buf[SHM_USER_SIZE]);
/* "alice", or "1001". Returns buf. */
const char *shm_user_name(uid_t user, char buf[SHM_USER_SIZE]);

/* A name or a number as the id of a user or a group; E_INVALID when there is none. */
int shm_user_id(const char *text, uid_t *out, memglass_error *err);
int shm_group_id(const char *text, gid_t *out, memglass_error *err);

/* --- the gate --------------------------------------------------------------------------------- */

/*
 * Creating and removing a session's header is done by one process at a time: the one that holds the
 * lock on the session's gate, a file of this user alone (0600), there for as long as that takes. A
 * lock on the header itself would not do: whoever may read it may lock it, and keep all others out.
 *
 * Inside the gate, a header that is not locked is of a dead session, and stays so.
 */

/* Waits for at most two seconds, by `pause` again and again, while it has nothing open; fd, or a
 * negative code: E_EXISTS (another process holds it), E_OWNER (the file is another user's),
 * E_ACCESS, E_NOSPACE, E_SYSTEM. */
int shm_gate_enter(const char *session, void (*pause)(void), memglass_error *err);
/* A millisecond. */
void shm_gate_pause(void);
void shm_gate_leave(const char *session, int fd);

/* --- this process ----------------------------------------------------------------------------- */

/* Path of the program, "" when unknown. */
void shm_executable(char *out, size_t size);
/* Kernel id of this thread. */
uint32_t shm_thread_id(void);
/* Unpredictable bytes; false when there are none to be had. */
bool shm_random(void *out, size_t size);

/* --- faults ----------------------------------------------------------------------------------- */

/*
 * Runs fn(ctx), which reads mapped segments, and returns its result; when a page behind the mapping
 * is gone (the segment was truncated), returns MEMGLASS_E_FAULT instead. fn must hold no lock and
 * own no unreachable memory while it reads. May nest.
 */
int shm_guarded(int (*fn)(void *ctx), void *ctx);

/*
 * Whether a word of a segment (load-acquire) is that, for a tenth of what shm_guarded costs. False
 * when its page is gone, too. For a process that has run shm_guarded before, as attaching does.
 */
bool shm_word_is(const uint64_t *word, uint64_t value);

#endif
