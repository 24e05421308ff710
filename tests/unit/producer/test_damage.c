/* Overruns and writes to destroyed objects: found, counted, and told of with the object's label. */
#define UNIT_FORK
#include "fixture.h"

#include <memglass/observer.h>
#include <signal.h>
#include <sys/wait.h>

static void expect_damage(memglass_session *s, uint64_t count, int code, const char *text)
{
    memglass_error last;
    ck_assert_uint_eq(memglass_damage(s, &last), count);
    ck_assert_int_eq(last.code, code);
    ck_assert_str_eq(last.message, text);
}

static void reclaim_one(memglass_session *s)
{
    while (memglass_reclaim(s) == 0) /* a millisecond of grace */
        ;
}

START_TEST(test_no_damage_is_reported_where_there_is_none)
{
    memglass_session *s = open_session("sound");
    for (int i = 0; i < 100; i++) {
        struct cell *c = new_cell(s, "c");
        memset(c, i, sizeof *c); /* every byte that is its own */
        void *raw = memglass_alloc(s, 13 + (size_t)i, 0);
        memset(raw, i, 13 + (size_t)i);
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
        ck_assert_int_eq(memglass_destroy(s, raw), MEMGLASS_OK);
        reclaim_one(s);
    }
    expect_damage(s, 0, MEMGLASS_OK, "");
    memglass_close(s);
}
END_TEST

START_TEST(test_an_overrun_is_reported_with_the_object_and_its_neighbour)
{
    memglass_session *s = open_session("overrun");
    memglass_error err;
    struct cell *a = new_cell(s, "player_1");
    new_cell(s, "player_2");
    struct cell *last = new_cell(s, NULL);
    *(unsigned char *)(a + 1) ^= 1;
    ck_assert_int_eq(memglass_destroy(s, a), MEMGLASS_E_OVERRUN);
    ck_assert_int_eq(memglass_last_error(s, &err), MEMGLASS_E_OVERRUN);
    expect_damage(s, 1, MEMGLASS_E_OVERRUN,
                  "'player_1' was written past its end; behind it lies 'player_2'");
    ck_assert_str_eq(err.message, "'player_1' was written past its end; behind it lies 'player_2'");
    ck_assert_uint_eq(stats_of(s).live_objects, 2); /* it has ended */
    ck_assert_int_eq(memglass_destroy(s, a), MEMGLASS_E_NOTOBJECT);
    last[1].words[0] = 0;
    ck_assert_int_eq(memglass_destroy(s, last), MEMGLASS_E_OVERRUN);
    expect_damage(s, 2, MEMGLASS_E_OVERRUN, "'cell#2' was written past its end");
    ck_assert_uint_eq(stats_of(s).overruns, 2);
    memglass_close(s);
}
END_TEST

/* The neighbour can still be destroyed, though the word that names it is gone. */
START_TEST(test_an_overrun_into_the_neighbour_is_mended)
{
    memglass_session *s = open_session("mended");
    new_cell(s, "first"); /* the storage of labels comes behind it */
    struct cell *a = new_cell(s, "a"), *b = new_cell(s, "b");
    memset(a + 1, 0xff, (size_t)((char *)b - (char *)(a + 1)));
    ck_assert_int_eq(memglass_destroy(s, b), MEMGLASS_E_OVERRUN);
    expect_damage(s, 1, MEMGLASS_E_OVERRUN,
                  "the bytes before 'b' were written to: by an overrun of what lies before it");
    ck_assert_int_eq(memglass_destroy(s, b), MEMGLASS_E_NOTOBJECT);
    ck_assert_int_eq(memglass_destroy(s, a), MEMGLASS_E_OVERRUN);
    ck_assert_uint_eq(stats_of(s).live_objects, 1);
    memglass_close(s);
}
END_TEST

START_TEST(test_memory_that_is_no_object_yet_is_watched)
{
    memglass_session *s = open_session("raw");
    char *raw = memglass_alloc(s, 70, 0), *adopted = memglass_alloc(s, sizeof(struct cell), 0);
    raw[72] = 1;
    ck_assert_int_eq(memglass_destroy(s, raw), MEMGLASS_E_OVERRUN);
    expect_damage(s, 1, MEMGLASS_E_OVERRUN,
                  "memory of memglass_alloc was written past its end; behind it lies memory of "
                  "memglass_alloc");
    adopted[sizeof(struct cell)] = 1;
    ck_assert_int_eq(memglass_adopt(s, adopted, &cell_type, 1, "adopted"), MEMGLASS_OK);
    ck_assert_uint_eq(memglass_damage(s, NULL), 2);
    ck_assert_int_eq(memglass_destroy(s, adopted), MEMGLASS_OK); /* told of once */
    memglass_close(s);
}
END_TEST

START_TEST(test_a_write_after_destroy_is_reported)
{
    memglass_session *s = open_session("late");
    for (size_t word = 0; word < 8; word++) {
        struct cell *c = new_cell(s, "late");
        c->words[word] = 1;
        memglass_destroy(s, c);
        c->words[word] = 2;
        reclaim_one(s);
        expect_damage(s, word + 1, MEMGLASS_E_LATE_WRITE,
                      "'late' was written to after it was destroyed");
    }
    ck_assert_uint_eq(stats_of(s).late_writes, 8);
    memglass_close(s);
}
END_TEST

/* A program that damages everything is told of all, in time that is not the square of it. */
START_TEST(test_everything_is_damaged)
{
    enum { COUNT = 20000 };
    memglass_session *s = open_session("all");
    struct cell **cells = calloc(COUNT, sizeof(*cells));
    for (int i = 0; i < COUNT; i++)
        cells[i] = new_cell(s, NULL);
    for (int i = 0; i < COUNT; i++)
        memset(cells[i] + 1, 0xee, 8);
    for (int i = 0; i < COUNT; i++)
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_E_OVERRUN);
    ck_assert_uint_eq(stats_of(s).overruns, COUNT);
    free(cells);
    memglass_close(s);
}
END_TEST

/* --- guard pages -------------------------------------------------------------------------------
 */

/* The signal that ends a child which does this to a guarded object; 0: none. */
static int end_of(void (*misdeed)(memglass_session *s, struct cell *c))
{
    char name[UNIT_NAME_BYTES];
    int status;
    unit_session_name(name, "guard");
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGSEGV, SIG_DFL); /* a sanitizer's handler would report it as its own */
        memglass_session *s = open_named(name, MEMGLASS_NO_THREAD | MEMGLASS_GUARD_PAGES);
        struct cell *c = new_cell(s, "c");
        memset(c, 1, sizeof *c);
        misdeed(s, c);
        memglass_close(s);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    memglass_close(open_named(name, 0)); /* what it left */
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void behave(memglass_session *s, struct cell *c)
{
    memglass_destroy(s, c);
}

static void write_behind(memglass_session *s, struct cell *c)
{
    (void)s;
    *(volatile unsigned char *)(c + 1) = 1;
}

static void write_late(memglass_session *s, struct cell *c)
{
    memglass_destroy(s, c);
    *(volatile unsigned char *)c = 1;
}

static void read_late(memglass_session *s, struct cell *c)
{
    memglass_destroy(s, c);
    (void)*(volatile unsigned char *)c;
}

START_TEST(test_guard_pages_stop_a_stray_store_at_its_place)
{
    ck_assert_int_eq(end_of(behave), 0);
    ck_assert_int_eq(end_of(write_behind), SIGSEGV);
    ck_assert_int_eq(end_of(write_late), SIGSEGV);
    ck_assert_int_eq(end_of(read_late), SIGSEGV);
}
END_TEST

/* All that a session does, and observers that see no difference. */
START_TEST(test_a_session_with_guard_pages_works)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s =
        open_named(unit_session_name(name, "pages"), MEMGLASS_NO_THREAD | MEMGLASS_GUARD_PAGES);
    memglass_observer *o = memglass_attach(name, NULL);
    for (size_t turn = 0; turn < 400; turn++) {
        size_t count = 1 + turn * turn % 300;
        struct cell *c = memglass_create_object(s, &cell_type, count, "cells"), *copy;
        char *raw = memglass_alloc(s, 1 + turn * 37, turn % 3 ? 0 : 4096);
        ck_assert(c && raw);
        ck_assert_uint_eq((uintptr_t)(c + count) % 4096, 0);
        for (size_t i = 0; i < count * 8; i++) {
            ck_assert_uint_eq(c->words[i], 0); /* new, also where others were */
            c->words[i] = i;
        }
        memset(raw, 1, 1 + turn * 37);
        memglass_object object;
        ck_assert_int_ge(memglass_refresh(o), 0);
        ck_assert_int_eq(memglass_find(o, "cells", &object), MEMGLASS_OK);
        ck_assert_int_eq(memglass_object_check(o, &object), MEMGLASS_OK);
        copy = malloc(object.size);
        ck_assert_int_eq(memglass_read(o, &object, copy, object.size), MEMGLASS_UNGUARDED);
        ck_assert_int_eq(memcmp(copy, c, object.size), 0);
        free(copy);
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_E_NOTOBJECT);
        ck_assert_int_eq(memglass_destroy(s, raw), MEMGLASS_OK);
        reclaim_one(s);
    }
    ck_assert_uint_eq(memglass_damage(s, NULL), 0);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

START_TEST(test_adopting_and_the_environment)
{
    setenv("MEMGLASS_GUARD", "1", 1);
    memglass_session *s = open_session("env");
    struct cell *c = memglass_alloc(s, sizeof *c, 8);
    ck_assert_uint_eq((uintptr_t)(c + 1) % 4096, 0);
    ck_assert_int_eq(memglass_adopt(s, c, &cell_type, 2, "two"), MEMGLASS_E_SIZE);
    ck_assert_int_eq(memglass_adopt(s, c, &cell_type, 1, "one"), MEMGLASS_OK);
    ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
    /* Bytes between the end and the guard page, where the alignment asks for some: the canary. */
    char *wide = memglass_alloc(s, 10, 64);
    wide[16] = 1;
    ck_assert_int_eq(memglass_destroy(s, wide), MEMGLASS_E_OVERRUN);
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/damage", test_no_damage_is_reported_where_there_is_none,
               test_an_overrun_is_reported_with_the_object_and_its_neighbour,
               test_an_overrun_into_the_neighbour_is_mended,
               test_memory_that_is_no_object_yet_is_watched, test_a_write_after_destroy_is_reported,
               test_everything_is_damaged, test_guard_pages_stop_a_stray_store_at_its_place,
               test_a_session_with_guard_pages_works, test_adopting_and_the_environment)
