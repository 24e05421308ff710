/* Bit-fields as C++ has them: of bool and of enums, in classes, behind bases, packed. */
#pragma once

#include <cstdint>

enum class shade : unsigned char { dark, light, bright };
enum direction { north, east, south, west };

struct narrow {
    bool on : 1;
    bool off : 1;
    signed low : 3;
    unsigned high : 28;
    shade tone : 2;
    direction way : 2;
    int : 5;
    std::int64_t wide : 40;
    int : 0;
    std::uint64_t rest : 63;
    char c : 4;
};

class secret
{
    unsigned a_ : 5;

  protected:
    unsigned b_ : 13;

  public:
    unsigned c : 3;
    unsigned sum() const
    {
        return a_ + b_;
    }
};

struct behind : secret {
    unsigned d : 4;
    unsigned long long e : 33;
    secret within;
};

struct __attribute__((packed)) packed {
    unsigned a : 3;
    std::uint16_t across : 14;
    std::uint32_t more : 31;
    unsigned b : 7;
    char c;
    struct {
        long long x : 47;
        int y : 3;
    };
};

#pragma pack(push, 2)
struct pushed {
    char c;
    std::uint32_t word;
    std::uint64_t half : 32, other : 17;
};
#pragma pack(pop)

union bits {
    unsigned whole;
    struct {
        unsigned low : 16, high : 16;
    };
    struct {
        unsigned char byte : 8, : 4, nibble : 4;
    } parts;
};
