/* Objects that are whole whenever anyone looks: filled before they appear, then changed as one.
 * Layer 8. */
#ifndef PROC_OBJECT_H
#define PROC_OBJECT_H

#include <memglass/producer.h>

/*
 * A new object of `type` that holds the type's size of bytes from `from`. The label is made
 * printable and cut to what a label may hold. NULL: err says why.
 */
void *object_publish(memglass_session *session, const memglass_type *type, const void *from,
                     const char *label, memglass_error *err);

/* Replaces its bytes in a write section; nothing is written when they are the same. */
void object_update(void *object, const void *from, size_t size);

#endif
