// memglass.hpp from both sides: what its owners do, and what an observer reads of it. test_bare.cpp
// runs the same without exceptions and RTTI.
#include "game.memglass.h"
#include "scene.hpp"

#include <cstdlib>
#include <map>
#include <thread>

namespace
{

using game::particle;
using game::player;

static_assert(!std::is_copy_constructible_v<memglass::session>);
static_assert(std::is_nothrow_move_constructible_v<memglass::session>);
static_assert(std::is_nothrow_move_assignable_v<memglass::session>);
static_assert(!std::is_copy_constructible_v<memglass::object<player>>);
static_assert(std::is_nothrow_move_assignable_v<memglass::object<player>>);
static_assert(!std::is_convertible_v<memglass::session, bool>);
static_assert(memglass::is_described<player> && memglass::is_described<game::vec2>);
static_assert(!memglass::is_described<int>);

// ---- sessions ----

START_TEST(test_session_closes_with_its_scope)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    {
        memglass::session session(unit_session_name(name, "cxx-scope"));
        ck_assert(session);
        ck_assert_int_eq(session.status(), MEMGLASS_OK);
        memglass_observer *observer = memglass_attach(name, &err);
        ck_assert_ptr_nonnull(observer);
        memglass_detach(observer);
    }
    ck_assert_ptr_null(memglass_attach(name, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_NOSESSION);
}
END_TEST

START_TEST(test_session_says_why_it_did_not_open)
{
    memglass::session none;
    ck_assert(!none);
    memglass::session wrong(".wrong");
    ck_assert(!wrong);
    ck_assert_int_eq(wrong.status(), MEMGLASS_E_NAME);
    ck_assert_uint_gt(strlen(wrong.error().message), 0);
    auto nobody = memglass::create<player>(wrong, "nobody");
    ck_assert(!nobody);
    memglass::session moved(std::move(wrong));
    ck_assert_int_eq(moved.status(), MEMGLASS_E_NAME);
}
END_TEST

START_TEST(test_session_moves_under_its_objects)
{
    scene scene("cxx-move");
    auto hero = memglass::create<player>(scene.session, "hero");
    memglass::session other(std::move(scene.session));
    ck_assert(other && !scene.session);
    scene.session = std::move(other);
    ck_assert(scene.session && !other);
    hero->health = 7;
    ck_text(scene, "hero", "health", "7");
    ck_assert_int_eq(hero.reset(), MEMGLASS_OK);
    ck_assert(!scene.sees("hero"));
    memglass_session *raw = scene.session.release();
    ck_assert(raw && !scene.session);
    ck_assert_int_eq(memglass_close(raw), MEMGLASS_OK);
}
END_TEST

START_TEST(test_session_takes_a_config_and_counts)
{
    char name[UNIT_NAME_BYTES];
    memglass_config config{};
    config.name = unit_session_name(name, "cxx-config");
    config.flags = MEMGLASS_NO_THREAD;
    memglass::session session(config);
    ck_assert(session);
    ck_assert_int_eq(memglass::register_type<particle>(session), MEMGLASS_OK);
    ck_assert_int_eq(memglass_register_all_game(session.get()), MEMGLASS_OK);
    ck_assert_uint_eq(session.stats().type_count, 3);
    session.tick();
    session.frame_begin();
    session.frame_end();
    memglass_session_info info;
    memglass_observer *observer = memglass_attach(name, nullptr);
    ck_assert_int_eq(memglass_session_info_get(observer, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.ticks, 1);
    ck_assert_uint_eq(info.frame_sequence, 2);
    memglass_detach(observer);
    ck_assert_uint_eq(session.reclaim(), 0);
    memglass::session second(name);
    ck_assert_int_eq(second.status(), MEMGLASS_E_EXISTS);
}
END_TEST

// ---- objects ----

START_TEST(test_create_constructs_with_arguments)
{
    scene scene("cxx-create");
    auto plain = memglass::create<player>(scene.session, "plain");
    auto weak = memglass::create<player>(scene.session, "weak", 5, game::mood::calm);
    auto hot = memglass::create<particle>(scene.session, "hot", 1.5f, 9u);
    auto unnamed = memglass::create<particle>(scene.session, nullptr);
    ck_assert(plain && weak && hot && unnamed);
    ck_text(scene, "plain", "health", "100");
    ck_text(scene, "plain", "feels", "calm");
    ck_text(scene, "plain", "steps", "0");
    ck_text(scene, "weak", "health", "5");
    ck_text(scene, "hot", "heat", "1.5");
    ck_text(scene, "hot", "id", "9");
    ck_assert_uint_eq(unnamed->id, 0);
    ck_assert_uint_eq(scene.count(), 4);
}
END_TEST

// What another thread sees while a constructor runs.
struct looker {
    scene *from;
    bool seen;
};
looker *looking;

struct slow : particle {
    slow() : particle{1, 2}
    {
        looking->seen = looking->from->count() > 0;
    }
};

} // namespace

// Described by hand, as the base class is.
template <> struct memglass::type_of<slow> {
    static const memglass_type &get() noexcept
    {
        return memglass_type_game_particle;
    }
};

namespace
{

START_TEST(test_nobody_sees_an_object_before_its_constructor_is_done)
{
    scene scene("cxx-early");
    looker mine{&scene, true};
    looking = &mine;
    auto made = memglass::create<slow>(scene.session, "slow");
    ck_assert(made);
    ck_assert(!mine.seen);
    ck_text(scene, "slow", "id", "2");
}
END_TEST

START_TEST(test_object_is_ended_with_its_owner)
{
    scene scene("cxx-owner");
    {
        auto hero = memglass::create<player>(scene.session, "hero");
        ck_assert(scene.sees("hero"));
        auto thief = std::move(hero);
        ck_assert(!hero && thief);
        ck_assert(scene.sees("hero"));
        thief = memglass::create<player>(scene.session, "other");
        ck_assert(!scene.sees("hero") && scene.sees("other"));
    }
    ck_assert_uint_eq(scene.count(), 0);
    player *kept = memglass::create<player>(scene.session, "kept", 3).release();
    ck_assert_int_eq(kept->health, 3);
    ck_assert(scene.sees("kept"));
    ck_assert_int_eq(memglass::destroy(scene.session, kept), MEMGLASS_OK);
    ck_assert_int_eq(memglass::destroy(scene.session, kept), MEMGLASS_E_NOTOBJECT);
    ck_assert(!scene.sees("kept"));
}
END_TEST

START_TEST(test_failed_create_gives_its_memory_back_and_says_why)
{
    scene scene("cxx-failed");
    auto none = memglass::create<player>(scene.session, "");
    ck_assert(!none);
    ck_assert_int_eq(scene.session.status(), MEMGLASS_E_INVALID);
    ck_assert_ptr_nonnull(strstr(scene.session.error().message, "label"));
    memglass_object found;
    auto first = memglass::create<player>(scene.session, "first");
    ck_assert(scene.find("first", &found));
    ck_assert_uint_eq(scene.session.stats().live_objects, 1);
    volatile std::size_t too_many = std::numeric_limits<std::size_t>::max() / 2;
    ck_assert(!memglass::create_array<player>(scene.session, "huge", too_many));
    ck_assert_int_eq(scene.session.status(), MEMGLASS_E_LIMIT);
    ck_assert(!memglass::create_array<player>(scene.session, "empty", 0));
    ck_assert_int_eq(scene.session.status(), MEMGLASS_E_INVALID);
}
END_TEST

START_TEST(test_arrays_are_ranges)
{
    scene scene("cxx-array");
    auto crowd = memglass::create_array<player>(scene.session, "crowd", 10, 50);
    auto dust = memglass::create_array<particle>(scene.session, "dust", 3, 2.0f, 1u);
    ck_assert(crowd && dust);
    ck_assert_uint_eq(crowd.size(), 10);
    int sum = 0;
    for (player &one : crowd)
        sum += one.health;
    ck_assert_int_eq(sum, 500);
    crowd[7].health = 1;
    ck_text(scene, "crowd", "[7].health", "1");
    ck_text(scene, "dust", "[2].heat", "2");
    auto moved = std::move(crowd);
    ck_assert_uint_eq(crowd.size(), 0);
    ck_assert_uint_eq(moved.size(), 10);
    moved = memglass::object<player[]>();
    ck_assert_uint_eq(moved.size(), 0);
    ck_assert(!scene.sees("crowd"));
}
END_TEST

// ---- reads of the whole ----

START_TEST(test_write_section_ends_with_its_scope)
{
    scene scene("cxx-section");
    auto hero = memglass::create<player>(scene.session, "hero");
    {
        memglass::write_section whole(hero);
        hero->health = 1;
        ck_assert_int_eq(scene.truth("hero"), MEMGLASS_TORN);
    }
    ck_assert_int_eq(scene.truth("hero"), MEMGLASS_EXACT);
    player *raw = hero.get();
    {
        memglass::write_section whole(raw);
        ck_assert_int_eq(scene.truth("hero"), MEMGLASS_TORN);
    }
    ck_assert_int_eq(scene.truth("hero"), MEMGLASS_EXACT);
}
END_TEST

START_TEST(test_guarded_field_loads_what_was_stored)
{
    scene scene("cxx-guarded");
    auto hero = memglass::create<player>(scene.session, "hero");
    hero->pos = game::vec2{1, 2};
    game::vec2 at = hero->pos;
    ck_assert(at.x == 1 && at.y == 2);
    hero->pos.store({3, 4});
    ck_assert(hero->pos.load().y == 4);
    ck_text(scene, "hero", "pos.x", "3");
    hero->pos.store_sole({5, 6});
    ck_assert_uint_eq(hero->pos.guard.sequence, 6);
    ck_text(scene, "hero", "pos.x", "5");
    hero->pos.store({3, 4});

    auto other = memglass::create<player>(scene.session, "other");
    other->pos = hero->pos; // the value, not the state of the lock
    ck_text(scene, "other", "pos.y", "4");
    ck_assert_uint_eq(other->pos.guard.sequence, 2);
    memglass::guarded<int> number = 5;
    memglass::guarded<int> copy(number);
    ck_assert_int_eq(copy, 5);
    ck_assert_uint_eq(copy.guard.sequence, 0);
}
END_TEST

START_TEST(test_guarded_field_is_whole_for_all_threads)
{
    scene scene("cxx-threads");
    auto hero = memglass::create<player>(scene.session, "hero");
    auto write = [&hero](int from) {
        for (int i = 0; i < 20000; i++) {
            double n = from + i;
            hero->pos = game::vec2{n, -n};
        }
    };
    std::thread one(write, 0), two(write, 100000);
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        game::vec2 at = hero->pos;
        wrong += at.x + at.y != 0;
    }
    one.join();
    two.join();
    ck_assert_int_eq(wrong, 0);
    ck_assert_uint_eq(hero->pos.guard.sequence, 80000);
}
END_TEST

// ---- containers ----

START_TEST(test_observers_see_the_elements_of_a_container)
{
    scene scene("cxx-vector");
    {
        memglass::allocator<particle> shown(scene.session, "cloud");
        std::vector<particle, memglass::allocator<particle>> cloud(shown);
        for (unsigned i = 0; i < 100; i++)
            cloud.push_back({0.5f, i});
        ck_text(scene, "cloud", "[99].id", "99");
        memglass_object found;
        ck_assert(scene.find("cloud", &found));
        ck_assert_uint_eq(found.count, cloud.capacity());
        ck_assert_uint_eq(scene.count(), 1);
        auto moved = std::move(cloud);
        ck_assert_uint_eq(moved.size(), 100);
        ck_assert(moved.get_allocator() == shown);
    }
    ck_assert_uint_eq(scene.count(), 0);
}
END_TEST

START_TEST(test_containers_of_nodes_live_in_the_session)
{
    scene scene("cxx-nodes");
    using pair = std::pair<const int, int>;
    using map = std::map<int, int, std::less<int>, memglass::allocator<pair>>;
    std::uint64_t before = scene.session.stats().created;
    {
        map squares{memglass::allocator<pair>(scene.session)};
        for (int i = 0; i < 100; i++)
            squares[i] = i * i;
        ck_assert_int_eq(squares.at(9), 81);
        ck_assert_uint_eq(scene.count(), 0);
    }
    ck_assert_uint_eq(scene.session.stats().created, before);
    memglass::session wrong(".wrong");
    memglass::allocator<pair> other(wrong);
    ck_assert(other != memglass::allocator<int>(scene.session));
}
END_TEST

#ifdef __cpp_lib_memory_resource
START_TEST(test_pmr_containers_live_in_the_session)
{
    scene scene("cxx-pmr");
    memglass::resource shared(scene.session), second(scene.session);
    std::pmr::vector<int> numbers(&shared);
    for (int i = 0; i < 1000; i++)
        numbers.push_back(i);
    auto hero = memglass::create<player>(scene.session, "hero");
    ck_assert_int_eq(numbers[999], 999);
    ck_assert(shared == shared && shared != second);
    /* Where the session's objects are, and not in the heap. */
    std::ptrdiff_t apart =
        reinterpret_cast<char *>(numbers.data()) - reinterpret_cast<char *>(hero.get());
    ck_assert_int_lt(std::abs(apart), 1 << 20);
    ck_assert_uint_eq(scene.count(), 1);
}
END_TEST
#else
#    error "the standard library has no <memory_resource>"
#endif

} // namespace

MEMGLASS_SUITE("cxx/memglass", test_session_closes_with_its_scope,
               test_session_says_why_it_did_not_open, test_session_moves_under_its_objects,
               test_session_takes_a_config_and_counts, test_create_constructs_with_arguments,
               test_nobody_sees_an_object_before_its_constructor_is_done,
               test_object_is_ended_with_its_owner,
               test_failed_create_gives_its_memory_back_and_says_why, test_arrays_are_ranges,
               test_write_section_ends_with_its_scope, test_guarded_field_loads_what_was_stored,
               test_guarded_field_is_whole_for_all_threads,
               test_observers_see_the_elements_of_a_container,
               test_containers_of_nodes_live_in_the_session,
               test_pmr_containers_live_in_the_session)
