/* The columns that the user has chosen. Layer 6. */
#include "view/prefs.h"

#include "base/array.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

void prefs_fini(struct prefs *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->lists[i].type);
        free(p->lists[i].columns);
    }
    free(p->lists);
    *p = (struct prefs){0};
}

/* Where the type's list is, or would be. */
static size_t place_of(const struct prefs *p, const char *type, bool *there)
{
    size_t at = 0;
    while (at < p->count && strcmp(p->lists[at].type, type) < 0)
        at++;
    *there = at < p->count && strcmp(p->lists[at].type, type) == 0;
    return at;
}

const struct prefs_list *prefs_get(const struct prefs *p, const char *type)
{
    bool there;
    size_t at = place_of(p, type, &there);
    return there ? &p->lists[at] : NULL;
}

int prefs_set(struct prefs *p, const char *type, const struct prefs_column *columns, size_t count)
{
    bool there;
    size_t at = place_of(p, type, &there);
    struct prefs_list list = {.type = there ? p->lists[at].type : strdup(type), .count = count};
    list.columns = malloc((count ? count : 1) * sizeof *columns);
    if (!list.type || !list.columns ||
        !array_reserve(&p->lists, sizeof *p->lists, &p->capacity, p->count + !there)) {
        free(list.columns);
        if (!there)
            free(list.type);
        return MEMGLASS_E_NOMEM;
    }
    if (count)
        memcpy(list.columns, columns, count * sizeof *columns);
    if (there) {
        free(p->lists[at].columns);
    } else {
        memmove(&p->lists[at + 1], &p->lists[at], (p->count - at) * sizeof *p->lists);
        p->count++;
    }
    p->lists[at] = list;
    return MEMGLASS_OK;
}

void prefs_remove(struct prefs *p, const char *type)
{
    bool there;
    size_t at = place_of(p, type, &there);
    if (!there)
        return;
    free(p->lists[at].type);
    free(p->lists[at].columns);
    p->count--;
    memmove(&p->lists[at], &p->lists[at + 1], (p->count - at) * sizeof *p->lists);
}

/* --- as text ---------------------------------------------------------------------------------- */

static int parse_width(const char *text, struct prefs_column *out, memglass_error *err)
{
    char *end;
    long width = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || width < 1 || width > PREFS_WIDTH_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "the width of column '%.40s' is '%.20s', which is not 1 to %d", out->name,
                         text, PREFS_WIDTH_MAX);
    out->width = (int)width;
    return MEMGLASS_OK;
}

/* One part of a list, without the commas; it is taken apart in place. */
static int parse_column(char *text, struct prefs_column *out, memglass_error *err)
{
    struct term term;
    memglass_error why;
    *out = (struct prefs_column){.hidden = *text == '-'};
    text += out->hidden;
    char *width = strchr(text, '=');
    if (width)
        *width++ = '\0';
    if (!*text)
        return error_set(err, MEMGLASS_E_INVALID, 0, "a column's name is missing");
    if (term_parse(text, &term, &why) != MEMGLASS_OK)
        return error_set(err, MEMGLASS_E_INVALID, 0, "column '%.40s': %s", text, why.message);
    memcpy(out->name, term.name, sizeof out->name);
    return width ? parse_width(width, out, err) : MEMGLASS_OK;
}

static bool is_twice(const struct prefs_column *columns, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (strcmp(columns[i].name, columns[count - 1].name) == 0)
            return true;
    return false;
}

static int parse_parts(char *text, struct prefs_column *out, size_t *count, memglass_error *err)
{
    size_t found = 0;
    for (char *at = text, *next; at; at = next) {
        next = strchr(at, ',');
        if (next)
            *next++ = '\0';
        if (found == PREFS_COLUMNS_MAX)
            return error_set(err, MEMGLASS_E_INVALID, 0, "more than %d columns", PREFS_COLUMNS_MAX);
        int status = parse_column(at, &out[found++], err);
        if (status)
            return status;
        if (is_twice(out, found))
            return error_set(err, MEMGLASS_E_INVALID, 0, "column '%.40s' is there twice",
                             out[found - 1].name);
    }
    *count = found;
    return MEMGLASS_OK;
}

int prefs_parse_list(const char *text, struct prefs_column *out, size_t *count, memglass_error *err)
{
    char *copy = strdup(text);
    if (!copy)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    int status = parse_parts(copy, out, count, err);
    free(copy);
    return status;
}

void prefs_list_text(const struct prefs_column *columns, size_t count, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++) {
        strbuf_printf(out, "%s%s%s", i ? "," : "", columns[i].hidden ? "-" : "", columns[i].name);
        if (columns[i].width)
            strbuf_printf(out, "=%d", columns[i].width);
    }
}
