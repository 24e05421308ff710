/* The TYPES and SCHEMA screens: what each type has, and how it lies in memory. Tests only; no
 * layer. */
#include "unit.h"
#include "user.h"

#include "view/schema.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Three processes and one machine. */
static void show_types(struct user *u)
{
    start(u, 3);
    scene_add_machine(&u->scene, "m0");
    u->width = 200;
    u->model.screen = VIEW_SCREEN_TYPES;
    tick(u);
}

START_TEST(test_each_type_has_its_objects_and_bytes)
{
    struct user u;
    show_types(&u);
    ck_assert_uint_eq(u.state.table.total, 2);
    ck_assert_str_eq(text_at(&u, 0, "TYPE"), "process"); /* most bytes first */
    ck_assert_str_eq(text_at(&u, 0, "OBJECTS"), "3");
    ck_assert_str_eq(text_at(&u, 1, "TYPE"), "machine");
    ck_assert_str_eq(text_at(&u, 1, "BYTES"), "16");
    ck_assert_str_eq(text_at(&u, 1, "CREATED/S"), "1.0");
    ck_assert_str_eq(text_at(&u, 0, "CREATED/S"), "0.0");
    ck_assert_str_eq(text_at(&u, 0, "FIELDS"), "8");
    ck_assert_str_eq(text_at(&u, 0, "DESCRIPTION"), "a process of the scene");
    leave(&u);
}
END_TEST

START_TEST(test_what_comes_and_goes_is_counted_by_type)
{
    struct user u;
    show_types(&u);
    tick(&u);
    ck_assert_str_eq(text_at(&u, 1, "CREATED/S"), "0.0");
    process(&u, 1)->pid = 7;
    process(&u, 1)->rss = 7;
    scene_remove(&u.scene, 0);
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "OBJECTS"), "2");
    ck_assert_str_eq(text_at(&u, 0, "DESTROYED/S"), "1.0");
    ck_assert_str_eq(text_at(&u, 0, "CHG/S"), "2.0");
    u.scene.objects[0].generation++; /* reused between two frames: one went, one came */
    u.scene.roster_old = true;
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "DESTROYED/S"), "1.0");
    ck_assert_str_eq(text_at(&u, 0, "CREATED/S"), "1.0");
    leave(&u);
}
END_TEST

START_TEST(test_types_sort_and_the_cursor_follows_its_type)
{
    struct user u;
    show_types(&u);
    press(&u, VIEW_KEY_DOWN);
    ck_assert_int_eq(u.state.table.cursor, 1);
    press(&u, 'r');
    ck_assert_str_eq(text_at(&u, 0, "TYPE"), "machine");
    ck_assert_int_eq(u.state.table.cursor, 0);
    while (u.model.types_sort.column != TYPES_COLUMN_NAME)
        press(&u, '>');
    ck_assert_str_eq(text_at(&u, 0, "TYPE"), "machine");
    press(&u, 'I');
    ck_assert_str_eq(text_at(&u, 0, "TYPE"), "process");
    leave(&u);
}
END_TEST

START_TEST(test_enter_shows_the_schema_and_t_the_objects)
{
    struct user u;
    show_types(&u);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_SCHEMA);
    ck_assert_str_eq(u.state.title[0].text, "process");
    press(&u, 't');
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_OBJECTS);
    ck_assert_uint_eq(u.state.table.total, 3);
    u.model.screen = VIEW_SCREEN_SCHEMA;
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_TYPES);
    press(&u, VIEW_KEY_DOWN);
    press(&u, 'o');
    ck_assert_uint_eq(u.state.table.total, 1);
    leave(&u);
}
END_TEST

START_TEST(test_the_schema_has_offsets_and_nested_fields)
{
    struct user u;
    show_types(&u);
    u.height = 60;
    press(&u, VIEW_KEY_ENTER);
    size_t rows = u.state.table.row_count;
    bool nested = false, range = false;
    for (size_t i = 0; i < rows; i++) {
        const char *field = text_at(&u, i, "FIELD");
        if (strcmp(field, "  x") == 0) {
            nested = true;
            ck_assert_int_eq(atoi(text_at(&u, i, "OFFSET")), offsetof(struct scene_process, pos));
            ck_assert_str_eq(text_at(&u, i, "UNIT"), "m");
        }
        if (strcmp(field, "cpu") == 0)
            range = strcmp(text_at(&u, i, "RANGE"), "0 to 100") == 0;
    }
    ck_assert(nested && range);
    leave(&u);
}
END_TEST

struct holed {
    char a;
    /* 3 bytes */
    int b;
    char c;
    unsigned d : 3;
    /* 5 bits, 2 bytes */
};

#define AT(member_name, offset, bits)                                               \
    {                                                                               \
        .name = member_name, .type_name = "", .unit = "", .desc = "", .format = "", \
        .kind = MEMGLASS_KIND_UINT, .bit_offset = (offset), .bit_size = (bits)      \
    }

START_TEST(test_holes_and_padding_are_found_to_the_bit)
{
    static const memglass_field fields[] = {AT("a", 0, 8), AT("b", 32, 32), AT("c", 64, 8),
                                            AT("d", 72, 3)};
    const memglass_type type = {.name = "holed",
                                .fields = fields,
                                .field_count = 4,
                                .size = sizeof(struct holed),
                                .align = 4};
    struct schema s;
    schema_init(&s);
    schema_list(&s, &type);
    ck_assert_uint_eq(s.count, 6);
    ck_assert_int_eq(s.lines[1].what, SCHEMA_HOLE);
    ck_assert_uint_eq(s.lines[1].bit_offset, 8);
    ck_assert_uint_eq(s.lines[1].bit_size, 24);
    ck_assert_int_eq(s.lines[5].what, SCHEMA_PADDING);
    ck_assert_uint_eq(s.lines[5].bit_offset, 75);
    ck_assert_uint_eq(s.lines[5].bit_size, 96 - 75);
    ck_assert_uint_eq(s.hole_bits, 24 + 21);
    schema_fini(&s);
}
END_TEST

/* Members of a union lie over each other: nothing between them is a hole. */
START_TEST(test_a_union_has_padding_only)
{
    static const memglass_field fields[] = {AT("wide", 0, 64), AT("narrow", 0, 8)};
    const memglass_type type = {
        .name = "both", .fields = fields, .field_count = 2, .size = 8, .align = 8, .is_union = 1};
    struct schema s;
    schema_init(&s);
    schema_list(&s, &type);
    ck_assert_uint_eq(s.count, 2);
    ck_assert_uint_eq(s.hole_bits, 0);
    schema_fini(&s);
}
END_TEST

START_TEST(test_cache_lines_end_where_they_do)
{
    static const memglass_field fields[] = {AT("a", 0, 500), AT("b", 512, 64), AT("c", 1600, 8)};
    const memglass_type type = {
        .name = "long", .fields = fields, .field_count = 3, .size = 208, .align = 8};
    struct schema s;
    uint64_t boundaries[4] = {0};
    size_t count = 0;
    schema_init(&s);
    schema_list(&s, &type);
    for (size_t i = 0; i < s.count; i++)
        if (s.lines[i].what == SCHEMA_CACHE && count < 4)
            boundaries[count++] = s.lines[i].bit_offset / 8;
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(boundaries[0], 64);
    ck_assert_uint_eq(boundaries[1], 192); /* the one at 128 lies within the hole */
    schema_fini(&s);
}
END_TEST

MEMGLASS_SUITE("view/types", test_each_type_has_its_objects_and_bytes,
               test_what_comes_and_goes_is_counted_by_type,
               test_types_sort_and_the_cursor_follows_its_type,
               test_enter_shows_the_schema_and_t_the_objects,
               test_the_schema_has_offsets_and_nested_fields,
               test_holes_and_padding_are_found_to_the_bit, test_a_union_has_padding_only,
               test_cache_lines_end_where_they_do)
