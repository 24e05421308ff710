#include <memglass/observe.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>
struct MEMGLASS_OBSERVE with_virtual {
    int a;
    virtual void f();
};
struct polymorphic {
    virtual ~polymorphic();
};
struct MEMGLASS_OBSERVE from_virtual : polymorphic {
    int a;
};
struct plain {
    int a;
};
struct MEMGLASS_OBSERVE virtual_base : virtual plain {
    int b;
};
struct MEMGLASS_OBSERVE with_reference {
    int a;
    int &r;
    int &&rr;
};
struct MEMGLASS_OBSERVE with_string {
    std::string name;
    std::vector<int> list;
    std::unique_ptr<int> owner;
};
struct owning {
    ~owning();
    int a;
};
struct MEMGLASS_OBSERVE with_owning {
    int before;
    owning o[2];
};
struct MEMGLASS_OBSERVE copying {
    copying(const copying &);
    int a;
};
struct MEMGLASS_OBSERVE assigning {
    assigning &operator=(const assigning &);
    int a;
};
struct nested_bad {
    owning deep;
};
struct MEMGLASS_OBSERVE with_nested_bad {
    nested_bad n;
};
struct MEMGLASS_OBSERVE with_optional {
    std::optional<int> fine;
    std::optional<std::string> bad;
};
struct MEMGLASS_OBSERVE fine {
    fine() = default;
    fine(const fine &) = delete;
    fine &operator=(const fine &) = delete;
    fine &operator=(int value);
    ~fine() = default;
    int a = 3;
};
template <class T> struct MEMGLASS_OBSERVE boxed {
    T value;
};
