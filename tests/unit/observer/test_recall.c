/* What was found before, by its label. Tests only; no layer. */
#include "observer/recall.h"

#include "observer/label_index.h"
#include "unit.h"

#include <string.h>

enum { MANY = 50000, HASH = 7 };

static const memglass_type item = {.name = "item", .size = 8};
static const struct maker maker = {.thread = 5, .site_bytes = 4, .site = "a:1"};

static struct observer_entry entry_of(uint32_t index)
{
    return (struct observer_entry){
        .type = &item, .index = index, .generation = index + 7, .created_ns = index, .count = 1};
}

static void keep(struct recall *r, uint32_t index, const char *label)
{
    struct observer_entry entry = entry_of(index);
    recall_keep(r, &entry, &maker, label, strlen(label), false);
}

/* Both ways agree, but that the quick one may not know. */
static uint32_t look(struct recall *r, const char *label)
{
    uint32_t found = recall_find(r, label, strlen(label));
    uint32_t at_once;
    if (strlen(label) < RECALL_TEXT && recall_find_at_once(r, label, strlen(label), &at_once))
        ck_assert_uint_eq(at_once, found);
    return found;
}

START_TEST(test_labels_of_each_length_are_told_apart)
{
    struct recall r = {0};
    char label[64];
    enum { LONGEST = RECALL_TEXT + RECALL_MORE - 1 };
    ck_assert(recall_reserve(&r, 4 * LONGEST));
    ck_assert_uint_eq(look(&r, "a"), FORMAT_NONE);
    /* of each length four: one that differs in the first byte, one in the middle, one at the end */
    for (int round = 0; round < 2; round++)
        for (uint32_t length = 1; length <= LONGEST; length++)
            for (uint32_t i = 0; i < 4; i++) {
                uint32_t index = 4 * (length - 1) + i;
                uint32_t places[] = {0, length / 2, length - 1};
                memset(label, 'a', length);
                label[length] = '\0';
                if (i && (i == 1 || length > 2))
                    label[places[i - 1]] = 'b';
                else if (i)
                    label[0] = (char)('b' + i);
                if (round == 0) {
                    keep(&r, index, label);
                } else {
                    ck_assert_uint_eq(look(&r, label), index);
                    ck_assert_uint_eq(recall_at(&r, index)->length, length);
                    ck_assert_uint_eq(recall_at(&r, index)->generation, index + 7);
                }
            }
    memset(label, 'a', LONGEST + 1);
    label[LONGEST + 1] = '\0';
    keep(&r, 0, label);
    ck_assert_uint_eq(look(&r, label), FORMAT_NONE);
    ck_assert_uint_eq(look(&r, "a"), 0);
    recall_fini(&r);
}
END_TEST

START_TEST(test_what_has_no_room_is_not_remembered)
{
    struct recall r = {0};
    struct observer_entry entry = entry_of(0);
    ck_assert(recall_reserve(&r, 1));
    recall_keep(&r, &entry, &maker, "a\033[2J", 5, false);
    ck_assert_uint_eq(look(&r, "a\033[2J"), FORMAT_NONE);
    keep(&r, 0, "kept");
    ck_assert_uint_eq(look(&r, "kept"), 0);
    recall_forget(&r, 0);
    ck_assert_uint_eq(look(&r, "kept"), FORMAT_NONE);
    recall_fini(&r);
}
END_TEST

static const char *number(char text[40], const char *what, uint32_t i)
{
    snprintf(text, 40, "%s%u", what, i);
    return text;
}

/* The table grows and is made anew beside what is forgotten, and the numbers in it outgrow their
 * bits. */
START_TEST(test_many_come_and_go)
{
    struct recall r = {0};
    char text[40];
    uint32_t at_once = 0, found;
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert(recall_reserve(&r, i < 100 ? 100 : i < 9000 ? 9000 : MANY));
        keep(&r, i, number(text, i % 2 ? "odd " : "even and rather long ", i));
        if (i % 3 == 2)
            recall_forget(&r, i - 1);
    }
    for (uint32_t turn = 0; turn < 8; turn++)
        for (uint32_t i = turn % 3; i < MANY; i += 3) {
            recall_forget(&r, i);
            keep(&r, i, number(text, "new ", i));
        }
    for (uint32_t i = 0; i < MANY; i++) {
        number(text, "new ", i);
        ck_assert_uint_eq(look(&r, text), i);
        at_once += recall_find_at_once(&r, text, strlen(text), &found);
        ck_assert_uint_eq(look(&r, number(text, i % 2 ? "odd " : "even and rather long ", i)),
                          FORMAT_NONE);
    }
    ck_assert_uint_gt(at_once, MANY / 100 * 90);
    ck_assert_uint_eq(r.kept, MANY);
    ck_assert_uint_lt(r.group_mask, 2 * MANY);
    recall_fini(&r);
    ck_assert_uint_eq(look(&r, "new 1"), FORMAT_NONE);
}
END_TEST

/* Long and short labels, found first, at once or not: each is a step. Also while the table grows.
 */
START_TEST(test_finds_are_steps_in_their_order)
{
    struct recall r = {0};
    char text[40];
    ck_assert(recall_reserve(&r, MANY));
    for (uint32_t i = 0; i < 1000; i++)
        keep(&r, i, number(text, "few ", i));
    ck_assert_uint_eq(r.ahead.count, 0);
    uint32_t told = 0;
    for (uint32_t i = 1000; i < MANY; i++) {
        keep(&r, i, number(text, i % 2 ? "odd " : "even and rather long ", i));
        if (r.ahead.count)
            ck_assert_uint_eq((uint32_t)r.ahead.steps[r.ahead.at - 1], i + 1);
    }
    ck_assert_uint_ge(r.ahead.count, r.kept);
    for (int round = 0; round < 3; round++)
        for (uint32_t i = MANY; i-- > 1000;) {
            uint32_t at_once;
            number(text, i % 2 ? "odd " : "even and rather long ", i);
            if (i % 2 == 0 || !recall_find_at_once(&r, text, strlen(text), &at_once))
                ck_assert_uint_eq(recall_find(&r, text, strlen(text)), i);
            ck_assert_uint_eq((uint32_t)r.ahead.steps[r.ahead.at - 1], i + 1);
            told += round == 2 &&
                    (uint32_t)r.ahead.steps[r.ahead.at - 1 + AHEAD_STEPS] == i + 1 - AHEAD_STEPS;
        }
    ck_assert_uint_ge(told, MANY - 1000 - 2 * AHEAD_STEPS);
    recall_fini(&r);
}
END_TEST

START_TEST(test_what_is_alike_is_one_kind)
{
    struct kinds k = {0};
    struct observer_entry entry = entry_of(0);
    enum { COUNTS = 700 };
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNTS * 3; i++) {
            entry.count = i / 3;
            entry.origin = i % 3;
            ck_assert_uint_eq(kinds_of(&k, &entry, &maker), i);
            ck_assert_uint_eq(k.list[i].count, i / 3);
            ck_assert_uint_eq(k.list[i].origin, i % 3);
        }
    ck_assert_uint_eq(k.count, COUNTS * 3);
    for (entry.count = COUNTS; k.count < KINDS_MAX; entry.count++)
        ck_assert_uint_eq(kinds_of(&k, &entry, &maker), k.count - 1);
    ck_assert_uint_eq(kinds_of(&k, &entry, &maker), KINDS_MAX);
    kinds_fini(&k);
}
END_TEST

/* --- with the index --- */

static void create(struct catalog *c, struct label_index *l, uint32_t index, uint64_t created_ns)
{
    ck_assert(catalog_reserve(c, 1) && catalog_reach(c, index));
    c->rows[index] = (struct row_facts){.created_ns = created_ns, .label = 0};
    catalog_add(c, index, index + 7);
    label_index_add(l, c, index, HASH);
}

/* Two threads may publish their objects in another order than they made them. */
START_TEST(test_what_is_not_the_oldest_any_more_is_forgotten)
{
    struct catalog c = {0};
    struct label_index l = {0};
    create(&c, &l, 0, 30);
    ck_assert_int_eq(label_index_build(&l, &c, &(uint32_t){HASH}), MEMGLASS_OK);
    keep(&l.recall, 0, "twin");
    create(&c, &l, 1, 40);
    ck_assert_uint_eq(look(&l.recall, "twin"), 0);
    create(&c, &l, 2, 10);
    ck_assert_uint_eq(label_index_first(&l, HASH), 2);
    ck_assert_uint_eq(look(&l.recall, "twin"), FORMAT_NONE);
    keep(&l.recall, 2, "twin");
    ck_assert_uint_eq(look(&l.recall, "twin"), 2);
    label_index_remove(&l, &c, 2);
    ck_assert_uint_eq(look(&l.recall, "twin"), FORMAT_NONE);
    label_index_fini(&l);
    catalog_fini(&c);
}
END_TEST

MEMGLASS_SUITE("observer/recall", test_labels_of_each_length_are_told_apart,
               test_what_has_no_room_is_not_remembered, test_many_come_and_go,
               test_finds_are_steps_in_their_order, test_what_is_alike_is_one_kind,
               test_what_is_not_the_oldest_any_more_is_forgotten)
