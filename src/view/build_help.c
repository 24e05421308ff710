/* The keys of a screen, from the key table, under headings. Layer 6. */
#include "view/builder.h"
#include "view/columns.h"
#include "view/width.h"

#include <string.h>

/* Rows: each intent with the lines that its sentence takes, headings and what lies between. */
#define LINES_MAX (4 * VIEW_INTENT_COUNT)
#define KEYS_X    1
#define GAP       2

struct writer {
    struct view_builder *b;
    struct view_cell *cells; /* two a line */
    size_t lines;
    int keys_width, help_width;
};

/* What a key belongs to: the first one that is true of it. */
enum group { GROUP_HERE, GROUP_MOVING, GROUP_EVERYWHERE, GROUPS };

static enum group group_of(enum view_intent intent)
{
    unsigned on = view_key_row(intent)->screens;
    if (intent <= VIEW_INTENT_LAST)
        return GROUP_MOVING;
    return (on & VIEW_ON_UNDER) == VIEW_ON_UNDER ? GROUP_EVERYWHERE : GROUP_HERE;
}

/* The bytes of a text that fit into `width` cells without cutting a word, if there is a choice. */
static size_t line_bytes(const char *text, int width)
{
    struct glyph glyph;
    size_t blank = 0, used = 0;
    for (int cells = 0; text[used]; used = (size_t)(glyph_next(text + used, &glyph) - text)) {
        if (text[used] == ' ')
            blank = used;
        glyph_next(text + used, &glyph);
        cells += glyph.cells;
        if (cells > width)
            return blank ? blank : used ? used : glyph.size;
    }
    return used;
}

static struct view_cell *next_line(struct writer *w)
{
    return &w->cells[2 * (w->lines + 1 < LINES_MAX ? w->lines++ : w->lines)];
}

static void write_key(struct writer *w, const struct view_key_row *row)
{
    const char *help = row->help;
    for (const char *keys = row->labels; *help; keys = "") {
        struct view_cell *cells = next_line(w);
        size_t bytes = line_bytes(help, w->help_width);
        cells[0] = (struct view_cell){.text = keys, .role = VIEW_ROLE_KEY};
        cells[1].text = view_arena_printf(&w->b->arena, "%.*s", (int)bytes, help);
        help += bytes;
        help += *help == ' ';
    }
}

static bool is_key_of(enum view_intent intent, enum view_screen screen)
{
    return view_key_row(intent)->screens & (1u << screen);
}

static void write_group(struct writer *w, enum view_screen of, enum group group, const char *title)
{
    size_t before = w->lines;
    for (int i = 0; i < VIEW_INTENT_COUNT; i++) {
        enum view_intent intent = (enum view_intent)i;
        if (!is_key_of(intent, of) || group_of(intent) != group)
            continue;
        if (w->lines == before) {
            if (before)
                next_line(w)[0].text = "";
            next_line(w)[0] = (struct view_cell){.text = title, .role = VIEW_ROLE_TITLE};
        }
        write_key(w, view_key_row(intent));
    }
}

/* What may stand before a label. */
static void write_signs(struct writer *w)
{
    static const char *const helps[] = {
#define HELP(id, sign, role, help) help,
        VIEW_SIGN_LIST(HELP)
#undef HELP
    };
    next_line(w)[0].text = "";
    next_line(w)[0] = (struct view_cell){.text = "Signs", .role = VIEW_ROLE_TITLE};
    for (int i = 0; i < VIEW_SIGN_COUNT; i++) {
        struct view_cell *cells = next_line(w);
        cells[0] = view_sign((enum view_sign)i);
        cells[1].text = helps[i];
    }
}

static int widest_keys(enum view_screen of, int width)
{
    int widest = 0;
    for (int i = 0; i < VIEW_INTENT_COUNT; i++) {
        int cells = width_of(view_key_row((enum view_intent)i)->labels);
        if (is_key_of((enum view_intent)i, of) && cells > widest)
            widest = cells;
    }
    return widest < width / 2 ? widest : width / 2;
}

static void place(struct writer *w, struct view_table *table)
{
    struct view_column *columns = view_arena_alloc(&w->b->arena, 2 * sizeof *columns);
    columns[0] = (struct view_column){.title = "KEY", .x = KEYS_X, .width = w->keys_width};
    columns[1] = (struct view_column){
        .title = "WHAT IT DOES", .x = KEYS_X + w->keys_width + GAP, .width = w->help_width};
    table->columns = columns;
    table->column_count = 2;
}

int build_help(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out)
{
    struct view_table *table = &out->table;
    enum view_screen of = m->from[VIEW_SCREEN_HELP];
    struct writer w = {.b = b, .keys_width = widest_keys(of, out->layout.body.width)};
    w.help_width = out->layout.body.width - KEYS_X - w.keys_width - GAP;
    w.help_width = w.help_width > 1 ? w.help_width : 1;
    w.cells = view_arena_alloc(&b->arena, 2 * LINES_MAX * sizeof *w.cells);
    write_group(&w, of, GROUP_HERE, "On this screen");
    write_group(&w, of, GROUP_MOVING, "Moving");
    write_group(&w, of, GROUP_EVERYWHERE, "Everywhere");
    if (of == VIEW_SCREEN_OBJECTS)
        write_signs(&w);
    uint64_t page = table_page(&out->layout);
    list_cursor_move(&m->help, w.lines, page);
    place(&w, table);
    table->first = m->help.first;
    table->total = w.lines;
    table->row_count = w.lines - table->first < page ? w.lines - table->first : page;
    table->cells = w.cells + 2 * table->first;
    table->row_roles = view_arena_alloc(&b->arena, w.lines * sizeof *table->row_roles);
    table->cursor = (long)(m->help.at - m->help.first);
    (void)in;
    out->title[0] = (struct view_cell){.text = "Keys", .role = VIEW_ROLE_TITLE};
    out->title[1] = (struct view_cell){
        .text = view_arena_printf(&b->arena, "of the %s screen", view_screen_name(of))};
    out->title[2] = (struct view_cell){.text = "memglass " MEMGLASS_VERSION, .role = VIEW_ROLE_DIM};
    return MEMGLASS_OK;
}
