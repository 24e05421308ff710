/* Every scalar of C and C++, under its own name and under typedefs. */
#ifndef SCALARS_H
#define SCALARS_H

#include <memglass/observe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint16_t port;
typedef port tcp_port;
struct vec3;

struct MEMGLASS_OBSERVE scalars {
    bool flag;
    char letter;
    signed char sc;
    unsigned char uc;
    int8_t i8;
    uint8_t u8;
    short s;
    unsigned short us;
    int i;
    unsigned u;
    long l;
    unsigned long ul;
    long long ll;
    unsigned long long ull;
    int64_t i64;
    size_t size;
    ptrdiff_t diff;
    float f;
    double d;
    long double ld;
    tcp_port chained;
    const volatile int qualified;
    void *address;
    const char *text;
    struct vec3 *incomplete;
    int (*function)(int, const char *);
    wchar_t wide;
};

#endif
