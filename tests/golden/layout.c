/* What the compiler says about the headers in gen/, in C and in C++. */
#include "arrays.memglass.h"
#include "bitfields.memglass.h"
#include "enums.memglass.h"
#include "layout.memglass.h"
#include "nested.memglass.h"
#include "scalars.memglass.h"
#include "unions.memglass.h"
#include "guarded.memglass.h"
#ifndef __cplusplus
#    include "anonymous.memglass.h"
#    include "special.memglass.h"
#endif
#include "layout.h"

static void check_scalars(void)
{
#define S(member) FIELD(struct scalars, scalars, member)
    TYPE(struct scalars, scalars, 27);
    S(flag); S(letter); S(sc); S(uc); S(i8); S(u8); S(s); S(us); S(i); S(u); S(l); S(ul); S(ll);
    S(ull); S(i64); S(size); S(diff); S(f); S(d); S(ld); S(chained); S(qualified); S(address);
    S(text); S(incomplete); S(function); S(wide);
}

static void check_arrays(void)
{
#define A(member) FIELD(struct arrays, arrays, member)
    TYPE(struct arrays, arrays, 13);
    A(one); A(two); A(three); A(transform); A(bones); A(text); A(lines); A(owner); A(team);
    A(samples); A(outline); A(refs); A(handlers);
}

static void check_nested(void)
{
#define N(member) FIELD(struct tree, tree, member)
    TYPE(struct tree, tree, 11);
    TYPE(struct branch, branch, 2);
    TYPE(memglass_ctype_tree_unnamed, tree_unnamed, 2);
    TYPE(memglass_ctype_tree_row, tree_row, 1);
    TYPE(memglass_ctype_inside, inside, 1);
    N(trunk); N(branches); N(single); N(pair); N(far_away); N(unnamed); N(row); N(named); N(parent); N(pointed); N(pointers);
    TYPE(union word, word, 3);
    FIELD(union word, word, halves);
    FIELD(struct packet, packet, word);
    FIELD(struct packet, packet, value);
    FIELD(struct packet, packet, y);
}

static void check_bit_fields(void)
{
#define B(member, ones) BITS(struct bitfields, bitfields, member, ones)
#define P(member, ones) BITS(struct packed_bits, packed_bits, member, ones)
    TYPE(struct bitfields, bitfields, 10);
    B(a, 7); B(b, -1); B(c, 1); B(d, 0x7fffffff); B(e, 3); B(f, 0xffffffffff); B(g, 15); B(h, 15);
    B(i, -1);
    FIELD(struct bitfields, bitfields, tail);
    TYPE(struct packed_bits, packed_bits, 4);
    P(a, 31); P(b, 0x1ffff); P(c, 0x3ffffffffff);
    FIELD(struct packed_bits, packed_bits, d);
}

static void check_layout(void)
{
    TYPE(struct packed, packed, 3);
    FIELD(struct packed, packed, b);
    FIELD(struct packed, packed, c);
    TYPE(struct line, line, 2);
    FIELD(struct line, line, b);
    TYPE(struct holder, holder, 3);
    FIELD(struct holder, holder, p);
    FIELD(struct holder, holder, l);
    TYPE(memglass_ctype_tag_again, tag_again, 2);
    TYPE(unnamed_tag, unnamed_tag, 1);
    FIELD(struct enums, enums, huge);
    FIELD(struct enums, enums, local);
}

static void check_guards(void)
{
#define G(member, element) GUARDED(struct guarded, guarded, member, element)
    TYPE(struct guarded, guarded, 9);
    G(pos, pos); G(small, small); G(row, row[0]); G(grid, grid[0][0]); G(name, name);
    G(address, address); G(precise, precise);
    FIELD(struct guarded, guarded, after);
}

static void check_c_only(void)
{
#ifndef __cplusplus
#define X(member) FIELD(struct special, special, member)
    TYPE(struct special, special, 15);
    X(counter); X(state); X(busy); X(both); X(row); X(z); X(list); X(vector); X(big); X(unsigned_big);
    X(title); X(c16); X(c32); X(count);
#define Y(member) FIELD(struct anonymous, anonymous, member)
    TYPE(struct anonymous, anonymous, 9);
    Y(first); Y(number); Y(real); Y(low); Y(high); Y(a); Y(b); Y(c); Y(last);
#endif
}

int main(void)
{
    check_scalars();
    check_arrays();
    check_nested();
    check_bit_fields();
    check_layout();
    check_guards();
    check_c_only();
    check_number(&memglass_type_line, "", "register_all", MEMGLASS_OK,
                 (unsigned long long)memglass_register_all_layout(NULL));
    check_number(&memglass_type_line, "", "types registered", 5, (unsigned long long)registered);
    return report();
}
