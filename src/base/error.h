/* Filling a caller's memglass_error, and the checks of our own invariants. Layer 0. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <memglass/base.h>

/* Fills err (NULL is allowed) and returns code, so that failing is one line: `return error_set(err,
 * ...)`. */
int error_set(memglass_error *err, int code, int sys_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* error_set with ": <strerror(sys_errno)>" behind the message. */
int error_sys(memglass_error *err, int code, int sys_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Our own invariants, checked in release builds too. Never for bytes that another process wrote. */
#define REQUIRE(condition)                                  \
    do {                                                    \
        if (!(condition))                                   \
            require_failed(#condition, __FILE__, __LINE__); \
    } while (0)

_Noreturn void require_failed(const char *condition, const char *file, int line);

#endif
