/*
 * memglass/producer.h - the side of the program that is looked at: open a session, register types,
 * create and destroy objects in shared memory. Writing a field is a plain store to the returned
 * pointer; nothing here is needed for it.
 *
 * Caveats first.
 *   - After fork() the session stays the parent's: in the child every call but memglass_close fails
 * with MEMGLASS_E_FORKED, and stores through object pointers still reach the session. A fork waits
 * while another thread opens or closes a session.
 *   - A destroyed object's memory is not handed out again before the grace period has passed; a
 * pointer to it must not be used.
 *   - A daemon that changes its user opens its session after that: all segments have one owner.
 *   - Pointers inside objects are shown as addresses and never followed.
 *
 * Threads: every function may be called from any thread at any time, unless said otherwise.
 * Errors: functions that return int give MEMGLASS_OK or a negative code; functions that return a
 * pointer give NULL. The message of a thread's last failure is at memglass_last_error. A session
 * that is NULL, since it could not be opened, is such an error, and nothing where there are none:
 * a program may go on without.
 */
#ifndef MEMGLASS_PRODUCER_H
#define MEMGLASS_PRODUCER_H

#include <memglass/base.h>
#include <memglass/guard.h>
#include <memglass/type.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct memglass_session memglass_session;

/* memglass_config.flags */
#define MEMGLASS_NO_THREAD 0x1u /* no background thread: only memglass_tick bumps the heartbeat */
#define MEMGLASS_KEEP      0x2u /* memglass_close leaves the session behind, dead but browsable */
#define MEMGLASS_RECLAIM   0x4u /* the background thread reclaims destroyed objects, too */
/* For debugging: each object ends where a page ends, and what lies behind, and the object once it
 * is destroyed, cannot be touched. A stray store stops the program at its place. Some 8 KiB an
 * object, and 30,000 of them (sysctl vm.max_map_count). MEMGLASS_GUARD=1 in the environment does
 * the same. */
#define MEMGLASS_GUARD_PAGES 0x8u
/* Lets observers copy only the pages that were written to, where the kernel can tell (Linux 6.7)
 * and they may look at this process; nothing changes where not. The first store to a page costs a
 * page fault (about a microsecond), again after each quarter of a second. Ends at the first fork().
 * Needs the background thread; not with guard pages. */
#define MEMGLASS_TRACK_WRITES 0x10u

/* How to open a session. Zero (or NULL) in any member but name means its default. */
typedef struct memglass_config {
    const char *name;            /* 1 to 63 of A-Z a-z 0-9 . _ -, not starting with '.' */
    size_t initial_region_bytes; /* first region; default 1 MiB, or the largest if that is less */
    size_t max_region_bytes;   /* regions double up to this; default 256 MiB; a larger object gets a
                                  region of its own */
    unsigned reclaim_grace_ms; /* from destroy to reuse of the memory; default 1000 */
    unsigned mode;             /* who may look: 0600 (default: this user), 0640 (the default with a
                                  group), 0644 (everyone) */
    unsigned event_ring_entries; /* a power of two up to 2^30; default 65536 */
    unsigned flags;              /* MEMGLASS_NO_THREAD, ... */
    const char *group; /* name or number of the group that may look; default: that of new files */
} memglass_config;

/*
 * Opens a session: creates its header and first region, and takes the lock that tells observers
 * that this process is alive. A dead session of the same name and user is replaced. Returns NULL
 * and fills err: E_NAME, E_INVALID, E_EXISTS (a live producer has it), E_NOSPACE, E_OWNER (another
 * user has the name), E_ACCESS (the group is not one of this user's), E_CORRUPT (the name is taken
 * by something else), E_LIMIT (the regions or the ring are too large), E_NOMEM, E_SYSTEM.
 */
MEMGLASS_API memglass_session *memglass_open(const memglass_config *config, memglass_error *err);

/*
 * Ends the session and frees it: unlinks its memory, or leaves it with MEMGLASS_KEEP. Object
 * pointers become invalid. No other thread may be using the session. In a forked child it only lets
 * go of the child's mapping. NULL is allowed.
 */
MEMGLASS_API int memglass_close(memglass_session *s);

/* memglass_clean's flags */
#define MEMGLASS_CLEAN_DRY_RUN 0x1u /* only say what would be done */

/*
 * Removes a session of this user whose producer is dead, as memglass_open does before it takes the
 * name over; safe against a producer that is starting with that name. bytes (may be NULL): how much
 * shared memory that gives back. E_NAME, E_NOSESSION, E_EXISTS (its producer lives), E_OWNER
 * (another user's), E_CORRUPT (no session), E_ACCESS, E_INVALID, E_SYSTEM.
 */
MEMGLASS_API int memglass_clean(const char *session, unsigned flags, uint64_t *bytes,
                                memglass_error *err);

/*
 * Makes a type, and the types it nests, known to observers. Registering the same layout again is
 * free; creating an object registers its type. E_TYPE: the name is taken by another layout.
 * E_INVALID: the description contradicts itself.
 */
MEMGLASS_API int memglass_register(memglass_session *s, const memglass_type *type);

/*
 * Creates one object (count 1) or an array of them: zeroed, aligned to the type and at least to 16
 * bytes. The label is 1 to 255 bytes of UTF-8, copied, never cut short; NULL shows as "type#index".
 * Labels need not be unique. site: "file:line" of the caller with static storage, or NULL;
 * memglass_create fills it in. NULL on failure: E_NOSPACE (shared memory is full: the session lives
 * on), E_NOMEM, E_INVALID, E_TYPE, E_LIMIT, E_FORKED. Threads do not wait for each other, but when
 * one of them needs new memory, or what was destroyed, for its next objects.
 */
MEMGLASS_API void *memglass_create_object_at(memglass_session *s, const memglass_type *type,
                                             size_t count, const char *label, const char *site);
MEMGLASS_API void *memglass_create_object(memglass_session *s, const memglass_type *type,
                                          size_t count, const char *label);

/*
 * Ends an object, or gives back memory of memglass_alloc. E_NOTOBJECT: not one, or already
 * destroyed. E_OVERRUN: it has ended, but something had been written right behind it, or before;
 * the message of memglass_last_error names it and its neighbour. E_NOMEM: it lives on; only of a
 * thread that has neither created nor destroyed before.
 */
MEMGLASS_API int memglass_destroy(memglass_session *s, void *object);

/*
 * Two steps for allocators and placement new: memory first (zeroed; align a power of two up to
 * 4096, 0 for 16; not visible to observers), then memglass_adopt shows it as count objects of a
 * type. E_SIZE: they need more than was asked for.
 */
MEMGLASS_API void *memglass_alloc(memglass_session *s, size_t size, size_t align);
MEMGLASS_API int memglass_adopt(memglass_session *s, void *mem, const memglass_type *type,
                                size_t count, const char *label);

/* Counts a turn of the program's own loop and bumps the heartbeat. Wait-free, a few nanoseconds. */
MEMGLASS_API void memglass_tick(memglass_session *s);

/*
 * Marks a whole step of the program's own loop: what is stored between the two, to any objects, is
 * seen by a sampler all or not at all, when it finds a moment between two steps: its frame says
 * whether it did. Never waits: a few nanoseconds, and nothing is locked. One thread at a time: a
 * program whose threads work on one step together calls these where they meet. Steps do not nest: a
 * begin inside a step changes nothing, the first end ends it. NULL is allowed.
 */
MEMGLASS_API void memglass_frame_begin(memglass_session *s);
MEMGLASS_API void memglass_frame_end(memglass_session *s);

/* Hands the memory of all objects destroyed longer ago than the grace period back for reuse; how
 * many. */
MEMGLASS_API size_t memglass_reclaim(memglass_session *s);

/* The last failure of a call of this thread on s: its code (MEMGLASS_OK: none), and err filled.
 * Calls that succeed leave it. */
MEMGLASS_API int memglass_last_error(const memglass_session *s, memglass_error *err);

/*
 * Damage that the library has found so far: objects that were written past their end (E_OVERRUN,
 * seen when they are destroyed), and destroyed ones that were written to (E_LATE_WRITE, seen when
 * their grace period is over; of large ones the first KiB is watched). How many; last: the
 * newest, with the label (may be NULL; code 0: none).
 */
MEMGLASS_API uint64_t memglass_damage(memglass_session *s, memglass_error *last);

/* What a session holds, for the program's own logs. Bytes are of shared memory. */
typedef struct memglass_session_stats {
    uint64_t created, destroyed, reclaimed, failures; /* since open */
    uint64_t live_objects;
    uint64_t payload_bytes; /* of live objects */
    uint64_t region_bytes;  /* reserved, all regions */
    uint32_t region_count, type_count;
    uint64_t overruns, late_writes; /* see memglass_damage */
} memglass_session_stats;

MEMGLASS_API void memglass_stats(memglass_session *s, memglass_session_stats *out);

/*
 * With the header that memglass-gen made from game.h, for `struct player`, a typedef, or C++
 * `player`: struct player *p = memglass_create(s, player, "player_1"); struct player *crowd =
 * memglass_create_array(s, player, 100, "crowd"); A C++ `game::player` is written game_player.
 */
#define MEMGLASS_SITE_TEXT_(line) #line
#define MEMGLASS_SITE_LINE_(line) MEMGLASS_SITE_TEXT_(line)
#define MEMGLASS_SITE             __FILE__ ":" MEMGLASS_SITE_LINE_(__LINE__)
#define memglass_create_array(s, T, count, label)                                               \
    ((memglass_ctype_##T *)memglass_create_object_at((s), &memglass_type_##T, (count), (label), \
                                                     MEMGLASS_SITE))
#define memglass_create(s, T, label) memglass_create_array(s, T, 1, label)

#ifdef __cplusplus
}
#endif
#endif
