/* The dashboard: choices, session, view and terminal brought together. Layer 8. */
#ifndef TOP_APP_H
#define TOP_APP_H

#include "top/arranger.h"
#include "top/choices.h"
#include "top/meter.h"
#include "top/options.h"
#include "top/sessions.h"
#include "top/watch.h"
#include "tui/canvas.h"
#include "tui/term.h"

struct app {
    const struct top_options *options;
    struct terminal *terminal;
    struct watch watch;
    struct sessions sessions;
    uint64_t sessions_ns; /* when they were listed */
    struct arranger *arranger;
    uint64_t moved_ns; /* when the cursor was last moved: rows stay where they are for a while */
    uint64_t drawn_ns; /* the moment that the picture on the screen is of */
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    struct canvas canvas;
    struct meter meter;
    struct config config;
    struct settings applied;      /* what terminal and sampler are told of the settings */
    uint64_t applied_interval_ns; /* the same */
    char message[256];            /* shown until the next key */
    enum view_role message_role;
    char copied[VIEW_TEXT_MAX]; /* the last path that was copied */
    int held_key;               /* that waits for the first tick; VIEW_KEY_NONE: none does */
    uint64_t held_ns;           /* when it came */
    bool ascii, stale;          /* stale: the state must be built anew */
    bool visits;                /* the past, from live, only for a time that is being typed */
    bool quit;
    int failed; /* a code, with err */
    memglass_error err;
};

/* Opens everything but the terminal; attaches when the options name a session. */
int app_open(struct app *a, const struct top_options *options, memglass_error *err);
void app_close(struct app *a);

/* A line for the user. */
void app_say(struct app *a, enum view_role role, const char *text);

/* A key that came at key_ns of CLOCK_MONOTONIC, or a little later. */
void app_key(struct app *a, int key, uint64_t key_ns);
/* Whether the next key may be read: not while one waits for the first tick, nor while a time that
 * was typed waits for the player. */
bool app_takes_keys(struct app *a);
/* New frames, or a second gone by in the list of sessions. */
void app_tick(struct app *a);
/* Builds what is stale and shows it. */
void app_show(struct app *a);
/* Milliseconds that app_show and app_tick can wait when nothing else happens, -1: for ever. */
int app_wait_ms(const struct app *a);

/* --- for app_keys.c ----------------------------------------------------------------------------
 */

void app_build(struct app *a); /* the state, anew; what fails ends the program */
void app_list_sessions(struct app *a);
struct sampler_options app_sampling(const struct app *a);

#endif
