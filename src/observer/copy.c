/*
 * Consistent copies of one object: its sequence, acquire, bytes, acquire, the sequence again.
 * Layer 2. A frame's copies are in copy_run.c.
 */
#include "observer/copy.h"

#include "base/checked.h"
#include "observer/copying.h"
#include "observer/load.h"

#include <sched.h>

enum { SPINS_ONE = 64, YIELDS = 4, PAUSES = 8 };

/* About as long as a writer needs to get the line back that was looked at: another look before that
 * only takes it from the writer once more. */
static inline void pause_briefly(void)
{
    for (int i = 0; i < PAUSES; i++)
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        __asm__ __volatile__("yield");
#else
        __asm__ __volatile__("");
#endif
}

/* Gives a writer a moment to end; false when patience has run out. */
static bool wait_for_writer(struct patience *p)
{
    if (p->spins) {
        p->spins--;
        pause_briefly();
        return true;
    }
    if (p->yields) {
        p->yields--;
        sched_yield();
        return true;
    }
    return false;
}

static void load_window(const struct copying *c)
{
    load_words(c->to, c->from + c->first, c->end - c->first);
}

/* --- guarded fields --- */

static unsigned char *guard_in_copy(const struct copying *c, uint64_t guard)
{
    return c->guard_to ? c->guard_to : c->to + (guard - c->first);
}

static bool guard_settles(const struct copying *c, uint64_t guard, uint64_t value, uint64_t size)
{
    const uint32_t *sequence = (const uint32_t *)(const void *)(c->from + guard);
    do {
        uint32_t before = look(sequence);
        if (before & 1)
            continue;
        load_bytes(c->to + (value - c->first), c->from + value, size);
        fence_acquire();
        if (moved(before, load_relaxed_32(sequence)))
            continue;
        memcpy(guard_in_copy(c, guard), &before, sizeof before);
        return true;
    } while (wait_for_writer(c->guards));
    return false;
}

/* Copies what a guard covers once more, as one. Having given up, the copy's guard says so. */
static void copy_guarded(const struct copying *c, const struct field_ref *ref)
{
    const uint32_t torn = 1;
    uint64_t value = ref->bit_offset / 8, size = field_ref_bytes(ref);
    if (!guard_settles(c, ref->guard_offset, value, size))
        memcpy(guard_in_copy(c, ref->guard_offset), &torn, sizeof torn);
}

static bool is_guard_array(const struct field_ref *ref)
{
    return ref->field && ref->field->flags & MEMGLASS_FIELD_GUARDED &&
           ref->dims_used < ref->field->rank && field_guard_stride(ref->field);
}

/* ref is all that one guard covers. */
static bool is_guarded(const struct field_ref *ref)
{
    if (!ref->field || !(ref->field->flags & MEMGLASS_FIELD_GUARDED))
        return false;
    return ref->dims_used == (field_guard_stride(ref->field) ? ref->field->rank : 0);
}

static bool has_guards_inside(const struct field_ref *ref)
{
    const memglass_type *type = ref->field ? ref->field->type : ref->type;
    return is_guard_array(ref) || (type && observer_type_of(type)->guarded);
}

/* The outer guard first: what an inner one covers is then copied by its own. */
static void copy_guards(const struct copying *c, const struct field_ref *ref)
{
    if (is_guarded(ref))
        copy_guarded(c, ref);
    if (!has_guards_inside(ref))
        return;
    uint64_t count = field_child_count(ref);
    for (uint64_t i = 0; i < count; i++) {
        struct field_ref child = field_child(ref, i);
        copy_guards(c, &child);
    }
}

/* --- one object --- */

/* A ref that is a part of what one guard covers is copied under that guard. */
static void copy_once(const struct copying *c)
{
    const struct field_ref *ref = c->ref;
    load_window(c);
    if (!ref)
        return;
    if (ref->guard_offset != FIELD_NO_GUARD && !is_guarded(ref))
        copy_guarded(c, ref);
    copy_guards(c, ref);
}

memglass_truth copy_patiently(const struct copying *c, bool word)
{
    const uint32_t *sequence = &prefix_of(c->from)->sequence;
    do {
        uint32_t before = look(sequence);
        if (before & 1)
            continue;
        copy_once(c);
        fence_acquire();
        if (!moved(before, load_relaxed_32(sequence)))
            return settled(before, word);
    } while (wait_for_writer(c->sections));
    copy_once(c);
    return MEMGLASS_TORN;
}

struct window_job {
    const memglass_observer *o;
    const struct copy_window *window;
    unsigned char *to;
};

static int copy_job(void *ctx)
{
    const struct window_job *job = ctx;
    const struct copy_window *w = job->window;
    struct patience sections = {.spins = SPINS_ONE, .yields = YIELDS}, guards = sections;
    uint64_t end = w->end;
    if (w->guard_to && w->ref->guard_offset + sizeof(memglass_guard) > end)
        end = w->ref->guard_offset + sizeof(memglass_guard);
    const unsigned char *prefix =
        format_at(&job->o->at.segments, w->place - sizeof(memglass_prefix),
                  sizeof(memglass_prefix) + round_up(end, 8), 8);
    if (!prefix)
        return MEMGLASS_E_CORRUPT;
    struct copying c = {.from = prefix + sizeof(memglass_prefix),
                        .to = job->to,
                        .first = w->first,
                        .end = w->end,
                        .guard_to = w->guard_to,
                        .ref = w->ref,
                        .sections = &sections,
                        .guards = &guards};
    return (int)copy_patiently(&c, w->word);
}

int copy_window(const memglass_observer *o, const struct copy_window *window, void *to)
{
    return shm_guarded(copy_job, &(struct window_job){.o = o, .window = window, .to = to});
}

/* --- the words around one --- */

struct check_job {
    const memglass_observer *o;
    const struct observer_entry *entry;
};

static int check_job(void *ctx)
{
    const struct check_job *job = ctx;
    const struct observer_entry *e = job->entry;
    const unsigned char *prefix = format_at(
        &job->o->at.segments, e->place - sizeof(memglass_prefix), FORMAT_BLOCK_BYTES(e->size), 8);
    if (!prefix)
        return MEMGLASS_E_CORRUPT;
    bool damaged = is_damaged(prefix + sizeof(memglass_prefix), round_up(e->size, 8));
    fence_acquire(); /* pairs with block_retire: the caller then looks whether it is still there */
    return damaged ? MEMGLASS_E_OVERRUN : MEMGLASS_OK;
}

int copy_check(const memglass_observer *o, const struct observer_entry *entry)
{
    return shm_guarded(check_job, &(struct check_job){.o = o, .entry = entry});
}
