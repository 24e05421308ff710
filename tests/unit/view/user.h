/* One user in front of a scene: presses keys, and reads what is shown. Tests only; no layer. */
#ifndef TESTS_VIEW_USER_H
#define TESTS_VIEW_USER_H

#include "scene.h"

struct user {
    struct scene scene;
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    const char *session;          /* NULL: "scene" */
    const struct snapshot *held;  /* that is shown, frozen; NULL: the scene's newest */
    const struct lane *lane;      /* NULL: none */
    const struct view_time *time; /* NULL: live */
    uint64_t clock_ns;            /* 0: that of the frame */
    int width, height;
    bool batch, hold, ascii, going_back;
    const struct view_arranger *arranger;
    const struct view_cost *cost; /* NULL: nothing measured */
};

/* Processes "p0", "p1", ... with pids from 100 on, seen once; 120 x 16 cells. */
void start(struct user *u, int processes);
void leave(struct user *u);

void look(struct user *u);
void tick(struct user *u);
void press(struct user *u, int key); /* of the prompt, when it is open */
void type(struct user *u, const char *text);
void sort_by(struct user *u, const char *name, bool descending);

struct scene_process *process(struct user *u, size_t i);

/* Of the table; SIZE_MAX when there is no such column. */
size_t column(const struct user *u, const char *title);
const char *text_at(const struct user *u, size_t row, const char *title);
const char *at_cursor(const struct user *u); /* label */

/* The inspector's line of that name; fails the test when it is not visible. */
const struct view_tree_line *line_of(const struct user *u, const char *name);

#endif
