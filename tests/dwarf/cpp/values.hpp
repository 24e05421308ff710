/* The standard library's holders of a value. */
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memglass/guard.h>
#include <optional>
#include <ratio>
#include <utility>

struct spot {
    float x, y;
};

struct values {
    std::chrono::milliseconds timeout;
    std::chrono::duration<double> elapsed;
    std::chrono::duration<std::uint16_t, std::ratio<1, 60>> frames[2][3];
    std::chrono::steady_clock::time_point started;
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
