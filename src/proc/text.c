/* Reading small files again and again into one buffer. Layer 8. */
#include "proc/text.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void text_init(struct text *t)
{
    *t = (struct text){0};
}

void text_fini(struct text *t)
{
    free(t->data);
    text_init(t);
}

static int failed(const char *path, memglass_error *err)
{
    int why = errno, code = MEMGLASS_E_SYSTEM;
    if (why == ENOENT || why == ESRCH)
        code = MEMGLASS_E_GONE;
    else if (why == EACCES || why == EPERM)
        code = MEMGLASS_E_ACCESS;
    else if (why == ENOMEM)
        code = MEMGLASS_E_NOMEM;
    return error_sys(err, code, why, "cannot read %s", path);
}

static int grow(struct text *t)
{
    size_t size = t->size ? t->size * 2 : 4096;
    char *data = realloc(t->data, size);
    if (!data) {
        errno = ENOMEM;
        return -1;
    }
    t->data = data;
    t->size = size;
    return 0;
}

/* A read that leaves room in the buffer has met the end: files of /proc are made in one piece. */
static int read_all(struct text *t, int fd, size_t limit)
{
    t->length = 0;
    for (;;) {
        if (t->length + 1 >= t->size && grow(t))
            return -1;
        size_t room = t->size - t->length - 1, wanted = limit - t->length;
        ssize_t got = read(fd, t->data + t->length, wanted < room ? wanted : room);
        if (got < 0)
            return -1;
        t->length += (size_t)got;
        t->data[t->length] = '\0';
        if ((size_t)got < room || t->length == limit)
            return 0;
    }
}

int text_read(struct text *t, int directory, const char *path, size_t limit, memglass_error *err)
{
    int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(path, err);
    int status = read_all(t, fd, limit) ? failed(path, err) : MEMGLASS_OK;
    close(fd);
    return status;
}
