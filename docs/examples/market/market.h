// What the market shows of itself: memglass-gen makes market.memglass.h from it.
#ifndef MARKET_H
#define MARKET_H

#include <array>
#include <atomic>
#include <cstdint>
#include <memglass/observe.h>

namespace market
{

enum class trading_phase : std::uint8_t { opening, trading, halted };

struct level {
    double price;         // @unit(EUR) @format(%.2f)
    std::uint32_t amount; // @desc(shares on offer at this price)
    std::uint32_t orders;
};

struct [[memglass::observe]] book {
    char symbol[8];
    trading_phase phase;
    double last;                       // @unit(EUR) @format(%.2f) @range(90,110)
    std::array<level, 5> bids, asks;   // best price first
    std::atomic<std::uint64_t> trades; // @counter
    std::atomic<std::uint64_t> volume; // @counter @desc(shares that changed hands)
};

} // namespace market

#endif
