/*
 * The user's choices from where they are kept to where they count: configuration file, command
 * line, model. Layer 8. The command line wins, and is not kept.
 */
#ifndef TOP_CHOICES_H
#define TOP_CHOICES_H

#include "top/config.h"
#include "top/options.h"
#include "tui/term.h"
#include "view/model.h"

/* Reads the file into the model, then puts the command line on top. Not MEMGLASS_OK: err is one
 * line for the user, and all that could be read counts. c is to be closed in any case. */
int choices_read(struct config *c, struct model *m, const struct top_options *options,
                 memglass_error *err);

/* Writes what has changed, if anything has. MEMGLASS_OK, or err. */
int choices_keep(const struct config *c, struct model *m, memglass_error *err);

/* How a session is to be sampled. */
struct sampler_options choices_sampling(const struct model *m, const struct top_options *options);

/* What a key that was just applied cannot show where no past values are kept; NULL: nothing. */
const char *choices_without_history(const struct model *m, enum view_intent intent);

/* How the terminal is to be used. NO_COLOR counts unless --theme says otherwise. */
struct term_options choices_terminal(const struct model *m, const struct top_options *options);

/* To be called first. What sessions have is UTF-8, whatever the terminal shows of it: characters
 * are told apart and measured as such. */
void choices_set_locale(void);

/* Only ASCII is to be drawn: by setting or by locale. */
bool choices_ascii(const struct model *m);
/* ... or by the terminal. */
bool choices_ascii_here(const struct model *m);

#endif
