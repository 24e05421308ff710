/* The C API of recordings: what a program reads of a file is what it would have read of the
 * session; and whatever happened to the file, it gets a code and a line. */
#include "unit.h"

#include "ship.h"
#include "ship.memglass.h"

#include <fcntl.h>
#include <memglass/memglass.h>
#include <memglass/recording.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { PATH_BYTES = 80, SHIPS = 4 };

#define MS UINT64_C(1000000)

static const char *const ship_paths[] = {"",      "name",     "miles",       "fuel",
                                         "state", "flags",    "place",       "place.x",
                                         "tanks", "tanks[1]", "tanks[1][2]", "no_such"};

enum { PATHS = sizeof ship_paths / sizeof ship_paths[0] };

/* A harbour that is recorded. */
struct harbour {
    char name[UNIT_NAME_BYTES], path[PATH_BYTES];
    memglass_session *session;
    memglass_recorder *recorder;
    struct ship *ships[SHIPS];
};

static memglass_session *open_session(const char *name)
{
    memglass_error err = {0};
    memglass_config config = {.name = name, .flags = MEMGLASS_NO_THREAD};
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    return s;
}

static void add_ship(struct harbour *h, int i)
{
    char label[16];
    snprintf(label, sizeof label, "ship_%d", i);
    h->ships[i] = memglass_create(h->session, ship, label);
    ck_assert_ptr_nonnull(h->ships[i]);
    snprintf(h->ships[i]->name, sizeof h->ships[i]->name, "No. %d", i);
}

static void harbour_open(struct harbour *h, const char *tag)
{
    static const memglass_recorder_options options = {.interval_ns = MS,
                                                      .flags = MEMGLASS_RECORDER_REPLACE};
    memglass_error err = {0};
    *h = (struct harbour){.session = NULL};
    unit_session_name(h->name, tag);
    snprintf(h->path, sizeof h->path, "/tmp/%s.mgr", h->name);
    h->session = open_session(h->name);
    add_ship(h, 0);
    add_ship(h, 1);
    h->recorder = memglass_recorder_open(h->name, h->path, &options, &err);
    ck_assert_msg(h->recorder != NULL, "%s", err.message);
}

static void take(struct harbour *h)
{
    memglass_error err = {0};
    ck_assert_msg(memglass_recorder_take(h->recorder, &err) == MEMGLASS_OK, "%s", err.message);
}

static void mark(struct harbour *h, const char *text)
{
    ck_assert_int_eq(memglass_recorder_mark(h->recorder, text, NULL), MEMGLASS_OK);
}

static memglass_recording *harbour_reopen(struct harbour *h)
{
    memglass_error err = {0};
    ck_assert_int_eq(memglass_recorder_close(h->recorder, &err), MEMGLASS_OK);
    h->recorder = NULL;
    memglass_recording *r = memglass_recording_open(h->path, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    return r;
}

static void harbour_close(struct harbour *h)
{
    memglass_recorder_close(h->recorder, NULL);
    memglass_close(h->session);
    unlink(h->path);
}

static void sail(struct harbour *h, int turn)
{
    for (int i = 0; i < SHIPS; i++) {
        struct ship *s = h->ships[i];
        struct ship_place place = {turn * 1.5, -i};
        if (!s)
            continue;
        s->miles += (uint64_t)(turn * (i + 1));
        s->fuel = (float)(100 - turn) / 3;
        s->state = turn % 2 ? SHIP_UNDER_WAY : SHIP_DOCKED;
        s->flags = (uint32_t)turn % 4;
        s->tanks[1][2] = -turn;
        memglass_guarded_store(&s->place, &place);
    }
}

static memglass_recording_instant instant_of(const memglass_recording *r)
{
    memglass_recording_instant now;
    ck_assert_int_eq(memglass_recording_instant_get(r, &now), MEMGLASS_OK);
    return now;
}

/* --- as live -----------------------------------------------------------------------------------
 */

/* What an observer saw. */
struct sight {
    memglass_object object;
    int status[PATHS];
    memglass_value values[PATHS];
    struct ship bytes;
};

struct watch {
    struct sight sights[SHIPS];
    size_t count;
};

static void look(memglass_observer *o, struct watch *to)
{
    ck_assert_int_ge(memglass_refresh(o), 0);
    to->count = 0;
    for (size_t i = 0; i < memglass_object_count(o); i++) {
        struct sight *s = &to->sights[to->count];
        ck_assert_int_eq(memglass_object_at(o, i, &s->object), MEMGLASS_OK);
        if (strcmp(s->object.type->name, "ship") != 0)
            continue;
        for (int p = 0; p < PATHS; p++)
            s->status[p] = memglass_read_field(o, &s->object, ship_paths[p], &s->values[p]);
        ck_assert_int_ge(memglass_read(o, &s->object, &s->bytes, sizeof s->bytes), 0);
        to->count++;
    }
}

static void same_object(const memglass_object *was, const memglass_object *is)
{
    ck_assert_str_eq(was->label, is->label);
    ck_assert_str_eq(was->type->name, is->type->name);
    ck_assert_uint_eq(memglass_type_hash(was->type), memglass_type_hash(is->type));
    ck_assert_uint_eq(was->count, is->count);
    ck_assert_uint_eq(was->size, is->size);
    ck_assert_uint_eq(was->created_ns, is->created_ns);
    ck_assert_uint_eq(was->index, is->index);
    ck_assert_uint_eq(was->generation, is->generation);
}

static void same_value(const memglass_value *was, const memglass_value *is)
{
    ck_assert_str_eq(was->text, is->text);
    ck_assert_uint_eq(was->kind, is->kind);
    ck_assert_int_eq(was->truth, is->truth);
    ck_assert_uint_eq(was->as.u, is->as.u);
    ck_assert_int_eq(was->field != NULL, is->field != NULL);
    if (was->field)
        ck_assert_str_eq(was->field->name, is->field->name);
}

static void same_sight(const struct sight *was, const memglass_recording *r)
{
    memglass_object is;
    struct ship bytes;
    ck_assert_int_eq(memglass_recording_find(r, was->object.label, &is), MEMGLASS_OK);
    same_object(&was->object, &is);
    for (int p = 0; p < PATHS; p++) {
        memglass_value value;
        ck_assert_int_eq(memglass_recording_read_field(r, &is, ship_paths[p], &value),
                         was->status[p]);
        if (was->status[p] == MEMGLASS_OK)
            same_value(&was->values[p], &value);
        else
            ck_assert_str_eq(was->values[p].text, value.text);
    }
    ck_assert_int_ge(memglass_recording_read(r, &is, &bytes, sizeof bytes), 0);
    ck_assert_int_eq(memcmp(&bytes, &was->bytes, sizeof bytes), 0);
}

START_TEST(test_a_recording_reads_as_the_session_did)
{
    enum { TURNS = 12 };
    struct harbour h;
    struct watch *watches = calloc(TURNS, sizeof *watches);
    memglass_error err = {0};
    harbour_open(&h, "rec-live");
    memglass_observer *o = memglass_attach(h.name, &err);
    ck_assert_msg(o != NULL, "%s", err.message);
    for (int turn = 0; turn < TURNS; turn++) {
        if (turn == 4)
            add_ship(&h, 2);
        if (turn == 8) {
            memglass_destroy(h.session, h.ships[0]);
            h.ships[0] = NULL;
        }
        sail(&h, turn);
        take(&h);
        look(o, &watches[turn]);
    }
    memglass_recording *r = harbour_reopen(&h);
    for (int turn = 0; turn < TURNS; turn++) {
        ck_assert_int_eq(memglass_recording_next(r, &err), 1);
        ck_assert_uint_eq(instant_of(r).number, (uint64_t)turn);
        ck_assert_uint_eq(memglass_recording_object_count(r), watches[turn].count);
        for (size_t i = 0; i < watches[turn].count; i++)
            same_sight(&watches[turn].sights[i], r);
    }
    ck_assert_int_eq(memglass_recording_next(r, &err), 0);
    ck_assert_uint_eq(instant_of(r).number, TURNS - 1);
    memglass_recording_close(r);
    memglass_detach(o);
    harbour_close(&h);
    free(watches);
}
END_TEST

START_TEST(test_types_outlive_the_program)
{
    struct harbour h;
    harbour_open(&h, "rec-types");
    memglass_create_array(h.session, buoy, 7, "buoys");
    take(&h);
    memglass_recording *r = harbour_reopen(&h);
    memglass_close(h.session);
    h.session = NULL;
    ck_assert_uint_eq(memglass_recording_type_count(r), 0); /* it stands nowhere yet */
    ck_assert_int_eq(memglass_recording_next(r, NULL), 1);
    bool seen = false;
    for (size_t i = 0; i < memglass_recording_type_count(r); i++)
        seen = seen || memglass_type_hash(memglass_recording_type_at(r, i)) ==
                           memglass_type_hash(&memglass_type_ship);
    ck_assert(seen);
    ck_assert_ptr_null(memglass_recording_type_at(r, memglass_recording_type_count(r)));
    memglass_object buoys;
    memglass_value lit;
    ck_assert_int_eq(memglass_recording_find(r, "buoys", &buoys), MEMGLASS_OK);
    ck_assert_uint_eq(buoys.count, 7);
    ck_assert_int_eq(memglass_recording_read_field(r, &buoys, "[6].lit", &lit), MEMGLASS_OK);
    ck_assert_int_eq(memglass_recording_read_field(r, &buoys, "[7].lit", &lit), MEMGLASS_E_PATH);
    ck_assert_str_eq(lit.text, "'buoy' has only [0] to [6]");
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

/* --- going about -------------------------------------------------------------------------------
 */

static uint64_t miles_of(const memglass_recording *r, const memglass_object *ship)
{
    memglass_value value;
    ck_assert_int_eq(memglass_recording_read_field(r, ship, "miles", &value), MEMGLASS_OK);
    return value.as.u;
}

START_TEST(test_seeking_by_time_and_by_number)
{
    enum { TURNS = 40 };
    struct harbour h;
    memglass_object ship;
    uint64_t times[TURNS];
    harbour_open(&h, "rec-seek");
    for (int turn = 0; turn < TURNS; turn++) {
        h.ships[1]->miles = 1000u + (unsigned)turn;
        take(&h);
    }
    memglass_recording *r = harbour_reopen(&h);
    for (int turn = 0; memglass_recording_next(r, NULL) == 1; turn++)
        times[turn] = instant_of(r).time_ns;
    ck_assert_int_eq(memglass_recording_find(r, "ship_1", &ship), MEMGLASS_OK);
    ck_assert_uint_eq(times[0], 0);
    for (int i = 0; i < 4 * TURNS; i++) {
        int turn = i * 17 % TURNS;
        bool by_time = i % 3 != 0;
        ck_assert_int_eq(by_time ? memglass_recording_seek(r, times[turn] + (i % 3 == 1), NULL)
                                 : memglass_recording_seek_number(r, (uint64_t)turn, NULL),
                         MEMGLASS_OK);
        ck_assert_uint_eq(instant_of(r).number, (uint64_t)turn);
        ck_assert_uint_eq(miles_of(r, &ship), 1000u + (unsigned)turn);
        ck_assert_int_eq(memglass_recording_changes(r, &ship), turn ? 1 : 0);
    }
    ck_assert_int_eq(memglass_recording_seek(r, UINT64_MAX, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(instant_of(r).number, TURNS - 1);
    memglass_error err = {0};
    ck_assert_int_eq(memglass_recording_seek_number(r, TURNS, &err), MEMGLASS_E_NOTFOUND);
    ck_assert_str_eq(err.message, "the recording has 40 instants");
    memglass_recording_info info;
    ck_assert_int_eq(memglass_recording_info_get(r, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.frames, TURNS);
    ck_assert_uint_eq(info.length_ns, times[TURNS - 1]);
    ck_assert_uint_eq(info.interval_ns, MS);
    ck_assert_uint_eq(info.sessions, 1);
    ck_assert_uint_eq(info.closed, 1);
    ck_assert_uint_eq(info.damaged_bytes + info.cut_bytes, 0);
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

/* --- what happened -----------------------------------------------------------------------------
 */

/* Events in a line each: "number kind object-or-text". */
static void read_events(memglass_recording *r, char *out, size_t size)
{
    memglass_recording_event e;
    memglass_error err = {0};
    size_t used = 0;
    int status;
    out[0] = '\0';
    while ((status = memglass_recording_next_event(r, &e, &err)) == 1)
        used +=
            (size_t)snprintf(out + used, size - used, "%d %s %s\n", (int)e.number,
                             memglass_event_name((int)e.kind), e.text ? e.text : e.object.label);
    ck_assert_msg(status == 0, "%s", err.message);
}

START_TEST(test_events_tell_what_came_and_went)
{
    struct harbour h;
    char events[1024];
    harbour_open(&h, "rec-events");
    take(&h); /* 0 */
    mark(&h, "the beginning");
    add_ship(&h, 2);
    take(&h); /* 1 */
    take(&h); /* 2 */
    memglass_destroy(h.session, h.ships[0]);
    memglass_create(h.session, buoy, "buoy");
    take(&h); /* 3 */
    mark(&h, "lost a ship");
    mark(&h, "found a buoy");
    memglass_close(h.session);
    h.session = open_session(h.name);
    add_ship(&h, 3);
    take(&h); /* 4 */
    memglass_recording *r = harbour_reopen(&h);
    read_events(r, events, sizeof events);
    ck_assert_str_eq(events, "0 mark the beginning\n"
                             "1 created ship_2\n"
                             "3 destroyed ship_0\n"
                             "3 created buoy\n"
                             "3 mark lost a ship\n"
                             "3 mark found a buoy\n"
                             "4 restarted \n");
    ck_assert_uint_eq(instant_of(r).number, 4);
    /* Behind an instant that was gone to: not what it shows itself. */
    ck_assert_int_eq(memglass_recording_seek_number(r, 1, NULL), MEMGLASS_OK);
    read_events(r, events, sizeof events);
    ck_assert_ptr_eq(strstr(events, "3 destroyed ship_0\n"), events);
    ck_assert_uint_eq(memglass_recording_mark_count(r), 3);
    memglass_recording_mark first;
    memglass_recording_info info;
    ck_assert_int_eq(memglass_recording_mark_at(r, 0, &first), MEMGLASS_OK);
    ck_assert_str_eq(first.text, "the beginning");
    ck_assert_uint_eq(first.time_ns, 0);
    ck_assert_int_eq(memglass_recording_mark_at(r, 3, &first), MEMGLASS_E_NOTFOUND);
    ck_assert_int_eq(memglass_recording_info_get(r, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.sessions, 2);
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

START_TEST(test_an_object_is_gone_where_it_is_not)
{
    struct harbour h;
    memglass_object ship, unlike;
    memglass_value value;
    struct ship bytes;
    harbour_open(&h, "rec-gone");
    take(&h);
    memglass_destroy(h.session, h.ships[0]);
    take(&h);
    memglass_close(h.session);
    h.session = open_session(h.name);
    add_ship(&h, 0); /* the same index, the same generation, another session */
    take(&h);
    memglass_recording *r = harbour_reopen(&h);
    ck_assert_int_eq(memglass_recording_find(r, "ship_0", &ship), MEMGLASS_E_NOTFOUND);
    ck_assert_int_eq(memglass_recording_next(r, NULL), 1);
    ck_assert_int_eq(memglass_recording_find(r, "ship_0", &ship), MEMGLASS_OK);
    ck_assert_int_eq(memglass_recording_read(r, &ship, &bytes, sizeof bytes - 1), MEMGLASS_E_SIZE);
    ck_assert_int_eq(memglass_recording_next(r, NULL), 1);
    ck_assert_int_eq(memglass_recording_read(r, &ship, &bytes, sizeof bytes), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_recording_read_field(r, &ship, "miles", &value), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_recording_changes(r, &ship), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_recording_next(r, NULL), 1);
    ck_assert_int_eq(memglass_recording_read(r, &ship, &bytes, sizeof bytes), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_recording_find(r, "ship_0", &unlike), MEMGLASS_OK);
    ck_assert_uint_eq(unlike.index, ship.index);
    memglass_recording_close(r);
    harbour_close(&h);
}
END_TEST

/* --- what goes wrong ---------------------------------------------------------------------------
 */

static unsigned char *slurp(const char *path, size_t *size)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    ck_assert(fd >= 0 && fstat(fd, &about) == 0);
    *size = (size_t)about.st_size;
    unsigned char *bytes = malloc(*size);
    ck_assert(read(fd, bytes, *size) == (ssize_t)*size);
    close(fd);
    return bytes;
}

static void spill(const char *path, const unsigned char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
}

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

MEMGLASS_SUITE("recording", test_a_recording_reads_as_the_session_did,
               test_types_outlive_the_program, test_seeking_by_time_and_by_number,
               test_events_tell_what_came_and_went, test_an_object_is_gone_where_it_is_not,
               test_a_file_cut_anywhere_is_read_up_to_there, test_a_damaged_file_never_lies,
               test_a_file_that_shrinks_under_its_reader_is_a_damaged_one,
               test_a_full_disk_is_said_and_recording_goes_on,
               test_chosen_fields_are_all_that_is_there,
               test_what_cannot_be_recorded_is_said_in_a_line, test_a_mark_needs_a_frame,
               test_null_is_refused)
