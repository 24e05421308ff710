/* Filling a caller's memglass_error; ending the process when our own invariants break. Layer 0. */
#include "base/error.h"

#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill(memglass_error *err, int code, int sys_errno, const char *format, va_list args)
{
    err->code = code;
    err->sys_errno = sys_errno;
    int length = vsnprintf(err->message, sizeof err->message, format, args);
    struct strbuf cut = {.data = err->message,
                         .size = sizeof err->message,
                         .len = sizeof err->message - 1,
                         .cut = true};
    if (length >= (int)sizeof err->message)
        strbuf_finish(&cut);
}

int error_set(memglass_error *err, int code, int sys_errno, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        fill(err, code, sys_errno, format, args);
        va_end(args);
    }
    return code;
}

int error_sys(memglass_error *err, int code, int sys_errno, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        fill(err, code, sys_errno, format, args);
        va_end(args);
        /* strerror_r is two functions of one name, and strerror is as good: where a C library has a
         * buffer for numbers that it does not know, that is the thread's own. */
        const char *text = strerror(sys_errno);
        size_t len = strlen(err->message);
        snprintf(err->message + len, sizeof err->message - len, ": %s", text);
    }
    return code;
}

_Noreturn void require_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "memglass: internal error: %s is false (%s:%d)\n", condition, file, line);
    abort();
}
