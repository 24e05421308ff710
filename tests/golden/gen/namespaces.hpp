/* Namespaces, second names, linkage blocks. */
#pragma once

#include <memglass/observe.h>

namespace game {
struct vec2 {
    float x, y;
};
inline namespace v1 {
struct [[memglass::observe]] player {
    vec2 pos [[memglass::field("desc(where it stands)")]];
};
} // namespace v1
namespace ai::paths {
struct MEMGLASS_OBSERVE player {
    vec2 *steps;
    game::player *owner;
};
} // namespace ai::paths
using hero = player;
typedef ai::paths::player walker;
} // namespace game

extern "C" {
struct MEMGLASS_OBSERVE c_player {
    game::vec2 pos;
};
}

extern "C++" struct MEMGLASS_OBSERVE alone {
    int a;
};
