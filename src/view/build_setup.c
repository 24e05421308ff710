/* The SETUP screen: each setting, what it is now and what it could be. Layer 6. */
#include "view/builder.h"
#include "view/grid.h"
#include "view/text.h"

#include <string.h>

static const struct grid_column columns[] = {
    {.title = "SETTING", .most = 20},
    {.title = "NOW", .most = SETTING_WORD_BYTES},
    {.title = "CHOICES", .most = 60, .urgency = 2},
    {.title = "WHAT IT IS", .most = 200, .urgency = 1},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

/* "auto|dark|light" as "auto dark light". */
static const char *spaced(struct view_builder *b, const char *words)
{
    char text[VIEW_TEXT_MAX];
    size_t used = 0;
    for (; *words && used + 1 < sizeof text; words++)
        text[used++] = *words == '|' ? ' ' : *words;
    text[used] = '\0';
    return view_arena_text(&b->arena, text);
}

/* What counts now. Command line and keys set intervals that are no choice, too. */
static const char *word_now(struct view_builder *b, const struct model *m,
                            enum view_setting setting)
{
    char word[SETTING_WORD_BYTES];
    struct strbuf out;
    strbuf_init(&out, word, sizeof word);
    if (setting == SETTING_INTERVAL)
        text_cost(&out, m->interval_ns);
    else
        setting_word(setting, m->settings.word[setting], word);
    return view_arena_text(&b->arena, word);
}

static void setting_cells(struct view_builder *b, const struct model *m, enum view_setting setting,
                          struct view_cell *cells)
{
    const struct view_setting_row *row = view_setting_row(setting);
    cells[0] = (struct view_cell){.text = row->name, .role = VIEW_ROLE_STRONG};
    cells[1] = (struct view_cell){.text = word_now(b, m, setting), .role = VIEW_ROLE_TITLE};
    cells[2] = (struct view_cell){.text = spaced(b, row->words), .role = VIEW_ROLE_DIM};
    cells[3] = (struct view_cell){.text = row->help};
}

int build_setup(struct view_builder *b, const struct view_input *in, struct model *m,
                struct view_state *out)
{
    struct view_table *table = &out->table;
    uint64_t page = table_page(&out->layout);
    list_cursor_move(&m->setup, SETTING_COUNT, page);
    size_t first = (size_t)m->setup.first, left = SETTING_COUNT - first;
    size_t rows = left < page ? left : (size_t)page;
    struct view_cell *cells =
        view_arena_alloc(&b->arena, (rows + 1) * COLUMN_COUNT * sizeof *cells);
    for (size_t i = 0; i < rows; i++)
        setting_cells(b, m, (enum view_setting)(first + i), &cells[i * COLUMN_COUNT]);
    grid_place(&b->arena, columns, COLUMN_COUNT, out->layout.body.width, cells, rows, GRID_UNSORTED,
               false, table);
    table->row_roles = view_arena_alloc(&b->arena, (rows + 1) * sizeof *table->row_roles);
    table->first = first;
    table->total = SETTING_COUNT;
    table->cursor = (long)(m->setup.at - first);
    bool kept = in->config_place && in->config_place[0];
    out->title[0] = (struct view_cell){.text = "Setup", .role = VIEW_ROLE_TITLE};
    out->title[1] = (struct view_cell){
        .text = kept ? view_arena_printf(&b->arena, "kept in %s", in->config_place)
                     : "kept nowhere: HOME is not set",
        .role = kept ? VIEW_ROLE_PLAIN : VIEW_ROLE_WARNING};
    return MEMGLASS_OK;
}
