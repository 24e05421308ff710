/* What the standard library's types look like from outside. */
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memglass/guard.h>
#include <memglass/observe.h>
#include <optional>

struct vec2 {
    float x, y;
};

struct MEMGLASS_OBSERVE standard {
    std::array<int, 3> one;
    std::array<std::array<std::uint16_t, 4>, 2> two;
    std::array<vec2, 2> path[3];
    std::array<char, 10> text;
    std::array<std::array<char, 6>, 2> lines;
    std::array<int, 0> none;
    std::atomic<std::uint64_t> hits; // @counter
    std::atomic_int row[2];
    std::atomic_flag busy;
    std::array<std::atomic<bool>, 3> flags;
    std::atomic<vec2> where;
    std::atomic<void *> address;
    std::byte raw[4];
    MEMGLASS_GUARDED(vec2) safe;
    std::optional<int> maybe;
};
