/*
 * The protocols of memglass as programs of the small machine: thread 0 is the reader, the others
 * are the producer's. Each line is the access of the source that its order names. Tests only; no
 * layer.
 */
#include "programs.h"

#define LOAD(r, w)                             \
    {                                          \
        .op = OP_LOAD, .reg = (r), .word = (w) \
    }
#define LOAD_ACQUIRE(r, w, n)                                                 \
    {                                                                         \
        .op = OP_LOAD, .reg = (r), .word = (w), .order = ACQUIRE, .name = (n) \
    }
#define AWAIT(w, v)                                                           \
    {                                                                         \
        .op = OP_AWAIT, .reg = 7, .word = (w), .value = (v), .order = ACQUIRE \
    }
#define STORE(w, v)                                          \
    {                                                        \
        .op = OP_STORE, .word = (w), .reg = -1, .value = (v) \
    }
#define STORE_SUM(w, r, v)                                    \
    {                                                         \
        .op = OP_STORE, .word = (w), .reg = (r), .value = (v) \
    }
#define STORE_RELEASE(w, v, n)                                                              \
    {                                                                                       \
        .op = OP_STORE, .word = (w), .reg = -1, .value = (v), .order = RELEASE, .name = (n) \
    }
#define STORE_SUM_RELEASE(w, r, v, n)                                                        \
    {                                                                                        \
        .op = OP_STORE, .word = (w), .reg = (r), .value = (v), .order = RELEASE, .name = (n) \
    }
#define LOCK(r, w, n)                                                         \
    {                                                                         \
        .op = OP_LOCK, .reg = (r), .word = (w), .order = ACQUIRE, .name = (n) \
    }
#define ADD(r, w, v, n)                                                                    \
    {                                                                                      \
        .op = OP_ADD, .reg = (r), .word = (w), .value = (v), .order = RELEASE, .name = (n) \
    }
#define ADD_RELAXED(r, w, v)                                \
    {                                                       \
        .op = OP_ADD, .reg = (r), .word = (w), .value = (v) \
    }
#define FENCE_ACQUIRE(n)                              \
    {                                                 \
        .op = OP_FENCE, .order = ACQUIRE, .name = (n) \
    }
#define FENCE_RELEASE(n)                              \
    {                                                 \
        .op = OP_FENCE, .order = RELEASE, .name = (n) \
    }
#define UNLESS(r, v, to)                                          \
    {                                                             \
        .op = OP_UNLESS, .reg = (r), .value = (v), .target = (to) \
    }
#define UNLESS_SAME(r, s, to)                                          \
    {                                                                  \
        .op = OP_UNLESS_SAME, .reg = (r), .value = (s), .target = (to) \
    }
#define UNLESS_EVEN(r, to)                               \
    {                                                    \
        .op = OP_UNLESS_EVEN, .reg = (r), .target = (to) \
    }
#define SET(r, v)                              \
    {                                          \
        .op = OP_SET, .reg = (r), .value = (v) \
    }
#define GOTO(to)                     \
    {                                \
        .op = OP_GOTO, .value = (to) \
    }
#define CLAIM          \
    {                  \
        .op = OP_CLAIM \
    }

/* The last instruction is left 0, OP_DONE: jumps that give up lead there. */
#define GIVE_UP (MACHINE_CODE - 1)

/* --- one thing is filled, then told: ready, region_count, table.count --- */

enum { FILLED, TOLD };

static bool told_unfilled(const int r[MACHINE_REGISTERS])
{
    return r[1] != 5;
}

#define TELLING(title, store_name, load_name)                                                  \
    {                                                                                          \
        .name = (title), .wrong = told_unfilled, .threads = {                                  \
            {LOAD_ACQUIRE(0, TOLD, load_name), UNLESS(0, 1, GIVE_UP), LOAD(1, FILLED), CLAIM}, \
            {STORE(FILLED, 5), STORE_RELEASE(TOLD, 1, store_name)},                            \
        }                                                                                      \
    }

/* A chunk's place and a table's entries are told by its count alone. */
enum { CHUNK, ENTRY, COUNT };

static bool table_untold(const int r[MACHINE_REGISTERS])
{
    return r[1] != 5 || r[2] != 6;
}

/* --- sections, guards and steps: two words that belong together --- */

enum { SEQUENCE, ONE, OTHER };

/* Each section adds 1 to both: they say how many sections there were, and so does the sequence. */
static bool of_two_moments(const int r[MACHINE_REGISTERS])
{
    return r[1] != r[2] || r[1] != r[0] / 2;
}

#define COPY(first, second)                                                                      \
    {                                                                                            \
        LOAD_ACQUIRE(0, SEQUENCE, first), UNLESS_EVEN(0, GIVE_UP), LOAD(1, ONE), LOAD(2, OTHER), \
            FENCE_ACQUIRE(second), LOAD(3, SEQUENCE), UNLESS_SAME(3, 0, GIVE_UP), CLAIM          \
    }
#define SECTION                                                                              \
    LOCK(0, SEQUENCE, LITMUS_SECTION_LOCK), FENCE_RELEASE(LITMUS_SECTION_ODD), LOAD(1, ONE), \
        STORE_SUM(ONE, 1, 1), STORE_SUM(OTHER, 1, 1),                                        \
        STORE_SUM_RELEASE(SEQUENCE, 0, 2, LITMUS_SECTION_EVEN)
#define SOLE(n)                                                                                    \
    STORE(SEQUENCE, 2 * (n)-1), FENCE_RELEASE(LITMUS_SECTION_ODD), STORE(ONE, n), STORE(OTHER, n), \
        STORE_RELEASE(SEQUENCE, 2 * (n), LITMUS_SECTION_EVEN)
#define STEP(n)                                                                                 \
    STORE(SEQUENCE, 2 * (n)-1), FENCE_RELEASE(LITMUS_STEP_ODD), STORE(ONE, n), STORE(OTHER, n), \
        STORE_RELEASE(SEQUENCE, 2 * (n), LITMUS_STEP_EVEN)

/* --- rows: an object ends, and its block, label and row become another's --- */

enum { STATE, BYTES, LABEL, MUTEX, CHANGES };
enum { LIVE_OLD, DESTROYED, FREE, LIVE_NEW };

static bool another_objects(const int r[MACHINE_REGISTERS])
{
    return r[1] != 0;
}

static bool row_of_two_objects(const int r[MACHINE_REGISTERS])
{
    int expected = r[0] == LIVE_NEW;
    return r[1] != expected || r[2] != expected;
}

/* One thread ends the object; another one, later under the session's mutex, takes what it had. */
#define ENDING                                                                                    \
    {                                                                                             \
        STORE_RELEASE(STATE, DESTROYED, LITMUS_ROW_STORE), ADD(7, CHANGES, 1, LITMUS_HEAD_STORE), \
            STORE_RELEASE(STATE, FREE, LITMUS_ROW_STORE), STORE_RELEASE(MUTEX, 1, LITMUS_NONE)    \
    }
#define COPY_OF_OLD(word)                                                  \
    {                                                                      \
        LOAD(1, word), FENCE_ACQUIRE(LITMUS_STILL_SECOND), LOAD(2, STATE), \
            UNLESS(2, LIVE_OLD, GIVE_UP), CLAIM                            \
    }

/* --- events: two threads create an object each; the ring has one place --- */

enum { ROW_1, ROW_2, WHERE, WHAT, HEAD };
enum { EVENT = 4 }; /* what the head counts by: below it there is room for an index */

#define CREATION(n)                                                                   \
    {                                                                                 \
        STORE_RELEASE(n == 1 ? ROW_1 : ROW_2, 1, LITMUS_ROW_STORE),                   \
            ADD(0, HEAD, EVENT, LITMUS_HEAD_STORE), STORE_SUM(WHERE, 0, EVENT + (n)), \
            STORE_SUM(WHAT, 0, EVENT)                                                 \
    }

/* Registers of a refresh: 1 head, 2 and 3 the words of the event that was followed, 4 and 5 the
 * rows (1: live), 6 which row the event named, 0 when the rows were walked instead. */
static bool object_missed(const int r[MACHINE_REGISTERS])
{
    return r[6] ? r[4] != 1 : r[4] + r[5] < r[1] / EVENT;
}

/* Event n is the one that the reader has not followed yet; where it finds another one or none, or
 * more than the ring can hold, it walks the directory. */
#define REFRESH(n)                                                                               \
    {                                                                                            \
        LOAD_ACQUIRE(1, HEAD, LITMUS_HEAD_LOAD), UNLESS(1, 0, 3), GOTO(GIVE_UP),                 \
            UNLESS(1, EVENT *(n), 15), LOAD(2, WHERE), LOAD(3, WHAT), UNLESS(3, EVENT *(n), 15), \
            UNLESS(2, EVENT *(n) + 1, 11), SET(6, 1), LOAD_ACQUIRE(4, ROW_1, LITMUS_ROW_FIRST),  \
            CLAIM, /* 11 */ UNLESS(2, EVENT *(n) + 2, 15), SET(6, 2),                            \
            LOAD_ACQUIRE(4, ROW_2, LITMUS_ROW_FIRST), CLAIM,                                     \
            /* 15 */ LOAD_ACQUIRE(4, ROW_1, LITMUS_ROW_FIRST),                                   \
            LOAD_ACQUIRE(5, ROW_2, LITMUS_ROW_FIRST), CLAIM                                      \
    }

/* --- looks at which pages were written: the program stores, one look goes on, a reader asks --- */

enum { LOOKS, PAGE, NOTE, STORED };
enum { LOOK = 2 };

/* The kernel's part: a page is even while it is protected, the first store to it makes it odd, and
 * a look even again. No order is asked of the kernel, though its locks have some. */
static bool store_missed(const int r[MACHINE_REGISTERS])
{
    return r[1] != LOOK && r[2] % 2 == 0;
}

/* --- all --- */

const struct machine_program litmus_programs[] = {
    TELLING("a session becomes ready", LITMUS_READY_STORE, LITMUS_READY_LOAD),
    TELLING("a region is added", LITMUS_REGION_STORE, LITMUS_REGION_LOAD),
    {.name = "a table grows by a chunk",
     .wrong = table_untold,
     .threads = {{LOAD_ACQUIRE(0, COUNT, LITMUS_COUNT_LOAD), UNLESS(0, 1, GIVE_UP), LOAD(1, CHUNK),
                  LOAD(2, ENTRY), CLAIM},
                 {STORE(CHUNK, 5), STORE(ENTRY, 6), STORE_RELEASE(COUNT, 1, LITMUS_COUNT_STORE)}}},
    {.name = "sections of two threads",
     .wrong = of_two_moments,
     .threads = {COPY(LITMUS_COPY_FIRST, LITMUS_COPY_SECOND), {SECTION}, {SECTION}}},
    {.name = "sections one after the other",
     .wrong = of_two_moments,
     .threads = {COPY(LITMUS_COPY_FIRST, LITMUS_COPY_SECOND), {SECTION, SECTION}}},
    {.name = "guarded stores of an only writer",
     .wrong = of_two_moments,
     .threads = {COPY(LITMUS_COPY_FIRST, LITMUS_COPY_SECOND), {SOLE(1), SOLE(2)}}},
    {.name = "marked steps",
     .wrong = of_two_moments,
     .threads = {COPY(LITMUS_STEP_FIRST, LITMUS_STEP_SECOND), {STEP(1), STEP(2)}}},
    {.name = "pages are asked for during a look",
     .wrong = store_missed,
     .threads = {{AWAIT(STORED, 1), LOAD_ACQUIRE(0, LOOKS, LITMUS_LOOK_FIRST),
                  UNLESS_EVEN(0, GIVE_UP), LOAD(1, NOTE), LOAD(2, PAGE),
                  FENCE_ACQUIRE(LITMUS_LOOK_SECOND), LOAD(3, LOOKS), UNLESS_SAME(3, 0, GIVE_UP),
                  CLAIM},
                 {STORE(LOOKS, 1), FENCE_RELEASE(LITMUS_LOOK_ODD), LOAD(0, PAGE), UNLESS(0, 1, 6),
                  ADD_RELAXED(1, PAGE, 1), STORE(NOTE, LOOK),
                  STORE_RELEASE(LOOKS, LOOK, LITMUS_LOOK_EVEN)},
                 {ADD_RELAXED(0, PAGE, 1), STORE_RELEASE(STORED, 1, LITMUS_NONE)}}},
    {.name = "a block is used again under a copy",
     .wrong = another_objects,
     .threads = {COPY_OF_OLD(BYTES),
                 ENDING,
                 {AWAIT(MUTEX, 1), FENCE_RELEASE(LITMUS_BLOCK_FENCE), STORE(BYTES, 1)}}},
    {.name = "a label is used again under a copy",
     .wrong = another_objects,
     .threads = {COPY_OF_OLD(LABEL),
                 ENDING,
                 {AWAIT(MUTEX, 1), FENCE_RELEASE(LITMUS_LABEL_FENCE), STORE(LABEL, 1)}}},
    {.name = "a block is used again under a frame's copy",
     .wrong = another_objects,
     .threads = {{LOAD(1, BYTES), FENCE_ACQUIRE(LITMUS_RUN_SECOND),
                  LOAD_ACQUIRE(2, CHANGES, LITMUS_HEAD_LOAD), UNLESS(2, 0, GIVE_UP), CLAIM},
                 ENDING,
                 {AWAIT(MUTEX, 1), FENCE_RELEASE(LITMUS_BLOCK_FENCE), STORE(BYTES, 1)}}},
    {.name = "a row is used again under a look",
     .wrong = row_of_two_objects,
     .threads = {{LOAD_ACQUIRE(0, STATE, LITMUS_ROW_FIRST), UNLESS(0, LIVE_OLD, 8), LOAD(1, BYTES),
                  LOAD(2, LABEL), FENCE_ACQUIRE(LITMUS_ROW_SECOND), LOAD(3, STATE),
                  UNLESS_SAME(3, 0, GIVE_UP), CLAIM, UNLESS(0, LIVE_NEW, GIVE_UP), GOTO(2)},
                 ENDING,
                 {AWAIT(MUTEX, 1), FENCE_RELEASE(LITMUS_LABEL_FENCE), STORE(BYTES, 1),
                  STORE(LABEL, 1), STORE_RELEASE(STATE, LIVE_NEW, LITMUS_ROW_STORE)}}},
    {.name = "a row that has ended is changed under a look",
     .wrong = another_objects,
     .threads = {{LOAD_ACQUIRE(0, STATE, LITMUS_ROW_FIRST), UNLESS(0, LIVE_OLD, GIVE_UP),
                  LOAD(1, LABEL), FENCE_ACQUIRE(LITMUS_ROW_SECOND), LOAD(3, STATE),
                  UNLESS_SAME(3, 0, GIVE_UP), CLAIM},
                 {STORE_RELEASE(STATE, DESTROYED, LITMUS_ROW_STORE),
                  ADD(7, CHANGES, 1, LITMUS_HEAD_STORE), FENCE_RELEASE(LITMUS_ENDED_FENCE),
                  STORE(LABEL, 1)}}},
    {.name = "the canary of an object that has ended is changed",
     .wrong = another_objects,
     .threads = {{LOAD(1, BYTES), FENCE_ACQUIRE(LITMUS_RUN_SECOND),
                  LOAD_ACQUIRE(2, CHANGES, LITMUS_HEAD_LOAD), UNLESS(2, 0, GIVE_UP), CLAIM},
                 {STORE_RELEASE(STATE, DESTROYED, LITMUS_ROW_STORE),
                  ADD(7, CHANGES, 1, LITMUS_HEAD_STORE), FENCE_RELEASE(LITMUS_ENDED_FENCE),
                  STORE(BYTES, 1)}}},
    {.name = "the first of two events is followed",
     .wrong = object_missed,
     .threads = {REFRESH(1), CREATION(1), CREATION(2)}},
    {.name = "the second of two events is followed",
     .wrong = object_missed,
     .threads = {REFRESH(2), CREATION(1), CREATION(2)}},
};

const size_t litmus_program_count = sizeof litmus_programs / sizeof *litmus_programs;
