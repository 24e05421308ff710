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
static void draw_memory(struct canvas *c, struct rect area, const struct view_header *h,
                        double glide)
{
    if (!h->bytes.text)
        return;
    struct line l = {c, area.x + 1, area.y + 2, area.width - 1};
    int text = width_of(h->bytes.text), title = 8;
    int gauge = l.end - l.x - title - text - 2;
    gauge = gauge > 40 ? 40 : gauge;
    canvas_text(c, l.x, l.y, title, "memory", VIEW_ROLE_DIM);
    if (gauge >= 8)
        gauge_draw(c, l.x + title, l.y, gauge, &h->bytes.gauge, glide);
    int x = l.x + title + (gauge >= 8 ? gauge + 2 : 0);
    canvas_text(c, x, l.y, l.end - x, h->bytes.text, h->bytes.role);
}

void header_draw(struct canvas *c, const struct view_state *state, double glide)
{
    struct rect area = state->layout.header;
    struct line first = {c, area.x + 1, area.y, area.width - 1};
    struct line second = {c, area.x + 1, area.y + 1, area.width - 1};
    if (area.height >= 1)
        draw_session_line(&first, &state->header);
    if (area.height >= 2)
        draw_counts_line(&second, &state->header);
    if (area.height >= 3)
        draw_memory(c, area, &state->header, glide);
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

void keys_draw(struct canvas *c, const struct view_state *state)
{
    struct rect area = state->layout.keys;
    int x = area.x + 1, end = area.x + area.width - 1;
    for (size_t i = 0; i + 1 < state->key_count; i += 2) {
        const struct view_cell *key = &state->keys[i], *word = &state->keys[i + 1];
        int width = width_of(key->text) + 1 + width_of(word->text);
        if (x + width > end)
            return;
        x += canvas_text(c, x, area.y, end - x, key->text, key->role) + 1;
        x += canvas_text(c, x, area.y, end - x, word->text, word->role) + 2;
    }
}
