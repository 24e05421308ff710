/* Attaching, and what is said of a session and its producer. Tests only; no layer. */
#include "observer/scene.h"

#include "observer/info.h"

#include <sys/wait.h>

static void expect_no_attach(const char *session, int code, const char *part)
{
    memglass_error err = {0};
    ck_assert_ptr_null(memglass_attach(session, &err));
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.message, part) != NULL, "%s", err.message);
    ck_assert_ptr_null(memglass_attach(session, NULL));
}

static memglass_session_info info_of(struct scene *s)
{
    memglass_session_info info;
    ck_assert_int_eq(memglass_session_info_get(s->observer, &info), MEMGLASS_OK);
    return info;
}

START_TEST(test_no_session_and_no_name_are_one_clear_line)
{
    expect_no_attach("t-nobody-has-this", MEMGLASS_E_NOSESSION, "no session 't-nobody-has-this'");
    expect_no_attach("a/b", MEMGLASS_E_NAME, "");
    expect_no_attach(NULL, MEMGLASS_E_NAME, "");
}
END_TEST

START_TEST(test_another_version_is_refused_with_both_named)
{
    struct scene s = scene_open("version", 0, 0);
    struct scribble header = scribble_open(s.name, 0);
    struct format_header *h = (void *)header.base;
    h->version = h->minimum_reader = 3;
    expect_no_attach(s.name, MEMGLASS_E_VERSION, "segment version 3, this memglass reads up to 2");
    h->minimum_reader = 1;
    memglass_observer *o = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(o);
    memglass_detach(o);
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_session_that_is_not_ready_is_none_yet)
{
    struct scene s = scene_open("unready", 0, 0);
    struct scribble header = scribble_open(s.name, 0);
    ((struct format_header *)(void *)header.base)->ready = 0;
    expect_no_attach(s.name, MEMGLASS_E_NOSESSION, "still being opened");
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_missing_region_is_named)
{
    struct scene s = scene_open("missing", 0, 0);
    struct scribble header = scribble_open(s.name, 0);
    ((struct format_header *)(void *)header.base)->region_count = UINT32_MAX;
    expect_no_attach(s.name, MEMGLASS_E_CORRUPT, "");
    ((struct format_header *)(void *)header.base)->region_count = 1000;
    expect_no_attach(s.name, MEMGLASS_E_CORRUPT, "region 2 of session");
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

static int next_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}

/* Each large object has a region of its own, and a process has 1,024 descriptors as a rule. */
START_TEST(test_many_regions_take_no_descriptors)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    memglass_session *session =
        memglass_open(&(memglass_config){.name = unit_session_name(name, "regions"),
                                         .max_region_bytes = 4096,
                                         .flags = MEMGLASS_NO_THREAD},
                      &err);
    ck_assert_msg(session != NULL, "%s", err.message);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(memglass_create_object(session, &scene_unit, 100, "large"));
    int before = next_descriptor();
    memglass_observer *o = memglass_attach(name, &err);
    ck_assert_msg(o != NULL, "%s", err.message);
    ck_assert_uint_eq(memglass_object_count(o), 100);
    ck_assert_int_lt(next_descriptor(), before + 4);
    memglass_detach(o);
    ck_assert_int_eq(next_descriptor(), before);
    memglass_close(session);
}
END_TEST

START_TEST(test_a_null_is_an_error)
{
    struct scene s = scene_open("null", 0, 0);
    memglass_session_info info;
    memglass_object object;
    memglass_value value;
    char bytes[sizeof(struct unit)];
    scene_create(&s, "a");
    object = scene_find(&s, "a");
    ck_assert_int_eq(memglass_refresh(NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_session_info_get(NULL, &info), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_session_info_get(s.observer, NULL), MEMGLASS_E_INVALID);
    ck_assert_uint_eq(memglass_type_count(NULL) + memglass_object_count(NULL), 0);
    ck_assert_ptr_null(memglass_type_at(NULL, 0));
    ck_assert_int_eq(memglass_object_at(NULL, 0, &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_object_at(s.observer, 0, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_find(NULL, "a", &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_find(s.observer, NULL, &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_find(s.observer, "a", NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_read(NULL, &object, bytes, sizeof bytes), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_read(s.observer, NULL, bytes, sizeof bytes), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_object_check(NULL, &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_object_check(s.observer, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_check(NULL, NULL, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_read_field(NULL, &object, "id", &value), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_read_field(s.observer, NULL, "id", &value), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_read_field(s.observer, &object, "no", NULL), MEMGLASS_E_INVALID);
    scene_close(&s);
}
END_TEST

START_TEST(test_info_is_the_sessions_own)
{
    struct scene s = scene_open("info", 0, 0);
    scene_create(&s, "a");
    memglass_tick(s.session);
    memglass_session_info info = info_of(&s);
    ck_assert_str_eq(info.name, s.name);
    ck_assert_uint_eq(info.pid, (uint32_t)getpid());
    ck_assert_uint_eq(info.uid, geteuid());
    ck_assert_uint_eq(info.created, 1);
    ck_assert_uint_eq(info.live_objects, 1);
    ck_assert_uint_eq(info.payload_bytes, sizeof(struct unit));
    ck_assert_uint_eq(info.ticks, 1);
    ck_assert_uint_eq(info.type_count, 2);
    ck_assert_uint_ge(info.region_count, 1);
    ck_assert_uint_ne(info.instance, 0);
    ck_assert_ptr_nonnull(strstr(info.executable, "test_session"));
    scene_close(&s);
}
END_TEST

START_TEST(test_marked_steps_show_in_the_sequence_of_frames)
{
    struct scene s = scene_open("steps", 0, 0);
    ck_assert_uint_eq(info_of(&s).frame_sequence, 0);
    memglass_frame_begin(s.session);
    ck_assert_uint_eq(info_of(&s).frame_sequence, 1);
    memglass_frame_end(s.session);
    ck_assert_uint_eq(info_of(&s).frame_sequence, 2);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_heart_that_never_beat_is_alive_one_that_stopped_is_stalled)
{
    struct scene s = scene_open("heart", 0, 0);
    s.observer->pulse = (struct pulse){.looked_ns = 1, .quiet_ns = PULSE_STALLED_NS};
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_ALIVE);
    memglass_tick(s.session);
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_ALIVE);
    s.observer->pulse.quiet_ns = PULSE_STALLED_NS; /* as if that had been long ago */
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_STALLED);
    memglass_tick(s.session);
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_ALIVE);
    scene_close(&s);
}
END_TEST

/* A producer that dies without closing, leaving one object with id 5. */
static void die_as_producer(const char *name)
{
    pid_t child = fork();
    if (child == 0) {
        memglass_session *s =
            memglass_open(&(memglass_config){.name = name, .flags = MEMGLASS_NO_THREAD}, NULL);
        struct unit *u = s ? memglass_create_object(s, &scene_unit, 1, "last") : NULL;
        if (u)
            u->id = 5;
        _exit(u ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

START_TEST(test_a_dead_session_can_be_browsed_until_it_is_replaced)
{
    struct scene s = {0};
    struct unit copy;
    unit_session_name(s.name, "dead");
    die_as_producer(s.name);
    s.observer = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(s.observer);
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_DEAD);
    memglass_object object = scene_find(&s, "last");
    ck_assert_int_ge(memglass_read(s.observer, &object, &copy, sizeof copy), 0);
    ck_assert_uint_eq(copy.id, 5);
    s.session =
        memglass_open(&(memglass_config){.name = s.name, .flags = MEMGLASS_NO_THREAD}, NULL);
    ck_assert_ptr_nonnull(s.session);
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_RESTARTED);
    ck_assert_int_ge(memglass_read(s.observer, &object, &copy, sizeof copy), 0);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_closed_session_is_gone_and_still_readable)
{
    struct scene s = scene_open("closed", 0, 0);
    struct unit copy;
    scene_create(&s, "a")->id = 6;
    memglass_object object = scene_find(&s, "a");
    memglass_close(s.session);
    ck_assert_int_eq(info_of(&s).state, MEMGLASS_STATE_GONE);
    ck_assert_int_ge(memglass_refresh(s.observer), 0);
    ck_assert_int_ge(memglass_read(s.observer, &object, &copy, sizeof copy), 0);
    ck_assert_uint_eq(copy.id, 6);
    memglass_detach(s.observer);
}
END_TEST

/* --- the list --- */

struct listing {
    const char *tag;
    char names[16][64];
    int codes[16];
    uint64_t objects[16];
    int count, stop_after;
};

static int note(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    struct listing *l = ctx;
    if (strncmp(info->name, l->tag, strlen(l->tag)) != 0 || l->count == 16)
        return 0;
    l->codes[l->count] = error ? error->code : MEMGLASS_OK;
    l->objects[l->count] = info->live_objects;
    strcpy(l->names[l->count++], info->name);
    return l->count == l->stop_after;
}

START_TEST(test_sessions_are_listed_by_name_with_what_is_wrong)
{
    char tag[UNIT_NAME_BYTES];
    snprintf(tag, sizeof tag, "t-list%ld", (long)getpid());
    memglass_session *open[3];
    char names[3][80];
    for (int i = 0; i < 3; i++) {
        snprintf(names[i], sizeof names[i], "%s-%c", tag, "bca"[i]);
        open[i] =
            memglass_open(&(memglass_config){.name = names[i], .flags = MEMGLASS_NO_THREAD}, NULL);
        ck_assert_ptr_nonnull(open[i]);
    }
    ck_assert_ptr_nonnull(memglass_create_object(open[2], &scene_unit, 1, "one"));
    ck_assert_ptr_nonnull(memglass_create_object(open[2], &scene_unit, 1, "two"));
    struct scribble header = scribble_open(names[0], 0);
    ((struct format_header *)(void *)header.base)->magic = 5;
    struct listing l = {.tag = tag};
    ck_assert_int_ge(memglass_list_sessions(note, &l, NULL), 3);
    ck_assert_int_eq(l.count, 3);
    ck_assert_str_eq(l.names[0], names[2]);
    ck_assert_str_eq(l.names[1], names[0]);
    ck_assert_str_eq(l.names[2], names[1]);
    ck_assert_int_eq(l.codes[0], MEMGLASS_OK);
    ck_assert_uint_eq(l.objects[0], 2);
    ck_assert_uint_eq(l.objects[2], 0);
    ck_assert_int_eq(l.codes[1], MEMGLASS_E_CORRUPT);
    l = (struct listing){.tag = tag, .stop_after = 1};
    memglass_list_sessions(note, &l, NULL);
    ck_assert_int_eq(l.count, 1);
    ck_assert_int_eq(memglass_list_sessions(NULL, NULL, NULL), MEMGLASS_E_INVALID);
    ((struct format_header *)(void *)header.base)->magic = FORMAT_MAGIC;
    scribble_close(&header);
    for (int i = 0; i < 3; i++)
        memglass_close(open[i]);
}
END_TEST

MEMGLASS_SUITE("observer/session", test_no_session_and_no_name_are_one_clear_line,
               test_another_version_is_refused_with_both_named,
               test_a_session_that_is_not_ready_is_none_yet, test_a_missing_region_is_named,
               test_many_regions_take_no_descriptors, test_a_null_is_an_error,
               test_info_is_the_sessions_own, test_marked_steps_show_in_the_sequence_of_frames,
               test_a_heart_that_never_beat_is_alive_one_that_stopped_is_stalled,
               test_a_dead_session_can_be_browsed_until_it_is_replaced,
               test_a_closed_session_is_gone_and_still_readable,
               test_sessions_are_listed_by_name_with_what_is_wrong)
