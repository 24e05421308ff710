/*
 * memglass/type.h - type descriptions: what memglass-gen emits, what a session stores, what every
 * reader reads.
 *
 * A description is plain constant data. The generator writes `static const` ones; an observer
 * builds its own from shared memory. Strings are UTF-8, never NULL unless said. Structs are filled
 * by position (C++17 has no designated initialisers), so members may only be added at the end.
 */
#ifndef MEMGLASS_TYPE_H
#define MEMGLASS_TYPE_H

#include <memglass/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What one element of a field is. X(NAME, "name") */
#define MEMGLASS_KIND_LIST(X)                                                          \
    X(BOOL, "bool")                                                                    \
    X(INT, "int")         /* signed, 1 to 128 bits */                                  \
    X(UINT, "uint")       /* unsigned, 1 to 128 bits */                                \
    X(FLOAT, "float")     /* IEEE binary32, binary64, or the platform's long double */ \
    X(CHAR, "char")       /* one character: 8, 16 or 32 bits */                        \
    X(STRING, "string")   /* array of char: text up to the first NUL or the end */     \
    X(ENUM, "enum")       /* integer with named values, or named bits */               \
    X(POINTER, "pointer") /* an address in the producer; never followed */             \
    X(STRUCT, "struct")   /* nested: see memglass_field.type */                        \
    X(UNION, "union")     /* nested: every member is a view of the same bytes */       \
    X(BYTES, "bytes")     /* anything else: shown in hexadecimal */

typedef enum memglass_kind {
#define MEMGLASS_KIND_ENUM(name, text) MEMGLASS_KIND_##name,
    MEMGLASS_KIND_LIST(MEMGLASS_KIND_ENUM)
#undef MEMGLASS_KIND_ENUM
        MEMGLASS_KIND_COUNT
} memglass_kind;

/* memglass_field.flags */
#define MEMGLASS_FIELD_COUNTER 0x0001u /* only grows (modulo its width): a rate is meaningful */
#define MEMGLASS_FIELD_GAUGE   0x0002u /* a level */
#define MEMGLASS_FIELD_ATOMIC  0x0004u /* stored with atomic operations */
#define MEMGLASS_FIELD_GUARDED 0x0008u /* a MEMGLASS_GUARDED field: guard_offset is meaningful */
#define MEMGLASS_FIELD_HIDDEN  0x0010u /* not shown unless asked for */
#define MEMGLASS_FIELD_RANGE   0x0020u /* range_min and range_max are meaningful */
#define MEMGLASS_FIELD_BITS    0x0040u /* enumerators name bits (flags), not values */
#define MEMGLASS_FIELD_SIGNED  0x0080u /* kind ENUM or CHAR: the integer is signed */
#define MEMGLASS_FIELD_BITFIELD \
    0x0100u /* a C bit-field: bit_offset and bit_size need not be whole bytes */

/* One name of an enum or flags field. */
typedef struct memglass_enumerator {
    const char *name;
    int64_t value; /* unsigned 64-bit values keep their bits */
} memglass_enumerator;

struct memglass_type;

/* One member of a type, with the layout that the compiler gave it. */
typedef struct memglass_field {
    const char *name;
    const char *type_name;                  /* as declared, such as "uint32_t" or "struct vec3" */
    const struct memglass_type *type;       /* STRUCT and UNION: the element's type; else NULL */
    const memglass_enumerator *enumerators; /* enumerator_count of them; NULL when none */
    const uint64_t *dims;        /* rank array dimensions, outermost first; NULL when rank is 0 */
    const char *unit;            /* "" when none */
    const char *format;          /* printf format of one number, "" when none */
    const char *desc;            /* one line, "" when none */
    double range_min, range_max; /* with MEMGLASS_FIELD_RANGE */
    uint64_t bit_offset;         /* of the first element, from the start of the type */
    uint64_t bit_size;           /* of one element; STRING: of the whole char array */
    uint64_t stride_bytes;       /* from one element to the next, rank > 0; else 0 */
    uint64_t guard_offset;       /* bytes from the start of the type to the first element's guard */
    uint32_t enumerator_count;
    uint32_t rank;
    uint32_t kind;  /* memglass_kind */
    uint32_t flags; /* MEMGLASS_FIELD_* */
} memglass_field;

/* A struct, union or class that can be observed. */
typedef struct memglass_type {
    const char *name;     /* unique in a session: "player", "game::player" */
    const char *spelling; /* what declares a variable: "struct player" */
    const char *desc;     /* one line, "" when none */
    const char *file;     /* header that defines it, "" when unknown */
    const memglass_field *fields;
    uint64_t size;  /* bytes of one object, sizeof */
    uint64_t align; /* bytes */
    uint32_t line;
    uint32_t field_count;
    uint32_t is_union; /* 1: all fields overlap */
} memglass_type;

/*
 * A number of the type's name, size and layout, down to the types that it nests: a struct that was
 * changed has another one. What does not change where bytes lie (units, ranges, descriptions, names
 * of values) is not in it. The description must not nest itself.
 */
MEMGLASS_API uint64_t memglass_type_hash(const memglass_type *type);

/* The name of a kind, such as "uint"; "?" for a number that is none. Static storage. */
MEMGLASS_API const char *memglass_kind_name(uint32_t kind);

#ifdef __cplusplus
}

namespace memglass
{
/* Where memglass.hpp finds the description of a T: generated headers specialise it. */
template <typename T> struct type_of;
} // namespace memglass

#    define MEMGLASS_TYPE_OF(ident)                                    \
        template <> struct memglass::type_of<memglass_ctype_##ident> { \
            static const memglass_type &get() noexcept                 \
            {                                                          \
                return memglass_type_##ident;                          \
            }                                                          \
        };
#else
#    define MEMGLASS_TYPE_OF(ident)
#endif
#endif
