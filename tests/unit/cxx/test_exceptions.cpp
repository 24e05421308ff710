// memglass.hpp where there are exceptions: those of containers and of constructors.
#include "game.memglass.h"
#include "scene.hpp"

namespace
{

using game::particle;

template <typename Function> bool is_out_of_memory(Function allocate)
{
    try {
        allocate();
    } catch (const std::bad_alloc &) {
        return true;
    }
    return false;
}

START_TEST(test_containers_are_told_that_memory_is_out)
{
    scene scene("cxx-full");
    memglass::allocator<particle> allocator(scene.session, "absurd");
    memglass::resource resource(scene.session);
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    ck_assert(is_out_of_memory([&] { (void)allocator.allocate(most / sizeof(particle)); }));
    ck_assert(is_out_of_memory([&] { (void)allocator.allocate(most); }));
    ck_assert(is_out_of_memory([&] { (void)resource.allocate(most / 2); }));
    ck_assert(is_out_of_memory([&] { (void)resource.allocate(16, 8192); }));
    ck_assert_uint_eq(scene.count(), 0);
}
END_TEST

struct thrower : particle {
    explicit thrower(int i) : particle{}
    {
        if (i < 0)
            throw i;
    }
};

} // namespace

template <> struct memglass::type_of<thrower> {
    static const memglass_type &get() noexcept
    {
        return memglass_type_game_particle;
    }
};

namespace
{

START_TEST(test_a_constructor_may_throw)
{
    scene scene("cxx-throw");
    bool thrown = false;
    try {
        auto never = memglass::create<thrower>(scene.session, "never", -1);
    } catch (int) {
        thrown = true;
    }
    ck_assert(thrown);
    ck_assert_uint_eq(scene.count(), 0);
    ck_assert(memglass::create<thrower>(scene.session, "fine", 1));
}
END_TEST

} // namespace

MEMGLASS_SUITE("cxx/exceptions", test_containers_are_told_that_memory_is_out,
               test_a_constructor_may_throw)
