/* What lies under the mouse. Layer 6. */
#include "view/hit.h"

#include "view/width.h"

static bool is_in(const struct rect *r, int x, int y)
{
    return x >= r->x && x < r->x + r->width && y >= r->y && y < r->y + r->height;
}

static struct view_hit hit_tabs(const struct view_state *s, int x)
{
    for (size_t i = 0; i < s->tab_count; i++)
        if (x >= s->tabs[i].x && x < s->tabs[i].x + s->tabs[i].width)
            return (struct view_hit){.what = HIT_TAB, .screen = s->tabs[i].screen};
    return (struct view_hit){0};
}

static struct view_hit hit_keys(const struct view_state *s, int x)
{
    for (size_t i = 0; i < s->key_count; i++)
        if (x >= s->keys[i].x && x < s->keys[i].x + s->keys[i].width)
            return (struct view_hit){.what = HIT_KEY,
                                     .intent = (enum view_intent)s->keys[i].intent};
    return (struct view_hit){0};
}

/* A head reaches to the next one. */
static struct view_hit hit_head(const struct view_state *s, int x)
{
    const struct view_table *t = &s->table;
    for (size_t i = t->column_count; i-- > 0;)
        if (t->columns[i].width && x >= s->layout.body.x + t->columns[i].x)
            return (struct view_hit){.what = HIT_HEAD, .column = i};
    return (struct view_hit){0};
}

static struct view_hit hit_body(const struct view_state *s, int x, int y)
{
    long row = y - s->layout.body.y - 1;
    if (row < 0)
        return hit_head(s, x);
    if ((size_t)row < s->table.row_count)
        return (struct view_hit){.what = HIT_ROW, .row = row};
    if ((size_t)row >= s->tree.line_count)
        return (struct view_hit){0};
    const struct view_tree_line *line = &s->tree.lines[row];
    int mark = s->layout.body.x + tree_indent(s->tree.widths.name, line->depth);
    bool fold = line->fold != VIEW_TREE_LEAF && x >= mark && x < mark + 2;
    return (struct view_hit){.what = fold ? HIT_FOLD : HIT_ROW, .row = row};
}

static struct view_hit hit_scroll(const struct view_state *s, int y)
{
    uint64_t total = s->table.total ? s->table.total : s->tree.total;
    int height = s->layout.scroll.height, at = y - s->layout.scroll.y;
    if (!total)
        return (struct view_hit){0};
    double part = height > 1 ? (double)at / (height - 1) : 0;
    return (struct view_hit){.what = HIT_THUMB, .row = (long)(part * (double)(total - 1))};
}

static struct view_hit hit_time(const struct view_state *s, int x, int y)
{
    const struct rect *strip = &s->timebar.strip;
    if (!is_in(strip, x, y))
        return (struct view_hit){0};
    double part = (x - strip->x + 0.5) / strip->width;
    return (struct view_hit){.what = HIT_TIME, .part = part};
}

static struct view_hit hit_prompt(const struct view_prompt *p, int x)
{
    struct glyph glyph;
    const char *at = p->text;
    for (int cell = p->x; *at; cell += glyph.cells) {
        const char *next = glyph_next(at, &glyph);
        if (x < cell + glyph.cells)
            break;
        at = next;
    }
    return (struct view_hit){.what = HIT_PROMPT, .at = p->first + (size_t)(at - p->text)};
}

struct view_hit view_hit(const struct view_state *s, const struct view_mouse *mouse)
{
    int x = mouse->x, y = mouse->y;
    if (s->layout.too_small)
        return (struct view_hit){0};
    if (mouse->button != VIEW_BUTTON_LEFT)
        return (struct view_hit){.what = HIT_SCROLL,
                                 .row = mouse->button == VIEW_WHEEL_UP ? -VIEW_WHEEL_LINES
                                                                       : VIEW_WHEEL_LINES};
    if (is_in(&s->layout.tabs, x, y))
        return hit_tabs(s, x);
    if (is_in(&s->layout.keys, x, y))
        return hit_keys(s, x);
    if (is_in(&s->layout.scroll, x, y))
        return hit_scroll(s, y);
    if (is_in(&s->layout.body, x, y))
        return hit_body(s, x, y);
    if (is_in(&s->layout.time, x, y))
        return hit_time(s, x, y);
    if (s->prompt.open && is_in(&s->layout.message, x, y))
        return hit_prompt(&s->prompt, x);
    return (struct view_hit){0};
}
