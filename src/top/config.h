/*
 * The configuration file, $XDG_CONFIG_HOME/memglass/top.conf (~/.config/...): one "name = word" a
 * line, comments after '#'. Layer 8. The setup screen writes it, people may: a line that is not
 * understood is told of, kept as it is, and the others count.
 *
 *     theme = dark
 *     columns process = label=20,rss,rss:rate,-state     (view/prefs.h; no type: of all types)
 */
#ifndef TOP_CONFIG_H
#define TOP_CONFIG_H

#include "view/prefs.h"
#include "view/settings.h"

#define CONFIG_PATH_MAX 4096

struct config {
    char path[CONFIG_PATH_MAX]; /* "": no home to keep it in */
    char *strange;              /* lines that were not understood, NULL: none */
    bool unread;                /* it is there, and could not be read */
};

/*
 * Finds the file and reads it into settings and columns, which have the defaults before. No file is
 * no error. E_INVALID: lines are not understood, the rest is read; E_SYSTEM: it cannot be read.
 * Then err is one line, "~/.config/memglass/top.conf:3: ...". c is to be closed in any case.
 */
int config_open(struct config *c, struct settings *settings, struct prefs *columns,
                memglass_error *err);
void config_close(struct config *c);

/* Writes the file anew: all of it or, when this fails, nothing. E_SYSTEM: err names the place. What
 * could not be read, and what is no file, is not written over. */
int config_save(const struct config *c, const struct settings *settings,
                const struct prefs *columns, memglass_error *err);

/* The path as people write it, with ~; out. */
const char *config_place(const struct config *c, char out[CONFIG_PATH_MAX]);

#endif
