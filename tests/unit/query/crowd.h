/* A few objects of two types in frames made by hand, with a history behind them: what the tests of
 * src/query look at. Tests only; no layer. */
#ifndef TESTS_QUERY_CROWD_H
#define TESTS_QUERY_CROWD_H

#include "query/filter.h"

#include <memglass/guard.h>

enum { CROWD_ROWS = 4, CROWD_FRAMES = 8 };

struct crowd_place {
    float x, y;
};

/* Of type "game::player". */
struct crowd_player {
    int32_t health; /* hp */
    uint32_t state; /* IDLE, RUNNING, DEAD */
    uint32_t flags; /* READ 1, WRITE 2 */
    float ratio;    /* % */
    uint64_t rss;   /* B */
    uint64_t big;
    uint64_t wide[2], below[2]; /* integers of 128 bits, without and with a sign */
    uint64_t ops;               /* a counter */
    uint8_t wheel;              /* a counter that wraps soon */
    bool on;
    char letter;
    char name[13];
    uint64_t took;   /* us */
    uint64_t memory; /* KiB */
    void *link;
    int64_t depth;
    struct crowd_place pos;
    uint64_t size; /* has the name of what every object has */
    MEMGLASS_GUARDED(double) guarded;
};

/* Of type "machine". */
struct crowd_machine {
    double load;
    int32_t health; /* no unit */
};

extern const memglass_type crowd_player_type, crowd_machine_type;

/* Players in rows 0 to 2, a machine in row 3; labels "web-1", "web-2", "Batch worker", "host". */
struct crowd {
    struct history *history;
    struct roster roster;
    struct roster_row rows[CROWD_ROWS];
    struct frame frames[CROWD_FRAMES];
    uint8_t states[CROWD_FRAMES][CROWD_ROWS];
    struct row_past pasts[CROWD_FRAMES][CROWD_ROWS];
    uint64_t touched[CROWD_FRAMES];
    union {
        struct crowd_player player;
        struct crowd_machine machine;
        uint64_t words[64];
    } bytes[CROWD_FRAMES][CROWD_ROWS], first[CROWD_ROWS];
    size_t count; /* frames */
    struct row_source source;
};

void crowd_open(struct crowd *c);
void crowd_close(struct crowd *c);

/* A frame more, one second after the last, which it starts as a copy of; source is of the two. */
void crowd_tick(struct crowd *c);
/* ... and into the history with it, when it is as it shall be. */
void crowd_keep(struct crowd *c);

struct crowd_player *crowd_player(struct crowd *c, size_t row); /* of the newest frame */
struct crowd_machine *crowd_machine(struct crowd *c);

extern const struct type_count crowd_types[2];

#endif
