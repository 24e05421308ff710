/* The C API of recordings: what a program reads of a file is what it would have read of the
 * session. */
#include "harbour.h"

static const char *const ship_paths[] = {"",      "name",     "miles",       "fuel",
                                         "state", "flags",    "place",       "place.x",
                                         "tanks", "tanks[1]", "tanks[1][2]", "no_such"};

enum { PATHS = sizeof ship_paths / sizeof ship_paths[0] };

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

MEMGLASS_SUITE("recording", test_a_recording_reads_as_the_session_did,
               test_types_outlive_the_program, test_seeking_by_time_and_by_number,
               test_events_tell_what_came_and_went, test_an_object_is_gone_where_it_is_not)
