/* A user who inspects a process of the scene. Tests only; no layer. */
#ifndef TESTS_VIEW_INSPECT_H
#define TESTS_VIEW_INSPECT_H

#include "unit.h"
#include "user.h"

#include <string.h>

static inline void inspect(struct user *u, int processes)
{
    start(u, processes);
    u->height = 40;
    sort_by(u, "pid", false);
    press(u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u->state.screen, VIEW_SCREEN_INSPECTOR);
}

/* The name at the cursor. */
static inline const char *here(const struct user *u)
{
    ck_assert_int_ge(u->state.tree.cursor, 0);
    return u->state.tree.lines[u->state.tree.cursor].name.text;
}

static inline void go_to(struct user *u, const char *path)
{
    press(u, ':');
    type(u, path);
    press(u, VIEW_KEY_ENTER);
}

static inline const char *detail(const struct user *u, const char *name)
{
    for (size_t i = 0; i < u->state.details.line_count; i++)
        if (strcmp(u->state.details.cells[2 * i].text, name) == 0)
            return u->state.details.cells[2 * i + 1].text;
    return "";
}

#endif
