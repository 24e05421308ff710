// What the compiler says about the C++ headers in gen/. Private members are looked at, too.
#include "classes.memglass.h"
#include "guarded_cxx.memglass.h"
#include "namespaces.memglass.h"
#include "standard.memglass.h"

#include "layout.h"

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
    TYPE(standard, standard, 13);
    T(one); T(two); T(path); T(text); T(lines); T(hits); T(row); T(flags); T(where); T(address);
    T(raw); T(maybe);
    GUARDED(standard, standard, safe, safe);
}

static void check_guarded_fields()
{
#define G(member, element) GUARDED(game::pilot, game_pilot, member, element)
    TYPE(game::pilot, game_pilot, 8);
    G(pos, pos); G(small, small); G(row, row[0]); G(pair, pair[0]); G(address, address);
    G(name, name);
    FIELD(game::pilot, game_pilot, after);
    struct by_macro { MEMGLASS_GUARDED(game::vec3) pos; MEMGLASS_GUARDED(std::uint8_t) small; };
    struct by_class { memglass::guarded<game::vec3> pos; memglass::guarded<std::uint8_t> small; };
    by_macro *m = reinterpret_cast<by_macro *>(space);
    by_class *c = reinterpret_cast<by_class *>(space);
    check_number(&memglass_type_game_pilot, "pos", "size", sizeof *m, sizeof *c);
    check_number(&memglass_type_game_pilot, "pos", "alignment", alignof(by_macro), alignof(by_class));
    check_number(&memglass_type_game_pilot, "pos", "value", OFFSET(m, pos.value), OFFSET(c, pos.value));
    check_number(&memglass_type_game_pilot, "small", "guard", OFFSET(m, small), OFFSET(c, small));
}

int main()
{
    check_guarded_fields();
    check_classes();
    check_standard();
    return report();
}
