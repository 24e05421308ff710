/* Made by memglass-gen from attributes.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_ATTRIBUTES_MEMGLASS_H_3A5DA579
#define MEMGLASS_GENERATED_ATTRIBUTES_MEMGLASS_H_3A5DA579

#include "attributes.h"
#include <memglass/producer.h>

/* A description that no longer fits its type does not compile. */
#ifndef MEMGLASS_SAME
#ifdef __cplusplus
#define MEMGLASS_ALIGNOF(type) alignof(type)
#define MEMGLASS_SAME(now, then) \
    static_assert((now) == (then), #now " has changed: run memglass-gen again")
#else
#define MEMGLASS_ALIGNOF(type) _Alignof(type)
#define MEMGLASS_SAME(now, then) \
    _Static_assert((now) == (then), #now " has changed: run memglass-gen again")
#endif
#endif

#ifndef MEMGLASS_HAS_by_attribute
#define MEMGLASS_HAS_by_attribute
typedef struct by_attribute memglass_ctype_by_attribute;
MEMGLASS_SAME(sizeof(memglass_ctype_by_attribute), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_by_attribute), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_by_attribute, a), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_by_attribute, b), 4);
static const memglass_field memglass_fields_by_attribute[] = {
    {"a", "int", NULL, NULL, NULL,
     "hp", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
    {"b", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 32, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_COUNTER},
    {"c", "unsigned int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GAUGE},
    {"d", "unsigned int", NULL, NULL, NULL,
     "s", "", "", 0.0, 0.0, 96, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_UINT, MEMGLASS_FIELD_GAUGE},
};
static const memglass_type memglass_type_by_attribute = {
    "by_attribute", "struct by_attribute", "", "attributes.h", memglass_fields_by_attribute, 16, 4, 6, 4, 0};
MEMGLASS_TYPE_OF(by_attribute)
#endif

#ifndef MEMGLASS_HAS_unnamed
#define MEMGLASS_HAS_unnamed
typedef unnamed memglass_ctype_unnamed;
MEMGLASS_SAME(sizeof(memglass_ctype_unnamed), 4);
MEMGLASS_SAME(offsetof(memglass_ctype_unnamed, a), 0);
static const memglass_field memglass_fields_unnamed[] = {
    {"a", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_unnamed = {
    "unnamed", "unnamed", "", "attributes.h", memglass_fields_unnamed, 4, 4, 12, 1, 0};
MEMGLASS_TYPE_OF(unnamed)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_attributes_3a5da579(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_by_attribute,
        &memglass_type_unnamed,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_attributes
    status = memglass_register_all_attributes(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_attributes
#define memglass_register_all_attributes memglass_register_all_attributes_3a5da579

#endif
