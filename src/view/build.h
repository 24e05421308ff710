/*
 * From a pair of frames and the user's choices to a view state. Layer 6. Any pair of frames will
 * do: live ones, those that were current when the screen was frozen, later those of a recording.
 */
#ifndef VIEW_BUILD_H
#define VIEW_BUILD_H

#include "record/timeline.h"
#include "sample/sampler.h"
#include "view/arrange.h"
#include "view/cost.h"
#include "view/model.h"
#include "view/state.h"

/* What the list of sessions shows. */
struct session_entry {
    memglass_session_info info;
    char owner[64];  /* name of the user, or its number */
    char error[256]; /* "" when the session can be attached to */
};

/* Who makes arrangements of objects for the view, in a thread of its own (src/top/arranger.h). */
struct view_arranger {
    /* The arrangement, which is then the view's, or NULL: it is not there yet; the view is to be
     * built again when it is. urgent: a key asked for it, and waits. status: E_NOMEM, or OK. */
    struct arrangement *(*arrange)(void *ctx, const struct arrange_spec *spec,
                                   const struct row_source *source, bool urgent, int *status);
    void (*give_back)(void *ctx, struct arrangement **arrangement);
    void *ctx;
};

/* Where in a recording the snapshot is from. */
struct view_time {
    const struct timeline_outline *outline;
    double speed;
    bool back; /* looking back from live: what is shown is from the past of a session */
    bool playing, busy;
};

struct view_input {
    const struct snapshot *snapshot;      /* NULL, or without frames: nothing sampled yet */
    const struct snapshot *live;          /* while paused: the newest; else NULL or the same */
    const struct history *history;        /* may be NULL */
    const struct lane *lane;              /* may be NULL */
    const char *session;                  /* that is attached to, or "" */
    const struct session_entry *sessions; /* session_count of them */
    size_t session_count;
    const char *message; /* of the program itself, "" when none */
    enum view_role message_role;
    const char *config_place;     /* where settings are kept, "": nowhere; for SETUP */
    const struct view_cost *cost; /* for COST */
    const struct view_time *time; /* NULL: live */
    bool going_back;              /* time will be gone about in: what is asked for is being read */
    uint64_t now_ns;   /* CLOCK_MONOTONIC, when the snapshot came: gauges glide from here */
    uint64_t clock_ns; /* CLOCK_MONOTONIC, now: the right edge of charts; 0: that of the frame */
    uint64_t wall_ns;
    int width, height;
    bool ascii;
    const struct view_arranger *arranger; /* NULL: they are made on the spot */
    bool hold;  /* the user is moving about: the order stays, whatever is newer */
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
