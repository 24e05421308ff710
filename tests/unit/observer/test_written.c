/* Which objects a program may have written to, by pages: no object of a page is left out. */
#include "observer/scene.h"

#include "observer/state.h"
#include "producer/session.h"
#include "shm/written.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* Objects that lie across pages in many ways: of 96 bytes with the words around them. */
enum {
    COUNT = 400,
    BYTES = 72,
    SHIFT = 70,
    WORDS = (SHIFT + COUNT + 63) / 64,
    DEADLINE_MS = 60000
};

static const memglass_type odd_type = {
    .name = "odd", .spelling = "struct odd", .desc = "", .file = "", .size = BYTES, .align = 8};

/* The test is the program that it looks at. */
struct watched {
    memglass_session *session;
    memglass_observer *observer;
    unsigned char *objects[COUNT];
    struct observer_run run;
};

static bool kernel_can(void)
{
    int tracker = shm_written_open(), pagemap = shm_pagemap_open(getpid());
    if (tracker >= 0)
        close(tracker);
    if (pagemap >= 0)
        close(pagemap);
    return tracker >= 0 && pagemap >= 0;
}

static void open_watched(struct watched *w)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err = {0};
    w->session = memglass_open(&(memglass_config){.name = unit_session_name(name, "written"),
                                                  .flags = MEMGLASS_TRACK_WRITES},
                               &err);
    ck_assert_msg(w->session != NULL, "%s", err.message);
    for (int i = 0; i < COUNT; i++)
        w->objects[i] = memglass_create_object(w->session, &odd_type, 1, NULL);
    w->observer = memglass_attach(name, &err);
    ck_assert_msg(w->observer != NULL, "%s", err.message);
    struct scene s = {.observer = w->observer};
    w->run = scene_run(&s, 0, COUNT);
    ck_assert_ptr_eq(w->objects[COUNT - 1], w->objects[0] + (COUNT - 1) * w->run.stride);
}

static void close_watched(struct watched *w)
{
    memglass_detach(w->observer);
    memglass_close(w->session);
}

static void look(struct watched *w)
{
    pthread_mutex_lock(&w->session->lock);
    tracking_look(&w->session->store);
    pthread_mutex_unlock(&w->session->lock);
}

/* The library's own looks may come in between. */
static uint32_t ask(struct watched *w)
{
    uint32_t asked;
    for (long long end = unit_now_ms() + DEADLINE_MS;
         !(asked = observer_ask_written(w->observer, &w->run, 1)); sched_yield())
        ck_assert_msg(unit_now_ms() < end, "nothing can be asked");
    return asked;
}

static size_t rows_since(struct watched *w, uint32_t since, uint64_t bits[WORDS])
{
    size_t count = 0;
    memset(bits, 0, WORDS * sizeof *bits);
    observer_rows_written(w->observer, &w->run, since, bits, SHIFT);
    for (size_t i = 0; i < WORDS; i++)
        count += (size_t)__builtin_popcountll(bits[i]);
    return count;
}

/* One that lies across two pages is told by either; and it is not all of them that are told. */
START_TEST(test_an_object_is_told_by_each_of_its_words)
{
    struct watched w;
    uint64_t bits[WORDS];
    size_t fewest = COUNT;
    open_watched(&w);
    for (size_t i = 0; i < COUNT && kernel_can(); i++)
        for (size_t word = 0; word < BYTES; word += BYTES - 8) {
            look(&w);
            uint32_t since = ask(&w);
            w.objects[i][word]++;
            ask(&w);
            size_t rows = rows_since(&w, since, bits);
            fewest = rows < fewest ? rows : fewest;
            ck_assert_msg(bits[(SHIFT + i) / 64] >> (SHIFT + i) % 64 & 1, "object %zu, byte %zu", i,
                          word);
        }
    ck_assert(fewest < COUNT / 2 || !kernel_can());
    close_watched(&w);
}
END_TEST

static void take_pagemap_away(bool ask_again)
{
    struct watched w;
    struct stat own, after;
    open_watched(&w);
    if (kernel_can())
        ask(&w);
    const struct written *written = &w.observer->written;
    int fd = written->opened ? written->pagemap.fd : -1, file = memfd_create("own", 0);
    ck_assert_int_eq(fstat(file, &own), 0);
    ck_assert(fd < 0 || dup2(file, fd) == fd);
    ck_assert(fd < 0 || !ask_again || observer_ask_written(w.observer, &w.run, 1) == 0);
    close_watched(&w);
    ck_assert(fd < 0 || (fstat(fd, &after) == 0 && after.st_ino == own.st_ino));
    if (fd >= 0)
        close(fd);
    close(file);
}

START_TEST(test_a_file_that_has_the_number_of_the_closed_pagemap_is_left_alone)
{
    take_pagemap_away(true);
    take_pagemap_away(false);
}
END_TEST

MEMGLASS_SUITE("observer/written", test_an_object_is_told_by_each_of_its_words,
               test_a_file_that_has_the_number_of_the_closed_pagemap_is_left_alone)
