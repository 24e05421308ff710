// What the compiler says about the C++ headers in gen/. Private members are looked at, too.
#include "classes.memglass.h"
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

int main()
{
    check_classes();
    check_standard();
    return report();
}
