/* The SCHEMA screen: how one type lies in memory, field by field. Layer 6. */
#include "view/builder.h"

#include "view/grid.h"
#include "view/schema.h"
#include "view/values.h"

#include <stdio.h>
#include <string.h>

/* X(id, title, right, most cells, urgency) */
#define SCHEMA_COLUMN_LIST(X)        \
    X(OFFSET, "OFFSET", true, 12, 1) \
    X(SIZE, "SIZE", true, 10, 2)     \
    X(FIELD, "FIELD", false, 40, 0)  \
    X(CTYPE, "TYPE", false, 32, 3)   \
    X(UNIT, "UNIT", false, 8, 5)     \
    X(RANGE, "RANGE", false, 20, 6)  \
    X(FLAGS, "FLAGS", false, 24, 4)  \
    X(DESC, "DESCRIPTION", false, 200, 7)

enum schema_column {
#define SCHEMA_COLUMN_ENUM(id, ...) SCHEMA_COLUMN_##id,
    SCHEMA_COLUMN_LIST(SCHEMA_COLUMN_ENUM)
#undef SCHEMA_COLUMN_ENUM
        SCHEMA_COLUMN_COUNT
};

static const struct grid_column columns[SCHEMA_COLUMN_COUNT] = {
#define COLUMN(id, column_title, is_right, cells, rank) \
    {.title = (column_title), .right = (is_right), .most = (cells), .urgency = (rank)},
    SCHEMA_COLUMN_LIST(COLUMN)
#undef COLUMN
};

/* --- cells -------------------------------------------------------------------------------------
 */

/* "12", and "12:3" within a byte. */
static const char *bits_text(struct view_arena *arena, uint64_t bits)
{
    unsigned long long bytes = bits / 8, rest = bits % 8;
    return rest ? view_arena_printf(arena, "%llu:%llu", bytes, rest)
                : view_arena_printf(arena, "%llu", bytes);
}

/* X(flag, what the screen says) */
#define FLAG_WORDS(X)                    \
    X(MEMGLASS_FIELD_COUNTER, "counter") \
    X(MEMGLASS_FIELD_GAUGE, "gauge")     \
    X(MEMGLASS_FIELD_ATOMIC, "atomic")   \
    X(MEMGLASS_FIELD_GUARDED, "guarded") \
    X(MEMGLASS_FIELD_BITS, "flags")      \
    X(MEMGLASS_FIELD_BITFIELD, "bits")   \
    X(MEMGLASS_FIELD_HIDDEN, "hidden")

static const char *flags_text(struct view_arena *arena, const memglass_field *field)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {
#define WORD(bit, name) {(bit), (name)},
        FLAG_WORDS(WORD)
#undef WORD
    };
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (field->flags & words[i].flag)
            strbuf_printf(&out, "%s%s", out.len ? " " : "", words[i].word);
    strbuf_finish(&out);
    return view_arena_text(arena, text);
}

static void field_row(struct view_arena *arena, const struct schema_line *line,
                      struct view_cell *cells)
{
    const memglass_field *field = line->field;
    bool nested = field->type != NULL;
    cells[SCHEMA_COLUMN_FIELD] = (struct view_cell){
        .text = view_arena_printf(arena, "%*s%s", 2 * line->depth, "", field->name),
        .role = nested ? VIEW_ROLE_STRONG : VIEW_ROLE_PLAIN};
    cells[SCHEMA_COLUMN_CTYPE] = value_type_cell(arena, &(struct field_ref){.field = field});
    cells[SCHEMA_COLUMN_UNIT] = (struct view_cell){.text = view_arena_text(arena, field->unit)};
    if (field->flags & MEMGLASS_FIELD_RANGE)
        cells[SCHEMA_COLUMN_RANGE].text =
            view_arena_printf(arena, "%g to %g", field->range_min, field->range_max);
    cells[SCHEMA_COLUMN_FLAGS].text = flags_text(arena, field);
    cells[SCHEMA_COLUMN_DESC] =
        (struct view_cell){.text = view_arena_text(arena, field->desc), .role = VIEW_ROLE_DIM};
}

static void line_row(struct view_arena *arena, const struct schema_line *line,
                     struct view_cell *cells)
{
    cells[SCHEMA_COLUMN_OFFSET] =
        (struct view_cell){.text = bits_text(arena, line->bit_offset), .role = VIEW_ROLE_DIM};
    if (line->what == SCHEMA_CACHE) {
        cells[SCHEMA_COLUMN_FIELD] =
            (struct view_cell){.text = view_arena_printf(
                                   arena, "---- cache line %llu ----",
                                   (unsigned long long)(line->bit_offset / 8 / SCHEMA_CACHE_LINE)),
                               .role = VIEW_ROLE_DIM};
        return;
    }
    cells[SCHEMA_COLUMN_SIZE].text = bits_text(arena, line->bit_size);
    if (line->what == SCHEMA_FIELD)
        field_row(arena, line, cells);
    else
        cells[SCHEMA_COLUMN_FIELD] = (struct view_cell){
            .text = view_arena_printf(arena, "%*s(%s)", 2 * line->depth, "",
                                      line->what == SCHEMA_HOLE ? "hole" : "padding"),
            .role = VIEW_ROLE_WARNING};
}

/* --- the screen --------------------------------------------------------------------------------
 */

static const memglass_type *find_type(const struct frame *frame, const struct view_builder *b,
                                      const char *name)
{
    const struct type_stats *stats = &b->type_stats;
    for (size_t i = 0; i < stats->count && stats->instance == frame->session.instance; i++)
        if (strcmp(stats->stats[i].type->name, name) == 0)
            return stats->stats[i].type;
    return NULL;
}

static void build_rows(struct view_builder *b, struct model *m, const struct schema *schema,
                       struct view_state *out)
{
    struct view_table *table = &out->table;
    uint64_t page = table_page(&out->layout);
    list_cursor_move(&m->schema, schema->count, page);
    size_t first = (size_t)m->schema.first, left = schema->count - first;
    size_t rows = left < page ? left : (size_t)page;
    struct view_cell *cells =
        view_arena_alloc(&b->arena, (rows + 1) * SCHEMA_COLUMN_COUNT * sizeof *cells);
    for (size_t i = 0; i < rows; i++)
        line_row(&b->arena, &schema->lines[first + i], &cells[i * SCHEMA_COLUMN_COUNT]);
    grid_place(&b->arena, columns, SCHEMA_COLUMN_COUNT, out->layout.body.width, cells, rows,
               GRID_UNSORTED, false, table);
    table->row_roles = view_arena_alloc(&b->arena, (rows + 1) * sizeof *table->row_roles);
    table->first = first;
    table->total = schema->count;
    table->cursor = rows ? (long)(m->schema.at - first) : -1;
}

static void build_title(struct view_builder *b, const memglass_type *type,
                        const struct schema *schema, struct view_cell *title)
{
    struct view_arena *arena = &b->arena;
    size_t part = 0;
    title[part++] =
        (struct view_cell){.text = view_arena_text(arena, type->name), .role = VIEW_ROLE_TITLE};
    title[part++] = (struct view_cell){
        .text = view_arena_printf(arena, "%s of %llu B, aligned to %llu",
                                  type->is_union ? "union" : "struct",
                                  (unsigned long long)type->size, (unsigned long long)type->align)};
    title[part++] = (struct view_cell){
        .text = view_arena_printf(arena, "holes %s B", bits_text(arena, schema->hole_bits)),
        .role = schema->hole_bits ? VIEW_ROLE_WARNING : VIEW_ROLE_DIM};
    if (type->file[0])
        title[part++] =
            (struct view_cell){.text = view_arena_printf(arena, "%s:%u", type->file, type->line),
                               .role = VIEW_ROLE_DIM};
    if (type->desc[0])
        title[part++] =
            (struct view_cell){.text = view_arena_text(arena, type->desc), .role = VIEW_ROLE_DIM};
}

int build_schema(struct view_builder *b, const struct view_input *in, struct model *m,
                 struct view_state *out)
{
    const struct frame *cur = input_frame(in);
    out->title[0] = (struct view_cell){.text = view_arena_text(&b->arena, m->schema_of),
                                       .role = VIEW_ROLE_TITLE};
    out->table.empty = cur ? "No object of this type is left." : "Looking ...";
    if (!cur)
        return MEMGLASS_OK;
    const struct frame *prev = in->snapshot->prev;
    if (prev && !frame_same_session(prev, cur))
        prev = NULL;
    int status = type_stats_count(&b->type_stats, cur, prev);
    const memglass_type *type = status ? NULL : find_type(cur, b, m->schema_of);
    if (!type)
        return status;
    struct schema schema;
    schema_init(&schema);
    schema_list(&schema, type);
    build_rows(b, m, &schema, out);
    build_title(b, type, &schema, out->title);
    out->path = view_arena_text(&b->arena, type->name);
    if (schema.cut)
        out->message = (struct view_cell){.text = "The type has more lines than fit here.",
                                          .role = VIEW_ROLE_WARNING};
    schema_fini(&schema);
    out->table.empty = "The type has no fields.";
    return MEMGLASS_OK;
}
