// What the compiler says about the C++ headers in gen/. Private members are looked at, too.
#include "classes.memglass.h"
#include "guarded_cxx.memglass.h"
#include "namespaces.memglass.h"
#include "standard.memglass.h"
#include "values.memglass.h"

#include "layout.h"

#include <cstring>
#include <new>

static void check_classes()
{
#define M(member) FIELD(monster, monster, member)
    TYPE(monster, monster, 16);
    M(count_); M(name); M(what); M(where); M(history); M(pointer); M(method); M(nothing); M(c16);
    M(c32); M(secret_); M(cells_); M(tail_);
    BITS(monster, monster, angry, true);
    BITS(monster, monster, asleep, true);
    monster *m = reinterpret_cast<monster *>(space);
    check_field(&memglass_type_monster, "tail__2", OFFSET(m, counter::tail_), 1);
    TYPE(two_bases, two_bases, 4);
    FIELD(two_bases, two_bases, name);
    FIELD(two_bases, two_bases, count_);
    FIELD(two_bases, two_bases, own);
    TYPE(game::hero, game_hero, 1);
    TYPE(game::walker, game_walker, 2);
    FIELD(game::ai::paths::player, game_ai_paths_player, owner);
}

static void check_standard()
{
#define T(member) FIELD(standard, standard, member)
    TYPE(standard, standard, 14);
    T(one); T(two); T(path); T(text); T(lines); T(hits); T(row); T(flags); T(where); T(address);
    T(raw); T(maybe); T(busy);
    GUARDED(standard, standard, safe, safe);
}

static void check_guarded_fields()
{
#define G(member, element) GUARDED(game::pilot, game_pilot, member, element)
    TYPE(game::pilot, game_pilot, 8);
    G(pos, pos); G(small, small); G(row, row[0]); G(pair, pair[0]); G(address, address);
    G(name, name);
    FIELD(game::pilot, game_pilot, after);
    struct by_macro { MEMGLASS_GUARDED(game::vec3) pos; MEMGLASS_GUARDED(std::uint8_t) small; MEMGLASS_GUARDED(long double) precise; };
    struct by_class { memglass::guarded<game::vec3> pos; memglass::guarded<std::uint8_t> small; memglass::guarded<long double> precise; };
    by_macro *m = reinterpret_cast<by_macro *>(space);
    by_class *c = reinterpret_cast<by_class *>(space);
    check_number(&memglass_type_game_pilot, "pos", "size", sizeof *m, sizeof *c);
    check_number(&memglass_type_game_pilot, "pos", "alignment", alignof(by_macro), alignof(by_class));
    check_number(&memglass_type_game_pilot, "pos", "value", OFFSET(m, pos.value), OFFSET(c, pos.value));
    check_number(&memglass_type_game_pilot, "small", "guard", OFFSET(m, small), OFFSET(c, small));
}

// has_value: where the flag really is, by what changes when there is a value.
template <class T> static void check_optional(const memglass_type *type)
{
    std::optional<T> *there = reinterpret_cast<std::optional<T> *>(space);
    check_type(type, sizeof *there, alignof(std::optional<T>), 2);
    std::memset(space, 0, sizeof space);
    new (there) std::optional<T>(T{});
    check_field(type, "value", OFFSET(there, value()), sizeof(T));
    std::uint64_t at = 0;
    while (at < sizeof *there && !space[at])
        at++;
    check_field(type, "has_value", at, 1);
}

static void check_values()
{
#define V(member) FIELD(values, values, member)
    TYPE(values, values, 16);
    V(timeout); V(elapsed); V(frames); V(shifts); V(started); V(due); V(last); V(entry); V(pairs);
    V(maybe); V(wide); V(places); V(delay); V(both); V(tail);
    GUARDED(values, values, safe, safe);
    using odd = std::pair<char, std::uint64_t>;
    TYPE(odd, std_pair_char_unsigned_long, 2);
    FIELD(odd, std_pair_char_unsigned_long, first);
    FIELD(odd, std_pair_char_unsigned_long, second);
    check_optional<int>(&memglass_type_std_optional_int);
    check_optional<std::uint64_t>(&memglass_type_std_optional_unsigned_long);
    check_optional<spot>(&memglass_type_std_optional_spot);
    check_optional<std::pair<char, int>>(&memglass_type_std_optional_std_pair_char_int);
}

int main()
{
    check_guarded_fields();
    check_classes();
    check_standard();
    check_values();
    return report();
}
