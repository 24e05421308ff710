// only c
/* What C alone has: _Atomic, complex numbers, vectors, 128 bits, arrays without a length. */
#ifndef SPECIAL_H
#define SPECIAL_H

#include <memglass/observe.h>
#include <stdatomic.h>
#include <stdint.h>
#include <uchar.h>
#include <wchar.h>

__extension__ typedef __int128 i128;
__extension__ typedef unsigned __int128 u128;
typedef float quad __attribute__((vector_size(16)));

__extension__ struct empty {};

struct pair {
    uint32_t a, b;
};

struct MEMGLASS_OBSERVE special {
    _Atomic uint32_t counter; // @counter
    atomic_int state;
    atomic_flag busy;
    _Atomic(struct pair) both;
    _Atomic uint16_t row[3];
    double _Complex z;
    float _Complex list[2];
    quad vector;
    i128 big;
    u128 unsigned_big;
    wchar_t title[8];
    char16_t c16;
    char32_t c32[2];
    int old __attribute__((deprecated));
    struct empty empty;
    int count;
    uint64_t tail[];
};

#endif
