/*
 * What lies under the mouse: a pure function of the view state. Layer 6. What a hit does is the
 * model's business (view/model.h: model_hit).
 */
#ifndef VIEW_HIT_H
#define VIEW_HIT_H

#include "view/keys.h"
#include "view/state.h"

enum view_button { VIEW_BUTTON_LEFT, VIEW_WHEEL_UP, VIEW_WHEEL_DOWN };

struct view_mouse {
    int x, y; /* cell */
    enum view_button button;
};

/* Lines that one notch of the wheel moves. */
#define VIEW_WHEEL_LINES 3

struct view_hit {
    enum {
        HIT_NOTHING,
        HIT_ROW,    /* visible row `row` of the table or the tree */
        HIT_FOLD,   /* the mark of the tree's line `row` that opens and closes it */
        HIT_HEAD,   /* the head of the table's column `column` */
        HIT_TAB,    /* `screen` */
        HIT_KEY,    /* of the bottom line: `intent` */
        HIT_SCROLL, /* `row` lines down, negative: up */
        HIT_THUMB,  /* in the scroll bar: `row` is the row of all that belongs there */
        HIT_TIME,   /* in the bar of time: `part` of it, 0 to 1 */
        HIT_PROMPT  /* in the line that is typed: byte `at` of its text */
    } what;
    double part;
    long row;
    size_t column, at;
    enum view_screen screen;
    enum view_intent intent;
};

struct view_hit view_hit(const struct view_state *state, const struct view_mouse *mouse);

#endif
