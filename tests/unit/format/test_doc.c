/* docs/format.md says what format/layout.h does: each row of its tables is looked for in the page.
 * Runs in the top folder of the tree. Tests only; no layer. */
#include "unit.h"

#include "format/layout.h"

#include <memglass/type.h>
#include <stdarg.h>
#include <string.h>

#define PAGE "docs/format.md"

/* The members of each struct of the format: M(struct, member) for all of them. */
#define HEADER(M, T)         \
    M(T, magic)              \
    M(T, version)            \
    M(T, byte_order)         \
    M(T, header_bytes)       \
    M(T, ready)              \
    M(T, instance)           \
    M(T, pid)                \
    M(T, closed)             \
    M(T, start_wall_ns)      \
    M(T, start_monotonic_ns) \
    M(T, name)               \
    M(T, executable)         \
    M(T, ring_place)         \
    M(T, ring_capacity)      \
    M(T, minimum_reader)     \
    M(T, line_a)             \
    M(T, ring_head)          \
    M(T, line_b)             \
    M(T, heartbeats)         \
    M(T, ticks)              \
    M(T, frame_sequence) M(T, region_count) M(T, write_looks) M(T, counters) M(T, tables)
#define COUNTERS(M, T) M(T, failures) M(T, region_bytes) M(T, overruns) M(T, late_writes)
#define REGION(M, T) \
    M(T, magic) M(T, version) M(T, number) M(T, instance) M(T, size) M(T, looks_at) M(T, reserved)
#define TABLE(M, T) M(T, count) M(T, entry_bytes) M(T, base_log2) M(T, chunks)
#define TYPE(M, T) \
    M(T, name)     \
    M(T, spelling) \
    M(T, desc)     \
    M(T, file)     \
    M(T, line)     \
    M(T, first_field) M(T, field_count) M(T, is_union) M(T, size) M(T, align) M(T, layout_hash)
#define FIELD(M, T)        \
    M(T, name)             \
    M(T, type_name)        \
    M(T, unit)             \
    M(T, format)           \
    M(T, desc)             \
    M(T, type)             \
    M(T, first_enumerator) \
    M(T, enumerator_count) \
    M(T, first_dim)        \
    M(T, rank)             \
    M(T, kind)             \
    M(T, flags)            \
    M(T, range_min)        \
    M(T, range_max) M(T, bit_offset) M(T, bit_size) M(T, stride_bytes) M(T, guard_offset)
#define ENUMERATOR(M, T) M(T, value) M(T, name) M(T, reserved)
#define PREFIX(M, T)     M(T, sequence) M(T, index)
#define OBJECT(M, T)     M(T, state_generation) M(T, type) M(T, place) M(T, count) M(T, label_hash)
#define DETAIL(M, T)     M(T, created_ns) M(T, origin) M(T, label)
#define ORIGIN(M, T)     M(T, site) M(T, thread)
#define GRANULE(M, T)    M(T, bytes)
#define EVENT(M, T)      M(T, where) M(T, what)
#define TALLY(M, T) \
    M(T, created)   \
    M(T, destroyed) \
    M(T, reclaimed) M(T, created_bytes) M(T, destroyed_bytes) M(T, reserved)

/* --- the page --------------------------------------------------------------------------------- */

static char page[64 * 1024];

static void read_page(void)
{
    FILE *file = fopen(PAGE, "r");
    ck_assert_msg(file != NULL, "there is no " PAGE " here: run this in the top folder");
    size_t length = fread(page, 1, sizeof page - 1, file);
    fclose(file);
    page[length] = '\0';
    ck_assert_uint_lt(length, sizeof page - 1);
}

/* The part of the page from a heading to the next one. */
static char *section(const char *heading)
{
    static char part[16 * 1024];
    const char *start = strstr(page, heading);
    ck_assert_msg(start != NULL, PAGE " has no '%s'", heading);
    start += strlen(heading);
    const char *end = strstr(start, "\n#");
    snprintf(part, sizeof part, "%.*s", (int)(end ? end - start : (long)strlen(start)), start);
    return part;
}

static void must_have(const char *where, const char *format, ...)
{
    char row[160];
    va_list args;
    va_start(args, format);
    vsnprintf(row, sizeof row, format, args);
    va_end(args);
    ck_assert_msg(strstr(where, row) != NULL, PAGE " does not have: %s", row + 1);
}

/* Lines of the first table of a part, without its head. */
static size_t table_rows(const char *part)
{
    size_t rows = 0;
    const char *line = strstr(part, "\n|");
    for (; line && line[1] == '|'; line = strchr(line + 1, '\n'))
        rows++;
    return rows - 2;
}

/* --- the promises ----------------------------------------------------------------------------- */

#define CHECK_MEMBER(T, member)                                             \
    end = offsetof(T, member) + sizeof(((T *)0)->member);                   \
    must_have(part, "\n| %zu | %zu | `" #member "` |", offsetof(T, member), \
              sizeof(((T *)0)->member));                                    \
    rows++;

#define STRUCT_TEST(test, heading, T, MEMBERS)                                                   \
    START_TEST(test)                                                                             \
    {                                                                                            \
        read_page();                                                                             \
        const char *part = section("### `" heading "`\n");                                       \
        size_t rows = 0, end = 0;                                                                \
        MEMBERS(CHECK_MEMBER, T)                                                                 \
        ck_assert_uint_eq(rows, table_rows(part)); /* no row of the page that is not there */    \
        ck_assert_uint_eq(end, sizeof(T));         /* no member that is not in the list above */ \
    }                                                                                            \
    END_TEST

STRUCT_TEST(test_header, "format_header", struct format_header, HEADER)
STRUCT_TEST(test_counters, "format_counters", struct format_counters, COUNTERS)
STRUCT_TEST(test_region, "format_region", struct format_region, REGION)
STRUCT_TEST(test_table, "format_table", struct format_table, TABLE)
STRUCT_TEST(test_type, "format_type", struct format_type, TYPE)
STRUCT_TEST(test_field, "format_field", struct format_field, FIELD)
STRUCT_TEST(test_enumerator, "format_enumerator", struct format_enumerator, ENUMERATOR)
STRUCT_TEST(test_prefix, "memglass_prefix", memglass_prefix, PREFIX)
STRUCT_TEST(test_object, "format_object", struct format_object, OBJECT)
STRUCT_TEST(test_detail, "format_detail", struct format_detail, DETAIL)
STRUCT_TEST(test_granule, "format_granule", struct format_granule, GRANULE)
STRUCT_TEST(test_origin, "format_origin", struct format_origin, ORIGIN)
STRUCT_TEST(test_tally, "format_tally", struct format_tally, TALLY)
STRUCT_TEST(test_event, "format_event", struct format_event, EVENT)

START_TEST(test_lists)
{
    read_page();
#define CHECK_TABLE(name, type, base) \
    must_have(page, "\n| %d | `" #name "` | %zu | %d |", FORMAT_TABLE_##name, sizeof(type), base);
    FORMAT_TABLE_LIST(CHECK_TABLE)
#define CHECK_KIND(name, text) must_have(page, "\n| %d | `" text "` |", MEMGLASS_KIND_##name);
    MEMGLASS_KIND_LIST(CHECK_KIND)
#define CHECK_EVENT(name, text) must_have(page, "\n| %d | `" text "` |", FORMAT_EVENT_##name);
    FORMAT_EVENT_LIST(CHECK_EVENT)
#define CHECK_FLAG(name) must_have(page, "\n| 0x%04x | `" #name "` |", MEMGLASS_FIELD_##name);
    CHECK_FLAG(COUNTER)
    CHECK_FLAG(GAUGE)
    CHECK_FLAG(ATOMIC)
    CHECK_FLAG(GUARDED)
    CHECK_FLAG(HIDDEN)
    CHECK_FLAG(RANGE)
    CHECK_FLAG(BITS)
    CHECK_FLAG(SIGNED)
    CHECK_FLAG(BITFIELD)
#define CHECK_STATE(name) must_have(page, "\n| %d | `" #name "` |", FORMAT_##name);
    CHECK_STATE(FREE)
    CHECK_STATE(RAW)
    CHECK_STATE(LIVE)
    CHECK_STATE(DESTROYED)
}
END_TEST

START_TEST(test_numbers)
{
    read_page();
    must_have(page, " `magic` | 0x%llx:", (unsigned long long)FORMAT_MAGIC);
    must_have(page, " `magic` | 0x%llx:", (unsigned long long)FORMAT_REGION_MAGIC);
    must_have(page, " `version` | %u |", FORMAT_VERSION);
    must_have(page, " `byte_order` | 0x%08x |", FORMAT_BYTE_ORDER);
    must_have(page, " 0x%llx xor the object's index", (unsigned long long)FORMAT_CANARY);
    must_have(page, "\nThe whole header is %zu bytes.", sizeof(struct format_header));
    must_have(page, " `header_bytes` is not %zu", sizeof(struct format_header));
    must_have(page, " `minimum_reader` | %u:", FORMAT_MINIMUM_READER);
    must_have(page, " places of %u chunks;", FORMAT_CHUNKS);
    must_have(page, " in the lower %u.", FORMAT_PLACE_OFFSET_BITS);
    must_have(page, " in the upper %u bits,", 64 - FORMAT_PLACE_OFFSET_BITS);
}
END_TEST

MEMGLASS_SUITE("format/doc", test_header, test_counters, test_region, test_table, test_type,
               test_field, test_enumerator, test_prefix, test_object, test_detail, test_granule,
               test_origin, test_tally, test_event, test_lists, test_numbers)
