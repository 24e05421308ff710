#include <memglass/guard.h>
#include <memglass/observe.h>
struct vec3 {
    float x, y, z;
};
struct MEMGLASS_OBSERVE player {
    float a;                    // @enum(A=0,B=1)
    float b;                    // @flags(A=1)
    struct vec3 c;              // @range(0,1)
    char d[8];                  // @counter
    void *e;                    // @unit(m)
    struct vec3 f;              // @seqlock
    MEMGLASS_GUARDED(struct vec3) g; // @seqlock
    struct vec3 h;              // @atomic
    int i;                      // @counter @gauge
    int j;                      // @enum(A=0) @flags(B=1)
};
