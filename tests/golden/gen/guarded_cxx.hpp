/* memglass::guarded<T>: described as MEMGLASS_GUARDED(T) is. */
#pragma once

#include <array>
#include <cstdint>
#include <memglass/guard.hpp>
#include <memglass/observe.h>

namespace game {
struct vec3 {
    float x, y, z;
};
template <typename T> using safe = memglass::guarded<T>;

struct MEMGLASS_OBSERVE pilot {
    std::uint8_t before;
    memglass::guarded<vec3> pos; // @seqlock @desc(where it is)
    memglass::guarded<std::uint8_t> small;
    memglass::guarded<std::uint64_t> row[4];
    std::array<memglass::guarded<vec3>, 2> pair;
    safe<void *> address;
    const memglass::guarded<std::array<char, 24>> name;
    std::uint8_t after;
};
} // namespace game
