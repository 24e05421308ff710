/* Frames of a session whose objects come and go while they are copied: no row shows another object,
 * and a roster made of the one before is as one made anew. */
#include "stage.h"

#include "sample/roster.h"

#include <pthread.h>
#include <stdlib.h>

struct churner {
    memglass_session *session;
    _Atomic bool stop;
};

/* Memory and directory rows of the dead are used again as soon as may be. */
static void *churn(void *arg)
{
    struct churner *c = arg;
    struct item *alive[64] = {0};
    char label[32];
    for (uint64_t id = 1; !atomic_load(&c->stop); id++) {
        size_t i = id * 7 % 64;
        if (alive[i])
            memglass_destroy(c->session, alive[i]);
        snprintf(label, sizeof label, "item-%llu", (unsigned long long)id);
        alive[i] = memglass_create_object(c->session, &item_type, 1, label);
        if (alive[i]) {
            memglass_write_begin(alive[i]);
            __atomic_store_n(&alive[i]->id, id, __ATOMIC_RELAXED);
            __atomic_store_n(&alive[i]->echo, id, __ATOMIC_RELAXED);
            memglass_write_end(alive[i]);
        }
    }
    return NULL;
}

/* A row that is not gone holds its own object's bytes: of its label, or not yet written. How many
 * are gone. */
static unsigned check_rows(const struct frame *f)
{
    char label[32];
    unsigned gone = 0;
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct item *item = (const void *)frame_data(f, i);
        gone += frame_gone(f, i);
        if (frame_gone(f, i) || frame_truth(f, i) == MEMGLASS_TORN || (!item->id && !item->echo))
            continue;
        snprintf(label, sizeof label, "item-%llu", (unsigned long long)item->id);
        if (strcmp(f->roster->rows[i].label, label) != 0 || item->echo != item->id)
            ck_abort_msg("%s shows %s, %llu", f->roster->rows[i].label, label,
                         (unsigned long long)item->echo);
    }
    return gone;
}

START_TEST(test_no_row_shows_another_object)
{
    struct stage s;
    pthread_t thread;
    unsigned gone = 0;
    stage_open(&s, "churn", 0);
    struct churner c = {.session = s.session};
    ck_assert_int_eq(pthread_create(&thread, NULL, churn, &c), 0);
    long long deadline = unit_now_ms() + 20000;
    for (int i = 0; i < 300 || (gone == 0 && unit_now_ms() < deadline); i++) {
        capture(&s);
        gone += check_rows(s.cur);
    }
    atomic_store(&c.stop, true);
    pthread_join(thread, NULL);
    stage_close(&s);
    ck_assert_uint_gt(gone, 0); /* some were destroyed while they were copied, and are dropped */
}
END_TEST

START_TEST(test_no_row_of_a_glimpse_shows_another_object)
{
    struct stage s;
    pthread_t thread;
    unsigned gone = 0;
    stage_open(&s, "churned", 0);
    struct churner c = {.session = s.session};
    ck_assert_int_eq(pthread_create(&thread, NULL, churn, &c), 0);
    long long deadline = unit_now_ms() + 20000;
    for (int i = 0; i < 300 || (gone == 0 && unit_now_ms() < deadline); i++) {
        s.source->ops->close(&s.source);
        s.source = source_live_open(s.name, NULL, NULL);
        const struct frame *f = glimpse(&s, 256);
        gone += check_rows(f);
        frame_release(&f);
    }
    atomic_store(&c.stop, true);
    pthread_join(thread, NULL);
    stage_close(&s);
    ck_assert_uint_gt(gone, 0); /* some were destroyed while they were copied, and are dropped */
}
END_TEST

static void same_rows(const struct frame *f, const struct frame *fresh)
{
    ck_assert_uint_eq(f->roster->count, fresh->roster->count);
    ck_assert_uint_eq(f->roster->bytes, fresh->roster->bytes);
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *a = &f->roster->rows[i], *b = &fresh->roster->rows[i];
        ck_assert_uint_eq(a->index, b->index);
        ck_assert_uint_eq(a->generation, b->generation);
        ck_assert_uint_eq(a->data, b->data);
        ck_assert_uint_eq(a->size, b->size);
        ck_assert_uint_eq(a->count, b->count);
        ck_assert_uint_eq(a->created_ns, b->created_ns);
        ck_assert_uint_eq(a->alike, b->alike);
        ck_assert_str_eq(a->type->name, b->type->name);
        ck_assert_str_eq(a->label, b->label);
        ck_assert_mem_eq(frame_data(f, i), frame_data(fresh, i), a->size);
        ck_assert(!a->first_due);
        ck_assert_ptr_nonnull(a->first);
        ck_assert_mem_eq(a->first, frame_data(f, i), a->size); /* values stay as they were born */
        ck_assert_uint_ne(a->history, HISTORY_NONE);
    }
}

/* What the roster says of itself makes the comparison that looking at each row makes. Whether it
 * says it. */
static bool same_by_merge(const struct stage *s)
{
    struct roster *r = (struct roster *)s->cur->roster;
    if (!s->prev || s->prev->roster == r || r->since != s->prev->roster->serial)
        return false;
    struct diff merged;
    struct row_past *pasts = malloc(r->count * sizeof *pasts + 1);
    uint8_t *states = malloc(r->count + 1);
    memcpy(pasts, s->cur->pasts, r->count * sizeof *pasts);
    memcpy(states, s->cur->states, r->count);
    r->since = 0;
    diff_frames(s->prev, s->cur, &merged);
    ck_assert_mem_eq(&merged, &s->diff, sizeof merged);
    ck_assert_mem_eq(states, s->cur->states, r->count);
    ck_assert_mem_eq(pasts, s->cur->pasts, r->count * sizeof *pasts);
    free(states);
    free(pasts);
    return true;
}

static void *random_object(struct stage *s, uint64_t id)
{
    char label[32];
    snprintf(label, sizeof label, "thing-%llu", (unsigned long long)id);
    const memglass_type *type = id % 3 ? &item_type : &dot_type;
    uint64_t *object = memglass_create_object(s->session, type, 1 + (id % 7 == 0), label);
    ck_assert_ptr_nonnull(object);
    *(uint32_t *)object = (uint32_t)id;
    return object;
}

START_TEST(test_a_roster_made_of_the_one_before_is_as_one_made_anew)
{
    enum { SLOTS = 200, ROUNDS = 80, STAY = 2 * ROSTER_BLOCK };
    void *objects[SLOTS] = {NULL};
    struct stage s;
    stage_open(&s, "patched", MEMGLASS_NO_THREAD);
    for (int i = 0; i < STAY; i++) /* several blocks, and what comes and goes moves them */
        ck_assert_ptr_nonnull(memglass_create_object(s.session, &item_type, 1, "stays"));
    history_destroy(&s.history);
    s.source->ops->close(&s.source);
    s.history = history_create(64 << 20); /* room for all */
    s.source = source_live_open(
        s.name, &(struct source_live_options){.history = s.history, .first_bytes = FIRST_BYTES},
        NULL);
    uint64_t seed = 1, id = 0;
    int carried = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t changes = round % 8 == 7 ? 3 * SLOTS : (uint32_t)round % 6;
        for (uint32_t i = 0; i < changes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            void **slot = &objects[(seed >> 33) % SLOTS];
            if (*slot)
                memglass_destroy(s.session, *slot);
            *slot = *slot ? NULL : random_object(&s, ++id);
        }
        capture(&s);
        carried += same_by_merge(&s);
        struct source *again = source_live_open(s.name, NULL, NULL);
        const struct frame *fresh = NULL;
        ck_assert_ptr_nonnull(again);
        ck_assert_int_eq(again->ops->capture(again, NULL, 1, &fresh, NULL), MEMGLASS_OK);
        same_rows(s.cur, fresh);
        frame_release(&fresh);
        again->ops->close(&again);
        memglass_reclaim(s.session);
    }
    ck_assert_int_gt(carried, ROUNDS / 2);
    stage_close(&s);
}
END_TEST

static size_t with_history(const struct frame *f)
{
    size_t count = 0;
    for (size_t i = 0; i < f->roster->count; i++)
        count += f->roster->rows[i].history != HISTORY_NONE;
    return count;
}

/* Objects that there is no history for are looked at again when there is more room. */
START_TEST(test_who_had_to_do_without_a_history_gets_one_that_is_free)
{
    enum { OBJECTS = 100 };
    struct item *items[OBJECTS];
    struct stage s;
    stage_open(&s, "waiting", MEMGLASS_NO_THREAD);
    history_destroy(&s.history);
    s.source->ops->close(&s.source);
    s.history = history_create(64 << 10);
    s.source = source_live_open(s.name, &(struct source_live_options){.history = s.history}, NULL);
    for (int i = 0; i < OBJECTS; i++)
        items[i] = memglass_create_object(s.session, &item_type, 1, "waits");
    capture(&s);
    size_t fit = with_history(s.cur);
    ck_assert_uint_gt(fit, 0);
    ck_assert_uint_lt(fit, OBJECTS);
    ck_assert_uint_ne(s.cur->roster->rows[0].history, HISTORY_NONE);
    ck_assert_uint_eq(s.cur->roster->rows[OBJECTS - 1].history, HISTORY_NONE);
    memglass_destroy(s.session, items[OBJECTS - 1]); /* has none: nobody can have it */
    capture(&s);
    ck_assert_uint_eq(with_history(s.cur), fit);
    memglass_create_object(s.session, &item_type, 1, "waits, too");
    capture(&s);
    ck_assert_uint_eq(with_history(s.cur), fit);
    memglass_destroy(s.session, items[0]);
    capture(&s);
    ck_assert_uint_eq(with_history(s.cur), fit);
    ck_assert_uint_ne(s.cur->roster->rows[fit - 1].history, HISTORY_NONE);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/source_churn", test_who_had_to_do_without_a_history_gets_one_that_is_free,
               test_no_row_shows_another_object,
               test_a_roster_made_of_the_one_before_is_as_one_made_anew,
               test_no_row_of_a_glimpse_shows_another_object)
