// A fleet that can be looked at: `fleet [SESSION]`.
#include "fleet.memglass.h"
#include "port.memglass.h"

#include <cstdio>
#include <memglass/memglass.hpp>
#include <string>
#include <vector>

static int fail(const memglass::session &session)
{
    std::fprintf(stderr, "fleet: %s\n", session.error().message);
    return 1;
}

static void turn(fleet::ship &ship)
{
    vec2 at = ship.at;                       // a whole value, from any thread
    ship.at = vec2{at.x + 1, at.y};          // and so is what a reader gets
    ship.fuel -= 0.5;                        // a plain store
    memglass::write_section together(&ship); // until the end of the block
    ship.thrust = 12;
    ship.heat = 3 * ship.thrust;
}

int main(int argc, char **argv)
{
    memglass::session session(argc > 1 ? argv[1] : "fleet"); // closed with its scope
    if (!session)
        return fail(session);

    // Constructed with an argument, then shown; ended with the scope of the owner.
    auto flagship = memglass::create<fleet::ship>(session, "flagship", 80.0);
    auto escort = memglass::create_array<fleet::ship>(session, "escort", 4, 20.0);
    auto port = memglass::create<struct port>(session, "port");
    if (!flagship || !escort || !port)
        return fail(session);

    // The elements of a container, shown under a label.
    using rocks = memglass::allocator<fleet::asteroid>;
    std::vector<fleet::asteroid, rocks> belt(rocks(session, "belt"));
    for (int i = 0; i < 10; i++)
        belt.push_back({{10.0 * i, 5.0}, 100.0f});

    // Anything at all of std::pmr, in shared memory but not shown.
    memglass::resource memory(session);
    std::pmr::string log("left the port", &memory);

    for (int i = 0; i < 20; i++) {
        turn(*flagship);
        for (fleet::ship &ship : escort)
            turn(ship);
        session.tick();
    }
    port->berths[0] = 1;
    return flagship->fuel == 70 && belt.size() == 10 ? 0 : 1;
}
