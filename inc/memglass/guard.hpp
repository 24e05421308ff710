/*
 * memglass/guard.hpp - what guard.h has, for C++17: a guarded field and a write section that end
 * with their scope. Light enough for an annotated header; needs neither exceptions nor RTTI.
 */
#ifndef MEMGLASS_GUARD_HPP
#define MEMGLASS_GUARD_HPP

#include <memglass/guard.h>
#include <type_traits>
#include <utility>

namespace memglass
{

/*
 * A field of type T that readers see whole, as a member of an observed struct:
 *
 *     memglass::guarded<vec3> pos;        player->pos = vec3{1, 2, 3};  vec3 at = player->pos;
 *
 * It lies in memory as MEMGLASS_GUARDED(T) does. Any thread may load and store; writers take turns
 * by spinning. A copy takes the value alone, never the lock's state.
 */
template <typename T> struct guarded {
    static_assert(std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T>,
                  "a guarded value is copied byte by byte");
    static_assert(!std::is_array_v<T>, "wrap the array in a struct");

    memglass_guard guard; /* both are for memglass-gen and observers: use load and store */
    alignas(8) alignas(T) T value;

    constexpr guarded() noexcept : guard{}, value{}
    {
    }
    constexpr guarded(const T &from) noexcept : guard{}, value(from)
    {
    }
    guarded(const guarded &from) noexcept : guard{}, value(from.load())
    {
    }
    guarded &operator=(const guarded &from) noexcept
    {
        store(from.load());
        return *this;
    }
    T operator=(const T &from) noexcept
    {
        store(from);
        return from;
    }
    operator T() const noexcept
    {
        return load();
    }

    void store(const T &from) noexcept
    {
        memglass_guarded_store_bytes(&guard, &value, &from, sizeof(T));
    }
    /* While no other thread stores: memglass_guarded_store_sole. */
    void store_sole(const T &from) noexcept
    {
        memglass_guarded_store_sole_bytes(&guard, &value, &from, sizeof(T));
    }
    T load() const noexcept
    {
        T to{};
        memglass_guarded_load_bytes(&guard, &value, &to, sizeof(T));
        return to;
    }
};

/*
 * Readers see the stores made while it lives all or not at all. It takes a pointer to an object (of
 * an array: its first element), or what owns one. Sections of one object do not nest.
 */
class [[nodiscard]] write_section
{
  public:
    explicit write_section(void *object) noexcept : object_(object)
    {
        memglass_write_begin(object_);
    }
    template <typename Owner,
              typename = decltype(static_cast<void *>(std::declval<const Owner &>().get()))>
    explicit write_section(const Owner &owner) noexcept : write_section(owner.get())
    {
    }
    ~write_section()
    {
        memglass_write_end(object_);
    }
    write_section(const write_section &) = delete;
    write_section &operator=(const write_section &) = delete;

  private:
    void *object_;
};

} // namespace memglass

#endif
