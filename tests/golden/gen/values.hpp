/* The standard library's holders of a value: read as what they hold. */
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memglass/guard.h>
#include <memglass/observe.h>
#include <optional>
#include <ratio>
#include <utility>

struct spot {
    float x, y;
};

using clock_time = std::chrono::steady_clock::time_point;

struct MEMGLASS_OBSERVE values {
    std::chrono::milliseconds timeout;
    std::chrono::duration<double> elapsed; // @range(0,10)
    std::chrono::duration<std::uint32_t, std::ratio<1, 60>> frames;
    std::chrono::hours shifts[2]; // @unit(hours of work)
    clock_time started;
    std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds> due;
    std::atomic<std::chrono::nanoseconds> last;
    MEMGLASS_GUARDED(std::chrono::microseconds) safe;
    std::pair<char, std::uint64_t> entry;
    std::pair<spot, std::pair<short, bool>> pairs[2];
    std::optional<int> maybe;
    std::optional<std::uint64_t> wide;
    std::optional<spot> places[2];
    std::optional<std::chrono::seconds> delay;
    std::optional<std::pair<char, int>> both;
    char tail;
};
