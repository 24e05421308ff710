/* The dashboard: choices, session, view and terminal brought together. Layer 8. */
#ifndef TOP_APP_H
#define TOP_APP_H

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
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    struct canvas canvas;
    char message[256]; /* shown until the next key */
    bool ascii, stale; /* stale: the state must be built anew */
    bool quit;
    int failed; /* a code, with err */
    memglass_error err;
};

/* Opens everything but the terminal; attaches when the options name a session. */
int app_open(struct app *a, const struct top_options *options, memglass_error *err);
void app_close(struct app *a);

void app_key(struct app *a, int key);
/* New frames, or a second gone by in the list of sessions. */
void app_tick(struct app *a);
/* Builds what is stale and shows it. */
void app_show(struct app *a);
/* Milliseconds that app_show and app_tick can wait when nothing else happens, -1: for ever. */
int app_wait_ms(const struct app *a);

/* The locale cannot show more than ASCII, or the user does not want more. */
bool app_is_ascii(const struct top_options *options);
/* How the options want a session to be sampled. */
struct sampler_options app_sampling(const struct top_options *options);
/* The options' sort, type and direction. */
void app_choose(struct model *m, const struct top_options *options);

#endif
