/* The list of sessions to pick from. Layer 6. */
#include "view/builder.h"

#include "view/text.h"
#include "view/width.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* X(title, right, width): the name grows with its texts, the program takes what is left. */
#define SESSION_COLUMNS(X) \
    X("", false, 1)        \
    X("SESSION", false, 8) \
    X("STATE", false, 7)   \
    X("OWNER", false, 8)   \
    X("PID", true, 7)      \
    X("AGE", true, 7)      \
    X("OBJECTS", true, 8) X("TYPES", true, 5) X("MEMORY", true, 6) X("PROGRAM", false, 20)

enum {
    SESSION_MARK,
    SESSION_NAME,
    SESSION_STATE,
    SESSION_OWNER,
    SESSION_PID,
    SESSION_AGE,
    SESSION_OBJECTS,
    SESSION_TYPES,
    SESSION_MEMORY,
    SESSION_PROGRAM,
    SESSION_COLUMN_COUNT
};

/* The first columns are always there; of the middle ones those that leave the program some room. */
static void place_columns(struct view_builder *b, const struct view_input *in, int width,
                          struct view_table *out)
{
    static const struct view_column columns[] = {
#define COLUMN(column_title, is_right, cells) \
    {.title = (column_title), .right = (is_right), .width = (cells)},
        SESSION_COLUMNS(COLUMN)
#undef COLUMN
    };
    struct view_column *placed = view_arena_alloc(&b->arena, sizeof columns);
    memcpy(placed, columns, sizeof columns);
    for (size_t i = 0; i < in->session_count; i++) {
        int wanted = width_of(in->sessions[i].info.name);
        if (wanted > placed[SESSION_NAME].width)
            placed[SESSION_NAME].width = wanted < 30 ? wanted : 30;
    }
    int x = 0;
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) {
        bool optional = i == SESSION_TYPES || i == SESSION_MEMORY;
        placed[i].x = x < width ? x : width;
        if ((optional && width < 90) || placed[i].x + placed[i].width > width)
            placed[i].width = 0;
        if (i == SESSION_PROGRAM)
            placed[i].width = width - placed[i].x;
        x += i == SESSION_MARK ? 1 : placed[i].width ? placed[i].width + 2 : 0;
    }
    out->columns = placed;
    out->column_count = SESSION_COLUMN_COUNT;
}

static enum view_role state_role(memglass_state state)
{
    return state == MEMGLASS_STATE_ALIVE     ? VIEW_ROLE_GOOD
           : state == MEMGLASS_STATE_STALLED ? VIEW_ROLE_WARNING
                                             : VIEW_ROLE_BAD;
}

static void number_cell(struct view_builder *b, struct view_cell *cell, struct strbuf *text)
{
    cell->text = view_arena_text(&b->arena, text->data);
    strbuf_init(text, text->data, text->size);
}

static void session_cells(struct view_builder *b, const struct view_input *in,
                          const struct session_entry *entry, struct view_cell *cells)
{
    const memglass_session_info *s = &entry->info;
    uint64_t wall_ns = in->wall_ns;
    bool here = in->session && strcmp(in->session, s->name) == 0;
    char buffer[VIEW_TEXT_MAX];
    struct strbuf text;
    strbuf_init(&text, buffer, sizeof buffer);
    strbuf_foreign(&text, s->name, strlen(s->name));
    if (here)
        cells[SESSION_MARK] = (struct view_cell){.text = "*", .role = VIEW_ROLE_TITLE};
    cells[SESSION_NAME].role = here ? VIEW_ROLE_TITLE : VIEW_ROLE_STRONG;
    number_cell(b, &cells[SESSION_NAME], &text);
    strbuf_foreign(&text, entry->owner, strlen(entry->owner));
    number_cell(b, &cells[SESSION_OWNER], &text);
    if (entry->error[0]) {
        cells[SESSION_STATE] = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
        cells[SESSION_PROGRAM] = (struct view_cell){
            .text = view_arena_text(&b->arena, entry->error), .role = VIEW_ROLE_BAD};
        return;
    }
    cells[SESSION_STATE] = (struct view_cell){.text = memglass_state_name((int)s->state),
                                              .role = state_role(s->state)};
    strbuf_printf(&text, "%u", s->pid);
    number_cell(b, &cells[SESSION_PID], &text);
    text_standing_age(&text, wall_ns > s->start_wall_ns ? wall_ns - s->start_wall_ns : 0);
    number_cell(b, &cells[SESSION_AGE], &text);
    text_count(&text, s->live_objects);
    number_cell(b, &cells[SESSION_OBJECTS], &text);
    strbuf_printf(&text, "%u", s->type_count);
    number_cell(b, &cells[SESSION_TYPES], &text);
    text_bytes(&text, s->region_bytes);
    number_cell(b, &cells[SESSION_MEMORY], &text);
    strbuf_foreign(&text, s->executable, strlen(s->executable));
    cells[SESSION_PROGRAM].role = VIEW_ROLE_DIM;
    number_cell(b, &cells[SESSION_PROGRAM], &text);
}

/* Small letters stand for both, as in filters. */
static bool has_in_name(const char *name, const char *part)
{
    bool small = true;
    for (const char *at = part; *at; at++)
        small = small && !(*at >= 'A' && *at <= 'Z');
    size_t length = strlen(part);
    for (; strlen(name) >= length; name++)
        if ((small ? strncasecmp(name, part, length) : strncmp(name, part, length)) == 0)
            return true;
    return false;
}

/* From the cursor on, and round. */
static void take_find(const struct view_input *in, struct model *m)
{
    bool wished = m->find_session.here && m->prompt.open;
    m->find_session.here = false;
    for (size_t i = 0; wished && i < in->session_count; i++) {
        size_t at = (m->sessions.at + i) % in->session_count;
        if (!has_in_name(in->sessions[at].info.name, m->prompt.text))
            continue;
        m->sessions.at = at;
        return;
    }
    if (wished)
        prompt_error(&m->prompt, "no session has this in its name", 0, strlen(m->prompt.text));
}

/* The cursor follows the session by its name; it begins at the one that is attached to. */
static void move_cursor(const struct view_input *in, struct model *m, uint64_t page)
{
    const char *at = m->session[0] || !in->session ? m->session : in->session;
    for (size_t i = 0; i < in->session_count; i++)
        if (strcmp(in->sessions[i].info.name, at) == 0)
            m->sessions.at = i;
    take_find(in, m);
    list_cursor_move(&m->sessions, in->session_count, page);
    m->session[0] = '\0';
    if (in->session_count)
        snprintf(m->session, sizeof m->session, "%s", in->sessions[m->sessions.at].info.name);
}

static size_t count_alive(const struct view_input *in)
{
    size_t count = 0;
    for (size_t i = 0; i < in->session_count; i++)
        count += !in->sessions[i].error[0] && in->sessions[i].info.state == MEMGLASS_STATE_ALIVE;
    return count;
}

int build_sessions(struct view_builder *b, const struct view_input *in, struct model *m,
                   struct view_state *out)
{
    struct view_table *table = &out->table;
    uint64_t page = table_page(&out->layout), first;
    move_cursor(in, m, page);
    first = m->sessions.first;
    size_t rows =
        in->session_count - first < page ? in->session_count - (size_t)first : (size_t)page;
    struct view_cell *cells =
        view_arena_alloc(&b->arena, rows * SESSION_COLUMN_COUNT * sizeof *cells);
    for (size_t i = 0; i < rows; i++)
        session_cells(b, in, &in->sessions[first + i], &cells[i * SESSION_COLUMN_COUNT]);
    place_columns(b, in, out->layout.body.width, table);
    table->cells = cells;
    table->row_count = rows;
    table->row_roles = view_arena_alloc(&b->arena, rows * sizeof *table->row_roles);
    table->first = first;
    table->total = in->session_count;
    table->cursor = rows ? (long)(m->sessions.at - first) : -1;
    table->empty = "No sessions on this machine. Start a program that publishes one, such as "
                   "memglass-proc.";
    out->title[0] = (struct view_cell){.text = "sessions", .role = VIEW_ROLE_TITLE};
    if (in->session && in->session[0])
        out->title[2] = (struct view_cell){.text = "* is looked at", .role = VIEW_ROLE_DIM};
    out->title[1] =
        (struct view_cell){.text = view_arena_printf(&b->arena, "%zu on this machine, %zu alive",
                                                     in->session_count, count_alive(in))};
    return MEMGLASS_OK;
}
