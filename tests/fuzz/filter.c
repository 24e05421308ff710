/* Fuzzing what people type to say which objects they mean: filters, terms, lists of columns, and
 * what matches them in an object of any bytes. Tests only. */
#include "query/filter.h"
#include "query/pattern.h"
#include "view/prefs.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELD(field_name, field_kind, field_unit, at, bits, ...)                           \
    {                                                                                      \
        .name = field_name, .type_name = "", .unit = field_unit, .format = "", .desc = "", \
        .kind = MEMGLASS_KIND_##field_kind, .bit_offset = 8 * (at), .bit_size = (bits),    \
        __VA_ARGS__                                                                        \
    }

static const memglass_enumerator names[] = {{"IDLE", 0}, {"BUSY", 1}, {"GONE", 2}};

static const memglass_field fields[] = {
    FIELD("b", UINT, "B", 0, 64, .flags = MEMGLASS_FIELD_COUNTER),
    FIELD("t", INT, "ms", 8, 32, .rank = 0),
    FIELD("f", FLOAT, "%", 16, 32, .rank = 0),
    FIELD("e", ENUM, "", 20, 8, .enumerators = names, .enumerator_count = 3),
    FIELD("x", ENUM, "", 21, 8, .enumerators = names, .enumerator_count = 3,
          .flags = MEMGLASS_FIELD_BITS),
    FIELD("c", CHAR, "", 22, 8, .rank = 0),
    FIELD("o", BOOL, "", 23, 8, .rank = 0),
    FIELD("s", STRING, "", 24, 64, .rank = 0),
    FIELD("w", INT, "", 32, 128, .rank = 0),
    FIELD("p", POINTER, "", 48, 64, .rank = 0),
};

static const memglass_type type = {.name = "thing",
                                   .spelling = "struct thing",
                                   .desc = "",
                                   .file = "",
                                   .fields = fields,
                                   .field_count = sizeof fields / sizeof *fields,
                                   .size = 64,
                                   .align = 8};

static const struct type_count types[] = {{&type, 1}};

/* A mistake lies in the text. */
static void check_error(const struct filter_error *err, const char *text)
{
    if (err->at + err->length > strlen(text) || !err->message[0])
        abort();
}

static void match(const char *text, unsigned char *bytes)
{
    struct filter_error err = {0};
    struct filter_memory memory = {0};
    struct filter *filter = filter_compile(text, &err);
    if (!filter) {
        check_error(&err, text);
        return;
    }
    if (!filter_check(filter, types, 1, &err))
        check_error(&err, text);
    struct roster_row object = {.type = &type, .label = "label 1", .size = 64, .count = 1};
    struct roster roster = {.rows = &object, .count = 1};
    struct row_past past = {.activity = 1};
    uint64_t touched = 0;
    uint8_t state = MEMGLASS_UNGUARDED;
    struct frame before = {.roster = &roster,
                           .bytes = bytes,
                           .states = &state,
                           .touched = &touched,
                           .pasts = &past,
                           .time_ns = 2};
    struct frame frame = before;
    frame.time_ns = 5;
    const struct row_source source = {.cur = &frame, .prev = &before, .now_ns = 9};
    struct row row = row_at(&source, 0);
    bool first = filter_matches(filter, &memory, &source, &row);
    if (memory.failed || filter_matches(filter, &memory, &source, &row) != first)
        abort();
    filter_memory_fini(&memory);
    filter_release(&filter);
}

static void read_columns(const char *text)
{
    static struct prefs_column columns[PREFS_COLUMNS_MAX];
    char again[4096];
    size_t count;
    struct strbuf out;
    memglass_error err;
    struct term term;
    struct term_place place;
    if (term_parse(text, &term, &err) == MEMGLASS_OK)
        term_bind(&term, types, 1, &place, &err);
    if (prefs_parse_list(text, columns, &count, &err) != MEMGLASS_OK)
        return;
    strbuf_init(&out, again, sizeof again);
    prefs_list_text(columns, count, &out);
    if (prefs_parse_list(again, columns, &count, &err) != MEMGLASS_OK)
        abort();
}

/* The first bytes are the object's, the rest is a text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char bytes[64] = {0};
    char text[FILTER_TEXT_MAX + 8] = "";
    size_t head = size < sizeof bytes / 4 ? size : sizeof bytes / 4;
    memcpy(bytes, data, head);
    memcpy(bytes + 20, data, head);
    size -= head;
    memcpy(text, data + head, size < sizeof text - 1 ? size : sizeof text - 1);
    match(text, bytes);
    read_columns(text);
    return 0;
}
