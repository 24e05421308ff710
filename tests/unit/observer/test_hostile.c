/* Bytes that no producer of ours would write: an error, or nonsense that is marked or dropped;
 * never a crash, a hang or memory without bound. Tests only; no layer. */
#include "observer/scene.h"

#include "observer/state.h"
#include "producer/session.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* At most, one with the other; far more than they take where nothing else runs. */
enum { ROUND_MS = 20 };

static uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Everything that an observer can be asked; what it answers is not judged. */
static void exercise(memglass_observer *o)
{
    memglass_session_info info;
    memglass_object object;
    memglass_value value;
    static unsigned char buf[1 << 16], truths[4];
    char text[MEMGLASS_LABEL_MAX + 1];
    memglass_refresh(o);
    memglass_session_info_get(o, &info);
    size_t count = memglass_object_count(o);
    for (size_t i = 0; i < count && i < 50; i++) {
        if (memglass_object_at(o, i, &object) != MEMGLASS_OK)
            continue;
        memglass_read(o, &object, buf, sizeof buf);
        memglass_read_field(o, &object, "", &value);
        for (uint32_t f = 0; f < object.type->field_count && f < 20; f++)
            memglass_read_field(o, &object, object.type->fields[f].name, &value);
        struct observer_entry e;
        ck_assert(observer_entry_at(o, object.index, &e));
        observer_label(o, &e, text);
        struct observer_run run = {
            .place = e.place, .stride = 64, .size = 8, .count = 4, .type = e.type, .elements = 1};
        observer_copy_runs(&(struct observer_copying){
            .observer = o, .runs = &run, .count = 1, .to = buf, .truths = truths});
    }
    memglass_find(o, "twin", &object);
    memglass_find(o, "unit#1", &object);
}

static void look_again(const char *name)
{
    memglass_observer *o = memglass_attach(name, NULL);
    if (o)
        exercise(o);
    memglass_detach(o);
}

static struct scene populated(const char *tag)
{
    struct scene s = scene_open(tag, 64, 0);
    for (int i = 0; i < 40; i++)
        scene_create(&s, i % 3 ? "twin" : NULL)->id = (uint64_t)i;
    memglass_create_object(s.session, &scene_unit, 5, "crowd");
    memglass_create_object(s.session, &scene_lone, 1, "lone");
    memglass_refresh(s.observer);
    return s;
}

/* One of the values that break arithmetic. */
static uint64_t nasty(uint64_t *random)
{
    static const uint64_t values[] = {0,          1,          2,         7,
                                      255,        UINT32_MAX, INT32_MAX, UINT64_C(1) << 40,
                                      UINT64_MAX, INT64_MAX,  1000000,   UINT64_C(0xfffffff8)};
    uint64_t pick = random_next(random);
    return pick & 1 ? values[(pick >> 8) % (sizeof values / sizeof *values)] : pick;
}

static void scribble_word(unsigned char *base, size_t size, uint64_t *random)
{
    static const size_t widths[] = {1, 2, 4, 8};
    size_t width = widths[random_next(random) & 3];
    uint64_t value = nasty(random);
    memcpy(base + random_next(random) % (size / width) * width, &value, width);
}

/* Damages `bytes` of a segment from `from` on, again and again; everything is put back each time.
 * On a busy machine as often as there is time for: who waits for a writer yields to others. */
static void scribble_over(struct scene *s, unsigned region, size_t from, size_t bytes, int rounds)
{
    struct scribble segment = scribble_open(s->name, region);
    if (from + bytes > segment.size)
        bytes = segment.size - from;
    unsigned char *sound = malloc(segment.size);
    memcpy(sound, segment.base, segment.size);
    uint64_t random = 88172645463325252u + region;
    long long deadline = unit_now_ms() + ROUND_MS * rounds;
    for (int round = 0; round < rounds && unit_now_ms() < deadline; round++) {
        for (uint64_t i = random_next(&random) % 8 + 1; i > 0; i--)
            scribble_word(segment.base + from, bytes, &random);
        exercise(s->observer);
        look_again(s->name);
        memcpy(segment.base, sound, segment.size);
    }
    free(sound);
    scribble_close(&segment);
}

START_TEST(test_a_scribbled_header_is_survived)
{
    struct scene s = populated("scribble-h");
    scribble_over(&s, 0, 0, sizeof(struct format_header), 1500);
    scene_close(&s);
}
END_TEST

START_TEST(test_scribbled_tables_are_survived)
{
    static const enum format_table_id tables[] = {
        FORMAT_TABLE_types,   FORMAT_TABLE_fields,  FORMAT_TABLE_enumerators, FORMAT_TABLE_dims,
        FORMAT_TABLE_strings, FORMAT_TABLE_objects, FORMAT_TABLE_details,     FORMAT_TABLE_labels,
        FORMAT_TABLE_origins, FORMAT_TABLE_tallies,
    };
    struct scene s = populated("scribble-t");
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        const struct format_table *table =
            &format_header_of(&s.observer->at.segments)->tables[tables[t]];
        size_t at = (size_t)format_place_offset(table->chunks[0]);
        ck_assert_uint_ne(at, 0);
        scribble_over(&s, 1, at, (size_t)(table->count * table->entry_bytes), 250);
    }
    scene_close(&s);
}
END_TEST

START_TEST(test_scribbled_rings_and_objects_are_survived)
{
    struct scene s = populated("scribble-r");
    size_t ring = (size_t)format_place_offset(s.observer->at.ring_place);
    scribble_over(&s, 1, ring, 64 * sizeof(struct format_event), 300);
    scribble_over(&s, 1, 0, 1 << 20, 300);
    scene_close(&s);
}
END_TEST

/* The observer followed the damage; the bytes being sound again, one scan sees all as it is. */
START_TEST(test_what_was_damaged_recovers)
{
    struct scene s = populated("recover");
    struct scribble region = scribble_open(s.name, 1);
    const struct format_header *h = format_header_of(&s.observer->at.segments);
    size_t at = (size_t)format_place_offset(h->tables[FORMAT_TABLE_objects].chunks[0]);
    struct format_object *row = (struct format_object *)(void *)(region.base + at) + 3,
                         sound = *row;
    row->place = UINT64_MAX;
    row->state_generation += 4;
    scene_create(&s, "later");
    s.observer->rescan = true;
    ck_assert_int_eq(memglass_refresh(s.observer), MEMGLASS_E_CORRUPT);
    ck_assert_uint_eq(memglass_object_count(s.observer), 42);
    scene_find(&s, "later");
    *row = sound;
    s.observer->rescan = true;
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    scene_equals_rescan(&s);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_damaged_object_does_not_hide_the_others)
{
    struct scene s = populated("hide");
    struct scribble region = scribble_open(s.name, 1);
    const struct format_header *h = format_header_of(&s.observer->at.segments);
    size_t at = (size_t)format_place_offset(h->tables[FORMAT_TABLE_objects].chunks[0]);
    ((struct format_object *)(void *)(region.base + at))->type = 1000;
    memglass_observer *o = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(o);
    ck_assert_uint_eq(memglass_object_count(o), 41);
    ck_assert_int_eq(memglass_refresh(o), MEMGLASS_E_CORRUPT);
    ck_assert_int_eq(memglass_refresh(o), 0);
    memglass_detach(o);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* --- truncation --- */

static void truncate_and_look(unsigned region, size_t keep, bool all)
{
    struct scene s = populated("truncate");
    struct scribble segment = scribble_open(s.name, region);
    memglass_object object = scene_find(&s, "lone");
    struct lone copy;
    memglass_session_info info;
    ck_assert_int_eq(ftruncate(segment.fd, (off_t)keep), 0);
    if (all) {
        ck_assert_int_eq(memglass_read(s.observer, &object, &copy, sizeof copy), MEMGLASS_E_FAULT);
        ck_assert_int_eq(memglass_object_at(s.observer, 0, &object), MEMGLASS_E_FAULT);
    } else {
        ck_assert_int_eq(memglass_refresh(s.observer), MEMGLASS_E_FAULT);
        ck_assert_int_eq(memglass_session_info_get(s.observer, &info), MEMGLASS_E_FAULT);
        ck_assert_int_eq(memglass_find(s.observer, "lone", &object), MEMGLASS_E_FAULT);
    }
    exercise(s.observer);
    look_again(s.name);
    ck_assert_int_eq(ftruncate(segment.fd, (off_t)segment.size), 0);
    exercise(s.observer);
    scribble_close(&segment);
    memglass_detach(s.observer);
    memglass_close(s.session);
}

START_TEST(test_a_truncated_segment_is_an_error)
{
    truncate_and_look(1, 0, true);
    truncate_and_look(0, 0, false);
}
END_TEST

static size_t entries_of(memglass_observer *o)
{
    size_t count = 0;
    struct observer_entry e;
    for (uint32_t i = 0; i < observer_index_limit(o); i++)
        count += observer_entry_at(o, i, &e);
    return count;
}

/* Rows are gone where the first of them is to be read. Most ends were followed by then, and some
 * are due. */
START_TEST(test_a_fault_among_events_leaves_what_was_followed)
{
    enum { OBJECTS = 200, ENDED = 100, NEW = 50 };
    struct scene s = scene_open("among", 1024, 0);
    struct unit *units[OBJECTS];
    for (int i = 0; i < OBJECTS; i++)
        units[i] = scene_create(&s, "known");
    scene_find(&s, "known");
    for (int i = 0; i < ENDED; i++)
        memglass_destroy(s.session, units[i]);
    for (int i = 0; i < NEW; i++)
        scene_create(&s, "new");
    struct scribble segment = scribble_open(s.name, 1);
    const struct attachment *at = &s.observer->at;
    uint64_t ring_end = format_place_offset(at->ring_place) + 1024 * sizeof(struct format_event);
    ck_assert_int_eq(ftruncate(segment.fd, (off_t)ring_end), 0);
    ck_assert_int_eq(memglass_refresh(s.observer), MEMGLASS_E_FAULT);
    ck_assert_uint_lt(memglass_object_count(s.observer), OBJECTS - ENDED / 2);
    ck_assert_uint_ge(memglass_object_count(s.observer), OBJECTS - ENDED);
    ck_assert_uint_eq(memglass_object_count(s.observer), entries_of(s.observer));
    ck_assert_int_eq(ftruncate(segment.fd, (off_t)segment.size), 0);
    memglass_refresh(s.observer);
    ck_assert_uint_eq(memglass_object_count(s.observer), entries_of(s.observer));
    scribble_close(&segment);
    memglass_detach(s.observer);
    memglass_close(s.session);
}
END_TEST

/* A process of its own truncates and restores while this one reads. */
START_TEST(test_truncation_while_reading_is_survived)
{
    enum { ROUNDS = 300 };
    struct scene s = populated("race");
    struct scribble segment = scribble_open(s.name, 1);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            if (ftruncate(segment.fd, 4096) || ftruncate(segment.fd, (off_t)segment.size))
                _exit(1);
    }
    long long deadline = unit_now_ms() + ROUND_MS * ROUNDS;
    for (int i = 0; i < ROUNDS && unit_now_ms() < deadline; i++) {
        s.observer->rescan = true;
        exercise(s.observer);
        look_again(s.name);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ck_assert_int_eq(ftruncate(segment.fd, (off_t)segment.size), 0); /* the producer's own pages */
    scribble_close(&segment);
    memglass_detach(s.observer);
    memglass_close(s.session);
}
END_TEST

/* --- what is chosen with intent --- */

/* Damages one field of one type's description, as a new observer meets it. */
#define EXPECT_TYPE_REFUSED(member, value)                                              \
    do {                                                                                \
        struct format_field *f = (struct format_field *)(void *)(region.base + at) + 3, \
                            sound = *f;                                                 \
        memglass_error err = {0};                                                       \
        f->member = (value);                                                            \
        ck_assert_ptr_null(memglass_attach(s.name, &err));                              \
        ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);                                 \
        *f = sound;                                                                     \
    } while (0)

START_TEST(test_descriptions_that_contradict_themselves_are_refused)
{
    struct scene s = populated("types");
    struct scribble region = scribble_open(s.name, 1);
    const struct format_header *h = format_header_of(&s.observer->at.segments);
    size_t at = (size_t)format_place_offset(h->tables[FORMAT_TABLE_fields].chunks[0]);
    EXPECT_TYPE_REFUSED(name, UINT32_MAX);
    EXPECT_TYPE_REFUSED(kind, MEMGLASS_KIND_COUNT);
    EXPECT_TYPE_REFUSED(type, 1); /* itself */
    EXPECT_TYPE_REFUSED(type, FORMAT_NONE);
    EXPECT_TYPE_REFUSED(bit_offset, UINT64_MAX);
    EXPECT_TYPE_REFUSED(bit_offset, 8 * (sizeof(struct unit) - 4));
    EXPECT_TYPE_REFUSED(bit_size, UINT64_MAX);
    EXPECT_TYPE_REFUSED(bit_size, 0);
    EXPECT_TYPE_REFUSED(stride_bytes, UINT64_MAX);
    EXPECT_TYPE_REFUSED(stride_bytes, 1);
    EXPECT_TYPE_REFUSED(rank, UINT32_MAX);
    EXPECT_TYPE_REFUSED(first_dim, UINT32_MAX);
    EXPECT_TYPE_REFUSED(enumerator_count, UINT32_MAX);
    memglass_observer *again = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(again);
    memglass_detach(again);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* A field's description in the producer's own tables. */
static struct format_field *shared_field(struct scene *s, uint64_t type, uint32_t field)
{
    const struct format_type *t = table_entry(&s->session->store, FORMAT_TABLE_types, type);
    return table_entry(&s->session->store, FORMAT_TABLE_fields, t->first_field + field);
}

/* Unions of unions: a few bytes of description that would take for ever to walk. */
START_TEST(test_descriptions_that_explode_are_refused)
{
    enum { DEPTH = 21 };
    static char names[DEPTH][16];
    static memglass_field fields[DEPTH][2];
    static memglass_type types[DEPTH];
    struct scene s = scene_open("explode", 0, 0);
    for (int i = 0; i < DEPTH; i++) {
        snprintf(names[i], sizeof names[i], "u%d", i);
        for (int f = 0; f < 2; f++)
            fields[i][f] = (memglass_field){.name = f ? "a" : "b",
                                            .type_name = "",
                                            .unit = "",
                                            .format = "",
                                            .desc = "",
                                            .bit_size = 64,
                                            .kind = i ? MEMGLASS_KIND_UNION : MEMGLASS_KIND_UINT,
                                            .type = i ? &types[i - 1] : NULL};
        types[i] = (memglass_type){.name = names[i],
                                   .spelling = "",
                                   .desc = "",
                                   .file = "",
                                   .fields = fields[i],
                                   .size = 8,
                                   .align = 8,
                                   .field_count = 2,
                                   .is_union = 1};
    }
    ck_assert_int_eq(memglass_register(s.session, &types[17]), MEMGLASS_OK);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_uint_eq(memglass_type_count(s.observer), 18);
    ck_assert_int_eq(memglass_register(s.session, &types[20]), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_register(s.session, &types[19]), MEMGLASS_OK);
    types[20] = types[17];
    types[20].name = "scribbled";
    ck_assert_int_eq(memglass_register(s.session, &types[20]), MEMGLASS_OK);
    for (uint32_t f = 0; f < 2; f++)
        shared_field(&s, 20, f)->type = 19;
    ck_assert_int_eq(memglass_refresh(s.observer), MEMGLASS_E_CORRUPT);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_label_without_an_end_is_not_read)
{
    struct scene s = scene_open("label", 0, 0);
    memglass_object object;
    scene_create(&s, "abc");
    memglass_refresh(s.observer); /* a find would remember it */
    struct scribble region = scribble_open(s.name, 1);
    const struct format_header *h = format_header_of(&s.observer->at.segments);
    region.base[format_place_offset(h->tables[FORMAT_TABLE_labels].chunks[0])] = 255;
    ck_assert_int_eq(memglass_object_at(s.observer, 0, &object), MEMGLASS_E_CORRUPT);
    ck_assert_int_eq(memglass_find(s.observer, "abc", &object), MEMGLASS_E_NOTFOUND);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* --- numbers and texts, one by one ------------------------------------------------------------ */

/* Where a table's first chunk lies in region 1. */
static void *first_chunk(struct scene *s, struct scribble *region, enum format_table_id table)
{
    const struct format_header *h = format_header_of(&s->observer->at.segments);
    return region->base + format_place_offset(h->tables[table].chunks[0]);
}

/* The description is refused with member set to value, and taken again as it was. */
#define EXPECT_DESCRIPTION_REFUSED(member, value)          \
    do {                                                   \
        struct format_type sound = *t;                     \
        memglass_error err = {0};                          \
        t->member = (value);                               \
        ck_assert_ptr_null(memglass_attach(s.name, &err)); \
        ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);    \
        *t = sound;                                        \
    } while (0)

START_TEST(test_types_with_impossible_numbers_are_refused)
{
    struct scene s = populated("numbers");
    struct scribble region = scribble_open(s.name, 1);
    struct format_type *t = first_chunk(&s, &region, FORMAT_TABLE_types);
    EXPECT_DESCRIPTION_REFUSED(name, UINT32_MAX);
    EXPECT_DESCRIPTION_REFUSED(field_count, UINT32_MAX);
    EXPECT_DESCRIPTION_REFUSED(first_field, UINT32_MAX);
    EXPECT_DESCRIPTION_REFUSED(size, 0);
    EXPECT_DESCRIPTION_REFUSED(size, UINT64_MAX);
    EXPECT_DESCRIPTION_REFUSED(align, 3);
    memglass_observer *again = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(again);
    memglass_detach(again);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* unit nests point, and point is made to nest unit. */
START_TEST(test_types_that_nest_each_other_are_refused)
{
    struct scene s = populated("cycle");
    struct scribble region = scribble_open(s.name, 1);
    struct format_type *types = first_chunk(&s, &region, FORMAT_TABLE_types);
    struct format_field *fields = first_chunk(&s, &region, FORMAT_TABLE_fields);
    memglass_error err = {0};
    for (uint32_t outer = 0; outer < 3; outer++) {
        struct format_field *f = &fields[types[0].first_field], sound = *f;
        f->kind = MEMGLASS_KIND_STRUCT;
        f->type = outer;
        ck_assert_ptr_null(memglass_attach(s.name, &err));
        ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
        *f = sound;
    }
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* Two chunks of a table at one place, a chunk that is the header of its region, chunks without end.
 */
START_TEST(test_chunks_that_overlap_or_loop_are_survived)
{
    static const uint64_t counts[] = {UINT32_MAX, UINT64_MAX, INT64_MAX, UINT64_C(1) << 33};
    struct scene s = populated("chunks");
    struct scribble header = scribble_open(s.name, 0);
    struct format_header *h = (void *)header.base, sound = *h;
    for (size_t t = 0; t < FORMAT_TABLE_COUNT; t++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            h->tables[t].count = counts[i];
            for (size_t c = 1; c < FORMAT_CHUNKS; c++)
                h->tables[t].chunks[c] = i % 2 ? h->tables[t].chunks[0] : format_place(1, 0);
            h->ring_head++;
            look_again(s.name);
            exercise(s.observer);
            *h = sound;
            s.observer->rescan = true;
        }
    ck_assert_int_ge(memglass_refresh(s.observer), 0);
    scene_equals_rescan(&s);
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

START_TEST(test_an_object_of_impossible_size_is_left_out)
{
    struct scene s = populated("count");
    struct scribble region = scribble_open(s.name, 1);
    struct format_object *rows = first_chunk(&s, &region, FORMAT_TABLE_objects);
    rows[2].count = UINT32_MAX;
    rows[3].place = format_place(1, region.size - 8);
    rows[4].place = format_place(UINT32_C(0xffffff), 64);
    rows[5].place = 0;
    memglass_observer *o = memglass_attach(s.name, NULL);
    ck_assert_ptr_nonnull(o);
    ck_assert_uint_eq(memglass_object_count(o), 42 - 4);
    ck_assert_int_eq(memglass_refresh(o), MEMGLASS_E_CORRUPT);
    exercise(o);
    memglass_detach(o);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

/* Not one NUL in all of the table's first chunk. */
START_TEST(test_names_without_an_end_are_refused)
{
    struct scene s = populated("endless");
    struct scribble region = scribble_open(s.name, 1);
    unsigned char *strings = first_chunk(&s, &region, FORMAT_TABLE_strings), sound[4096];
    memglass_error err = {0};
    memcpy(sound, strings, sizeof sound);
    memset(strings, 'A', sizeof sound);
    ck_assert_ptr_null(memglass_attach(s.name, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
    exercise(s.observer);
    memcpy(strings, sound, sizeof sound);
    look_again(s.name);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

static void ck_is_printable(const char *text)
{
    for (const char *at = text; *at; at++)
        ck_assert_msg((unsigned char)*at >= 0x20 && *at != 0x7f, "byte %#x in '%s'",
                      (unsigned char)*at, text);
    ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
    ck_assert_ptr_null(strstr(text, "\xff"));
}

#define ESCAPES "\x1b[31m\x9b\xc2\x9b\xff\n\x7f\xe2\x82!"

/* Labels, values, sites, the program's path: what a caller prints as it is. */
START_TEST(test_text_for_people_has_no_control_characters)
{
    struct scene s = scene_open("escapes", 0, 0);
    memglass_session_info info;
    memglass_object object;
    memglass_value value;
    struct unit *u = memglass_create_object_at(s.session, &scene_unit, 1, ESCAPES, ESCAPES ":7");
    ck_assert_ptr_nonnull(u);
    memcpy(u->name, ESCAPES, sizeof u->name);
    struct scribble header = scribble_open(s.name, 0);
    strcpy(((struct format_header *)(void *)header.base)->executable, ESCAPES);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_int_eq(memglass_object_at(s.observer, 0, &object), MEMGLASS_OK);
    ck_is_printable(object.label);
    ck_is_printable(object.site);
    ck_assert_int_ge(memglass_read_field(s.observer, &object, "name", &value), 0);
    ck_is_printable(value.text);
    ck_assert_int_ge(memglass_read_field(s.observer, &object, "", &value), 0);
    ck_is_printable(value.text);
    ck_assert_int_eq(memglass_session_info_get(s.observer, &info), MEMGLASS_OK);
    ck_is_printable(info.executable);
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("observer/hostile", test_a_scribbled_header_is_survived,
               test_scribbled_tables_are_survived, test_scribbled_rings_and_objects_are_survived,
               test_what_was_damaged_recovers, test_a_damaged_object_does_not_hide_the_others,
               test_a_truncated_segment_is_an_error, test_truncation_while_reading_is_survived,
               test_a_fault_among_events_leaves_what_was_followed,
               test_descriptions_that_contradict_themselves_are_refused,
               test_descriptions_that_explode_are_refused, test_a_label_without_an_end_is_not_read,
               test_types_with_impossible_numbers_are_refused,
               test_types_that_nest_each_other_are_refused,
               test_chunks_that_overlap_or_loop_are_survived,
               test_an_object_of_impossible_size_is_left_out, test_names_without_an_end_are_refused,
               test_text_for_people_has_no_control_characters)
