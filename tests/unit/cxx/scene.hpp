// A session and its observer, for the tests of memglass.hpp.
#ifndef SCENE_HPP
#define SCENE_HPP

#include "unit.h"

#include <memglass/memglass.hpp>
#include <memglass/observer.h>
#include <vector>

// A session of the test's own, and someone who looks at it.
struct scene {
    char name[UNIT_NAME_BYTES];
    memglass::session session;
    memglass_observer *observer;
    memglass_value value{};

    explicit scene(const char *tag)
        : session(unit_session_name(name, tag)), observer(memglass_attach(name, nullptr))
    {
        ck_assert(session);
        ck_assert_ptr_nonnull(observer);
    }
    ~scene()
    {
        memglass_detach(observer);
    }
    scene(const scene &) = delete;
    scene &operator=(const scene &) = delete;

    bool find(const char *label, memglass_object *found)
    {
        ck_assert_int_ge(memglass_refresh(observer), 0);
        return memglass_find(observer, label, found) == MEMGLASS_OK;
    }
    bool sees(const char *label)
    {
        memglass_object found;
        return find(label, &found);
    }
    std::size_t count()
    {
        ck_assert_int_ge(memglass_refresh(observer), 0);
        return memglass_object_count(observer);
    }
    // Until the next one.
    const char *text(const char *label, const char *path)
    {
        memglass_object found;
        if (!find(label, &found))
            return "no such object";
        int status = memglass_read_field(observer, &found, path, &value);
        return status == MEMGLASS_OK ? value.text : memglass_strerror(status);
    }
    int truth(const char *label)
    {
        memglass_object found;
        std::vector<char> bytes(1 << 16);
        ck_assert(find(label, &found));
        return memglass_read(observer, &found, bytes.data(), bytes.size());
    }
};

#define ck_text(scene, label, path, expected) ck_assert_str_eq((scene).text(label, path), expected)

#endif
