/* Descriptions of types by hand, as memglass-gen would make them: for tests of what comes behind
 * it. Tests only; no layer. */
#ifndef TESTS_DESCRIBE_H
#define TESTS_DESCRIBE_H

#include <memglass/type.h>
#include <stddef.h>

/* Where a member is, in bits. */
#define BITS(S, m) (8 * offsetof(struct S, m))

/* A field: what else there is to say of it are designated initializers, one at least. */
#define FIELD(m, offset, bits, k, ...)                                                            \
    {                                                                                             \
        .name = m, .type_name = "", .unit = "", .format = "", .desc = "", .bit_offset = (offset), \
        .bit_size = (bits), .kind = MEMGLASS_KIND_##k, __VA_ARGS__                                \
    }

/* A struct of these fields. */
#define TYPE(S, list)                                                                   \
    {                                                                                   \
        .name = #S, .spelling = "struct " #S, .desc = "", .file = "", .fields = (list), \
        .size = sizeof(struct S), .align = _Alignof(struct S),                          \
        .field_count = sizeof(list) / sizeof(list)[0]                                   \
    }

#endif
