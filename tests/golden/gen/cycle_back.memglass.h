/* Made by memglass-gen from cycle_back.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_CYCLE_BACK_MEMGLASS_H_90CCC9AA
#define MEMGLASS_GENERATED_CYCLE_BACK_MEMGLASS_H_90CCC9AA

#include "cycle_back.h"
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

#ifndef MEMGLASS_HAS_spoke
#define MEMGLASS_HAS_spoke
typedef struct spoke memglass_ctype_spoke;
MEMGLASS_SAME(sizeof(memglass_ctype_spoke), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_spoke), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_spoke, wheel), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_spoke, length), 8);
static const memglass_field memglass_fields_spoke[] = {
    {"wheel", "struct wheel *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"length", "float", NULL, NULL, NULL,
     "mm", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, 0},
};
static const memglass_type memglass_type_spoke = {
    "spoke", "struct spoke", "", "cycle_back.h", memglass_fields_spoke, 16, 8, 6, 2, 0};
MEMGLASS_TYPE_OF(spoke)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_cycle_back_90ccc9aa(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_spoke,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_cycle_back
    status = memglass_register_all_cycle_back(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_cycle_back
#define memglass_register_all_cycle_back memglass_register_all_cycle_back_90ccc9aa

#endif
