/* Types: written once, refused when they contradict themselves or each other. */
#include "fixture.h"

#include "format/access.h"
#include "producer/session.h"

static const memglass_field pair_fields[] = {
    {"left", "struct cell", &cell_type, NULL, NULL, "", "", "", 0, 0, 0, 512, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, 0},
    {"right", "struct cell", &cell_type, NULL, NULL, "m", "", "the right one", 0, 0, 512, 512, 0, 0,
     0, 0, MEMGLASS_KIND_STRUCT, 0},
};
static const memglass_type pair_type = {"pair", "struct pair", "", "", pair_fields, 128, 8, 1, 2,
                                        0};

static const struct format_type *type_at(memglass_session *s, uint64_t i)
{
    return table_entry(&s->store, FORMAT_TABLE_types, i);
}

START_TEST(test_nested_types_come_before_what_nests_them)
{
    memglass_session *s = open_session("nest");
    ck_assert_int_eq(memglass_register(s, &pair_type), MEMGLASS_OK);
    ck_assert_uint_eq(stats_of(s).type_count, 2);
    const struct format_field *right =
        table_entry(&s->store, FORMAT_TABLE_fields, type_at(s, 1)->first_field + 1u);
    ck_assert_uint_eq(right->type, 0);
    ck_assert_str_eq(table_entry(&s->store, FORMAT_TABLE_strings, right->desc), "the right one");
    memglass_close(s);
}
END_TEST

START_TEST(test_registering_again_is_free)
{
    memglass_session *s = open_session("again");
    memglass_type copy = pair_type;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(memglass_register(s, &pair_type), MEMGLASS_OK);
    ck_assert_int_eq(memglass_register(s, &copy), MEMGLASS_OK);
    ck_assert_uint_eq(stats_of(s).type_count, 2);
    memglass_close(s);
}
END_TEST

START_TEST(test_another_layout_of_the_same_name_is_refused)
{
    memglass_session *s = open_session("other");
    memglass_error err;
    memglass_type other = cell_type;
    other.size = 128;
    memglass_register(s, &cell_type);
    ck_assert_int_eq(memglass_register(s, &other), MEMGLASS_E_TYPE);
    memglass_last_error(s, &err);
    ck_assert_ptr_nonnull(strstr(err.message, "'cell'"));
    ck_assert_ptr_null(memglass_create_object(s, &other, 1, "x"));
    memglass_close(s);
}
END_TEST

/* A descriptor on the stack may get the address of an earlier one. */
START_TEST(test_a_reused_descriptor_address_is_noticed)
{
    memglass_session *s = open_session("address");
    memglass_type local = cell_type;
    ck_assert_int_eq(memglass_register(s, &local), MEMGLASS_OK);
    local.name = "second";
    ck_assert_int_eq(memglass_register(s, &local), MEMGLASS_OK);
    ck_assert_uint_eq(stats_of(s).type_count, 2);
    memglass_close(s);
}
END_TEST

static const char *string_at(memglass_session *s, uint32_t index)
{
    return table_entry(&s->store, FORMAT_TABLE_strings, index);
}

/* Nor is what a thread remembers of it, and of the place of a creation, believed. */
START_TEST(test_what_lies_at_a_remembered_address_is_compared)
{
    memglass_session *s = open_session("remembered");
    memglass_type local = cell_type;
    char site[] = "first:1";
    for (uint32_t i = 0; i < 3; i++) {
        local.name = i == 0 ? "one" : "two";
        site[0] = i < 2 ? 'f' : 'F';
        void *object = memglass_create_object_at(s, &local, 1, NULL, site);
        uint32_t index = memglass_object_prefix(object)->index;
        const struct format_origin *origin =
            table_entry(&s->store, FORMAT_TABLE_origins, detail_at(&s->store, index)->origin);
        ck_assert_str_eq(string_at(s, type_at(s, row_at(&s->store, index)->type)->name),
                         local.name);
        ck_assert_str_eq(string_at(s, origin->site), site);
    }
    memglass_close(s);
}
END_TEST

START_TEST(test_contradictions_are_named)
{
    memglass_session *s = open_session("bad");
    memglass_field fields[1];
    memglass_type bad = cell_type, itself = {"loop", "", "", "", fields, 64, 8, 1, 1, 0};
    memglass_error err;
    bad.fields = fields;
    fields[0] = cell_fields[0];
    fields[0].bit_offset = 8;
    ck_assert_int_eq(memglass_register(s, &bad), MEMGLASS_E_INVALID);
    memglass_last_error(s, &err);
    ck_assert_msg(strstr(err.message, "'words' of type 'cell' lies outside") != NULL, "%s",
                  err.message);
    fields[0] = cell_fields[0];
    fields[0].kind = 99;
    ck_assert_int_eq(memglass_register(s, &bad), MEMGLASS_E_INVALID);
    fields[0] = pair_fields[0];
    fields[0].type = &itself;
    ck_assert_int_eq(memglass_register(s, &itself), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_register(s, NULL), MEMGLASS_E_INVALID);
    static char endless[70000];
    memset(endless, 'x', sizeof endless - 1);
    fields[0] = cell_fields[0];
    fields[0].desc = endless;
    ck_assert_int_eq(memglass_register(s, &bad), MEMGLASS_E_INVALID);
    fields[0] = pair_fields[0];
    fields[0].type = &cell_type;
    fields[0].flags = MEMGLASS_FIELD_GUARDED;
    fields[0].guard_offset = 2;
    ck_assert_int_eq(memglass_register(s, &bad), MEMGLASS_E_INVALID);
    ck_assert_uint_eq(stats_of(s).type_count, 0);
    memglass_close(s);
}
END_TEST

/* Each of these nests the one before twice, and the first has no fields: nothing to show, and 2^40
 * ways to it. */
START_TEST(test_nothing_nested_very_often_is_refused)
{
    enum { LEVELS = 40 };
    memglass_session *s = open_session("nothing");
    memglass_type types[LEVELS];
    memglass_field fields[LEVELS][2];
    char names[LEVELS][8];
    for (int i = 0; i < LEVELS; i++) {
        snprintf(names[i], sizeof names[i], "t%d", i);
        for (int j = 0; j < 2 && i > 0; j++)
            fields[i][j] = (memglass_field){.name = j ? "b" : "a",
                                            .type_name = "",
                                            .unit = "",
                                            .format = "",
                                            .desc = "",
                                            .type = &types[i - 1],
                                            .kind = MEMGLASS_KIND_STRUCT,
                                            .bit_size = 8 * types[i - 1].size,
                                            .bit_offset = (uint64_t)j * 8 * types[i - 1].size};
        types[i] = (memglass_type){.name = names[i],
                                   .spelling = "",
                                   .desc = "",
                                   .file = "",
                                   .fields = i ? fields[i] : NULL,
                                   .field_count = i ? 2 : 0,
                                   .size = UINT64_C(1) << i,
                                   .align = 1};
    }
    ck_assert_int_eq(memglass_register(s, &types[LEVELS - 1]), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_register(s, &types[10]), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

START_TEST(test_many_types_fill_many_chunks)
{
    memglass_session *s = open_session("many");
    char name[32];
    memglass_type type = cell_type;
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "type_%d", i);
        type.name = name;
        ck_assert_int_eq(memglass_register(s, &type), MEMGLASS_OK);
    }
    ck_assert_uint_eq(stats_of(s).type_count, 1000);
    ck_assert_str_eq(table_entry(&s->store, FORMAT_TABLE_strings, type_at(s, 500)->name),
                     "type_500");
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/registry", test_nested_types_come_before_what_nests_them,
               test_registering_again_is_free, test_another_layout_of_the_same_name_is_refused,
               test_a_reused_descriptor_address_is_noticed,
               test_what_lies_at_a_remembered_address_is_compared, test_contradictions_are_named,
               test_nothing_nested_very_often_is_refused, test_many_types_fill_many_chunks)
