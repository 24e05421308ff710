/* Classes: bases, access, static members, nested types, member initialisers. */
#pragma once

#include <cstdint>
#include <memglass/observe.h>

class counter {
  protected:
    std::int64_t count_ = 0; // @counter
    char tail_ = 0;

  public:
    std::int64_t count() const { return count_; }
};

struct empty {};

struct named {
    char name[5];
};

class MEMGLASS_OBSERVE monster : public counter, empty, private named {
  public:
    enum class kind : std::uint8_t { none, orc = 7, dragon = 255 };

    struct place {
        float x, y;
        class hidden {
            int h = 0;

          public:
            int get() const { return h; }
        } h;
    };

    static int alive;
    static constexpr int limit = 3;

    kind what = kind::orc;
    place where, history[2];
    bool angry : 1, asleep : 1;
    int monster::*pointer;
    int (monster::*method)();
    decltype(nullptr) nothing;
    char16_t c16;
    char32_t c32;

    monster() = default;
    monster(const monster &) = delete;
    monster &operator=(const monster &) = delete;

  private:
    double secret_ = 0;
    struct cell {
        int c;
    };
    cell cells_[2];
    int tail_[2]; // hides counter's
};

struct MEMGLASS_OBSERVE diamond_left : named {};
struct MEMGLASS_OBSERVE two_bases : diamond_left, counter {
    int own;
};
