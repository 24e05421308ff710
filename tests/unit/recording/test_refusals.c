/* Whatever happened to a file, and whatever is asked for: a code and a line, and nothing untrue. */
#include "../whole_file.h"
#include "harbour.h"

#include <signal.h>
#include <sys/resource.h>

/* Each turn's miles are the turn: whatever is read has to say so. How many were read. */
static size_t read_all(const char *path)
{
    memglass_error err = {0};
    memglass_recording *r = memglass_recording_open(path, &err);
    memglass_object object;
    size_t read = 0;
    if (!r) {
        ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
        ck_assert_ptr_nonnull(strstr(err.message, path));
        ck_assert_ptr_null(strchr(err.message, '\n'));
        return 0;
    }
    for (; memglass_recording_next(r, &err) == 1; read++) {
        memglass_recording_instant now = instant_of(r);
        for (size_t i = 0; i < memglass_recording_object_count(r); i++) {
            ck_assert_int_eq(memglass_recording_object_at(r, i, &object), MEMGLASS_OK);
            if (strcmp(object.label, "ship_1") == 0)
                ck_assert_uint_eq(miles_of(r, &object), now.session.ticks);
            else if (strncmp(object.label, "ship", 4) != 0)
                ck_assert_str_eq(object.type->name, object.label);
        }
    }
    char events[8192];
    if (memglass_recording_seek(r, 0, &err) == MEMGLASS_OK)
        read_events(r, events, sizeof events);
    memglass_recording_close(r);
    return read;
}

enum { DAMAGED_TURNS = 30 };

/* Types come one after the other, so that there are several blocks of them. */
static unsigned char *record_turns(struct harbour *h, const char *tag, size_t *size)
{
    harbour_open(h, tag);
    for (int turn = 0; turn < DAMAGED_TURNS; turn++) {
        memglass_tick(h->session);
        h->ships[1]->miles = (uint64_t)turn + 1;
        if (turn == 10)
            memglass_create(h->session, buoy, "buoy");
        if (turn == 20)
            memglass_create(h->session, gull, "gull");
        take(h);
        ck_assert_int_eq(memglass_recorder_flush(h->recorder, NULL), MEMGLASS_OK);
    }
    unsigned char *bytes = slurp(h->path, size);
    ck_assert_int_eq(memglass_recorder_close(h->recorder, NULL), MEMGLASS_OK);
    h->recorder = NULL;
    return bytes; /* without an index */
}

START_TEST(test_a_file_cut_anywhere_is_read_up_to_there)
{
    struct harbour h;
    size_t size, most = 0;
    unsigned char *bytes = record_turns(&h, "rec-cut", &size);
    for (size_t cut = 0; cut <= size; cut += 7) {
        spill(h.path, bytes, cut);
        size_t read = read_all(h.path);
        ck_assert_uint_ge(read, most);
        most = read;
    }
    spill(h.path, bytes, size);
    ck_assert_uint_eq(read_all(h.path), DAMAGED_TURNS);
    free(bytes);
    harbour_close(&h);
}
END_TEST

START_TEST(test_a_damaged_file_never_lies)
{
    struct harbour h;
    size_t size, lost = 0;
    unsigned char *bytes = record_turns(&h, "rec-damage", &size);
    for (size_t at = 0; at < size; at++) {
        bytes[at] ^= 0x10;
        spill(h.path, bytes, size);
        lost += read_all(h.path) < DAMAGED_TURNS;
        bytes[at] ^= 0x10;
    }
    ck_assert_uint_gt(lost, 0);
    free(bytes);
    harbour_close(&h);
}
END_TEST

START_TEST(test_a_file_that_shrinks_under_its_reader_is_a_damaged_one)
{
    struct harbour h;
    size_t size;
    unsigned char *bytes = record_turns(&h, "rec-shrink", &size);
    spill(h.path, bytes, size);
    memglass_recording *r = memglass_recording_open(h.path, NULL);
    ck_assert_ptr_nonnull(r);
    ck_assert_int_eq(memglass_recording_next(r, NULL), 1);
    ck_assert_int_eq(truncate(h.path, 64), 0);
    int status;
    while ((status = memglass_recording_next(r, NULL)) == 1)
        continue;
    ck_assert_int_eq(status, 0);
    memglass_recording_instant now;
    ck_assert_int_eq(memglass_recording_instant_get(r, &now), MEMGLASS_E_NOTFOUND);
    ck_assert_uint_eq(memglass_recording_object_count(r), 0);
    memglass_error err = {0};
    ck_assert_int_eq(memglass_recording_seek(r, 0, &err), MEMGLASS_E_NOTFOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "nothing there can be read"));
    memglass_recording_close(r);
    free(bytes);
    harbour_close(&h);
}
END_TEST

START_TEST(test_a_full_disk_is_said_and_recording_goes_on)
{
    struct harbour h;
    struct rlimit before, small;
    memglass_recorder_info info;
    memglass_error err = {0};
    harbour_open(&h, "rec-full");
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    for (int turn = 0; turn < 10; turn++)
        take(&h);
    ck_assert_int_eq(memglass_recorder_flush(h.recorder, NULL), MEMGLASS_OK);
    ck_assert_int_eq(memglass_recorder_info_get(h.recorder, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.frames, 10);
    ck_assert_str_eq(info.session.name, h.name);
    small = before;
    small.rlim_cur = info.bytes + 60;
    setrlimit(RLIMIT_FSIZE, &small);
    take(&h);
    ck_assert_int_eq(memglass_recorder_flush(h.recorder, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "whole up to here"));
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    take(&h);
    memglass_recording *r = harbour_reopen(&h);
    size_t frames = 0;
    while (memglass_recording_next(r, NULL) == 1)
        frames++;
    ck_assert_uint_eq(frames, 11); /* one is missing */
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

static void refuses_to_record(const char *session, const char *path,
                              const memglass_recorder_options *options, int code, const char *says)
{
    memglass_error err = {0};
    ck_assert_ptr_null(memglass_recorder_open(session, path, options, &err));
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.message, says) != NULL, "%s", err.message);
    ck_assert_ptr_null(memglass_recorder_open(session, path, options, NULL));
}

START_TEST(test_chosen_fields_are_all_that_is_there)
{
    struct harbour h;
    memglass_error err = {0};
    memglass_object ship;
    memglass_value value;
    const memglass_recorder_options options = {.flags = MEMGLASS_RECORDER_REPLACE,
                                               .fields = "miles,ship.place"};
    harbour_open(&h, "rec-fields");
    ck_assert_int_eq(memglass_recorder_close(h.recorder, NULL), MEMGLASS_OK);
    h.recorder = memglass_recorder_open(h.name, h.path, &options, &err);
    ck_assert_msg(h.recorder != NULL, "%s", err.message);
    take(&h);
    take(&h);
    memglass_recording *r = harbour_reopen(&h);
    ck_assert_int_eq(memglass_recording_next(r, &err), 1);
    ck_assert_uint_eq(memglass_recording_type_at(r, 0)->size, sizeof(struct ship_place));
    ck_assert_int_eq(memglass_recording_object_at(r, 0, &ship), MEMGLASS_OK);
    ck_assert_uint_eq(ship.type->field_count, 2);
    ck_assert_uint_eq(ship.size, sizeof(struct ship));
    ck_assert_int_eq(memglass_recording_read_field(r, &ship, "place.x", &value), MEMGLASS_OK);
    ck_assert_int_eq(memglass_recording_read_field(r, &ship, "fuel", &value), MEMGLASS_E_PATH);
    memglass_recording_close(r);
    const memglass_recorder_options wrong = {.flags = MEMGLASS_RECORDER_REPLACE, .fields = "miels"};
    h.recorder = memglass_recorder_open(h.name, h.path, &wrong, &err);
    ck_assert_int_eq(memglass_recorder_take(h.recorder, &err), MEMGLASS_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "'miels'"));
    const memglass_recorder_options none = {.flags = MEMGLASS_RECORDER_REPLACE, .fields = ","};
    refuses_to_record(h.name, h.path, &none, MEMGLASS_E_INVALID, "fields are named");
    harbour_close(&h);
}
END_TEST

START_TEST(test_what_cannot_be_recorded_is_said_in_a_line)
{
    struct harbour h;
    memglass_error err = {0};
    struct stat about;
    harbour_open(&h, "rec-refuse");
    take(&h);
    ck_assert_int_eq(memglass_recorder_flush(h.recorder, NULL), MEMGLASS_OK);
    ck_assert_int_eq(stat(h.path, &about), 0);
    refuses_to_record("t-no-such-session", "/tmp/never.mgr", NULL, MEMGLASS_E_NOSESSION,
                      "t-no-such-session");
    refuses_to_record(h.name, h.path, NULL, MEMGLASS_E_EXISTS, "exists already");
    refuses_to_record(h.name, "/no/such/folder/x.mgr", NULL, MEMGLASS_E_SYSTEM, "/no/such/folder");
    refuses_to_record(h.name, NULL, NULL, MEMGLASS_E_INVALID, "needed");
    /* What is refused for its options empties no file. */
    memglass_recorder_options options = {.level = 20, .flags = MEMGLASS_RECORDER_REPLACE};
    refuses_to_record(h.name, h.path, &options, MEMGLASS_E_INVALID, "level 20");
    options = (memglass_recorder_options){.flags = MEMGLASS_RECORDER_REPLACE | 0x100u};
    refuses_to_record(h.name, h.path, &options, MEMGLASS_E_INVALID, "flag");
    off_t was = about.st_size;
    ck_assert(stat(h.path, &about) == 0 && about.st_size == was);
    ck_assert_int_eq(access("/tmp/never.mgr", F_OK), -1);
    ck_assert_ptr_null(memglass_recording_open("/tmp/no-such.mgr", &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_NOTFOUND);
    ck_assert_ptr_null(memglass_recording_open("/proc/self/exe", &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
    ck_assert_ptr_null(memglass_recording_open("/tmp", NULL));
    harbour_close(&h);
}
END_TEST

START_TEST(test_a_mark_needs_a_frame)
{
    struct harbour h;
    memglass_error err = {0};
    harbour_open(&h, "rec-mark");
    ck_assert_int_eq(memglass_recorder_mark(h.recorder, "too early", &err), MEMGLASS_E_NOTFOUND);
    take(&h);
    mark(&h, "a \033[31mred\033[0m one");
    memglass_recording *r = harbour_reopen(&h);
    memglass_recording_mark m;
    ck_assert_int_eq(memglass_recording_mark_at(r, 0, &m), MEMGLASS_OK);
    ck_assert_ptr_null(strchr(m.text, '\033'));
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

START_TEST(test_null_is_refused)
{
    memglass_recording_info info;
    memglass_recording_event event;
    memglass_object object = {.index = 0};
    memglass_value value;
    memglass_error err = {0};
    memglass_recording_close(NULL);
    ck_assert_int_eq(memglass_recorder_close(NULL, &err), MEMGLASS_OK);
    ck_assert_ptr_null(memglass_recording_open(NULL, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_info_get(NULL, &info), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_instant_get(NULL, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_next(NULL, &err), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_seek(NULL, 0, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_seek_number(NULL, 0, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_next_event(NULL, &event, NULL), MEMGLASS_E_INVALID);
    ck_assert_uint_eq(memglass_recording_type_count(NULL), 0);
    ck_assert_ptr_null(memglass_recording_type_at(NULL, 0));
    ck_assert_uint_eq(memglass_recording_object_count(NULL), 0);
    ck_assert_int_eq(memglass_recording_object_at(NULL, 0, &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_find(NULL, "x", &object), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_read(NULL, &object, &value, 1), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_read_field(NULL, &object, "", &value), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recording_changes(NULL, &object), MEMGLASS_E_INVALID);
    ck_assert_uint_eq(memglass_recording_mark_count(NULL), 0);
    ck_assert_int_eq(memglass_recording_mark_at(NULL, 0, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recorder_take(NULL, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recorder_mark(NULL, "x", NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recorder_flush(NULL, NULL), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_recorder_info_get(NULL, NULL), MEMGLASS_E_INVALID);
    ck_assert_str_eq(memglass_event_name(-1), "?");
    ck_assert_str_eq(memglass_event_name(99), "?");
}
END_TEST

MEMGLASS_SUITE("recording/refusals", test_a_file_cut_anywhere_is_read_up_to_there,
               test_a_damaged_file_never_lies,
               test_a_file_that_shrinks_under_its_reader_is_a_damaged_one,
               test_a_full_disk_is_said_and_recording_goes_on,
               test_chosen_fields_are_all_that_is_there,
               test_what_cannot_be_recorded_is_said_in_a_line, test_a_mark_needs_a_frame,
               test_null_is_refused)
