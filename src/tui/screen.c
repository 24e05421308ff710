/* What all screens have in common, and which file draws which. Layer 7. */
#include "tui/screen.h"

#include "tui/graphics.h"
#include "tui/widgets.h"

static screen_body_fn *body_of(enum view_screen screen)
{
    static screen_body_fn *const bodies[] = {
#define BODY(id, word, ...) screen_##word,
        VIEW_SCREEN_LIST(BODY)
#undef BODY
    };
    return bodies[screen];
}

#define DIGITS_(number) #number
#define DIGITS(number)  DIGITS_(number)
#define TOO_SMALL       "too small: need " DIGITS(LAYOUT_MIN_WIDTH) "x" DIGITS(LAYOUT_MIN_HEIGHT)

void screen_draw(struct canvas *c, const struct view_state *state, uint64_t now_ns)
{
    double glide = glide_position(state, now_ns);
    canvas_clear(c);
    c->ascii = state->ascii;
    if (state->layout.too_small) {
        canvas_text(c, 0, 0, state->layout.width, TOO_SMALL, VIEW_ROLE_WARNING);
        return;
    }
    header_draw(c, state, glide);
    tabs_draw(c, state);
    title_draw(c, state);
    body_of(state->screen)(c, state, glide);
    timebar_draw(c, state);
    if (state->prompt.open)
        prompt_draw(c, state);
    else
        message_draw(c, state);
    keys_draw(c, state);
}

bool screen_moves(const struct view_state *state, uint64_t now_ns)
{
    return now_ns < state->glide_end_ns;
}
