// What the tests of memglass.hpp observe.
#ifndef GAME_H
#define GAME_H

#include <atomic>
#include <cstdint>
#include <memglass/guard.hpp>
#include <memglass/observe.h>

namespace game
{

struct vec2 {
    double x, y;
};

enum class mood : std::uint8_t { calm, alert };

// Has constructors.
class MEMGLASS_OBSERVE player
{
  public:
    player() = default;
    explicit player(int hp, mood how = mood::alert) : health(hp), feels(how)
    {
    }

    int health = 100;
    mood feels = mood::calm;
    memglass::guarded<vec2> pos;
    std::atomic<std::uint64_t> steps;
};

// Has none: an aggregate.
struct MEMGLASS_OBSERVE particle {
    float heat;
    std::uint32_t id;
};

} // namespace game

#endif
