/*
 * From a pair of frames and the user's choices to a view state. Layer 6. Any pair of frames will
 * do: live ones, those that were current when the screen was frozen, later those of a recording.
 */
#ifndef VIEW_BUILD_H
#define VIEW_BUILD_H

#include "sample/sampler.h"
#include "view/model.h"
#include "view/state.h"

/* What the list of sessions shows. */
struct session_entry {
    memglass_session_info info;
    char owner[64];  /* name of the user, or its number */
    char error[256]; /* "" when the session can be attached to */
};

struct view_input {
    const struct snapshot *snapshot;      /* NULL, or without frames: nothing sampled yet */
    const struct snapshot *live;          /* while paused: the newest; else NULL or the same */
    const struct history *history;        /* may be NULL */
    const char *session;                  /* that is attached to, or "" */
    const struct session_entry *sessions; /* session_count of them */
    size_t session_count;
    const char *message; /* of the program itself, "" when none */
    uint64_t now_ns;     /* CLOCK_MONOTONIC, when the snapshot came: gauges glide from here */
    uint64_t wall_ns;
    int width, height;
    bool ascii;
    bool batch; /* text for scripts: no bottom line, nothing that glides, no dying rows */
};

struct view_builder;

struct view_builder *view_builder_create(void); /* NULL: out of memory */
void view_builder_destroy(struct view_builder **b);

/*
 * Builds the state; resolves and clears the model's wishes, and writes down where its cursors have
 * come to. What the state points to lives until the next build. MEMGLASS_OK or E_NOMEM (the state
 * is then empty).
 */
int view_build(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out);

/* Forgets frames that are kept for an object that has gone. */
void view_builder_forget(struct view_builder *b);

/* Whether the last build found the model's sort column and type; if not, err says which there are.
 */
bool view_builder_choices_ok(const struct view_builder *b, memglass_error *err);

#endif
