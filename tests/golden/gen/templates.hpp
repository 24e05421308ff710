/* Instances of templates, under a name that can be used. */
#pragma once

#include <memglass/observe.h>

namespace box {
template <class T, int N> struct ring {
    T items[N];
    unsigned head; // @hidden
};
template <class T> struct wrapped : ring<T, 1> {
    T more;
};
} // namespace box

struct vec2 {
    float x, y;
};

template <> struct MEMGLASS_OBSERVE box::ring<void, 0> {
    int special;
};

/* Its base class and members are its own, not the template's. */
template <> struct box::ring<char, 0> : vec2 {
    int above;
};

struct MEMGLASS_OBSERVE holder {
    box::ring<vec2, 4> path;
    box::ring<unsigned short, 2> ports[2];
    box::ring<box::ring<int, 2>, 3> nested;
    box::wrapped<int> opaque;
    box::ring<char, 0> own;
};

/* What is private can be described, but not be named. */
class MEMGLASS_OBSERVE keeper {
    struct secret {
        int code;
    };
    template <class T> struct safe {
        T content;
    };

  public:
    box::ring<secret, 2> ring;
    box::ring<secret *, 2> pointers;
    safe<int> own;
};
