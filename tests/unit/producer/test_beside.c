/* Who looks costs nothing: observers that are stopped or killed, a program that observes itself. */
#define UNIT_FORK
#include "talk.h"

enum { OBSERVERS = 4, TURNS = 20000 };

static void look_for_ever(memglass_observer *o)
{
    for (;; memglass_refresh(o))
        for (size_t i = 0; i < memglass_object_count(o); i++) {
            memglass_object object;
            struct cell cell;
            if (memglass_object_at(o, i, &object) == MEMGLASS_OK)
                memglass_read(o, &object, &cell, sizeof cell);
        }
}

static pid_t start_observer(const char *session)
{
    struct talk t;
    talk_open(&t);
    pid_t pid = fork();
    if (pid == 0) {
        memglass_observer *o = memglass_attach(session, NULL);
        say(&t, o ? 'y' : 'n');
        if (o)
            look_for_ever(o);
        _exit(1);
    }
    ck_assert_int_eq(hear(&t), 'y');
    close(t.said[0]);
    close(t.said[1]);
    close(t.hold[0]);
    close(t.hold[1]);
    return pid;
}

/* Creates, writes and destroys; what that takes. */
static memglass_session_stats churn(memglass_session *s)
{
    for (int i = 0; i < TURNS; i++) {
        struct cell *c = new_cell(s, "turning");
        ck_assert_ptr_nonnull(c);
        memglass_write_begin(c);
        c->words[0] = (uint64_t)i;
        memglass_write_end(c);
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
    }
    return stats_of(s);
}

static memglass_session *open_for_churn(const char *name)
{
    /* A grace period beyond the test: how much memory is used again does not depend on the time. */
    memglass_session *s = memglass_open(
        &(memglass_config){.name = name, .reclaim_grace_ms = 3600000, .flags = MEMGLASS_NO_THREAD},
        NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

START_TEST(test_observers_that_are_stopped_or_killed_cost_nothing)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_for_churn(unit_session_name(name, "alone"));
    memglass_session_stats alone = churn(s);
    memglass_close(s);

    pid_t observers[OBSERVERS];
    s = open_for_churn(unit_session_name(name, "watched"));
    for (int i = 0; i < OBSERVERS; i++)
        observers[i] = start_observer(name);
    kill(observers[0], SIGSTOP);
    kill(observers[1], SIGSTOP);
    kill(observers[2], SIGKILL);
    memglass_session_stats watched = churn(s);
    ck_assert_uint_eq(watched.created, alone.created);
    ck_assert_uint_eq(watched.region_bytes, alone.region_bytes);
    ck_assert_uint_eq(watched.region_count, alone.region_count);
    ck_assert_uint_eq(watched.failures, 0);
    for (int i = 0; i < OBSERVERS; i++) {
        kill(observers[i], SIGKILL);
        wait_for(observers[i]);
    }
    memglass_close(s);
    ck_assert_int_eq(segments(name), 0);
}
END_TEST

START_TEST(test_an_observer_that_was_stopped_goes_on_where_it_was)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_session("stopped");
    memglass_observer *o = attach(unit_session_name(name, "stopped"));
    churn(s); /* more than the event ring holds */
    churn(s);
    struct cell *c = new_cell(s, "new");
    memglass_object object;
    ck_assert_ptr_nonnull(c);
    ck_assert_int_eq(memglass_refresh(o), 1);
    ck_assert_uint_eq(memglass_object_count(o), 1);
    ck_assert_int_eq(memglass_find(o, "new", &object), MEMGLASS_OK);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

START_TEST(test_a_producer_can_observe_itself)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_with_cell(unit_session_name(name, "self"));
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    memglass_observer *o = attach(name);
    ck_assert_ptr_nonnull(new_cell(s, "another"));
    ck_assert_int_eq(memglass_refresh(o), 1);
    ck_assert_uint_eq(memglass_object_count(o), 2);
    memglass_close(s);
    ck_assert_int_eq(info_of(o).state, MEMGLASS_STATE_GONE);
    ck_assert_int_ge(memglass_refresh(o), 0);
    ck_assert_uint_eq(memglass_object_count(o), 2); /* the last state */
    memglass_detach(o);
}
END_TEST

MEMGLASS_SUITE("producer/beside", test_observers_that_are_stopped_or_killed_cost_nothing,
               test_an_observer_that_was_stopped_goes_on_where_it_was,
               test_a_producer_can_observe_itself)
