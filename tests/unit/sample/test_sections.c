/* Write sections that store to guarded fields as well: what is called exact is of one section, the
 * guarded value as all the rest. */
#include "stage.h"

#include <memglass/observer.h>
#include <pthread.h>
#include <stdatomic.h>

struct pair {
    uint64_t plain;
    MEMGLASS_GUARDED(uint64_t) safe; /* the same */
};

static const memglass_field pair_fields[] = {
    {.name = "plain",
     .type_name = "uint64_t",
     .unit = "",
     .format = "",
     .desc = "",
     .kind = MEMGLASS_KIND_UINT,
     .bit_size = 64},
    {.name = "safe",
     .type_name = "uint64_t",
     .unit = "",
     .format = "",
     .desc = "",
     .kind = MEMGLASS_KIND_UINT,
     .bit_size = 64,
     .bit_offset = 8 * offsetof(struct pair, safe.value),
     .guard_offset = offsetof(struct pair, safe.guard),
     .flags = MEMGLASS_FIELD_GUARDED},
};

static const memglass_type pair_type = {.name = "pair",
                                        .spelling = "struct pair",
                                        .desc = "",
                                        .file = "",
                                        .fields = pair_fields,
                                        .field_count = 2,
                                        .size = sizeof(struct pair),
                                        .align = 8};

enum { PAIRS = 200, FRAMES = 1000 };

struct scene {
    struct stage s;
    struct pair *pairs[PAIRS];
    _Atomic bool stop;
    pthread_t writer;
};

static void *write_on(void *ctx)
{
    struct scene *x = ctx;
    for (uint64_t value = 1; !atomic_load(&x->stop); value++)
        for (size_t i = 0; i < PAIRS; i++) {
            memglass_write_begin(x->pairs[i]);
            __atomic_store_n(&x->pairs[i]->plain, value, __ATOMIC_RELAXED);
            memglass_guarded_store(&x->pairs[i]->safe, &value);
            memglass_write_end(x->pairs[i]);
        }
    return NULL;
}

static void scene_open(struct scene *x, const char *tag, unsigned flags)
{
    stage_open(&x->s, tag, flags);
    for (size_t i = 0; i < PAIRS; i++) {
        x->pairs[i] = memglass_create_object(x->s.session, &pair_type, 1, NULL);
        ck_assert_ptr_nonnull(x->pairs[i]);
    }
    atomic_init(&x->stop, false);
    ck_assert_int_eq(pthread_create(&x->writer, NULL, write_on, x), 0);
}

static void scene_close(struct scene *x)
{
    atomic_store(&x->stop, true);
    pthread_join(x->writer, NULL);
    stage_close(&x->s);
}

/* Of two sections, though it is called exact. */
static bool mixed(int truth, const struct pair *pair)
{
    return truth == MEMGLASS_EXACT && !(pair->safe.guard.sequence & 1) &&
           pair->plain != pair->safe.value;
}

static void check_frames(const char *tag, unsigned flags)
{
    static struct scene x;
    size_t wrong = 0;
    scene_open(&x, tag, flags);
    for (int i = 0; i < FRAMES; i++) {
        capture(&x.s);
        for (size_t row = 0; row < PAIRS; row++)
            wrong += mixed((int)frame_truth(x.s.cur, row),
                           (const struct pair *)(const void *)frame_data(x.s.cur, row));
    }
    ck_assert_uint_eq(wrong, 0);
    scene_close(&x);
}

START_TEST(test_a_frame_has_guarded_values_of_the_same_section)
{
    check_frames("sections", 0);
}
END_TEST

START_TEST(test_a_partial_copy_has_guarded_values_of_the_same_section)
{
    check_frames("partly", MEMGLASS_TRACK_WRITES);
}
END_TEST

START_TEST(test_a_read_has_guarded_values_of_the_same_section)
{
    static struct scene x;
    struct pair pair;
    memglass_object object;
    size_t wrong = 0;
    scene_open(&x, "reads", 0);
    memglass_observer *o = memglass_attach(x.s.name, NULL);
    ck_assert_ptr_nonnull(o);
    ck_assert_int_ge(memglass_refresh(o), 0);
    for (size_t i = 0; i < (size_t)FRAMES * PAIRS; i++) {
        ck_assert_int_eq(memglass_object_at(o, i % PAIRS, &object), MEMGLASS_OK);
        int truth = memglass_read(o, &object, &pair, sizeof pair);
        ck_assert_int_ge(truth, 0);
        wrong += mixed(truth, &pair);
    }
    ck_assert_uint_eq(wrong, 0);
    memglass_detach(o);
    scene_close(&x);
}
END_TEST

MEMGLASS_SUITE("sample/sections", test_a_frame_has_guarded_values_of_the_same_section,
               test_a_partial_copy_has_guarded_values_of_the_same_section,
               test_a_read_has_guarded_values_of_the_same_section)
