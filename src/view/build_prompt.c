/* The prompt, cut to the message line. Layer 6. */
#include "view/builder.h"
#include "view/width.h"

#include <string.h>

/* Cells of the first `bytes` bytes of a text. */
static int cells_before(const char *text, size_t bytes)
{
    int cells = 0;
    struct glyph glyph;
    for (const char *at = text; *at && at < text + bytes; cells += glyph.cells)
        at = glyph_next(at, &glyph);
    return cells;
}

/* What is left of a text without its first `cells` cells, or one more when a wide character lies
 * across; *skipped: how many. */
static const char *skip_cells(const char *text, int cells, int *skipped)
{
    struct glyph glyph;
    for (*skipped = 0; *text && *skipped < cells; *skipped += glyph.cells)
        text = glyph_next(text, &glyph);
    return text;
}

/* The longest beginning of a text that fits. */
static const char *cut_to(struct view_builder *b, const char *text, int width)
{
    struct glyph glyph;
    int cells = 0;
    const char *end = text;
    while (*end) {
        const char *next = glyph_next(end, &glyph);
        if (cells + glyph.cells > width)
            break;
        cells += glyph.cells;
        end = next;
    }
    return view_arena_printf(&b->arena, "%.*s", (int)(end - text), text);
}

static int clamped(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

/* The message of an error stands behind the text when both fit, and takes at most half the line. */
static int text_width(const struct prompt *p, int room)
{
    int text = width_of(p->text) + 1;
    if (!p->error.message[0] || text >= room)
        return room;
    int left = room - width_of(p->error.message) - 2;
    left = left > room / 2 ? left : room / 2;
    return text < left ? text : left;
}

void build_prompt(struct view_builder *b, const struct view_input *in, const struct model *m,
                  struct view_state *out)
{
    const struct prompt *p = &m->prompt;
    const struct rect *area = &out->layout.message;
    if (!p->open || in->batch || area->width <= 0)
        return;
    const char *label = view_arena_printf(&b->arena, "%s: ", prompt_label(p->kind));
    int x = area->x + 1 + width_of(label), room = area->x + area->width - 1 - x;
    if (room < 2)
        return;
    int width = text_width(p, room), cursor = cells_before(p->text, p->cursor), skipped;
    const char *text = skip_cells(p->text, cursor - (width - 1), &skipped);
    int from = cells_before(p->text, p->error.at) - skipped;
    int to = cells_before(p->text, p->error.at + p->error.length) - skipped;
    to = to > from ? to : from + 1; /* what is missing is missing in some cell */
    from = clamped(from, 0, width);
    to = clamped(to, from, width);
    out->prompt = (struct view_prompt){.open = true,
                                       .label = label,
                                       .text = cut_to(b, text, width),
                                       .first = (size_t)(text - p->text),
                                       .x = x,
                                       .width = width,
                                       .cursor = x + cursor - skipped,
                                       .error_x = x + from,
                                       .error_width = p->error.message[0] ? to - from : 0,
                                       .error = view_arena_text(&b->arena, p->error.message)};
}
