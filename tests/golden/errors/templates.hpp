#include <memglass/observe.h>
template <class T> struct base {
    T value;
};
template <class T> struct derived : base<T> {
    int more;
};
struct owning {
    int *p;
    ~owning() { delete p; }
};
struct MEMGLASS_OBSERVE holder {
    derived<int> fine;
    derived<owning> bad;
};
