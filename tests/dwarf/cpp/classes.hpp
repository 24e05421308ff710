/* Base classes, access, hidden and static members, nested classes, scoped enums. */
#pragma once

#include <cstddef>
#include <cstdint>

namespace zoo
{

enum class mood : std::uint8_t { calm, angry = 7, wild = 255 };
enum class depth : std::int64_t { sea = -11000, top = 8848 };
enum plain { plain_a, plain_b = 1 << 20 };

class animal
{
    char tag_;

  protected:
    std::int64_t count_ = 0;
    char tail_ = 0;

  public:
    std::int64_t count() const
    {
        return count_;
    }
    char tag() const
    {
        return tag_;
    }
};

struct empty {
};

struct named {
    char name[5];
    mood feels;
};

/* The tail of animal may hold what comes behind it. */
class dog : public animal
{
    char bark_;
    short tail_; /* hides animal's */

  public:
    char bark() const
    {
        return bark_;
    }
    short tail() const
    {
        return tail_;
    }
};

class monster : public dog, private empty, protected named
{
  public:
    struct place {
        float x, y;
        class inner
        {
            int hidden_ = 0;
            double deep_[2][3];

          public:
            int get() const
            {
                return hidden_;
            }
        } within;
    };

    static int alive;
    static constexpr int limit = 3;
    const int fixed;
    place where, history[2];
    depth at;
    plain sort;
    int monster::*member;
    int (monster::*method)();
    decltype(nullptr) nothing;
    void (*callback)(monster &);
    char16_t c16;
    char32_t c32[3];
    wchar_t wide;

    explicit monster(int n) : fixed(n)
    {
    }

  private:
    struct cell {
        unsigned char c[3];
    };
    cell cells_[2][2];
    long double secret_;
    int tag_; /* hides animal's */
    union {
        int as_int;
        float as_float;
        struct {
            short low, high;
        };
    };
};

struct left : named {
};
struct two_named : left, animal {
    int own;
};

struct other_named : named {
    struct beyond;
};
struct other_named::beyond {
    bool yes;
    other_named whole;
};

struct alignas(64) line {
    char c;
};
struct spread {
    char c;
    line one;
    alignas(16) int later;
};

union any {
    line l;
    dog d;
    std::max_align_t m;
};

} // namespace zoo

using global_dog = zoo::dog;
typedef struct {
    zoo::mood feels;
    global_dog of;
} without_tag;
