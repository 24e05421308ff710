/* The keys of a screen, from the key table. Layer 6. */
#include "view/builder.h"

#define KEYS_WIDTH 16

static const struct view_column *help_columns(struct view_builder *b, int width)
{
    struct view_column *columns = view_arena_alloc(&b->arena, 2 * sizeof *columns);
    columns[0] = (struct view_column){.title = "KEY", .x = 1, .width = KEYS_WIDTH};
    columns[1] = (struct view_column){.title = "WHAT IT DOES", .x = KEYS_WIDTH + 2};
    columns[1].width = width > columns[1].x ? width - columns[1].x : 0;
    return columns;
}

int build_help(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out)
{
    struct view_table *table = &out->table;
    struct view_cell *cells = view_arena_alloc(&b->arena, 2 * VIEW_INTENT_COUNT * sizeof *cells);
    enum view_screen of = m->from[VIEW_SCREEN_HELP];
    size_t total = 0;
    for (int i = 0; i < VIEW_INTENT_COUNT; i++) {
        const struct view_key_row *row = view_key_row((enum view_intent)i);
        if (!(row->screens & (1u << of)))
            continue;
        cells[2 * total] = (struct view_cell){.text = row->labels, .role = VIEW_ROLE_KEY};
        cells[2 * total + 1] = (struct view_cell){.text = row->help};
        total++;
    }
    uint64_t page = table_page(&out->layout);
    list_cursor_move(&m->help, total, page);
    table->columns = help_columns(b, out->layout.body.width);
    table->column_count = 2;
    table->first = m->help.first;
    table->total = total;
    table->row_count = total - table->first < page ? total - table->first : page;
    table->cells = cells + 2 * table->first;
    table->row_roles = view_arena_alloc(&b->arena, total * sizeof *table->row_roles);
    table->cursor = (long)(m->help.at - m->help.first);
    (void)in;
    out->title[0] = (struct view_cell){.text = "Keys", .role = VIEW_ROLE_TITLE};
    out->title[1] = (struct view_cell){
        .text = view_arena_printf(&b->arena, "of the %s screen", view_screen_name(of))};
    out->title[2] = (struct view_cell){.text = "memglass " MEMGLASS_VERSION, .role = VIEW_ROLE_DIM};
    return MEMGLASS_OK;
}
