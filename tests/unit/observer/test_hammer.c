/*
 * The two-process hammer: a writer stores into objects as fast as it can, always under the
 * protocol, while this process copies them; every copy that is called exact must be of one moment.
 * MEMGLASS_HAMMER_READS=10000000 makes it long. The same reader must find inconsistent objects
 * when the writer breaks the protocol: the hammer can fail. Tests only; no layer.
 */
#include "unit.h"

#include "observer/observer.h"

#include <memglass/producer.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { SMALL = 8, LARGE = 128, SMALLS = 4, LARGES = 2, CHURNED = 16, GUARDED = 3 };

struct small {
    uint64_t words[SMALL];
};

struct large {
    uint64_t words[LARGE];
};

struct triple {
    uint64_t words[GUARDED];
};

struct holder {
    MEMGLASS_GUARDED(struct triple) safe;
};

#define WORDS(S, m, n)                                                                 \
    {                                                                                  \
        .name = #m, .type_name = "", .unit = "", .format = "", .desc = "",             \
        .bit_offset = 8 * offsetof(struct S, m), .bit_size = 64, .dims = n, .rank = 1, \
        .stride_bytes = 8, .kind = MEMGLASS_KIND_UINT                                  \
    }
#define TYPE(S, list)                                                       \
    {                                                                       \
        .name = #S, .spelling = "", .desc = "", .file = "", .fields = list, \
        .size = sizeof(struct S), .align = 8, .field_count = 1              \
    }

static const uint64_t small_dims[] = {SMALL}, large_dims[] = {LARGE}, triple_dims[] = {GUARDED};
static const memglass_field small_fields[] = {WORDS(small, words, small_dims)};
static const memglass_field large_fields[] = {WORDS(large, words, large_dims)};
static const memglass_field triple_fields[] = {WORDS(triple, words, triple_dims)};
static const memglass_type small_type = TYPE(small, small_fields);
static const memglass_type large_type = TYPE(large, large_fields);
static const memglass_type triple_type = TYPE(triple, triple_fields);
static const memglass_field holder_fields[] = {
    {.name = "safe",
     .type_name = "",
     .unit = "",
     .format = "",
     .desc = "",
     .type = &triple_type,
     .bit_offset = 8 * offsetof(struct holder, safe.value),
     .bit_size = 8 * sizeof(struct triple),
     .guard_offset = offsetof(struct holder, safe.guard),
     .kind = MEMGLASS_KIND_STRUCT,
     .flags = MEMGLASS_FIELD_GUARDED}};
static const memglass_type holder_type = TYPE(holder, holder_fields);

/* --- the writer --- */

enum protocol {
    SOUND,
    NO_SECTIONS, /* stores outside of any section or guard */
    LATE,        /* the sequences are bumped behind the stores, never around them */
};

struct writer {
    enum protocol protocol;
    memglass_session *session;
    struct small *small[SMALLS], *churned[CHURNED];
    struct large *large[LARGES];
    struct holder *holder;
};

static void store_all(uint64_t *words, size_t count, uint64_t value)
{
    for (size_t i = 0; i < count; i++)
        __atomic_store_n(&words[i], value, __ATOMIC_RELAXED);
}

static void write_object(enum protocol protocol, void *object, size_t count, uint64_t value)
{
    if (protocol == SOUND)
        memglass_write_begin(object);
    store_all(object, count, value);
    if (protocol == LATE)
        memglass_write_begin(object);
    if (protocol != NO_SECTIONS)
        memglass_write_end(object);
}

static void write_guarded(enum protocol protocol, struct holder *h, uint64_t value)
{
    struct triple triple = {{value, value, value}};
    if (protocol == SOUND) {
        memglass_guarded_store(&h->safe, &triple);
        return;
    }
    store_all(h->safe.value.words, GUARDED, value);
    if (protocol == LATE) {
        memglass_sequence_begin(&h->safe.guard.sequence);
        memglass_sequence_end(&h->safe.guard.sequence);
    }
}

/* A new object is whole from its first section on: before that its sequence is 0. */
static void churn(struct writer *w, uint64_t turn)
{
    struct small **slot = &w->churned[turn % CHURNED];
    if (*slot)
        memglass_destroy(w->session, *slot);
    *slot = memglass_create_object(w->session, &small_type, 1, "churned");
    if (*slot)
        write_object(SOUND, *slot, SMALL, turn);
}

static bool create_objects(struct writer *w)
{
    bool made = true;
    for (int i = 0; i < SMALLS; i++)
        made = (w->small[i] = memglass_create_object(w->session, &small_type, 1, "small")) && made;
    for (int i = 0; i < LARGES; i++)
        made = (w->large[i] = memglass_create_object(w->session, &large_type, 1, "large")) && made;
    w->holder = memglass_create_object(w->session, &holder_type, 1, "holder");
    for (int i = 0; made && i < SMALLS; i++)
        write_object(SOUND, w->small[i], SMALL, 1);
    for (int i = 0; made && i < LARGES; i++)
        write_object(SOUND, w->large[i], LARGE, 1);
    return made && w->holder;
}

/* What a program does between two writes. */
static void breathe(void)
{
    for (int i = 0; i < 50; i++)
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

_Noreturn static void write_for_ever(const char *name, enum protocol protocol, int ready)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct writer w = {.protocol = protocol};
    w.session = memglass_open(&(memglass_config){.name = name, .reclaim_grace_ms = 1}, NULL);
    if (!w.session || !create_objects(&w) || write(ready, "", 1) != 1)
        _exit(1);
    for (uint64_t turn = 2;; turn++) {
        write_object(protocol, w.small[turn % SMALLS], SMALL, turn);
        breathe();
        if (turn % 4 == 0)
            write_object(protocol, w.large[turn / 4 % LARGES], LARGE, turn);
        write_guarded(protocol, w.holder, turn);
        breathe();
        if (turn % 64 == 0)
            churn(&w, turn);
    }
}

/* --- the reader --- */

struct hammer {
    char name[UNIT_NAME_BYTES];
    pid_t writer;
    memglass_observer *observer;
    uint64_t reads, exact, torn, inconsistent;
};

static struct hammer hammer_start(const char *tag, enum protocol protocol)
{
    struct hammer h = {0};
    int ready[2];
    char byte;
    unit_session_name(h.name, tag);
    ck_assert_int_eq(pipe(ready), 0);
    h.writer = fork();
    if (h.writer == 0)
        write_for_ever(h.name, protocol, ready[1]);
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    h.observer = memglass_attach(h.name, NULL);
    ck_assert_ptr_nonnull(h.observer);
    return h;
}

static void hammer_stop(struct hammer *h)
{
    memglass_detach(h->observer);
    kill(h->writer, SIGKILL);
    waitpid(h->writer, NULL, 0);
    memglass_close(memglass_open(&(memglass_config){.name = h->name}, NULL));
}

static bool all_equal(const uint64_t *words, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (words[i] != words[0])
            return false;
    return true;
}

static void judge(struct hammer *h, int truth, const uint64_t *words, size_t count)
{
    h->reads++;
    if (truth == MEMGLASS_TORN)
        h->torn++;
    if (truth != MEMGLASS_EXACT)
        return;
    h->exact++;
    if (!all_equal(words, count))
        h->inconsistent++;
}

/* A holder is consistent by its guard, whatever the object as a whole is. */
static void judge_holder(struct hammer *h, const struct holder *copy)
{
    int truth = copy->safe.guard.sequence & 1 ? MEMGLASS_TORN : MEMGLASS_EXACT;
    judge(h, truth, copy->safe.value.words, GUARDED);
}

static void read_object(struct hammer *h, uint32_t index)
{
    union {
        uint64_t words[LARGE];
        struct holder holder;
    } copy;
    const struct observer_entry *e = observer_entry_at(h->observer, index);
    if (!e)
        return;
    memglass_object object = {.index = e->index, .generation = e->generation};
    int truth = memglass_read(h->observer, &object, &copy, sizeof copy);
    if (truth == MEMGLASS_E_GONE)
        return;
    if (truth < 0) /* an assertion a read would be most of the time: Check notes each one down */
        ck_abort_msg("memglass_read: %s", memglass_strerror(truth));
    if (strcmp(e->type->name, "holder") == 0)
        judge_holder(h, &copy.holder);
    else
        judge(h, truth, copy.words, e->size / 8);
}

/* As the sampler reads: a run, then a refresh, which says what was gone by then. */
static void read_as_run(struct hammer *h, uint32_t index)
{
    uint64_t words[LARGE];
    unsigned char truth;
    const struct observer_entry *e = observer_entry_at(h->observer, index);
    if (!e || strcmp(e->type->name, "holder") == 0)
        return;
    struct observer_entry before = *e;
    struct observer_run run = {.place = e->place,
                               .stride = e->size,
                               .size = e->size,
                               .count = 1,
                               .type = e->type,
                               .elements = e->count};
    ck_assert_int_eq(observer_copy_run(h->observer, &run, (void *)words, &truth), MEMGLASS_OK);
    ck_assert_int_ge(memglass_refresh(h->observer), 0);
    e = observer_entry_at(h->observer, index);
    if (e && e->generation == before.generation)
        judge(h, truth, words, before.size / 8);
}

static void read_field(struct hammer *h)
{
    memglass_object object;
    memglass_value value;
    ck_assert_int_eq(memglass_find(h->observer, "holder", &object), MEMGLASS_OK);
    ck_assert_int_eq(memglass_read_field(h->observer, &object, "safe", &value), MEMGLASS_OK);
    unsigned long long a = 0, b = 1, c = 2;
    if (value.truth == MEMGLASS_EXACT)
        ck_assert_int_eq(sscanf(value.text, "{words=[%llu, %llu, %llu]}", &a, &b, &c), 3);
    judge(h, (int)value.truth, (const uint64_t[]){a, b, c}, 3);
}

static void hammer_read(struct hammer *h, uint64_t reads, bool until_found)
{
    long long deadline = unit_now_ms() + (reads > 1000000 && !until_found ? 3600 : 60) * 1000;
    for (uint64_t round = 0; h->exact < reads && !(until_found && h->inconsistent); round++) {
        uint32_t limit = observer_index_limit(h->observer);
        for (uint32_t i = 0; i < limit; i++)
            read_object(h, i);
        if (round % 8 == 0)
            read_field(h);
        read_as_run(h, (uint32_t)(round % limit));
        ck_assert_msg(unit_now_ms() < deadline, "only %llu exact of %llu reads",
                      (unsigned long long)h->exact, (unsigned long long)h->reads);
    }
}

/* ThreadSanitizer slows each read down; gcc and clang say so in two ways. */
#if defined(__SANITIZE_THREAD__)
#    define DEFAULT_READS 50000
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define DEFAULT_READS 50000
#    endif
#endif
#ifndef DEFAULT_READS
#    define DEFAULT_READS 300000
#endif

static uint64_t wanted_reads(void)
{
    const char *wanted = getenv("MEMGLASS_HAMMER_READS");
    return wanted ? strtoull(wanted, NULL, 10) : DEFAULT_READS;
}

START_TEST(test_no_exact_copy_is_of_two_moments)
{
    struct hammer h = hammer_start("hammer", SOUND);
    hammer_read(&h, wanted_reads(), false);
    if (getenv("MEMGLASS_HAMMER_READS"))
        printf("%llu exact of %llu reads, %llu torn, %llu inconsistent\n",
               (unsigned long long)h.exact, (unsigned long long)h.reads, (unsigned long long)h.torn,
               (unsigned long long)h.inconsistent);
    ck_assert_uint_eq(h.inconsistent, 0);
    hammer_stop(&h);
}
END_TEST

START_TEST(test_the_hammer_finds_stores_outside_of_sections)
{
    struct hammer h = hammer_start("hammer-none", NO_SECTIONS);
    hammer_read(&h, UINT64_MAX, true);
    ck_assert_uint_gt(h.inconsistent, 0);
    hammer_stop(&h);
}
END_TEST

START_TEST(test_the_hammer_finds_a_sequence_that_comes_late)
{
    struct hammer h = hammer_start("hammer-late", LATE);
    hammer_read(&h, UINT64_MAX, true);
    ck_assert_uint_gt(h.inconsistent, 0);
    hammer_stop(&h);
}
END_TEST

MEMGLASS_SUITE("observer/hammer", test_no_exact_copy_is_of_two_moments,
               test_the_hammer_finds_stores_outside_of_sections,
               test_the_hammer_finds_a_sequence_that_comes_late)
