/* memglass/base.h - version, status codes and the error that callers own. Every other header
 * includes it. */
#ifndef MEMGLASS_BASE_H
#define MEMGLASS_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MEMGLASS_VERSION "0.1.0"

#if defined(__GNUC__)
#    define MEMGLASS_API __attribute__((visibility("default")))
#else
#    define MEMGLASS_API
#endif

/*
 * Status codes. A function that can fail returns MEMGLASS_OK (or a count) or one of the negative
 * codes, and fills the caller's memglass_error with a message for a person. X(name, value, text of
 * memglass_strerror).
 */
#define MEMGLASS_STATUS_LIST(X)                                             \
    X(OK, 0, "success")                                                     \
    X(E_INVALID, -1, "invalid argument")                                    \
    X(E_NAME, -2, "invalid session name")                                   \
    X(E_NOMEM, -3, "out of memory")                                         \
    X(E_NOSPACE, -4, "no space left in shared memory")                      \
    X(E_EXISTS, -5, "a live producer already has a session of this name")   \
    X(E_NOSESSION, -6, "no such session")                                   \
    X(E_ACCESS, -7, "permission denied")                                    \
    X(E_VERSION, -8, "the segment has another format version")              \
    X(E_CORRUPT, -9, "the shared memory is not a valid memglass session")   \
    X(E_GONE, -10, "the object no longer exists")                           \
    X(E_TYPE, -11, "a type of this name with another layout is registered") \
    X(E_NOTOBJECT, -12, "the pointer is not a live object of this session") \
    X(E_FORKED, -13, "the session belongs to the parent process")           \
    X(E_SYSTEM, -14, "a system call failed")                                \
    X(E_PATH, -15, "no such field")                                         \
    X(E_NOTFOUND, -16, "no such object")                                    \
    X(E_LIMIT, -17, "too large for the format")                             \
    X(E_SIZE, -18, "the buffer is too small")                               \
    X(E_FAULT, -19, "the shared memory was truncated")                      \
    X(E_OVERRUN, -20, "an object was written past its end")                 \
    X(E_LATE_WRITE, -21, "an object was written to after it was destroyed") \
    X(E_OWNER, -22, "the session belongs to another user")

enum memglass_status {
#define MEMGLASS_STATUS_ENUM(name, value, text) MEMGLASS_##name = (value),
    MEMGLASS_STATUS_LIST(MEMGLASS_STATUS_ENUM)
#undef MEMGLASS_STATUS_ENUM
};

/* What went wrong, for a person. Owned by the caller; every function that takes one accepts NULL.
 */
typedef struct memglass_error {
    int code;          /* MEMGLASS_OK or MEMGLASS_E_* */
    int sys_errno;     /* errno of the failed system call, or 0 */
    char message[256]; /* one line: what, why, what to do; no newline */
} memglass_error;

/* The fixed English text of a status code ("unknown status" for others). Static storage; any
 * thread. */
MEMGLASS_API const char *memglass_strerror(int code);

/* The version of the library in use, such as "0.1.0". Static storage; any thread. */
MEMGLASS_API const char *memglass_version(void);

#ifdef __cplusplus
}
#endif
#endif
