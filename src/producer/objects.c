/* Objects as the program makes and ends them: arguments checked, the work done with the thread's
 * hand. Layer 2. */
#include "producer/calls.h"
#include "producer/life.h"

#include <string.h>

#define ALIGN_MAX 4096u

static bool is_known(const struct hand_known *known, const memglass_type *type, const char *site)
{
    return known->origin && known->type == type && known->site == site &&
           type->size == known->size && type->field_count == known->field_count &&
           strcmp(type->name, known->name) == 0 && (!site || strcmp(site, known->written) == 0);
}

/* As the registry has it, by the lock. */
static int ask_registry(memglass_session *s, struct hand *h, const memglass_type *type,
                        const char *site, struct hand_known *known, memglass_error *err)
{
    struct registry *r = &s->registry;
    uint32_t index;
    known->origin = 0;
    directory_lock(&s->directory);
    int code = registry_type(r, type, &index, err);
    if (code == MEMGLASS_OK) {
        *known = (struct hand_known){.type = type,
                                     .site = site,
                                     .size = type->size,
                                     .field_count = type->field_count,
                                     .name = registry_type_name(r, index),
                                     .index = index};
        known->origin = registry_origin(r, site, h->thread, &known->written);
    }
    directory_unlock(&s->directory);
    return code;
}

/* A type, registered if need be, and a place of creation; what this thread asked for lately without
 * the lock. */
static inline int know(memglass_session *s, struct hand *h, const memglass_type *type,
                       const char *site, const struct hand_known **out, memglass_error *err)
{
    uintptr_t key = (uintptr_t)type / 16 + (uintptr_t)site / 8;
    struct hand_known *known = &h->known[key % HAND_KNOWN];
    *out = known;
    return is_known(known, type, site) ? MEMGLASS_OK : ask_registry(s, h, type, site, known, err);
}

/* Why arguments are refused. */
static int refused(const memglass_type *type, size_t count, const char *label, memglass_error *err)
{
    uint64_t payload;
    if (count == 0)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "an object of type '%s' needs a count of at least 1", type->name);
    if (count > UINT32_MAX || !checked_mul(type->size, count, &payload))
        return error_set(err, MEMGLASS_E_LIMIT, 0,
                         "%zu elements of '%s' are too many for one object", count, type->name);
    if (type->align > ALIGN_MAX)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "type '%.64s' is aligned to more than %u bytes",
                         type->name, ALIGN_MAX);
    return error_set(err, MEMGLASS_E_INVALID, 0, "a label has 1 to 255 bytes, this one has %s",
                     *label ? "more" : "none");
}

/* What an object would be, from a caller's arguments; its type is registered. */
static inline int describe(memglass_session *s, struct hand *h, const memglass_type *type,
                           size_t count, const char *label, const char *site,
                           struct directory_object *out, memglass_error *err)
{
    const struct hand_known *known;
    int code = know(s, h, type, site, &known, err);
    if (code)
        return code;
    if (count - 1 >= UINT32_MAX || !checked_mul(type->size, count, &out->payload) ||
        type->align > ALIGN_MAX || !label_read(label, &out->label))
        return refused(type, count, label, err);
    out->type = known->index;
    out->count = (uint32_t)count;
    out->origin = known->origin;
    return MEMGLASS_OK;
}

/* Says in the error what the call was for, behind what the system said. */
static void explain_full(memglass_error *err, const char *name, uint64_t bytes)
{
    if (err->code != MEMGLASS_E_NOSPACE)
        return;
    char reason[sizeof err->message];
    memcpy(reason, err->message, sizeof reason);
    error_set(err, MEMGLASS_E_NOSPACE, err->sys_errno,
              "no room for %llu bytes of '%s' (df /dev/shm): %.160s", (unsigned long long)bytes,
              name, reason);
}

/* A row that was taken and not published goes the way of one that has ended. */
static void give_up(struct directory *d, struct hand *h, struct directory_row row)
{
    directory_make_raw(d, &row);
    row.seen = load_relaxed_32(&row.row->state_generation);
    directory_end(d, h, &row, NULL);
}

static inline int create(memglass_session *s, struct hand *h, const memglass_type *type,
                         size_t count, const char *label, const char *site, void **object,
                         memglass_error *err)
{
    struct directory *d = &s->directory;
    struct directory_object described = {.now_ns = directory_now_ns(d, h)};
    struct directory_row row;
    int code = describe(s, h, type, count, label, site, &described, err);
    if (code)
        return code;
    code = directory_take(d, h, described.payload, type->align, &row, err);
    if (code == MEMGLASS_OK && (code = directory_take_label(d, h, &row, &described.label, err)))
        give_up(d, h, row);
    if (code) {
        explain_full(err, type->name, described.payload);
        return code;
    }
    directory_publish(d, h, &row, &described);
    *object = row.payload;
    return MEMGLASS_OK;
}

void *memglass_create_object_at(memglass_session *s, const memglass_type *type, size_t count,
                                const char *label, const char *site)
{
    memglass_error *err;
    struct hand *hand;
    if (enter_with_hand(s, &hand, &err))
        return NULL;
    void *object = NULL;
    leave_hand(s, create(s, hand, type, count, label, site, &object, err));
    return object;
}

void *memglass_create_object(memglass_session *s, const memglass_type *type, size_t count,
                             const char *label)
{
    return memglass_create_object_at(s, type, count, label, NULL);
}

static int not_an_object(const void *pointer, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOTOBJECT, 0,
                     "%p is not a live object of this session (destroyed already, or never one)",
                     pointer);
}

int memglass_destroy(memglass_session *s, void *object)
{
    memglass_error *err;
    struct hand *hand;
    struct directory_row row;
    int code = enter_with_hand(s, &hand, &err);
    if (code)
        return code;
    int found = directory_find(&s->directory, object, &row, err);
    if (found == MEMGLASS_E_NOTOBJECT)
        return leave_hand(s, not_an_object(object, err));
    directory_foresee(&s->directory, hand, &row);
    code = directory_end(&s->directory, hand, &row, err);
    if (code == MEMGLASS_E_NOTOBJECT) /* another thread was quicker */
        return leave_hand(s, not_an_object(object, err));
    return leave_hand(s, code ? code : found);
}

static int allocate(memglass_session *s, struct hand *h, size_t size, size_t align, void **memory,
                    memglass_error *err)
{
    struct directory_row row;
    if (size == 0 || (align && !is_power_of_two(align)) || align > ALIGN_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "cannot allocate %zu bytes aligned to %zu: at least one byte, and a power "
                         "of two up to %u",
                         size, align, ALIGN_MAX);
    int code = directory_take(&s->directory, h, size, align ? align : 16, &row, err);
    if (code) {
        explain_full(err, "memory", size);
        return code;
    }
    directory_make_raw(&s->directory, &row);
    *memory = row.payload;
    return MEMGLASS_OK;
}

void *memglass_alloc(memglass_session *s, size_t size, size_t align)
{
    memglass_error *err;
    struct hand *hand;
    if (enter_with_hand(s, &hand, &err))
        return NULL;
    void *memory = NULL;
    leave_hand(s, allocate(s, hand, size, align, &memory, err));
    return memory;
}

static int not_adoptable(const void *pointer, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOTOBJECT, 0,
                     "%p is not memory of memglass_alloc that waits to be adopted", pointer);
}

static int adopt(memglass_session *s, struct hand *h, void *mem, const memglass_type *type,
                 size_t count, const char *label, memglass_error *err)
{
    struct directory *d = &s->directory;
    struct directory_object described = {.now_ns = directory_now_ns(d, h)};
    struct directory_row row;
    int code = describe(s, h, type, count, label, NULL, &described, err);
    if (code)
        return code;
    if (directory_find(d, mem, &row, NULL) == MEMGLASS_E_NOTOBJECT ||
        word_state(row.seen) != FORMAT_RAW)
        return not_adoptable(mem, err);
    if (described.payload > row.slot->payload)
        return error_set(err, MEMGLASS_E_SIZE, 0,
                         "%zu of '%s' need %llu bytes, the memory has %llu", count, type->name,
                         (unsigned long long)described.payload,
                         (unsigned long long)row.slot->payload);
    if (!directory_claim_raw(&row))
        return not_adoptable(mem, err);
    code = directory_take_label(d, h, &row, &described.label, err);
    if (code) {
        directory_leave_raw(&row);
        return code;
    }
    directory_check_raw(d, &row);
    directory_publish(d, h, &row, &described);
    return MEMGLASS_OK;
}

int memglass_adopt(memglass_session *s, void *mem, const memglass_type *type, size_t count,
                   const char *label)
{
    memglass_error *err;
    struct hand *hand;
    int code = enter_with_hand(s, &hand, &err);
    return code ? code : leave_hand(s, adopt(s, hand, mem, type, count, label, err));
}
