/* Reading small files again and again into one buffer. Layer 8. */
#ifndef PROC_TEXT_H
#define PROC_TEXT_H

#include <memglass/base.h>

struct text {
    char *data; /* terminated; NULL before the first read */
    size_t length;
    size_t size; /* of the buffer, which only grows */
};

void text_init(struct text *t);
void text_fini(struct text *t);

/*
 * Reads the file `path` below the directory descriptor, at most `limit` bytes of it. E_GONE (no
 * such file, or its process has ended), E_ACCESS, E_NOMEM, E_SYSTEM; err may be NULL.
 */
int text_read(struct text *t, int directory, const char *path, size_t limit, memglass_error *err);

#endif
