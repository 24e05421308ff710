/* Objects that are whole whenever anyone looks. Layer 8. */
#include "proc/object.h"

#include "base/strbuf.h"

#include <memglass/observer.h>
#include <string.h>

static void replace(void *object, const void *from, size_t size)
{
    memglass_write_begin(object);
    memcpy(object, from, size);
    memglass_write_end(object);
}

void *object_publish(memglass_session *session, const memglass_type *type, const void *from,
                     const char *label, memglass_error *err)
{
    char printable[MEMGLASS_LABEL_MAX + 1];
    struct strbuf text;
    strbuf_init(&text, printable, sizeof printable);
    strbuf_foreign(&text, label, strlen(label));

    void *object = memglass_alloc(session, type->size, type->align);
    if (object)
        replace(object, from, type->size);
    if (object && memglass_adopt(session, object, type, 1, printable) == MEMGLASS_OK)
        return object;
    memglass_last_error(session, err);
    if (object)
        memglass_destroy(session, object);
    return NULL;
}

void object_update(void *object, const void *from, size_t size)
{
    if (memcmp(object, from, size))
        replace(object, from, size);
}
