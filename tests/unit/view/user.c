/* One user in front of a scene. Tests only; no layer. */
#include "user.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

void look(struct user *u)
{
    struct view_input in = {.snapshot = u->held ? u->held : &u->scene.now,
                            .live = &u->scene.now,
                            .history = u->scene.history,
                            .lane = u->lane,
                            .time = u->time,
                            .going_back = u->going_back,
                            .clock_ns = u->clock_ns,
                            .session = u->session ? u->session : "scene",
                            .width = u->width,
                            .height = u->height,
                            .arranger = u->arranger,
                            .cost = u->cost,
                            .hold = u->hold,
                            .ascii = u->ascii,
                            .batch = u->batch};
    ck_assert_int_eq(view_build(u->builder, &in, &u->model, &u->state), MEMGLASS_OK);
}

void start(struct user *u, int processes)
{
    *u = (struct user){.width = 120, .height = 16};
    scene_open(&u->scene);
    u->builder = view_builder_create();
    model_init(&u->model, VIEW_SCREEN_OBJECTS);
    for (int i = 0; i < processes; i++) {
        char label[32];
        snprintf(label, sizeof label, "p%d", i);
        struct scene_process *p = scene_add_process(&u->scene, label);
        p->pid = 100 + i;
        p->rss = (uint64_t)(i * 7 % 10) << 20;
    }
    scene_tick(&u->scene);
    look(u);
}

void leave(struct user *u)
{
    view_builder_destroy(&u->builder);
    model_fini(&u->model);
    scene_close(&u->scene);
}

void sort_by(struct user *u, const char *name, bool descending)
{
    snprintf(u->model.sort, sizeof u->model.sort, "%s", name);
    u->model.descending = descending;
    look(u);
}

void press(struct user *u, int key)
{
    if (u->model.prompt.open) {
        model_prompt_key(&u->model, key);
        look(u);
        return;
    }
    enum view_intent intent = view_key_intent(u->model.screen, key);
    ck_assert_int_ne(intent, VIEW_INTENT_NONE);
    if (model_must_build(&u->model, intent))
        look(u);
    model_apply(&u->model, intent);
    look(u);
}

void type(struct user *u, const char *text)
{
    for (; *text; text++)
        press(u, *text);
}

void tick(struct user *u)
{
    scene_tick(&u->scene);
    look(u);
}

size_t column(const struct user *u, const char *title)
{
    for (size_t i = 0; i < u->state.table.column_count; i++)
        if (strcmp(u->state.table.columns[i].title, title) == 0)
            return i;
    return SIZE_MAX;
}

const char *text_at(const struct user *u, size_t row, const char *title)
{
    size_t at = column(u, title);
    ck_assert_msg(at != SIZE_MAX, "no column %s", title);
    ck_assert_uint_lt(row, u->state.table.row_count);
    const char *text = u->state.table.cells[row * u->state.table.column_count + at].text;
    return text ? text : "";
}

const char *at_cursor(const struct user *u)
{
    ck_assert_int_ge(u->state.table.cursor, 0);
    return text_at(u, (size_t)u->state.table.cursor, "LABEL");
}

struct scene_process *process(struct user *u, size_t i)
{
    return u->scene.objects[i].data;
}

const struct view_tree_line *line_of(const struct user *u, const char *name)
{
    for (size_t i = 0; i < u->state.tree.line_count; i++)
        if (strcmp(u->state.tree.lines[i].name.text, name) == 0)
            return &u->state.tree.lines[i];
    ck_abort_msg("no line %s", name);
    return NULL;
}
