/* A source whose session ends, begins again, or is damaged. */
#include "format/layout.h"
#include "stage.h"
#include "victim.h"

START_TEST(test_missing_session_is_an_error)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    ck_assert_ptr_null(source_live_open(unit_session_name(name, "missing"), NULL, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_NOSESSION);
    ck_assert_str_ne(err.message, "");
}
END_TEST

START_TEST(test_closed_session_stays_on_screen)
{
    struct stage s;
    stage_open(&s, "gone", 0);
    create(&s, 1);
    memglass_close(s.session);
    s.session = NULL;
    capture(&s);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, MEMGLASS_STATE_GONE);
    ck_assert_uint_eq(item_of(s.cur, "item-1")->id, 1);
    ck_assert_uint_eq(s.diff.created + s.diff.destroyed + s.diff.changed, 0);
    stage_close(&s);
}
END_TEST

/* The old session's frame is still held: its types and labels must stay, though nothing else of
 * that session is left. */
static void restart(const char *tag, unsigned flags, memglass_state between)
{
    struct stage s;
    stage_open(&s, tag, flags);
    create(&s, 1)->value = 3;
    capture(&s);
    const struct frame *old = frame_retain(s.cur);
    memglass_close(s.session);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, between);
    s.session = open_session(s.name, 0);
    create(&s, 8);
    create(&s, 9);
    capture(&s);
    ck_assert_int_eq(s.cur->session.state, MEMGLASS_STATE_ALIVE);
    ck_assert_uint_ne(s.cur->session.instance, old->session.instance);
    ck_assert_uint_eq(s.cur->roster->count, 2);
    ck_assert_uint_eq(item_of(s.cur, "item-9")->id, 9);
    ck_assert_uint_eq(s.diff.created, 2);
    ck_assert_uint_eq(s.diff.destroyed, 1);
    for (int i = 0; i < 10; i++)
        capture(&s);
    ck_assert_uint_eq(s.diff.created, 0);
    s.source->ops->close(&s.source);
    ck_assert_str_eq(old->roster->rows[0].label, "item-1");
    ck_assert_str_eq(old->roster->rows[0].type->fields[1].name, "value");
    ck_assert_double_eq(item_of(old, "item-1")->value, 3);
    stage_close(&s);
    frame_release(&old);
}

START_TEST(test_restart_after_close_is_followed)
{
    restart("again", 0, MEMGLASS_STATE_GONE);
}
END_TEST

START_TEST(test_restart_after_death_is_followed)
{
    restart("undead", MEMGLASS_KEEP, MEMGLASS_STATE_DEAD);
}
END_TEST

/* The program came back with another struct of the same name, and registers it some time after it
 * has opened its session. */
START_TEST(test_restart_with_a_changed_type_is_told)
{
    static const memglass_field fields[] = {
        {.name = "value",
         .type_name = "double",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_FLOAT,
         .bit_offset = 0,
         .bit_size = 64},
        {.name = "id",
         .type_name = "uint64_t",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_UINT,
         .bit_offset = 64,
         .bit_size = 64},
        {.name = "size",
         .type_name = "uint64_t",
         .unit = "",
         .format = "",
         .desc = "",
         .kind = MEMGLASS_KIND_UINT,
         .bit_offset = 128,
         .bit_size = 64},
    };
    struct stage s;
    memglass_type changed = item_type;
    changed.fields = fields;
    stage_open(&s, "changed", 0);
    create(&s, 1);
    ck_assert_int_eq(memglass_register(s.session, &dot_type), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    memglass_close(s.session);
    s.session = open_session(s.name, 0);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    ck_assert_int_eq(memglass_register(s.session, &dot_type), MEMGLASS_OK);
    ck_assert_int_eq(memglass_register(s.session, &changed), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "item changed: 2 fields moved, 1 new, 1 gone");
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "item changed: 2 fields moved, 1 new, 1 gone");
    memglass_close(s.session);
    s.session = open_session(s.name, 0);
    ck_assert_int_eq(memglass_register(s.session, &changed), MEMGLASS_OK);
    capture(&s);
    ck_assert_str_eq(s.cur->changed, "");
    stage_close(&s);
}
END_TEST

static void produce(const char *name)
{
    struct stage s = {.session = open_session(name, 0)};
    create(&s, 1);
}

START_TEST(test_damage_is_an_error_until_the_restart)
{
    struct stage s = {0};
    const struct frame *none = NULL;
    memglass_error err = {0};
    pid_t pid = victim_start(produce, unit_session_name(s.name, "damage"));
    s.source = source_live_open(s.name, NULL, NULL);
    ck_assert_ptr_nonnull(s.source);
    capture(&s);
    victim_cut_off(s.name, "region_0001");
    for (int i = 0; i < 3; i++)
        ck_assert_int_lt(s.source->ops->capture(s.source, s.cur, s.tick + 1, &none, &err), 0);
    ck_assert_ptr_null(none);
    ck_assert_ptr_nonnull(strstr(err.message, s.name));
    victim_kill(pid);
    s.session = open_session(s.name, 0);
    create(&s, 2);
    capture(&s);
    ck_assert_uint_eq(item_of(s.cur, "item-2")->id, 2);
    ck_assert_uint_eq(item_of(s.prev, "item-1")->id, 1);
    stage_close(&s);
}
END_TEST

/* Gives the session the number of another one, in its header and its first region. */
static void renumber(const char *session, uint64_t instance)
{
    static const struct {
        const char *segment;
        off_t at;
    } numbers[] = {{"header", offsetof(struct format_header, instance)},
                   {"region_0001", offsetof(struct format_region, instance)}};
    for (size_t i = 0; i < 2; i++) {
        char path[UNIT_NAME_BYTES + 32];
        snprintf(path, sizeof path, "/memglass_%s_%s", session, numbers[i].segment);
        int fd = shm_open(path, O_RDWR, 0);
        ck_assert_int_ge(fd, 0);
        ck_assert_int_eq(pwrite(fd, &instance, sizeof instance, numbers[i].at), sizeof instance);
        close(fd);
    }
}

/* The first one is cut off, so that nobody can ask it whether it is the one that has the name. */
START_TEST(test_another_session_of_the_same_number_is_not_followed)
{
    struct stage s = {0};
    const struct frame *none = NULL;
    memglass_error err = {0};
    pid_t pid = victim_start(produce, unit_session_name(s.name, "twin"));
    s.source = source_live_open(s.name, NULL, NULL);
    ck_assert_ptr_nonnull(s.source);
    capture(&s);
    victim_cut_off(s.name, "header");
    victim_kill(pid);
    s.session = open_session(s.name, 0);
    ck_assert_ptr_nonnull(memglass_create_object(s.session, &item_type, 20000, "item-1"));
    renumber(s.name, s.cur->session.instance);
    ck_assert_int_lt(s.source->ops->capture(s.source, s.cur, s.tick + 1, &none, &err), 0);
    ck_assert_ptr_null(none);
    memglass_close(s.session);
    s.session = open_session(s.name, 0);
    create(&s, 2);
    capture(&s);
    ck_assert_uint_eq(item_of(s.cur, "item-2")->id, 2);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/source_restart", test_missing_session_is_an_error,
               test_closed_session_stays_on_screen, test_restart_after_close_is_followed,
               test_restart_with_a_changed_type_is_told, test_restart_after_death_is_followed,
               test_damage_is_an_error_until_the_restart,
               test_another_session_of_the_same_number_is_not_followed)
