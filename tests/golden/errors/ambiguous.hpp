#include <memglass/observe.h>
struct root {
    int r;
};
struct left : root {};
struct right : root {};
struct both : left, right {};
struct MEMGLASS_OBSERVE diamond : both {
    int own;
};
struct MEMGLASS_OBSERVE twice : left, root {
    int own;
};
