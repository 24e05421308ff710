#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    int a; /* mail bob@example.org, @brief words of doxygen(and so on) and @plain text are fine */
    int b; // @unit(hp) @colour(red)
    /* this one,
     * further down: @colour(blue)
     */
    int c;
    int typo; // @conter
    int d; // @flags: how the kernel names a parameter
};
