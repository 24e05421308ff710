/* Made by memglass-gen from cycle.h. Do not edit. */
#ifndef MEMGLASS_GENERATED_CYCLE_MEMGLASS_H_5E00E6CC
#define MEMGLASS_GENERATED_CYCLE_MEMGLASS_H_5E00E6CC

#include "cycle.h"
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

#ifndef MEMGLASS_HAS_wheel
#define MEMGLASS_HAS_wheel
typedef struct wheel memglass_ctype_wheel;
MEMGLASS_SAME(sizeof(memglass_ctype_wheel), 16);
MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_wheel), 8);
MEMGLASS_SAME(offsetof(memglass_ctype_wheel, first), 0);
MEMGLASS_SAME(offsetof(memglass_ctype_wheel, spokes), 8);
static const memglass_field memglass_fields_wheel[] = {
    {"first", "struct spoke *", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_POINTER, 0},
    {"spokes", "int", NULL, NULL, NULL,
     "", "", "", 0.0, 0.0, 64, 32, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, 0},
};
static const memglass_type memglass_type_wheel = {
    "wheel", "struct wheel", "", "cycle.h", memglass_fields_wheel, 16, 8, 6, 2, 0};
MEMGLASS_TYPE_OF(wheel)
#endif

/* Registers every observed type above; the first failure, or MEMGLASS_OK. */
static inline int memglass_register_all_cycle_5e00e6cc(memglass_session *s)
{
    static const memglass_type *const types[] = {
        &memglass_type_wheel,
    };
    int status = MEMGLASS_OK;
#ifdef memglass_register_all_cycle
    status = memglass_register_all_cycle(s); /* of another header of this name */
#endif
    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)
        status = memglass_register(s, types[i]);
    return status;
}
#undef memglass_register_all_cycle
#define memglass_register_all_cycle memglass_register_all_cycle_5e00e6cc

#endif
