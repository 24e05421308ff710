/* A struct before and after its program was changed: what moved, came, went, and is another. */
#include "unit.h"

#include "field/changes.h"
#include "field/field.h"

#include <inttypes.h>
#include <string.h>

#define F(n, t, at, bits, k, ...)                                                              \
    {                                                                                          \
        .name = n, .type_name = t, .unit = "", .format = "", .desc = "", .bit_offset = 8 * at, \
        .bit_size = bits, .kind = MEMGLASS_KIND_##k, __VA_ARGS__                               \
    }
#define NAMED(n, list, bytes)                                                            \
    {                                                                                    \
        .name = n, .spelling = n, .desc = "", .file = "", .fields = list, .size = bytes, \
        .align = 8, .field_count = sizeof(list) / sizeof(list)[0]                        \
    }

static const memglass_field vec2[] = {F("x", "float", 0, 32, FLOAT, .rank = 0),
                                      F("y", "float", 4, 32, FLOAT, .rank = 0)};
static const memglass_field vec2_swapped[] = {F("y", "float", 0, 32, FLOAT, .rank = 0),
                                              F("x", "float", 4, 32, FLOAT, .rank = 0)};
static const memglass_type vec = NAMED("vec", vec2, 8), vec_now = NAMED("vec", vec2_swapped, 8);

static const uint64_t three[] = {3}, four[] = {4};

static const memglass_field player_fields[] = {
    F("id", "uint64_t", 0, 64, UINT, .rank = 0),
    F("level", "int32_t", 8, 32, INT, .rank = 0),
    F("health", "float", 12, 32, FLOAT, .rank = 0),
    F("mana", "float", 16, 32, FLOAT, .rank = 0),
    F("pos", "struct vec", 20, 64, STRUCT, .type = &vec),
    F("grid", "int", 28, 32, INT, .dims = three, .rank = 1, .stride_bytes = 4),
    F("low", "unsigned", 40, 3, UINT, .flags = MEMGLASS_FIELD_BITFIELD),
};
static const memglass_field player_now_fields[] = {
    F("id", "uint64_t", 0, 64, UINT, .rank = 0),
    F("level", "int64_t", 8, 64, INT, .rank = 0),
    F("health", "float", 16, 32, FLOAT, .rank = 0),
    F("armor", "float", 20, 32, FLOAT, .rank = 0),
    F("pos", "struct vec", 24, 64, STRUCT, .type = &vec_now),
    F("grid", "int", 32, 32, INT, .dims = four, .rank = 1, .stride_bytes = 4),
    F("low", "unsigned", 48, 5, UINT, .flags = MEMGLASS_FIELD_BITFIELD),
};
static const memglass_type player = NAMED("player", player_fields, 48);
static const memglass_type player_now = NAMED("player", player_now_fields, 56);

static void offset_text(const memglass_field *f, struct strbuf *out)
{
    strbuf_printf(out, "%" PRIu64, f->bit_offset / 8);
    if (f->flags & MEMGLASS_FIELD_BITFIELD)
        strbuf_printf(out, " bit %" PRIu64, f->bit_offset % 8);
}

static void moved_text(const memglass_field *was, const memglass_field *now, struct strbuf *out)
{
    strbuf_text(out, "at ");
    offset_text(now, out);
    strbuf_text(out, ", was at ");
    offset_text(was, out);
}

static void retyped_text(const memglass_field *was, const memglass_field *now, struct strbuf *out)
{
    char before[128], after[128];
    struct strbuf b, a;
    strbuf_init(&b, before, sizeof before);
    strbuf_init(&a, after, sizeof after);
    field_type_text(&(struct field_ref){.field = was}, &b);
    field_type_text(&(struct field_ref){.field = now}, &a);
    if (strcmp(before, after) != 0)
        strbuf_printf(out, "%s -> %s", before, after);
    else
        strbuf_printf(out, "%s changed inside", after);
    if (was->bit_offset == now->bit_offset)
        return;
    strbuf_text(out, ", ");
    moved_text(was, now, out);
}

/* "health: at 16, was at 12", "armor: new", "mana: gone", "level: int32_t -> int64_t". */
static void change_text(const struct field_change *c, struct strbuf *out)
{
    strbuf_printf(out, "%s: ", c->after ? c->after->name : c->before->name);
    switch (c->kind) {
    case FIELD_MOVED:
        moved_text(c->before, c->after, out);
        break;
    case FIELD_RETYPED:
        retyped_text(c->before, c->after, out);
        break;
    case FIELD_NEW:
        strbuf_text(out, "new");
        break;
    case FIELD_GONE:
        strbuf_text(out, "gone");
        break;
    }
}

static const char *text_of(const struct field_change *change)
{
    static char text[256];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    change_text(change, &out);
    return text;
}

static const char *summary_of(const memglass_type *before, const memglass_type *after)
{
    static char text[256];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    return field_changes_summary(before, after, &out) ? text : "the same";
}

START_TEST(test_each_change_is_told)
{
    static const char *const expected[] = {
        "level: int32_t -> int64_t",
        "health: at 16, was at 12",
        "armor: new",
        "pos: struct vec changed inside, at 24, was at 20",
        "grid: int[3] -> int[4], at 32, was at 28",
        "low: unsigned:3 -> unsigned:5, at 48 bit 0, was at 40 bit 0",
        "mana: gone",
    };
    struct field_change changes[16];
    size_t count = field_changes(&player, &player_now, changes, 16);
    ck_assert_uint_eq(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(text_of(&changes[i]), expected[i]);
    ck_assert_uint_eq(field_changes(&player, &player_now, changes, 2), count);
    ck_assert_uint_eq(field_changes(&player, &player, changes, 16), 0);
}
END_TEST

START_TEST(test_the_summary_counts_them)
{
    ck_assert_str_eq(summary_of(&player, &player_now),
                     "player changed: 1 field moved, 4 of another type, 1 new, 1 gone");
    ck_assert_str_eq(summary_of(&vec, &vec_now), "vec changed: 2 fields moved");
    ck_assert_str_eq(summary_of(&player, &player), "the same");
    memglass_type padded = player;
    padded.size = 64;
    ck_assert_str_eq(summary_of(&player, &padded), "player changed: 64 bytes, was 48");
}
END_TEST

/* What does not change where bytes lie is no change. */
START_TEST(test_units_and_ranges_are_no_change)
{
    memglass_field fields[7];
    memcpy(fields, player_fields, sizeof fields);
    fields[2].unit = "hp";
    fields[2].flags = MEMGLASS_FIELD_RANGE;
    fields[1].type_name = "int";
    memglass_type other = player;
    other.fields = fields;
    ck_assert_str_eq(summary_of(&player, &other), "the same");
    ck_assert_uint_eq(memglass_type_hash(&player), memglass_type_hash(&other));
}
END_TEST

/* A description that nobody in his senses writes takes no time that one could notice. */
START_TEST(test_very_many_fields)
{
    enum { MANY = 100000 };
    memglass_field *fields = calloc(MANY, sizeof *fields), *others = calloc(MANY, sizeof *others);
    for (int i = 0; i < MANY; i++) {
        fields[i] = (memglass_field)F("a", "", 0, 8, UINT, .rank = 0);
        others[i] = (memglass_field)F("b", "", 0, 8, UINT, .rank = 0);
    }
    memglass_type before = player, after = player;
    before.fields = fields;
    after.fields = others;
    before.field_count = after.field_count = MANY;
    ck_assert_str_eq(summary_of(&before, &after), "player changed: 256 new, and 7936 more");
    free(fields);
    free(others);
}
END_TEST

MEMGLASS_SUITE("field/changes", test_each_change_is_told, test_the_summary_counts_them,
               test_units_and_ranges_are_no_change, test_very_many_fields)
