/*
 * memglass/memglass.hpp - everything that a producer in C++17 needs. No exceptions or RTTI are
 * required: what fails comes back empty, and the session's error() says why.
 *
 *     #include "game.memglass.h"          // made by memglass-gen from game.h
 *     #include <memglass/memglass.hpp>
 *
 *     memglass::session session("game");
 *     auto player = memglass::create<game::player>(session, "player_1");
 *     if (!player)
 *         std::fprintf(stderr, "%s\n", session.error().message);
 *     player->health = 42;                // a plain store
 *
 * Owners (object, allocator, resource) keep a pointer to the session of the C interface, so that a
 * memglass::session may be moved under them; they must not outlive it. Declare the session first.
 *
 * Threads: as in producer.h. An owner itself is used by one thread at a time.
 */
#ifndef MEMGLASS_HPP
#define MEMGLASS_HPP

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memglass/guard.hpp>
#include <memglass/memglass.h>
#include <new>
#include <type_traits>
#include <utility>
#if __has_include(<memory_resource>)
#    include <memory_resource>
#endif

namespace memglass
{

/* ---- session ---------------------------------------------------------------------------------*/

/* Owns a session: opened by its constructor, closed with its scope. Move-only. */
class session
{
  public:
    session() noexcept = default; /* none */
    explicit session(const char *name) noexcept : session(named(name))
    {
    }
    explicit session(const memglass_config &config) noexcept
        : session_(memglass_open(&config, &open_error_))
    {
    }
    session(session &&from) noexcept
        : open_error_(from.open_error_), session_(std::exchange(from.session_, nullptr))
    {
    }
    session &operator=(session &&from) noexcept
    {
        if (this != &from) {
            close();
            open_error_ = from.open_error_;
            session_ = std::exchange(from.session_, nullptr);
        }
        return *this;
    }
    ~session()
    {
        close();
    }

    /* Whether it is open. */
    explicit operator bool() const noexcept
    {
        return session_ != nullptr;
    }
    /* For the functions and macros of the C interface, such as memglass_register_all_game. */
    memglass_session *get() const noexcept
    {
        return session_;
    }
    /* The caller's from now on, who calls memglass_close. */
    [[nodiscard]] memglass_session *release() noexcept
    {
        return std::exchange(session_, nullptr);
    }
    int close() noexcept
    {
        return memglass_close(std::exchange(session_, nullptr));
    }

    /* This thread's last failure; of a session that did not open, why. code MEMGLASS_OK: none. */
    memglass_error error() const noexcept
    {
        memglass_error found = open_error_;
        if (session_)
            memglass_last_error(session_, &found);
        return found;
    }
    int status() const noexcept
    {
        return error().code;
    }

    void tick() noexcept
    {
        memglass_tick(session_);
    }
    /* What is stored between the two is one step: as memglass_frame_begin. */
    void frame_begin() noexcept
    {
        memglass_frame_begin(session_);
    }
    void frame_end() noexcept
    {
        memglass_frame_end(session_);
    }
    std::size_t reclaim() noexcept
    {
        return memglass_reclaim(session_);
    }
    memglass_session_stats stats() const noexcept
    {
        memglass_session_stats found{};
        memglass_stats(session_, &found);
        return found;
    }

  private:
    static memglass_config named(const char *name) noexcept
    {
        memglass_config config{};
        config.name = name;
        return config;
    }

    memglass_error open_error_{};
    memglass_session *session_ = nullptr;
};

/* ---- the description of a type ---------------------------------------------------------------*/

namespace detail
{

template <typename T, typename = void> struct described : std::false_type {
};
template <typename T>
struct described<T, std::void_t<decltype(type_of<T>::get())>> : std::true_type {
};

} // namespace detail

/* Whether a generated header that describes T is included. */
template <typename T> inline constexpr bool is_described = detail::described<T>::value;

template <typename T> const memglass_type &describe() noexcept
{
    static_assert(is_described<T>, "include the .memglass.h that memglass-gen made of T's header");
    return type_of<T>::get();
}

/* Makes T known to observers before the first object: MEMGLASS_OK, or as memglass_register. */
template <typename T> int register_type(session &s) noexcept
{
    return memglass_register(s.get(), &describe<T>());
}

/* ---- objects ---------------------------------------------------------------------------------*/

namespace detail
{

/* Memory of a session, and its end. */
template <typename T> class owner
{
  public:
    owner() noexcept = default;
    owner(owner &&from) noexcept
        : session_(from.session_), first_(std::exchange(from.first_, nullptr))
    {
    }
    owner &operator=(owner &&from) noexcept
    {
        if (this != &from) {
            reset();
            session_ = from.session_;
            first_ = std::exchange(from.first_, nullptr);
        }
        return *this;
    }
    ~owner()
    {
        reset();
    }

    T *get() const noexcept
    {
        return first_;
    }
    explicit operator bool() const noexcept
    {
        return first_ != nullptr;
    }
    /* Destroys the object now. MEMGLASS_OK, also when there is none, or as memglass_destroy. */
    int reset() noexcept
    {
        void *old = std::exchange(first_, nullptr);
        return old ? memglass_destroy(session_, old) : static_cast<int>(MEMGLASS_OK);
    }
    /* The session's from now on: it lives until memglass_destroy, or until the session is closed.
     */
    [[nodiscard]] T *release() noexcept
    {
        return std::exchange(first_, nullptr);
    }

  protected:
    owner(memglass_session *s, T *first) noexcept : session_(s), first_(first)
    {
    }

  private:
    memglass_session *session_ = nullptr;
    T *first_ = nullptr;
};

struct maker;

} // namespace detail

/* Owns one observed object as std::unique_ptr owns a T: ended with its scope. Empty: it could not
 * be created. */
template <typename T> class [[nodiscard]] object : public detail::owner<T>
{
  public:
    object() noexcept = default;
    T &operator*() const noexcept
    {
        return *this->get();
    }
    T *operator->() const noexcept
    {
        return this->get();
    }

  private:
    friend detail::maker;
    object(memglass_session *s, T *first, std::size_t) noexcept : detail::owner<T>(s, first)
    {
    }
};

/* Owns an observed array; a range. */
template <typename T> class [[nodiscard]] object<T[]> : public detail::owner<T>
{
  public:
    object() noexcept = default;
    object(object &&from) noexcept
        : detail::owner<T>(std::move(from)), size_(std::exchange(from.size_, 0))
    {
    }
    object &operator=(object &&from) noexcept
    {
        detail::owner<T>::operator=(std::move(from));
        size_ = this == &from ? size_ : std::exchange(from.size_, 0);
        return *this;
    }
    T &operator[](std::size_t i) const noexcept
    {
        return this->get()[i];
    }
    std::size_t size() const noexcept
    {
        return *this ? size_ : 0;
    }
    T *begin() const noexcept
    {
        return this->get();
    }
    T *end() const noexcept
    {
        return this->get() + size();
    }

  private:
    friend detail::maker;
    object(memglass_session *s, T *first, std::size_t size) noexcept
        : detail::owner<T>(s, first), size_(size)
    {
    }
    std::size_t size_ = 0;
};

namespace detail
{

template <typename T, typename... Args> void construct(T *at, Args &&...args)
{
    if constexpr (std::is_constructible_v<T, Args...>)
        ::new (static_cast<void *>(at)) T(std::forward<Args>(args)...);
    else
        ::new (static_cast<void *>(at)) T{std::forward<Args>(args)...};
}

struct maker {
    /* Constructs in memory that nobody sees yet; an exception of a constructor gives it back. */
    template <typename Object, typename T, typename Fill>
    static Object make(memglass_session *s, const char *label, std::size_t count, Fill &&fill)
    {
        static_assert(std::is_trivially_destructible_v<T>,
                      "an observed type owns nothing: its memory outlives it");
        const memglass_type &type = describe<T>();
        bool fits = count <= std::numeric_limits<std::size_t>::max() / sizeof(T);
        /* A size that cannot be had takes the same way to its error as one that is not there. */
        std::size_t size = fits ? count * sizeof(T) : std::numeric_limits<std::size_t>::max();
        T *first = static_cast<T *>(memglass_alloc(s, size, alignof(T)));
        if (!first)
            return Object();
        Object made(s, first, count);
        fill(first);
        if (memglass_adopt(s, first, &type, count, label) != MEMGLASS_OK)
            made.reset();
        return made;
    }
};

} // namespace detail

/*
 * Creates T(args...), or T{args...} of an aggregate, and shows it under the label (NULL shows as
 * "type#index") once it is constructed. What is not initialised is zero. Empty on failure: as
 * memglass_create_object.
 */
template <typename T, typename... Args>
object<T> create(session &s, const char *label, Args &&...args)
{
    return detail::maker::make<object<T>, T>(
        s.get(), label, 1, [&](T *at) { detail::construct(at, std::forward<Args>(args)...); });
}

/* An array of count objects, each constructed with args. */
template <typename T, typename... Args>
object<T[]> create_array(session &s, const char *label, std::size_t count, const Args &...args)
{
    return detail::maker::make<object<T[]>, T>(s.get(), label, count, [&](T *first) {
        for (std::size_t i = 0; i < count; i++)
            detail::construct(first + i, args...);
    });
}

/* Ends an object that was released, or that the C interface created. As memglass_destroy. */
inline int destroy(session &s, void *object) noexcept
{
    return memglass_destroy(s.get(), object);
}

/* ---- containers ------------------------------------------------------------------------------*/

namespace detail
{

/* What containers expect of memory that is not there; without exceptions there is no other way. */
[[noreturn]] inline void out_of_memory()
{
#ifdef __cpp_exceptions
    throw std::bad_alloc();
#else
    std::abort();
#endif
}

inline void *allocate(memglass_session *s, std::size_t size, std::size_t align)
{
    void *memory = memglass_alloc(s, size ? size : 1, align);
    if (!memory)
        out_of_memory();
    return memory;
}

} // namespace detail

/*
 * Puts a container's elements into shared memory:
 *
 *     memglass::allocator<particle> shared(session, "cloud");
 *     std::vector<particle, memglass::allocator<particle>> cloud(shared);
 *
 * With a label, and a T that is described, observers see each block as an array of T: as many as
 * the container has room for, those without a value as zeros or as they were last. Without, they
 * see nothing. The label must live as long as the container. Throws std::bad_alloc, or aborts where
 * there are no exceptions.
 */
template <typename T> class allocator
{
  public:
    using value_type = T;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;

    explicit allocator(const session &s, const char *label = nullptr) noexcept
        : session_(s.get()), label_(label)
    {
    }
    template <typename U>
    allocator(const allocator<U> &from) noexcept : session_(from.session_), label_(from.label_)
    {
    }

    [[nodiscard]] T *allocate(std::size_t count)
    {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
            detail::out_of_memory();
        void *memory = detail::allocate(session_, count * sizeof(T), alignof(T));
        if constexpr (is_described<T>) {
            if (label_ && count > 0) /* not shown is no reason to fail: error() tells */
                memglass_adopt(session_, memory, &describe<T>(), count, label_);
        }
        return static_cast<T *>(memory);
    }
    void deallocate(T *memory, std::size_t) noexcept
    {
        memglass_destroy(session_, memory);
    }

    template <typename U> bool operator==(const allocator<U> &other) const noexcept
    {
        return session_ == other.session_;
    }
    template <typename U> bool operator!=(const allocator<U> &other) const noexcept
    {
        return session_ != other.session_;
    }

  private:
    template <typename U> friend class allocator;
    memglass_session *session_;
    const char *label_;
};

#ifdef __cpp_lib_memory_resource
/* The same for std::pmr containers, whatever their elements are; observers do not see the memory,
 * but its size in the session's. */
class resource final : public std::pmr::memory_resource
{
  public:
    explicit resource(const session &s) noexcept : session_(s.get())
    {
    }

  private:
    void *do_allocate(std::size_t size, std::size_t align) override
    {
        return detail::allocate(session_, size, align);
    }
    void do_deallocate(void *memory, std::size_t, std::size_t) override
    {
        memglass_destroy(session_, memory);
    }
    bool do_is_equal(const std::pmr::memory_resource &other) const noexcept override
    {
        return this == &other;
    }
    memglass_session *session_;
};
#endif

} // namespace memglass

#endif
