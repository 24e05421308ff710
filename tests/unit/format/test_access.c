/* Checked access to segments, on plain buffers. Tests only; no layer. */
#include "unit.h"

#include "format/access.h"

#include <string.h>

enum { REGION_BYTES = 1 << 16, STRINGS_AT = 4096, LABELS_AT = 16384 };

struct plain {
    struct format_header header;
    _Alignas(64) unsigned char region[REGION_BYTES];
    struct format_span span;
    struct format_segments segments;
};

/* A session without objects: chunk 0 of the strings and of the labels in one region. */
static struct plain *plain_create(void)
{
    struct plain *p = aligned_alloc(64, sizeof *p);
    memset(p, 0, sizeof *p);
    p->header = (struct format_header){.magic = FORMAT_MAGIC,
                                       .version = FORMAT_VERSION,
                                       .byte_order = FORMAT_BYTE_ORDER,
                                       .header_bytes = sizeof p->header,
                                       .ready = 1,
                                       .instance = 42,
                                       .ring_capacity = 8};
#define PLAIN_TABLE(name, type, base)                                 \
    p->header.tables[FORMAT_TABLE_##name].entry_bytes = sizeof(type); \
    p->header.tables[FORMAT_TABLE_##name].base_log2 = base;
    FORMAT_TABLE_LIST(PLAIN_TABLE)
#undef PLAIN_TABLE
    struct format_region region = {.magic = FORMAT_REGION_MAGIC,
                                   .version = FORMAT_VERSION,
                                   .number = 1,
                                   .instance = 42,
                                   .size = REGION_BYTES};
    memcpy(p->region, &region, sizeof region);
    p->header.tables[FORMAT_TABLE_strings].chunks[0] = format_place(1, STRINGS_AT);
    p->header.tables[FORMAT_TABLE_strings].count = 100;
    p->header.tables[FORMAT_TABLE_labels].chunks[0] = format_place(1, LABELS_AT);
    p->header.tables[FORMAT_TABLE_labels].count = 20;
    p->span = (struct format_span){.base = p->region, .size = REGION_BYTES};
    p->segments = (struct format_segments){
        .header = {.base = (const unsigned char *)&p->header, .size = sizeof p->header},
        .regions = &p->span,
        .region_count = 1};
    return p;
}

static int check(struct plain *p, memglass_error *err)
{
    return format_check_header(&p->segments.header, err);
}

START_TEST(test_every_index_has_one_place)
{
    uint64_t within, expected = 0;
    uint32_t before = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        uint32_t chunk = format_chunk_of(i, 4, &within);
        if (chunk != before)
            expected = 0;
        ck_assert_uint_eq(within, expected++);
        ck_assert_uint_lt(within, format_chunk_entries(chunk, 4));
        before = chunk;
    }
    ck_assert_uint_eq(format_chunk_of((UINT64_C(1) << 36) - 17, 4, &within), 31);
}
END_TEST

START_TEST(test_sound_header_and_region_pass)
{
    struct plain *p = plain_create();
    memglass_error err = {0};
    ck_assert_int_eq(check(p, &err), MEMGLASS_OK);
    ck_assert_int_eq(format_check_region(&p->span, 1, 42, &err), MEMGLASS_OK);
    free(p);
}
END_TEST

START_TEST(test_another_version_is_named_with_ours)
{
    struct plain *p = plain_create();
    memglass_error err = {0};
    p->header.version = 3;
    ck_assert_int_eq(check(p, &err), MEMGLASS_E_VERSION);
    ck_assert_ptr_nonnull(strstr(err.message, "segment version 3, this memglass reads up to 2"));
    free(p);
}
END_TEST

/* A producer of a later version says which readers still understand it. */
START_TEST(test_a_later_version_is_read_when_it_says_so)
{
    static const struct {
        uint32_t version, minimum_reader;
        int32_t grown;
        int expected;
    } cases[] = {
        {3, 2, 0, MEMGLASS_OK},
        {3, 1, 64, MEMGLASS_OK},
        {3, 2, -8, MEMGLASS_E_CORRUPT},
        {3, 3, 0, MEMGLASS_E_VERSION},
        {4, 3, 0, MEMGLASS_E_VERSION},
        {3, 0, 0, MEMGLASS_E_VERSION},
        {UINT32_MAX, UINT32_MAX, 0, MEMGLASS_E_VERSION},
        {2, 7, 0, MEMGLASS_OK},
        {2, 2, 64, MEMGLASS_E_CORRUPT},
        {1, 1, 0, MEMGLASS_E_VERSION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plain *p = plain_create();
        p->header.version = cases[i].version;
        p->header.minimum_reader = cases[i].minimum_reader;
        p->header.header_bytes += (uint32_t)cases[i].grown;
        ck_assert_msg(check(p, NULL) == cases[i].expected, "case %zu: %d", i, check(p, NULL));
        free(p);
    }
}
END_TEST

START_TEST(test_each_damage_of_the_header_is_refused)
{
    struct plain *p = plain_create(), *sound = plain_create();
    memglass_error err;
#define DAMAGED(member, value, code)                    \
    do {                                                \
        p->header = sound->header;                      \
        p->header.member = (value);                     \
        err.message[0] = '\0';                          \
        ck_assert_int_eq(check(p, &err), (code));       \
        ck_assert_int_gt((int)strlen(err.message), 10); \
    } while (0)
    DAMAGED(magic, 1, MEMGLASS_E_CORRUPT);
    DAMAGED(magic, __builtin_bswap64(FORMAT_MAGIC), MEMGLASS_E_CORRUPT);
    DAMAGED(ready, 0, MEMGLASS_E_NOSESSION);
    DAMAGED(byte_order, 0x04030201, MEMGLASS_E_CORRUPT);
    DAMAGED(header_bytes, 100, MEMGLASS_E_CORRUPT);
    DAMAGED(instance, 0, MEMGLASS_E_CORRUPT);
    DAMAGED(ring_capacity, 3, MEMGLASS_E_CORRUPT);
    DAMAGED(ring_capacity, UINT64_C(1) << 60, MEMGLASS_E_CORRUPT);
    DAMAGED(ring_capacity, UINT64_C(1) << 31, MEMGLASS_E_CORRUPT);
    DAMAGED(tables[3].entry_bytes, 0, MEMGLASS_E_CORRUPT);
    DAMAGED(tables[5].base_log2, 63, MEMGLASS_E_CORRUPT);
#undef DAMAGED
    p->header = sound->header;
    p->header.ring_capacity = FORMAT_RING_MAX;
    ck_assert_int_eq(check(p, NULL), MEMGLASS_OK);
    for (uint64_t size = 0; size < sizeof p->header; size++) {
        struct format_span cut = {.base = (const unsigned char *)&sound->header, .size = size};
        ck_assert_int_eq(format_check_header(&cut, &err), MEMGLASS_E_CORRUPT);
    }
    free(p);
    free(sound);
}
END_TEST

START_TEST(test_region_of_another_session_or_size_is_refused)
{
    struct plain *p = plain_create();
    struct format_span cut = {.base = p->region, .size = REGION_BYTES - 4096};
    ck_assert_int_eq(format_check_region(&p->span, 2, 42, NULL), MEMGLASS_E_CORRUPT);
    ck_assert_int_eq(format_check_region(&p->span, 1, 43, NULL), MEMGLASS_E_CORRUPT);
    ck_assert_int_eq(format_check_region(&cut, 1, 42, NULL), MEMGLASS_E_CORRUPT);
    cut.size = 8;
    ck_assert_int_eq(format_check_region(&cut, 1, 42, NULL), MEMGLASS_E_CORRUPT);
    free(p);
}
END_TEST

START_TEST(test_places_outside_are_nowhere)
{
    struct plain *p = plain_create();
    const struct format_segments *s = &p->segments;
    ck_assert_ptr_eq(format_at(s, format_place(1, 64), 8, 8), p->region + 64);
    ck_assert_ptr_eq(format_at(s, format_place(1, 0), REGION_BYTES, 8), p->region);
    ck_assert_ptr_null(format_at(s, 0, 8, 8));
    ck_assert_ptr_null(format_at(s, format_place(2, 64), 8, 8));
    ck_assert_ptr_null(format_at(s, format_place(0xffffff, 64), 8, 8));
    ck_assert_ptr_null(format_at(s, format_place(1, 8), REGION_BYTES, 8));
    ck_assert_ptr_null(format_at(s, format_place(1, 64), UINT64_MAX, 8));
    ck_assert_ptr_null(format_at(s, format_place(1, 68), 8, 8));
    ck_assert_ptr_null(format_at(s, UINT64_MAX, 1, 1));
    free(p);
}
END_TEST

START_TEST(test_entries_beyond_the_count_or_chunk_are_nowhere)
{
    struct plain *p = plain_create();
    const struct format_segments *s = &p->segments;
    uint64_t run;
    ck_assert_ptr_eq(format_table_at(s, FORMAT_TABLE_labels, 3), p->region + LABELS_AT + 48);
    ck_assert_ptr_nonnull(format_table_run(s, FORMAT_TABLE_labels, 3, &run));
    ck_assert_uint_eq(run, 17);
    ck_assert_ptr_null(format_table_at(s, FORMAT_TABLE_labels, 20));
    ck_assert_ptr_null(format_table_at(s, FORMAT_TABLE_objects, 0));
    p->header.tables[FORMAT_TABLE_labels].count = UINT64_MAX;
    ck_assert_ptr_nonnull(format_table_at(s, FORMAT_TABLE_labels, 255));
    ck_assert_ptr_null(format_table_at(s, FORMAT_TABLE_labels, 256));
    ck_assert_ptr_null(format_table_at(s, FORMAT_TABLE_labels, UINT64_MAX - 1));
    ck_assert_ptr_null(format_table_at(s, FORMAT_TABLE_labels, UINT64_C(1) << 60));
    free(p);
}
END_TEST

START_TEST(test_string_without_an_end_is_none)
{
    struct plain *p = plain_create();
    size_t length;
    memcpy(p->region + STRINGS_AT + 1, "health", 7);
    ck_assert_str_eq(format_string(&p->segments, 1, &length), "health");
    ck_assert_uint_eq(length, 6);
    ck_assert_ptr_nonnull(format_string(&p->segments, 0, &length));
    memset(p->region + STRINGS_AT, 'x', 4096);
    ck_assert_ptr_null(format_string(&p->segments, 1, &length));
    ck_assert_ptr_null(format_string(&p->segments, 100, &length));
    free(p);
}
END_TEST

START_TEST(test_label_must_fit_its_granules)
{
    struct plain *p = plain_create();
    size_t length;
    unsigned char *granule = p->region + LABELS_AT + 18 * 16;
    memcpy(granule, "\x08player_1", 9);
    const char *label = format_label(&p->segments, 18, &length);
    ck_assert_uint_eq(length, 8);
    ck_assert_int_eq(memcmp(label, "player_1", 8), 0);
    *granule = 31; /* two granules, which are there */
    ck_assert_ptr_nonnull(format_label(&p->segments, 18, &length));
    *granule = 32; /* three */
    ck_assert_ptr_null(format_label(&p->segments, 18, &length));
    *granule = 0;
    ck_assert_ptr_null(format_label(&p->segments, 18, &length));
    ck_assert_ptr_null(format_label(&p->segments, FORMAT_NONE, &length));
    free(p);
}
END_TEST

MEMGLASS_SUITE("format/access", test_every_index_has_one_place, test_sound_header_and_region_pass,
               test_another_version_is_named_with_ours,
               test_a_later_version_is_read_when_it_says_so,
               test_each_damage_of_the_header_is_refused,
               test_region_of_another_session_or_size_is_refused, test_places_outside_are_nowhere,
               test_entries_beyond_the_count_or_chunk_are_nowhere,
               test_string_without_an_end_is_none, test_label_must_fit_its_granules)
