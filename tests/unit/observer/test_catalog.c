/* Following a session: what was created, destroyed, found, described. Tests only; no layer. */
#include "observer/scene.h"

#include "observer/state.h"

#include <inttypes.h>

static bool reclaimed_one(void *ctx)
{
    return memglass_reclaim(ctx) > 0;
}

START_TEST(test_what_exists_is_listed_by_attach)
{
    struct scene s = scene_open("listed", 0, 0);
    scene_create(&s, "a");
    memglass_observer *late = memglass_attach(s.name, NULL);
    ck_assert_uint_eq(memglass_object_count(late), 1);
    ck_assert_uint_eq(memglass_type_count(late), 2);
    ck_assert_str_eq(memglass_type_at(late, 0)->name, "point");
    ck_assert_str_eq(memglass_type_at(late, 1)->name, "unit");
    ck_assert_ptr_null(memglass_type_at(late, 2));
    memglass_detach(late);
    scene_close(&s);
}
END_TEST

START_TEST(test_descriptions_come_over_whole)
{
    struct scene s = scene_open("whole", 0, 0);
    memglass_register(s.session, &scene_unit);
    memglass_refresh(s.observer);
    const memglass_type *type = memglass_type_at(s.observer, 1);
    ck_assert_uint_eq(type->size, sizeof(struct unit));
    ck_assert_uint_eq(type->field_count, scene_unit.field_count);
    for (uint32_t i = 0; i < type->field_count; i++) {
        const memglass_field *ours = &scene_unit.fields[i], *theirs = &type->fields[i];
        ck_assert_str_eq(ours->name, theirs->name);
        ck_assert_uint_eq(ours->bit_offset, theirs->bit_offset);
        ck_assert_uint_eq(ours->bit_size, theirs->bit_size);
        ck_assert_uint_eq(ours->guard_offset, theirs->guard_offset);
        ck_assert_uint_eq(ours->flags, theirs->flags);
        ck_assert_uint_eq(ours->rank, theirs->rank);
        ck_assert_int_eq(ours->type != NULL, theirs->type != NULL);
    }
    ck_assert_str_eq(type->fields[2].enumerators[1].name, "ANGRY");
    ck_assert_int_eq(type->fields[2].enumerators[1].value, -1);
    ck_assert_uint_eq(type->fields[1].dims[0], 2);
    scene_close(&s);
}
END_TEST

START_TEST(test_refresh_follows_events)
{
    struct scene s = scene_open("events", 0, 0);
    ck_assert_int_eq(memglass_refresh(s.observer), 0);
    struct unit *a = scene_create(&s, "a");
    scene_create(&s, NULL);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_int_eq(memglass_refresh(s.observer), 0);
    ck_assert_uint_eq(memglass_object_count(s.observer), 2);
    memglass_destroy(s.session, a);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_uint_eq(memglass_object_count(s.observer), 1);
    ck_assert(!s.observer->rescan);
    scene_equals_rescan(&s);
    scene_close(&s);
}
END_TEST

START_TEST(test_removals_are_logged_until_the_next_refresh)
{
    struct scene s = scene_open("removals", 0, 0);
    struct unit *a = scene_create(&s, "a");
    size_t count;
    memglass_object object = scene_find(&s, "a");
    memglass_destroy(s.session, a);
    memglass_refresh(s.observer);
    const struct observer_removal *removed = observer_removed(s.observer, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(removed[0].index, object.index);
    ck_assert_uint_eq(removed[0].generation, object.generation);
    struct observer_entry entry;
    ck_assert(!observer_entry_at(s.observer, object.index, &entry));
    memglass_refresh(s.observer);
    observer_removed(s.observer, &count);
    ck_assert_uint_eq(count, 0);
    scene_close(&s);
}
END_TEST

/* Creates and destroys at random, some of it reclaimed. */
static void churn(struct scene *s, struct unit **units, size_t count, unsigned steps)
{
    static const char *const labels[] = {"crowd", "player", NULL, "enemy"};
    unsigned random = 12345;
    for (unsigned i = 0; i < steps; i++) {
        random = random * 1103515245 + 12345;
        struct unit **slot = &units[(random >> 8) % count];
        if (*slot) {
            memglass_destroy(s->session, *slot);
            *slot = NULL;
        } else {
            *slot = scene_create(s, labels[random >> 20 & 3]);
        }
    }
}

START_TEST(test_after_an_overrun_all_is_as_a_full_scan_says)
{
    struct scene s = scene_open("overrun", 64, 0);
    struct unit *units[200] = {0};
    for (int round = 0; round < 20; round++) {
        churn(&s, units, 200, round % 2 ? 1000 : 10);
        ck_assert_int_ge(memglass_refresh(s.observer), 0);
        scene_equals_rescan(&s);
    }
    scene_close(&s);
}
END_TEST

/* Fewer and more than are asked for ahead, over the end of the ring, with a type between them. The
 * ring has room for the ends of all objects of the test at once: how many come together is up to
 * the time. */
START_TEST(test_any_number_of_events_is_followed)
{
    enum { MOST = 60, RING = 1024 };
    struct scene s = scene_open("any-number", RING, 0);
    struct unit *units[MOST] = {0};
    for (unsigned changes = 1; changes <= MOST; changes++) {
        churn(&s, units, MOST, changes / 2);
        if (changes == MOST / 2)
            ck_assert_int_eq(memglass_register(s.session, &scene_lone), MEMGLASS_OK);
        churn(&s, units, MOST, changes - changes / 2);
        ck_assert_uint_le(
            format_header_of(&s.observer->at.segments)->ring_head - s.observer->next_event, RING);
        ck_assert_int_ge(memglass_refresh(s.observer), 0);
        scene_equals_rescan(&s);
    }
    ck_assert_uint_gt(format_header_of(&s.observer->at.segments)->ring_head, RING);
    scene_close(&s);
}
END_TEST

START_TEST(test_regions_and_types_that_come_later_are_mapped)
{
    struct scene s = scene_open("later", 0, 0);
    for (int i = 0; i < 30000; i++)
        scene_create(&s, NULL);
    memglass_create_object(s.session, &scene_lone, 7, "lone");
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_uint_eq(memglass_object_count(s.observer), 30001);
    memglass_object object = scene_find(&s, "lone");
    ck_assert_uint_eq(object.count, 7);
    ck_assert_uint_eq(object.size, 7 * sizeof(struct lone));
    ck_assert_uint_gt(s.observer->at.segments.region_count, 1);
    scene_close(&s);
}
END_TEST

/* --- finding --- */

START_TEST(test_find_gives_the_oldest_live_one)
{
    struct scene s = scene_open("oldest", 0, 0);
    struct unit *first = scene_create(&s, "twin"), *second = scene_create(&s, "twin");
    scene_create(&s, "twin");
    first->id = 1;
    second->id = 2;
    memglass_object object = scene_find(&s, "twin");
    struct unit copy;
    ck_assert_int_ge(memglass_read(s.observer, &object, &copy, sizeof copy), 0);
    ck_assert_uint_eq(copy.id, 1);
    memglass_destroy(s.session, first);
    object = scene_find(&s, "twin");
    ck_assert_int_ge(memglass_read(s.observer, &object, &copy, sizeof copy), 0);
    ck_assert_uint_eq(copy.id, 2);
    scene_close(&s);
}
END_TEST

/* The first find of a label reads it, later ones remember. */
START_TEST(test_what_is_remembered_is_what_was_read)
{
    static const char *const labels[] = {"a",
                                         "15 bytes of it.",
                                         "16 bytes of it..",
                                         "47 bytes, of which sixteen lie with the others.",
                                         "47 bytes, of which sixteen lie with the others,",
                                         "48 bytes, which is a longer one than all of them",
                                         "a\033[2Jb\xff"};
    static const size_t elements[] = {1, 255, 2, 3, 4, 5, 256};
    enum { LABELS = sizeof labels / sizeof *labels };
    struct scene s = scene_open("remembered", 0, 0);
    for (int i = 0; i < LABELS; i++)
        ck_assert_ptr_nonnull(
            memglass_create_object_at(s.session, &scene_unit, elements[i], labels[i], "game.c:42"));
    memglass_refresh(s.observer);
    for (int i = 0; i < LABELS; i++) {
        memglass_object read, again;
        ck_assert_int_eq(memglass_find(s.observer, labels[i], &read), MEMGLASS_OK);
        ck_assert_int_eq(memglass_find(s.observer, labels[i], &again), MEMGLASS_OK);
        ck_assert_uint_eq(again.count, elements[i]);
        ck_assert_uint_eq(again.size, read.size);
        ck_assert_uint_eq(again.created_ns, read.created_ns);
        ck_assert_uint_eq(again.index, read.index);
        ck_assert_uint_eq(again.generation, read.generation);
        ck_assert_uint_eq(again.thread, read.thread);
        ck_assert_ptr_eq(again.type, read.type);
        ck_assert_str_eq(again.label, read.label);
        ck_assert_str_eq(again.site, "game.c:42");
    }
    scene_close(&s);
}
END_TEST

START_TEST(test_find_skips_what_has_just_gone)
{
    struct scene s = scene_open("skips", 0, 0);
    struct unit *first = scene_create(&s, "twin"), *second = scene_create(&s, "twin");
    memglass_object object = scene_find(&s, "twin"), other;
    memglass_destroy(s.session, first);
    ck_assert_int_eq(memglass_find(s.observer, "twin", &other), MEMGLASS_OK);
    ck_assert_uint_ne(other.index, object.index);
    memglass_destroy(s.session, second);
    ck_assert_int_eq(memglass_find(s.observer, "twin", &other), MEMGLASS_E_NOTFOUND);
    scene_close(&s);
}
END_TEST

START_TEST(test_find_survives_a_reused_slot)
{
    struct scene s = scene_open("reused", 0, 0);
    struct unit *old = scene_create(&s, "old");
    scene_create(&s, "twin");
    memglass_object before = scene_find(&s, "old"), object;
    memglass_destroy(s.session, old);
    ck_assert(unit_wait(reclaimed_one, s.session, 20000));
    scene_create(&s, "twin"); /* lies where "old" lay, with a lower index than the older twin */
    memglass_object twin = scene_find(&s, "twin");
    ck_assert_uint_ne(twin.index, before.index);
    ck_assert_int_eq(memglass_find(s.observer, "old", &object), MEMGLASS_E_NOTFOUND);
    struct unit copy;
    ck_assert_int_eq(memglass_read(s.observer, &before, &copy, sizeof copy), MEMGLASS_E_GONE);
    /* the same after a scan, which meets them in the order of their indexes */
    memglass_observer *fresh = memglass_attach(s.name, NULL);
    ck_assert_int_eq(memglass_find(fresh, "twin", &object), MEMGLASS_OK);
    ck_assert_uint_eq(object.index, twin.index);
    memglass_detach(fresh);
    scene_close(&s);
}
END_TEST

/* Of a row that had many objects since the last refresh, the first one's end and the last one's
 * beginning are what there is to tell. */
START_TEST(test_a_row_that_lived_often_is_followed)
{
    enum { LIVES = 60 };
    struct scene s = scene_open("lives-often", 0, 0);
    struct unit *unit = scene_create(&s, "first");
    memglass_object first = scene_find(&s, "first");
    for (int i = 0; i < LIVES; i++) {
        memglass_destroy(s.session, unit);
        ck_assert(unit_wait(reclaimed_one, s.session, 20000));
        unit = scene_create(&s, i + 1 < LIVES ? "between" : "last");
    }
    size_t count;
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert(!s.observer->rescan);
    const struct observer_removal *removed = observer_removed(s.observer, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(removed[0].index, first.index);
    ck_assert_uint_eq(removed[0].generation, first.generation);
    memglass_object last = scene_find(&s, "last");
    ck_assert_uint_eq(last.index, first.index);
    ck_assert_uint_eq(last.generation, first.generation + LIVES);
    scene_equals_rescan(&s);
    scene_close(&s);
}
END_TEST

static void add_to(struct catalog *c, uint32_t index, uint64_t created_ns)
{
    ck_assert(catalog_reserve(c, 1) && catalog_reach(c, index));
    c->rows[index] = (struct row_facts){.created_ns = created_ns, .label = 0};
    catalog_add(c, index, 0);
}

static void remove_from(struct catalog *c, uint32_t index)
{
    ck_assert(catalog_reserve(c, 1));
    catalog_remove(c, index, c->generations[index]);
}

START_TEST(test_a_million_equal_labels_are_one_chain)
{
    struct catalog c = {0};
    struct label_index l = {0};
    uint32_t *hashes = malloc(200000 * sizeof *hashes);
    ck_assert_ptr_nonnull(hashes);
    for (uint32_t i = 0; i < 200000; i++) {
        add_to(&c, i, i / 3);
        hashes[i] = i % 2 ? 7 : i;
    }
    ck_assert_int_eq(label_index_build(&l, &c, hashes), MEMGLASS_OK);
    free(hashes);
    ck_assert_uint_eq(label_index_first(&l, 7), 1);
    for (uint32_t i = 0; i < 200000; i++) {
        ck_assert_uint_eq(label_index_first(&l, i % 2 ? 7 : i), i);
        label_index_remove(&l, &c, i);
        remove_from(&c, i);
    }
    ck_assert_uint_eq(label_index_first(&l, 7), FORMAT_NONE);
    ck_assert_uint_eq(l.used, 0);
    /* from within, and the newest before the oldest */
    for (uint32_t i = 0; i < 5; i++) {
        add_to(&c, i, i);
        label_index_add(&l, &c, i, 7);
    }
    const uint32_t ends[] = {2, 4, 0, 3}, oldest[] = {0, 0, 1, 1}, count[] = {4, 3, 2, 1};
    for (int i = 0; i < 4; i++) {
        label_index_remove(&l, &c, ends[i]);
        remove_from(&c, ends[i]);
        uint32_t left = 0;
        for (uint32_t at = label_index_first(&l, 7); at != FORMAT_NONE;
             at = label_index_next(&l, at))
            left++;
        ck_assert_uint_eq(label_index_first(&l, 7), oldest[i]);
        ck_assert_uint_eq(left, count[i]);
    }
    label_index_remove(&l, &c, 1);
    ck_assert_uint_eq(l.used, 0);
    label_index_fini(&l);
    catalog_fini(&c);
}
END_TEST

/* Rows have moved on since the refresh when the first find reads the labels' hashes there. */
START_TEST(test_a_first_find_behind_what_happened_since)
{
    struct scene s = scene_open("moved-on", 0, 0);
    char label[8];
    struct unit *units[40];
    for (int i = 0; i < 40; i++) {
        snprintf(label, sizeof label, "u%d", i);
        units[i] = scene_create(&s, label);
    }
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    for (int i = 0; i < 40; i += 2)
        memglass_destroy(s.session, units[i]);
    ck_assert(unit_wait(reclaimed_one, s.session, 20000));
    scene_create(&s, "u0");
    memglass_object object;
    for (int round = 0; round < 2; round++) {
        for (int i = 1; i < 40; i++) {
            snprintf(label, sizeof label, "u%d", i);
            int status = memglass_find(s.observer, label, &object);
            ck_assert_int_eq(status, i % 2 ? MEMGLASS_OK : MEMGLASS_E_NOTFOUND);
        }
        ck_assert_int_eq(memglass_find(s.observer, "u0", &object),
                         round ? MEMGLASS_OK : MEMGLASS_E_NOTFOUND);
        memglass_refresh(s.observer);
    }
    ck_assert_uint_eq(s.observer->labels.used, 21);
    scene_equals_rescan(&s);
    scene_close(&s);
}
END_TEST

START_TEST(test_an_object_without_a_label_is_found_by_type_and_index)
{
    struct scene s = scene_open("unnamed", 0, 0);
    scene_create(&s, "named");
    scene_create(&s, NULL);
    memglass_object object = scene_find(&s, "unit#1"), other;
    ck_assert_uint_eq(object.index, 1);
    ck_assert_str_eq(object.label, "unit#1");
    ck_assert_int_eq(memglass_find(s.observer, "unit#0", &other), MEMGLASS_E_NOTFOUND);
    ck_assert_int_eq(memglass_find(s.observer, "unit#9", &other), MEMGLASS_E_NOTFOUND);
    ck_assert_int_eq(memglass_find(s.observer, "point#1", &other), MEMGLASS_E_NOTFOUND);
    ck_assert_int_eq(memglass_find(s.observer, "", &other), MEMGLASS_E_NOTFOUND);
    scene_close(&s);
}
END_TEST

/* Both have that name: the older one is found, also when the other one was found before. */
START_TEST(test_a_label_like_a_number_hides_nobody)
{
    struct scene s = scene_open("numbered", 0, 0);
    scene_create(&s, "named");
    struct unit *unnamed = scene_create(&s, NULL); /* unit#1 */
    scene_create(&s, "unit#1");
    scene_create(&s, "unit#1x");
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(scene_find(&s, "unit#1").index, 1);
        ck_assert_uint_eq(scene_find(&s, "unit#1x").index, 3);
    }
    memglass_destroy(s.session, unnamed);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(scene_find(&s, "unit#1").index, 2);
    scene_close(&s);
}
END_TEST

START_TEST(test_labels_are_whole_and_printable)
{
    struct scene s = scene_open("labels", 0, 0);
    char longest[MEMGLASS_LABEL_MAX + 1] = "";
    memset(longest, 'x', MEMGLASS_LABEL_MAX);
    scene_create(&s, longest);
    scene_create(&s, "a\033[2Jb\xff");
    memglass_object object = scene_find(&s, longest);
    ck_assert_str_eq(object.label, longest);
    object = scene_find(&s, "a\033[2Jb\xff");
    ck_assert_str_eq(object.label, "a?[2Jb?");
    scene_close(&s);
}
END_TEST

START_TEST(test_an_object_says_who_made_it)
{
    struct scene s = scene_open("maker", 0, 0);
    memglass_create_object_at(s.session, &scene_unit, 3, "m", "game.c:42");
    memglass_object object = scene_find(&s, "m");
    ck_assert_str_eq(object.site, "game.c:42");
    ck_assert_uint_eq(object.thread, (uint32_t)gettid());
    ck_assert_uint_eq(object.count, 3);
    ck_assert_uint_eq(object.size, 3 * sizeof(struct unit));
    scene_close(&s);
}
END_TEST

START_TEST(test_a_destroyed_object_keeps_its_label_for_the_log)
{
    struct scene s = scene_open("farewell", 0, 0);
    struct unit *a = scene_create(&s, "a");
    char text[MEMGLASS_LABEL_MAX + 1];
    memglass_object object = scene_find(&s, "a");
    struct observer_entry entry;
    ck_assert(observer_entry_at(s.observer, object.index, &entry));
    memglass_destroy(s.session, a);
    ck_assert_int_eq(observer_label(s.observer, &entry, text), MEMGLASS_E_GONE);
    ck_assert_str_eq(text, "a");
    ck_assert(unit_wait(reclaimed_one, s.session, 20000));
    ck_assert_int_eq(observer_label(s.observer, &entry, text), MEMGLASS_E_GONE);
    ck_assert_str_eq(text, "unit#0");
    scene_close(&s);
}
END_TEST

/* How often each of the labels "0" to "9" is listed. */
static void count_listed(const struct scene *s, int listed[10])
{
    memset(listed, 0, 10 * sizeof *listed);
    for (size_t i = 0; i < memglass_object_count(s->observer); i++) {
        memglass_object object;
        ck_assert_int_eq(memglass_object_at(s->observer, i, &object), MEMGLASS_OK);
        listed[object.label[0] - '0']++;
    }
}

/* Also when what came takes the rows of what went, and others are listed behind it. */
START_TEST(test_each_object_is_listed_once)
{
    struct scene s = scene_open("listed", 0, 0);
    void *objects[10];
    int listed[10];
    for (int i = 0; i < 10; i++)
        objects[i] = scene_create(&s, (char[]){(char)('0' + i), '\0'});
    memglass_refresh(s.observer);
    count_listed(&s, listed);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(listed[i], 1);
    for (int i = 0; i < 10; i += 3)
        memglass_destroy(s.session, objects[i]);
    memglass_refresh(s.observer);
    memglass_reclaim(s.session);
    scene_create(&s, "1");
    scene_create(&s, "3");
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_uint_eq(memglass_object_count(s.observer), 8);
    count_listed(&s, listed);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(listed[i], i == 1 ? 2 : i == 3 ? 1 : i % 3 != 0);
    scene_close(&s);
}
END_TEST

START_TEST(test_object_at_says_when_it_is_too_late)
{
    struct scene s = scene_open("late", 0, 0);
    struct unit *a = scene_create(&s, "a");
    memglass_object object;
    memglass_refresh(s.observer);
    ck_assert_int_eq(memglass_object_at(s.observer, 1, &object), MEMGLASS_E_NOTFOUND);
    memglass_destroy(s.session, a);
    ck_assert_int_eq(memglass_object_at(s.observer, 0, &object), MEMGLASS_E_GONE);
    scene_close(&s);
}
END_TEST

/* A thread that is stopped between claiming an event and storing it keeps nobody from seeing what
 * others do; nor does one that stores it a turn of the ring late. */
START_TEST(test_an_event_that_is_not_there_hides_nothing)
{
    struct scene s = scene_open("claimed", 64, 0);
    struct scribble header = scribble_open(s.name, 0), region = scribble_open(s.name, 1);
    struct format_header *h = (void *)header.base;
    struct format_event *ring = (void *)(region.base + format_place_offset(h->ring_place));
    void *first = scene_create(&s, "first");
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    h->ring_head++;
    scene_create(&s, "second");
    memglass_destroy(s.session, first);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    scene_equals_rescan(&s);
    scene_create(&s, "third");
    ring[(h->ring_head - 1) & 63].where = format_event_where(h->ring_head - 65, 12345);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    scene_equals_rescan(&s);
    ck_assert_uint_eq(memglass_object_count(s.observer), 2);
    scene_create(&s, "fourth");
    ring[(h->ring_head - 1) & 63].what =
        format_event_what(h->ring_head - 65, FORMAT_EVENT_RECLAIMED, 0);
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    scene_equals_rescan(&s);
    ck_assert_uint_eq(memglass_object_count(s.observer), 3);
    ck_assert_int_eq(memglass_refresh(s.observer), 0);
    scribble_close(&region);
    scribble_close(&header);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_glimpse_is_of_the_first_objects_and_the_refresh_of_all)
{
    enum { OBJECTS = 3000, GLIMPSED = 500 };
    struct scene s = scene_open("glimpse", 0, 0);
    memglass_object object;
    struct unit *first = scene_create(&s, "first");
    for (int i = 1; i < OBJECTS; i++)
        scene_create(&s, i == OBJECTS - 1 ? "last" : NULL);
    memglass_observer *o = observer_attach_bare(s.name, NULL, NULL);
    ck_assert_uint_eq(memglass_object_count(o), 0);
    ck_assert_int_eq(observer_glimpse(o, GLIMPSED), MEMGLASS_OK);
    ck_assert_uint_gt(memglass_object_count(o), GLIMPSED);
    ck_assert_uint_lt(memglass_object_count(o), OBJECTS);
    struct observer_entry entry;
    ck_assert(observer_entry_at(o, 0, &entry));
    ck_assert_int_eq(observer_still_there(o, &entry), MEMGLASS_OK);
    memglass_destroy(s.session, first);
    ck_assert_int_eq(observer_still_there(o, &entry), MEMGLASS_E_GONE);
    ck_assert_int_eq(memglass_refresh(o), 1);
    ck_assert_uint_eq(memglass_object_count(o), OBJECTS - 1);
    ck_assert_int_eq(memglass_find(o, "last", &object), MEMGLASS_OK);
    ck_assert_int_eq(memglass_find(o, "first", &object), MEMGLASS_E_NOTFOUND);
    memglass_detach(o);
    scene_close(&s);
}
END_TEST

/* Events of several writers need not be in order: that an earlier object of a row has ended may
 * come behind the creation of the one that is there. */
START_TEST(test_the_end_of_another_life_takes_nothing_away)
{
    struct scene s = scene_open("lives", 0, MEMGLASS_NO_THREAD);
    scene_create(&s, "u");
    memglass_object object = scene_find(&s, "u");
    struct scribble header = scribble_open(s.name, 0), region = scribble_open(s.name, 1);
    struct format_header *h = (void *)header.base;
    struct format_event *ring = (void *)(region.base + format_place_offset(h->ring_place));
    for (uint32_t kind = FORMAT_EVENT_DESTROYED; kind <= FORMAT_EVENT_RECLAIMED; kind++) {
        uint64_t n = h->ring_head;
        ring[n].where = format_event_where(n, object.index);
        ring[n].what = format_event_what(n, kind, object.generation + 1);
        h->ring_head = n + 1;
        ck_assert_int_eq(memglass_refresh(s.observer), 0);
        ck_assert_uint_eq(memglass_object_count(s.observer), 1);
    }
    uint64_t n = h->ring_head;
    ring[n].where = format_event_where(n, object.index);
    ring[n].what = format_event_what(n, FORMAT_EVENT_DESTROYED, object.generation);
    h->ring_head = n + 1;
    ck_assert_int_eq(memglass_refresh(s.observer), 1);
    ck_assert_uint_eq(memglass_object_count(s.observer), 0);
    scribble_close(&header);
    scribble_close(&region);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("observer/catalog", test_a_row_that_lived_often_is_followed,
               test_the_end_of_another_life_takes_nothing_away,
               test_what_exists_is_listed_by_attach,
               test_a_glimpse_is_of_the_first_objects_and_the_refresh_of_all,
               test_descriptions_come_over_whole, test_refresh_follows_events,
               test_removals_are_logged_until_the_next_refresh,
               test_after_an_overrun_all_is_as_a_full_scan_says,
               test_any_number_of_events_is_followed,
               test_regions_and_types_that_come_later_are_mapped,
               test_find_gives_the_oldest_live_one, test_what_is_remembered_is_what_was_read,
               test_find_skips_what_has_just_gone, test_find_survives_a_reused_slot,
               test_a_million_equal_labels_are_one_chain,
               test_a_first_find_behind_what_happened_since,
               test_an_object_without_a_label_is_found_by_type_and_index,
               test_a_label_like_a_number_hides_nobody, test_labels_are_whole_and_printable,
               test_an_object_says_who_made_it, test_a_destroyed_object_keeps_its_label_for_the_log,
               test_each_object_is_listed_once, test_object_at_says_when_it_is_too_late,
               test_an_event_that_is_not_there_hides_nothing)
