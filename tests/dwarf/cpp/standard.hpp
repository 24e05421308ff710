/* Types of the standard library, and guarded fields. */
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memglass/guard.h>
#include <utility>

struct vec2 {
    float x, y;
};
struct odd {
    char c[3];
};

struct arrays {
    std::array<int, 3> one;
    std::array<std::array<std::uint16_t, 4>, 2> two;
    std::array<vec2, 2> path[3];
    std::array<char, 10> text;
    std::array<std::array<char, 6>, 2> lines;
    std::array<int, 0> none;
    std::array<void *, 2> addresses;
    std::byte raw[4];
    char last;
};

class atomics
{
    std::atomic<std::uint64_t> hits_;
    std::atomic_int row_[2];
    std::array<std::atomic<bool>, 3> flags_;

  public:
    std::atomic<vec2> where;
    std::atomic<odd> padded;
    std::atomic<void *> address;
    std::atomic<double> level;
    char last;
};

struct guarded {
    char before;
    MEMGLASS_GUARDED(vec2) where;
    MEMGLASS_GUARDED(double) level;
    MEMGLASS_GUARDED(odd) many[3];
    char last;
};
