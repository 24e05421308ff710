/*
 * memglass/recording.h - recordings (*.mgr): look at what was recorded of a session as at the
 * session itself, at any instant of it; and record one.
 *
 * Functions, structs and paths are those of memglass/observer.h where they do the same:
 * memglass_object and memglass_value are filled in alike, "attach" becomes "open", and "refresh"
 * becomes "next". All of it is in a library of its own, libmemglass-record (pkg-config
 * memglass-record), which needs zstd and xxhash; it neither needs libmemglass nor gets in its way.
 *
 * Caveats first.
 *   - A recording stands at one instant at a time; objects and values are of that instant. It
 * stands nowhere until the first memglass_recording_next or seek, and after one that failed: there
 * are no objects then.
 *   - Types and the texts of marks live until memglass_recording_close.
 *   - Bytes of the file are never trusted. What is damaged is passed over, and said; what could be
 * read stays readable. A file that is cut short under a reader is a damaged one.
 *   - Not recorded, and so left empty in memglass_object: thread and site.
 *
 * Threads: a recording, and a recorder, is used by one thread at a time; several are independent.
 * Neither makes a thread. Errors: MEMGLASS_OK, or a count, or a negative code; err (which may be
 * NULL) has one line for a person, with the file's name in it. E_INVALID for a NULL.
 */
#ifndef MEMGLASS_RECORDING_H
#define MEMGLASS_RECORDING_H

#include <memglass/observer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- reading -----------------------------------------------------------------------------------
 */

typedef struct memglass_recording memglass_recording;

/*
 * Opens a recording; also one that is still being written, of which it has what was there at that
 * moment. NULL and err: E_NOTFOUND (no such file), E_ACCESS, E_VERSION (says both versions),
 * E_CORRUPT (no recording, or no frame in it), E_INVALID (no regular file), E_NOMEM, E_SYSTEM.
 */
MEMGLASS_API memglass_recording *memglass_recording_open(const char *path, memglass_error *err);
MEMGLASS_API void memglass_recording_close(memglass_recording *r); /* NULL is allowed */

/* What is known of a file without reading its frames. Times in nanoseconds. */
typedef struct memglass_recording_info {
    uint64_t frames;             /* instants, as its blocks say */
    uint64_t length_ns;          /* from the first instant to the last */
    uint64_t interval_ns;        /* between two, as was asked for; 0: unknown */
    uint64_t first_wall_ns;      /* of the first instant, since 1970 */
    uint64_t first_monotonic_ns; /* CLOCK_MONOTONIC of the machine that recorded */
    uint64_t damaged_bytes;      /* within the file that are of no block */
    uint64_t cut_bytes;          /* of an unfinished block at its end */
    uint32_t sessions;           /* that followed each other: 1 and a restart each */
    uint32_t closed;             /* 0: the recorder was killed, or is still at work */
} memglass_recording_info;

MEMGLASS_API int memglass_recording_info_get(const memglass_recording *r,
                                             memglass_recording_info *out);

/* --- going about -------------------------------------------------------------------------------
 *
 * 1 (MEMGLASS_OK for seek): it stands there. E_NOMEM, E_LIMIT (an instant is larger than a quarter
 * of this machine's memory).
 */

/* To the next instant that can be read, at first the first; 0: there is none, and it stands
 * where it stood (nowhere when what follows is damaged). */
MEMGLASS_API int memglass_recording_next(memglass_recording *r, memglass_error *err);
/* To the newest instant at or before so long after the first; beyond the end, the last. E_NOTFOUND:
 * nothing there can be read. */
MEMGLASS_API int memglass_recording_seek(memglass_recording *r, uint64_t time_ns,
                                         memglass_error *err);
/* By number: 0 is the first, and info.frames has how many there are. Where instants are damaged,
 * the next that can be read. E_NOTFOUND: there is none. */
MEMGLASS_API int memglass_recording_seek_number(memglass_recording *r, uint64_t number,
                                                memglass_error *err);

/* Where it stands. */
typedef struct memglass_recording_instant {
    uint64_t number;     /* 0 for the first */
    uint64_t time_ns;    /* since the first */
    uint64_t wall_ns;    /* since 1970 */
    uint32_t behind_gap; /* 1: instants before it were lost to damage */
    memglass_cut cut;
    memglass_session_info session; /* what the session said of itself then; frame_sequence, overruns
                                      and late_writes are not recorded: 0 */
} memglass_recording_instant;

/* E_NOTFOUND: it stands nowhere. */
MEMGLASS_API int memglass_recording_instant_get(const memglass_recording *r,
                                                memglass_recording_instant *out);

/* --- types, objects, values --------------------------------------------------------------------
 *
 * An object is named by its index and generation, within one session: one that was found at an
 * instant is found at others, until the session was restarted.
 */

/* Types of the instant's session, also those that come later. type_at: NULL when i is out of range.
 */
MEMGLASS_API size_t memglass_recording_type_count(const memglass_recording *r);
MEMGLASS_API const memglass_type *memglass_recording_type_at(const memglass_recording *r, size_t i);

/* Objects of the instant, in ascending order of index. E_NOTFOUND when out of range. */
MEMGLASS_API size_t memglass_recording_object_count(const memglass_recording *r);
MEMGLASS_API int memglass_recording_object_at(const memglass_recording *r, size_t i,
                                              memglass_object *out);
/* The oldest of that label; labels are as memglass prints them. Takes time by the number of
 * objects: keep what was found. E_NOTFOUND. */
MEMGLASS_API int memglass_recording_find(const memglass_recording *r, const char *label,
                                         memglass_object *out);

/* The object's bytes as they were. A memglass_truth; E_GONE (it is not there at this instant),
 * E_SIZE. */
MEMGLASS_API int memglass_recording_read(const memglass_recording *r, const memglass_object *obj,
                                         void *buf, size_t size);
/* One field by path, as memglass_read_field. MEMGLASS_OK; E_PATH (why is in out->text), E_GONE. */
MEMGLASS_API int memglass_recording_read_field(const memglass_recording *r,
                                               const memglass_object *obj, const char *path,
                                               memglass_value *out);
/* How many of its fields (elements of arrays) differ from the instant before in the recorder's
 * eyes; E_GONE. */
MEMGLASS_API int memglass_recording_changes(const memglass_recording *r,
                                            const memglass_object *obj);

/* --- what happened -----------------------------------------------------------------------------
 */

/* A moment that somebody marked. */
typedef struct memglass_recording_mark {
    uint64_t time_ns; /* since the first instant: of the one that it was made at */
    const char *text;
} memglass_recording_mark;

/* In the order in which they were made. E_NOTFOUND when out of range. */
MEMGLASS_API size_t memglass_recording_mark_count(const memglass_recording *r);
MEMGLASS_API int memglass_recording_mark_at(const memglass_recording *r, size_t i,
                                            memglass_recording_mark *out);

/* X(NAME, "name"), in the order in which those of one instant are given. */
#define MEMGLASS_EVENT_LIST(X)                                                             \
    X(GAP, "gap")             /* instants were lost to damage; other events may be, too */ \
    X(RESTARTED, "restarted") /* another session of the name: all objects are others */    \
    X(DESTROYED, "destroyed") /* an object is not there any more */                        \
    X(CREATED, "created")     /* an object is there that was not */                        \
    X(MARK, "mark")

typedef enum memglass_event {
#define MEMGLASS_EVENT_ENUM(name, text) MEMGLASS_EVENT_##name,
    MEMGLASS_EVENT_LIST(MEMGLASS_EVENT_ENUM)
#undef MEMGLASS_EVENT_ENUM
} memglass_event;

MEMGLASS_API const char *memglass_event_name(int event);

typedef struct memglass_recording_event {
    memglass_event kind;
    uint64_t number, time_ns; /* of the instant that shows it */
    const char *text;         /* MARK; else NULL */
    memglass_object object;   /* CREATED, and DESTROYED: as it was last there */
} memglass_recording_event;

/*
 * The next event behind where it stands, going on to the instant that shows it: 1; 0: none comes
 * any more, and it stands at the last instant. An object that was created and destroyed between two
 * instants is in none of them.
 */
MEMGLASS_API int memglass_recording_next_event(memglass_recording *r, memglass_recording_event *out,
                                               memglass_error *err);

/* --- recording ---------------------------------------------------------------------------------
 */

typedef struct memglass_recorder memglass_recorder;

#define MEMGLASS_RECORDER_REPLACE 0x1u /* a file of that name is emptied */

/* How to record. Zero in any member means its default. */
typedef struct memglass_recorder_options {
    memglass_attach_options attach;
    uint64_t interval_ns; /* at which memglass_recorder_take will be called, for who reads; 1 s.
                             Frames of one second are one block: what a crash may lose */
    unsigned level;       /* of compression, 1 to 19; 3 */
    unsigned flags;       /* MEMGLASS_RECORDER_REPLACE */
    const char *fields;   /* only these, as "health,player.status" or "pos*"; NULL: all. Types keep
                             their size; objects without any of them are left out */
} memglass_recorder_options;

/*
 * Attaches to a session (which may be one of this process) and begins a file, mode 0600. options
 * may be NULL. NULL and err: those of memglass_attach_with; E_EXISTS (there is such a file),
 * E_INVALID (level, fields), E_SYSTEM.
 */
MEMGLASS_API memglass_recorder *memglass_recorder_open(const char *session, const char *path,
                                                       const memglass_recorder_options *options,
                                                       memglass_error *err);
/*
 * Takes a frame now. The calls of a program that is recorded are not waited for, nor does it wait.
 * A session that was restarted is attached to anew; of a dead one the last state is taken again.
 * E_INVALID: no object that is there has one of the chosen fields (said of the first frame with
 * objects). Errors of the session: E_FAULT, E_CORRUPT, ...; of the file, such as a full disk:
 * E_SYSTEM. The file is whole up to there then, and the next call may go on.
 */
MEMGLASS_API int memglass_recorder_take(memglass_recorder *r, memglass_error *err);
/* Marks the last frame. E_NOTFOUND: there is none yet. */
MEMGLASS_API int memglass_recorder_mark(memglass_recorder *r, const char *text,
                                        memglass_error *err);
/* Writes what waits for its block to be full, so that who opens the file now has it. */
MEMGLASS_API int memglass_recorder_flush(memglass_recorder *r, memglass_error *err);

typedef struct memglass_recorder_info {
    uint64_t frames, bytes;        /* in the file by now */
    memglass_session_info session; /* as of the last frame; 0 before the first */
} memglass_recorder_info;

MEMGLASS_API int memglass_recorder_info_get(const memglass_recorder *r,
                                            memglass_recorder_info *out);
/* Writes what waits, ends the file, and frees the recorder, also when writing fails. NULL is
 * allowed. */
MEMGLASS_API int memglass_recorder_close(memglass_recorder *r, memglass_error *err);

#ifdef __cplusplus
}
#endif
#endif
