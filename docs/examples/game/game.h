/* What the game shows of itself: memglass-gen makes game.memglass.h from it. */
#ifndef GAME_H
#define GAME_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

struct vec2 {   /* nested below: described without being marked */
    float x, y; // @unit(m)
};

enum mood { MOOD_CALM, MOOD_ALERT, MOOD_FLEEING };

struct MEMGLASS_OBSERVE player {
    char name[16];
    float health;                      // @unit(hp) @range(0,100) @format(%.0f) @desc(left)
    enum mood mood;                    // shown by name
    uint32_t status;                   // @flags(RUNNING=1,POISONED=2,HIDDEN=4)
    uint64_t steps;                    // @counter @desc(shown with its rate)
    MEMGLASS_GUARDED(struct vec2) pos; // read whole: never an x of now with a y of then
    struct vec2 trail[4];              // @desc(last positions, newest first)
};

struct MEMGLASS_OBSERVE world {
    uint32_t turn;    // @counter
    float wind[2][3]; // @unit(m/s) @format(%.1f) @desc(by layer and direction)
    float total_hp;   // @unit(hp)
    float mean_hp;    // @unit(hp) @desc(agrees with total_hp in every copy)
};

#endif
