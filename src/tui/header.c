/* The header, the line above the body, and the two lines below it. Layer 7. */
#include "tui/graphics.h"
#include "tui/widgets.h"
#include "view/width.h"

#define GAP 3 /* cells between two items of a line */

/* A line that is filled from the left; an item that does not fit whole is left out. */
struct line {
    struct canvas *c;
    int x, y, end;
};

static void put_item(struct line *l, const char *title, const struct view_cell *cell)
{
    if (!cell->text)
        return;
    int width = (title[0] ? width_of(title) + 1 : 0) + width_of(cell->text);
    if (l->x + width > l->end)
        return;
    int x = l->x;
    if (title[0])
        x += canvas_text(l->c, x, l->y, l->end - x, title, VIEW_ROLE_DIM) + 1;
    canvas_text(l->c, x, l->y, l->end - x, cell->text, cell->role);
    l->x += width + GAP;
}

/* The state is a word and a lamp: neither colour nor sign alone carries it. */
static void put_state(struct line *l, const struct view_cell *state)
{
    if (!state->text || l->x + 2 + width_of(state->text) > l->end)
        return;
    canvas_text(l->c, l->x, l->y, 1, l->c->ascii ? "*" : "\u25cf", state->role);
    l->x += 2;
    put_item(l, "", state);
}

static void draw_session_line(struct line *l, const struct view_header *h)
{
    put_item(l, "memglass", &h->session);
    put_state(l, &h->state);
    put_item(l, "", &h->since);
    put_item(l, "", &h->damage);
    put_item(l, "", &h->producer);
    put_item(l, "up", &h->uptime);
}

static void draw_counts_line(struct line *l, const struct view_header *h)
{
    put_item(l, "objects", &h->objects);
    put_item(l, "types", &h->types);
    put_item(l, "changed", &h->changed);
    put_item(l, "turns", &h->turns);
    put_item(l, "sample", &h->sample);
}

/* Memory ends the line of counts when that has room, else it has a line of its own. */
static void draw_memory(struct canvas *c, struct rect area, int end, const struct view_header *h,
                        double glide)
{
    if (!h->bytes.text)
        return;
    struct line l = {c, area.x + 1, area.y + 2, end};
    int text = width_of(h->bytes.text), title = 8;
    int gauge = l.end - l.x - title - text - 2;
    gauge = gauge > 40 ? 40 : gauge;
    canvas_text(c, l.x, l.y, title, "memory", VIEW_ROLE_DIM);
    if (gauge >= 8)
        gauge_draw(c, l.x + title, l.y, gauge, &h->bytes.gauge, glide);
    int x = l.x + title + (gauge >= 8 ? gauge + 2 : 0);
    canvas_text(c, x, l.y, l.end - x, h->bytes.text, h->bytes.role);
}

/* The tabs end one of the lines. */
static int line_end(const struct view_state *state, int y)
{
    const struct rect *area = &state->layout.header;
    return state->tab_count && state->layout.tabs.y == y ? state->tabs[0].x - GAP
                                                         : area->x + area->width - 1;
}

void header_draw(struct canvas *c, const struct view_state *state, double glide)
{
    struct rect area = state->layout.header;
    struct line first = {c, area.x + 1, area.y, line_end(state, area.y)};
    struct line second = {c, area.x + 1, area.y + 1, line_end(state, area.y + 1)};
    if (area.height >= 1)
        draw_session_line(&first, &state->header);
    if (area.height >= 2)
        draw_counts_line(&second, &state->header);
    if (area.height >= 3)
        draw_memory(c, area, line_end(state, area.y + 2), &state->header, glide);
}

void title_draw(struct canvas *c, const struct view_state *state)
{
    struct rect area = state->layout.title;
    int x = area.x + 1, end = area.x + area.width - 1;
    for (int i = 0; i < VIEW_TITLE_PARTS && state->title[i].text && x < end; i++)
        x += canvas_text_cut(c, x, area.y, end - x, state->title[i].text, state->title[i].role) + 2;
}

void message_draw(struct canvas *c, const struct view_state *state)
{
    struct rect area = state->layout.message;
    if (state->message.text)
        canvas_text_cut(c, area.x + 1, area.y, area.width - 2, state->message.text,
                        state->message.role);
}

void prompt_draw(struct canvas *c, const struct view_state *state)
{
    const struct view_prompt *p = &state->prompt;
    struct rect area = state->layout.message;
    int end = area.x + area.width - 1;
    canvas_text(c, area.x + 1, area.y, p->x - area.x - 1, p->label, VIEW_ROLE_TITLE);
    canvas_text(c, p->x, area.y, p->width, p->text, VIEW_ROLE_PLAIN);
    canvas_paint(c, (struct rect){p->error_x, area.y, p->error_width, 1}, VIEW_ROLE_BAD);
    if (p->error[0] && p->x + p->width + 1 < end)
        canvas_text_cut(c, p->x + p->width + 1, area.y, end - p->x - p->width - 1, p->error,
                        VIEW_ROLE_WARNING);
    c->caret_x = p->cursor;
    c->caret_y = area.y;
}

void keys_draw(struct canvas *c, const struct view_state *state)
{
    int y = state->layout.keys.y;
    for (size_t i = 0; i < state->key_count; i++) {
        const struct view_bar_key *key = &state->keys[i];
        int used = canvas_text(c, key->x, y, key->width, key->key, VIEW_ROLE_KEY);
        canvas_text(c, key->x + used + 1, y, key->width - used - 1, key->word, VIEW_ROLE_KEY_WORD);
    }
}

void tabs_draw(struct canvas *c, const struct view_state *state)
{
    int y = state->layout.tabs.y;
    for (size_t i = 0; i < state->tab_count; i++) {
        const struct view_tab *tab = &state->tabs[i];
        int used = canvas_text(c, tab->x, y, tab->width, tab->key, VIEW_ROLE_DIM);
        canvas_text(c, tab->x + used + 1, y, tab->width - used - 1, tab->title,
                    tab->shown ? VIEW_ROLE_TITLE : VIEW_ROLE_DIM);
    }
}
