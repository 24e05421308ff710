/*
 * memglass/observer.h - the side that looks: attach to a session read-only, follow it, copy objects
 * out consistently.
 *
 * Caveats first.
 *   - Nothing here can write to, slow or stop the producer: its memory is mapped read-only, and no
 * lock of its is taken.
 *   - The catalog of objects is as of the last memglass_refresh; copies are of the moment they are
 * made.
 *   - Bytes of the producer are never trusted. A damaged session yields MEMGLASS_E_CORRUPT or
 * E_FAULT.
 *   - The first attach of a process installs a SIGBUS handler, since a segment may be truncated
 * under a reader; faults that are not memglass's go to the handler that was there before.
 *
 * Threads: an observer is used by one thread at a time; several observers are independent.
 * Errors: beside those that are named, a function that copies may give E_NOMEM and E_FAULT, and
 * E_INVALID for a NULL.
 */
#ifndef MEMGLASS_OBSERVER_H
#define MEMGLASS_OBSERVER_H

#include <memglass/base.h>
#include <memglass/type.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct memglass_observer memglass_observer;

#define MEMGLASS_NAME_MAX  63  /* bytes of a session name */
#define MEMGLASS_LABEL_MAX 255 /* bytes of a label */
#define MEMGLASS_TEXT_MAX  256 /* bytes of a value's text, with its NUL */

/* What may be believed of a copy. X(NAME, "name") */
#define MEMGLASS_TRUTH_LIST(X)                                                                  \
    X(EXACT, "exact")         /* one whole value */                                             \
    X(UNGUARDED, "unguarded") /* each field is whole; the fields may be of different moments */ \
    X(TORN, "torn")           /* a write was under way at each of a bounded number of tries */  \
    X(STALE, "stale")         /* of an earlier moment, since the present one was torn */

typedef enum memglass_truth {
#define MEMGLASS_TRUTH_ENUM(name, text) MEMGLASS_##name,
    MEMGLASS_TRUTH_LIST(MEMGLASS_TRUTH_ENUM)
#undef MEMGLASS_TRUTH_ENUM
} memglass_truth;

/* The state of a session's producer. X(NAME, "name") */
#define MEMGLASS_STATE_LIST(X)                                                      \
    X(ALIVE, "ALIVE")         /* holds its lock, and its heart beats */             \
    X(STALLED, "STALLED")     /* holds its lock; no heartbeat for three seconds */  \
    X(DEAD, "DEAD")           /* its lock is free; the last state can be browsed */ \
    X(GONE, "GONE")           /* unlinked; what is mapped can be browsed */         \
    X(RESTARTED, "RESTARTED") /* another session has the name: detach and attach again */

typedef enum memglass_state {
#define MEMGLASS_STATE_ENUM(name, text) MEMGLASS_STATE_##name,
    MEMGLASS_STATE_LIST(MEMGLASS_STATE_ENUM)
#undef MEMGLASS_STATE_ENUM
} memglass_state;

/* Whether the objects of a frame are of one moment of the producer, see memglass_frame_begin.
 * MIXED: a step was under way at each of a bounded number of tries, or an object is torn. X(NAME,
 * "text")
 */
#define MEMGLASS_CUT_LIST(X)                                                \
    X(UNMARKED, "unmarked") /* the producer marks no steps: nobody knows */ \
    X(ONE, "one cut")       /* no step was under way */                     \
    X(MIXED, "mixed")

typedef enum memglass_cut {
#define MEMGLASS_CUT_ENUM(name, text) MEMGLASS_CUT_##name,
    MEMGLASS_CUT_LIST(MEMGLASS_CUT_ENUM)
#undef MEMGLASS_CUT_ENUM
} memglass_cut;

MEMGLASS_API const char *memglass_truth_name(int truth);
MEMGLASS_API const char *memglass_state_name(int state);

/* What a session says of itself. Times in nanoseconds, sizes in bytes. */
typedef struct memglass_session_info {
    char name[MEMGLASS_NAME_MAX + 1];
    char executable[256]; /* path of the producer's program, "" when unknown */
    memglass_state state;
    uint32_t pid;           /* of the producer, in its own pid namespace */
    uint32_t uid;           /* owner of the segment */
    uint64_t instance;      /* differs between two sessions of one name */
    uint64_t start_wall_ns; /* since 1970 */
    uint64_t start_monotonic_ns;
    uint64_t heartbeats,
        ticks; /* counters: of the library's thread and memglass_tick; of memglass_tick alone */
    uint64_t frame_sequence; /* odd: inside a step that the program marks with memglass_frame_begin;
                                0: it marks none. Copies made between two calls that gave the same
                                even number are of one cut: no step was under way */
    uint64_t created, destroyed, reclaimed, failures; /* counters since the session was opened */
    uint64_t live_objects, payload_bytes, region_bytes;
    uint32_t region_count, type_count;
    uint64_t overruns, late_writes; /* damage that the producer found: see memglass_damage */
} memglass_session_info;

/*
 * Attaches to a session. NULL and err: E_NAME, E_NOSESSION, E_ACCESS (its permissions do not let
 * this user read it), E_OWNER (it may be read, but belongs to neither this user nor root: anyone
 * may put up a session of that name), E_VERSION (says both versions), E_CORRUPT, E_FAULT, E_NOMEM,
 * E_SYSTEM. A dead session can be attached to. Its objects are listed by the first
 * memglass_refresh, which attach makes.
 */
MEMGLASS_API memglass_observer *memglass_attach(const char *session, memglass_error *err);

/* How to attach. Zero in any member means its default. */
typedef struct memglass_attach_options {
    uint32_t trust_uid; /* a user whose sessions are attached to as well; 0: no other */
} memglass_attach_options;

/* The same with options; NULL: the defaults. */
MEMGLASS_API memglass_observer *memglass_attach_with(const char *session,
                                                     const memglass_attach_options *options,
                                                     memglass_error *err);
MEMGLASS_API void memglass_detach(memglass_observer *o); /* NULL is allowed */

/*
 * Follows what was created, destroyed and registered since the last call. 1: something changed, 0:
 * nothing, negative: E_CORRUPT, E_FAULT, E_NOMEM, E_SYSTEM (new memory of the session could not be
 * mapped); what was known before stays readable. What the system refused is asked for again by the
 * next one. Costs what has changed, not what exists, unless the event ring was overrun.
 */
MEMGLASS_API int memglass_refresh(memglass_observer *o);

/* The session's own words and its state now (tests the producer's lock: a few system calls). The
 * first memglass_refresh behind one that says DEAD sees what a killed producer had no time to
 * announce. */
MEMGLASS_API int memglass_session_info_get(memglass_observer *o, memglass_session_info *out);

/*
 * Calls fn for each session of this machine that this user may read, in order of name, until it
 * returns non-zero; the number of sessions seen, or a negative code. One that cannot be attached to
 * is reported with its error (info->name and info->uid are set, the rest 0).
 */
typedef int memglass_session_fn(const memglass_session_info *info, const memglass_error *error,
                                void *ctx);
MEMGLASS_API int memglass_list_sessions(memglass_session_fn *fn, void *ctx, memglass_error *err);
MEMGLASS_API int memglass_list_sessions_with(const memglass_attach_options *options,
                                             memglass_session_fn *fn, void *ctx,
                                             memglass_error *err);

/* Types registered so far. Descriptions live until memglass_detach. type_at: NULL when i is out of
 * range. */
MEMGLASS_API size_t memglass_type_count(const memglass_observer *o);
MEMGLASS_API const memglass_type *memglass_type_at(const memglass_observer *o, size_t i);

/* One object as of the last refresh. */
typedef struct memglass_object {
    const memglass_type *type;
    uint64_t count;             /* elements, 1 unless created as an array */
    uint64_t size;              /* bytes: count times the type's size */
    uint64_t created_ns;        /* since the session's start */
    uint32_t index, generation; /* together they name the object for good */
    uint32_t thread;            /* kernel thread id of its creator */
    char label[MEMGLASS_LABEL_MAX + 1];
    char site[256]; /* "file:line" of its creation, "" when unknown */
} memglass_object;

MEMGLASS_API size_t memglass_object_count(const memglass_observer *o);
/* i < count, in an order that holds until the next refresh. E_NOTFOUND when out of range, E_GONE
 * when just destroyed. */
MEMGLASS_API int memglass_object_at(memglass_observer *o, size_t i, memglass_object *out);
/* The oldest live object of that label, in constant time. E_NOTFOUND. */
MEMGLASS_API int memglass_find(memglass_observer *o, const char *label, memglass_object *out);

/*
 * Copies the object's bytes. Returns a memglass_truth (EXACT, UNGUARDED or TORN; guarded fields
 * inside are each whole or have an odd guard), or E_GONE (destroyed or reused, buf is not to be
 * believed), E_SIZE (buf smaller than the object, or NULL), E_CORRUPT, E_FAULT.
 */
MEMGLASS_API int memglass_read(memglass_observer *o, const memglass_object *obj, void *buf,
                               size_t size);

/*
 * Whether the words before and behind an object are as the library left them: MEMGLASS_OK, or
 * E_OVERRUN (something was written past its end, or past the end of what lies before it), E_GONE,
 * E_CORRUPT, E_FAULT. Needs no help of the producer, which may be dead.
 */
MEMGLASS_API int memglass_object_check(memglass_observer *o, const memglass_object *obj);

/* Checks all objects and calls fn for each damaged one until it returns non-zero; how many were
 * seen to be damaged, or E_FAULT, E_INVALID. fn may be NULL. */
typedef int memglass_object_fn(const memglass_object *obj, void *ctx);
MEMGLASS_API int memglass_check(memglass_observer *o, memglass_object_fn *fn, void *ctx);

/* One field's value. */
typedef struct memglass_value {
    uint32_t kind; /* memglass_kind */
    memglass_truth truth;
    union {
        int64_t i;  /* INT, signed ENUM and CHAR */
        uint64_t u; /* BOOL, UINT, unsigned ENUM and CHAR, POINTER */
        double f;   /* FLOAT */
    } as;           /* numbers of more than 64 bits, strings, structs and arrays: only text */
    const memglass_field *field;  /* until memglass_detach; NULL for the whole object */
    char text[MEMGLASS_TEXT_MAX]; /* as shown: names of enums and flags, units; UTF-8; ends in "..."
                                     when cut */
} memglass_value;

/*
 * Reads one field by path: "pos.x", "pos[2].x", "[3].health" (element 3 of an array object),
 * "grid[1][2]". Returns MEMGLASS_OK or E_PATH (err text in out->text), E_GONE, E_CORRUPT, E_FAULT.
 * The whole object is copied as one where it has write sections.
 */
MEMGLASS_API int memglass_read_field(memglass_observer *o, const memglass_object *obj,
                                     const char *path, memglass_value *out);

#ifdef __cplusplus
}
#endif
#endif
