/* Every word, in each place where it may stand. */
#ifndef ANNOTATIONS_H
#define ANNOTATIONS_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

#define HIT_POINTS MEMGLASS_FIELD("unit(hp) range(0,100)")

/** A player, as the game sees it. @see the manual */
struct MEMGLASS_OBSERVE player {
    uint64_t shots MEMGLASS_FIELD("counter desc(shots fired)");
    float health; // @unit(hp) @range(0,100) @desc(hit points left)
    float armour HIT_POINTS;
    int speed MEMGLASS_FIELD("gauge, unit(km/h)"), gear; // @hidden
    /* @unit(°C) @format(%.1f) */
    double heat;
    /// What the player owns, in coins. @unit(coins)
    /// Goes on here.
    ///
    /// Not this any more.
    uint32_t gold;
    uint32_t silver; ///< Trailing: silver pieces.
    uint32_t copper; /**< @brief The least
                          of it. @counter */
    int before /* @unit(s) */, after; /* @unit(ms) */
    int several,                      // @unit(a)
        lines;                        // @unit(b)
    // A comment with a blank line below it belongs to nothing. @unit(nothing)

    int plain;
    int long_one; // @unit(kg)
                  // @range(-5.5, 1e3)
    int next;     // @unit(t) @atomic
    struct { // @unit(no)
        int inner; // @unit(yes)
    } group;
    MEMGLASS_GUARDED(double) safe; // @seqlock @unit(V)
    uint16_t code;                 // @format(0x%04hx) @desc(quotes " and \ and ?\?= stay)
    float ratio;                   // @format(%.0f%%)
};

#endif
