/*
 * The columns that the user has chosen, type by type: which, in which order, how wide. Layer 6.
 * What is not there is as columns_list has it by default.
 */
#ifndef VIEW_PREFS_H
#define VIEW_PREFS_H

#include "query/term.h"

#define PREFS_COLUMNS_MAX 256
#define PREFS_WIDTH_MAX   200

/* One column: a term's name (query/term.h), or "fields". */
struct prefs_column {
    char name[TERM_NAME_MAX];
    int width;   /* cells; 0: as wide as its texts */
    bool hidden; /* has its place in the order, but is not shown */
};

/* Of one type. */
struct prefs_list {
    char *type; /* "": when several types are shown */
    struct prefs_column *columns;
    size_t count;
};

/* Of all types. Zeroed is empty. */
struct prefs {
    struct prefs_list *lists; /* in order of their types' names */
    size_t count, capacity;
};

void prefs_fini(struct prefs *p);

/* Static until the next prefs_set or prefs_remove; NULL: nothing chosen for that type. */
const struct prefs_list *prefs_get(const struct prefs *p, const char *type);
/* Copies columns. MEMGLASS_E_NOMEM leaves it as it was. */
int prefs_set(struct prefs *p, const char *type, const struct prefs_column *columns, size_t count);
void prefs_remove(struct prefs *p, const char *type);

/*
 * "label=20,rss,rss:rate,-state": names with an optional width, "-" in front of what is hidden; at
 * most PREFS_COLUMNS_MAX into out. E_INVALID: err says what is wrong. Whether a type has such
 * fields is not asked here.
 */
int prefs_parse_list(const char *text, struct prefs_column *out, size_t *count,
                     memglass_error *err);
/* The same text. */
void prefs_list_text(const struct prefs_column *columns, size_t count, struct strbuf *out);

#endif
