/* Instances of templates: with types, with numbers, with bases, inside each other. */
#pragma once

#include <cstdint>

namespace box
{

template <class T, int N> class ring
{
    T items_[N];
    unsigned head_ : 12, tail_ : 12;

  public:
    T &first()
    {
        return items_[0];
    }
};

template <class T, class U> struct pair {
    T first;
    U second;
};

template <class T> struct nest {
    struct node {
        T value;
        node *next;
    };
    node nodes[2];
    enum class state : T { open, closed } state;
};

template <> struct pair<void, void> {
    long special;
};
struct tagged {
    short tag;
};
template <> struct pair<int, void> : tagged {
    int special;
};
template <class T> struct pair<T, T *> : tagged {
    T both;
};

template <class T> using bytes = pair<T, unsigned char>;

} // namespace box

struct vec3 {
    float x, y, z;
};

struct holder {
    box::ring<vec3, 4> path;
    box::ring<unsigned short, 2> ports[2];
    box::ring<box::ring<int, 2>, 3> nested;
    box::pair<char, double> mixed;
    box::bytes<vec3> tagged[2][3];
    box::pair<void, void> special;
    box::pair<int, void> derived;
    box::nest<std::int16_t> nodes;
};

struct from_instance : box::pair<vec3, short> {
    char own;
};
