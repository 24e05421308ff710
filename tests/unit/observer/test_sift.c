/* Which objects are as an earlier copy has them. Tests only; no layer. */
#include "observer/scene.h"

#include <memglass/guard.h>
#include <pthread.h>

enum { COUNT = 150, SHIFT = 70, WORDS = (SHIFT + COUNT + 63) / 64 + 1 };

/* A run of objects, all of which seem written, and copies of them. Their first row is SHIFT. */
struct stage {
    struct scene scene;
    unsigned char *objects[COUNT];
    struct observer_run run;
    unsigned char *copies, truths[COUNT];
    uint64_t left[WORDS], bits[WORDS];
};

static void copy(struct stage *s)
{
    ck_assert_int_ge(scene_copy_run(&s->scene, &s->run, s->copies, s->truths), 0);
}

static void stage_open(struct stage *s, const memglass_type *type, size_t elements)
{
    *s = (struct stage){.scene = scene_open("sift", 0, 0)};
    for (size_t i = 0; i < COUNT; i++) {
        s->objects[i] = memglass_create_object(s->scene.session, type, elements, NULL);
        memset(s->objects[i], (int)i, type->size * elements);
    }
    memglass_refresh(s->scene.observer);
    s->run = scene_run(&s->scene, 0, COUNT);
    s->copies = calloc(COUNT, (s->run.size + 7) / 8 * 8);
    copy(s);
}

static void stage_close(struct stage *s)
{
    free(s->copies);
    scene_close(&s->scene);
}

/* How many are the same; all others of the words' bits stay as they were. */
static int64_t sift(struct stage *s)
{
    memset(s->bits, 0xff, sizeof s->bits);
    int64_t same = observer_rows_sift(s->scene.observer, &s->run, s->copies, s->truths, s->left,
                                      s->bits, SHIFT);
    for (size_t row = 0; row < WORDS * 64; row++)
        if (row < SHIFT || row >= SHIFT + COUNT)
            ck_assert(s->bits[row / 64] >> row % 64 & 1);
    return same;
}

static bool is_left(const struct stage *s, size_t object)
{
    return s->bits[(SHIFT + object) / 64] >> (SHIFT + object) % 64 & 1;
}

static const memglass_field byte_field = {
    .name = "byte", .kind = MEMGLASS_KIND_UINT, .bit_size = 8, .stride_bytes = 1};
static const memglass_type byte_type = {
    .name = "byte", .fields = &byte_field, .field_count = 1, .size = 1, .align = 1};

/* Of sizes that are loaded by vectors, by words, and by both. */
START_TEST(test_each_byte_that_differs_is_seen)
{
    static const size_t sizes[] = {8, 16, 24, 32, 40, 56, 64, 72, 200};
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        struct stage s;
        stage_open(&s, &byte_type, sizes[n]);
        ck_assert_int_eq(sift(&s), COUNT);
        for (size_t at = 0; at < sizes[n]; at++) {
            size_t object = (at * 7) % COUNT;
            s.objects[object][at] ^= 0x40;
            ck_assert_int_eq(sift(&s), COUNT - 1);
            ck_assert(is_left(&s, object));
            s.objects[object][at] ^= 0x40;
        }
        ck_assert_int_eq(sift(&s), COUNT);
        stage_close(&s);
    }
}
END_TEST

START_TEST(test_what_is_not_to_be_looked_at_is_not)
{
    struct stage s;
    stage_open(&s, &byte_type, 64);
    s.left[(SHIFT + 9) / 64] |= UINT64_C(1) << (SHIFT + 9) % 64;
    ck_assert_int_eq(sift(&s), COUNT - 1);
    ck_assert(is_left(&s, 9));
    memset(s.bits, 0, sizeof s.bits);
    ck_assert_int_eq(
        observer_rows_sift(s.scene.observer, &s.run, s.copies, s.truths, s.left, s.bits, SHIFT), 0);
    stage_close(&s);
}
END_TEST

/* Each of these is told by a copy: the bytes are the same. */
START_TEST(test_the_same_bytes_are_not_all)
{
    struct stage s;
    stage_open(&s, &byte_type, 64);
    memglass_write_begin(s.objects[3]);
    sift(&s);
    ck_assert_msg(is_left(&s, 3), "a section is open");
    memglass_write_end(s.objects[3]);
    sift(&s);
    ck_assert_msg(is_left(&s, 3), "it has sections now: what was unguarded is exact");
    copy(&s);
    ck_assert_int_eq(sift(&s), COUNT);
    s.objects[70][64] ^= 1;
    sift(&s);
    ck_assert_msg(is_left(&s, 70), "it was written past its end");
    copy(&s);
    sift(&s);
    ck_assert_msg(is_left(&s, 70), "it still is, or no longer");
    s.objects[70][64] ^= 1;
    sift(&s);
    ck_assert(is_left(&s, 70));
    copy(&s);
    ck_assert_int_eq(sift(&s), COUNT);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_run_outside_the_session_is_refused)
{
    struct stage s;
    stage_open(&s, &byte_type, 64);
    struct observer_run sound = s.run;
    s.run.place = 4;
    ck_assert_int_eq(sift(&s), MEMGLASS_E_CORRUPT);
    s.run = sound;
    s.run.stride = UINT64_C(1) << 62;
    ck_assert_int_eq(sift(&s), MEMGLASS_E_CORRUPT);
    s.run.count = 0;
    ck_assert_int_eq(sift(&s), 0);
    s.run = sound;
    stage_close(&s);
}
END_TEST

/* --- beside a writer --- */

enum { LARGE = 4096, SIFTS = 100000 };

struct writing {
    uint64_t *words;
    bool quit;
};

static void set(uint64_t *word, uint64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

/* By sections from 0, 0 to 0, 5 and then round by 7, 5 and 7, 0, which have a 0 in either place,
 * but never in both. */
static void *go_round(void *ctx)
{
    static const uint64_t states[][2] = {{0, 5}, {7, 5}, {7, 0}, {7, 5}};
    struct writing *w = ctx;
    for (size_t i = 0; !__atomic_load_n(&w->quit, __ATOMIC_RELAXED); i++) {
        memglass_write_begin(w->words);
        set(&w->words[0], states[i % 4][0]);
        set(&w->words[LARGE / 8 - 1], states[i % 4][1]);
        memglass_write_end(w->words);
    }
    return NULL;
}

START_TEST(test_a_mixture_is_not_the_state_that_it_looks_like)
{
    struct stage s;
    pthread_t writer;
    stage_open(&s, &byte_type, LARGE);
    struct writing w = {.words = (uint64_t *)(void *)s.objects[0]};
    memset(s.objects[0], 0, LARGE);
    memglass_write_begin(w.words);
    memglass_write_end(w.words);
    s.run.count = 1;
    copy(&s);
    ck_assert_int_eq(sift(&s), 1);
    memglass_write_begin(w.words);
    set(&w.words[LARGE / 8 - 1], 5);
    memglass_write_end(w.words);
    pthread_create(&writer, NULL, go_round, &w);
    for (int i = 0; i < SIFTS; i++)
        ck_assert_msg(sift(&s) == 0, "it was like that before the writer began");
    __atomic_store_n(&w.quit, true, __ATOMIC_RELAXED);
    pthread_join(writer, NULL);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("observer/sift", test_each_byte_that_differs_is_seen,
               test_what_is_not_to_be_looked_at_is_not, test_the_same_bytes_are_not_all,
               test_a_run_outside_the_session_is_refused,
               test_a_mixture_is_not_the_state_that_it_looks_like)
