// What the fleet shows of itself: memglass-gen makes fleet.memglass.h from it.
#ifndef FLEET_HPP
#define FLEET_HPP

#include "vec.h"
#include <memglass/guard.hpp>
#include <memglass/observe.h>

namespace fleet
{

class MEMGLASS_OBSERVE ship
{
  public:
    explicit ship(double tons) : fuel(tons)
    {
    }

    double fuel;                  // @unit(t) @range(0,100)
    memglass::guarded<vec2> at{}; // read whole: never an x of now with a y of then
    double thrust = 0, heat = 0;  // @desc(of one moment)
};

struct MEMGLASS_OBSERVE asteroid {
    vec2 at;
    float radius; // @unit(m)
};

} // namespace fleet

#endif
