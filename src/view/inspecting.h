/*
 * The user's choices in the inspector: what is open, how values are written, what is charted,
 * marked and compared. Layer 6. Part of struct model; what needs the object's type is a wish, which
 * the next build resolves.
 */
#ifndef VIEW_INSPECTING_H
#define VIEW_INSPECTING_H

#include "sample/lane.h"
#include "view/folds.h"
#include "view/formats.h"
#include "view/keys.h"
#include "view/prompt.h"
#include "view/tree.h"

struct model;

enum fold_wish { FOLD_NONE, FOLD_TOGGLE, FOLD_EXPAND, FOLD_COLLAPSE, FOLD_BELOW };

/* What to go to in the tree. */
enum place_wish {
    PLACE_NONE,
    PLACE_PATH,       /* the path in `wanted`, as it was typed */
    PLACE_FOUND,      /* the first that `find` matches, from the place where it was begun */
    PLACE_RESTORED,   /* the place where it was begun */
    PLACE_NEXT,       /* the next that `find` matches */
    PLACE_PREVIOUS,   /* the one before */
    PLACE_DIFFERENCE, /* the next value that differs from the other object's */
    PLACE_DIFFERENCE_BEFORE
};

/* Lines of a chart beside that of the selected field. */
#define INSPECT_OVERLAYS 5

/* The seconds that a chart shows. */
#define INSPECT_SPANS 9

struct inspecting {
    struct folds folds, folds_before; /* before: when a search was begun */
    struct formats formats;
    char path[TREE_PATH_MAX]; /* at the cursor, as last built; what is there follows the cursor */
    char path_before[TREE_PATH_MAX];
    char find[PROMPT_TEXT_MAX];   /* "": nothing is looked for */
    char wanted[PROMPT_TEXT_MAX]; /* of PLACE_PATH */

    bool chart, stats;
    int span; /* number of the chart's time span */
    char overlays[INSPECT_OVERLAYS][TREE_PATH_MAX];
    size_t overlay_count;

    bool comparing;
    struct object_id before, other; /* inspected before this one; compared with */

    /* Wishes. */
    enum fold_wish fold;
    enum place_wish place;
    bool next_format, overlay;
    bool place_accepted; /* PLACE_PATH: go there, do not only say whether it is there */
};

void inspecting_init(struct inspecting *i);
void inspecting_fini(struct inspecting *i);
/* Another session: paths and objects mean nothing there; formats stay. */
void inspecting_leave(struct inspecting *i);
/* Another object is inspected. */
void inspecting_turn(struct inspecting *i, const struct object_id *from);

/* False: the intent is none of the inspector's. */
bool inspecting_apply(struct model *m, enum view_intent intent);
/* A wish waits for a build. */
bool inspecting_waits(const struct inspecting *i);

/* Owners of prompts (view/prompt.h). */
void inspecting_found(struct model *m, enum prompt_outcome what);
void inspecting_goto(struct model *m, enum prompt_outcome what);

uint64_t inspecting_span_ns(const struct inspecting *i);

/* The objects that are looked at closely: the inspected one, the one beside it, marked ones; at
 * most LANE_OBJECTS of them in `out`, without repeats. How many. */
size_t model_watched(const struct model *m, struct object_id out[LANE_OBJECTS]);

/* --- marked objects: in the fast lane as long as they are marked -------------------------------
 */

/* One place of the lane is the inspected object's. */
#define MARKS_MAX (LANE_OBJECTS - 2)

struct marks {
    struct object_id ids[MARKS_MAX];
    size_t count;
};

bool marks_has(const struct marks *m, const struct object_id *id);
/* Takes the marks of objects that are not in the frame any more. */
void marks_prune(struct marks *m, const struct frame *f);
/* Marks it or takes the mark away; false: there are as many as can be. */
bool marks_toggle(struct marks *m, const struct object_id *id);

#endif
