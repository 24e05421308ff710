/* memglass clean: removing what dead programs left in shared memory. Layer 8. */
#include "cli/commands.h"

#include "base/error.h"
#include "shm/shm.h"
#include "view/text.h"

#include <memglass/producer.h>
#include <stdlib.h>
#include <string.h>

const struct cli_option cli_clean_options[] = {
    CLI_OPTION('n', "dry-run", NULL, "only say what would be removed", cli_take_flag, dry_run),
    CLI_OPTION_HELP,
    {0}};

struct cleaning {
    bool dry_run;
    FILE *out;
    size_t removed;
    int failed; /* the last failure's code; it was said already */
};

static void clean_one(struct cleaning *c, const char *session, bool asked_for)
{
    memglass_error err = {0};
    char buffer[64];
    struct strbuf size;
    uint64_t bytes;
    int code = memglass_clean(session, c->dry_run ? MEMGLASS_CLEAN_DRY_RUN : 0, &bytes, &err);
    /* Nobody asked for what is live, another user's, or has just gone. */
    bool passed_by =
        code == MEMGLASS_E_EXISTS || code == MEMGLASS_E_OWNER || code == MEMGLASS_E_NOSESSION;
    if (code && (asked_for || !passed_by)) {
        cli_complain("clean", &err);
        c->failed = code;
    }
    if (code)
        return;
    strbuf_init(&size, buffer, sizeof buffer);
    text_bytes(&size, bytes);
    fprintf(c->out, "%s %s, %s\n", c->dry_run ? "would remove" : "removed", session, buffer);
    c->removed++;
}

/* --- all of this user's ----------------------------------------------------------------------- */

struct names {
    char (*list)[MEMGLASS_NAME_MAX + 1];
    size_t count, capacity;
};

static int add_name(const char *session, void *ctx)
{
    struct names *n = ctx;
    if (n->count == n->capacity) {
        size_t capacity = n->capacity ? 2 * n->capacity : 64;
        void *list = realloc(n->list, capacity * sizeof *n->list);
        if (!list)
            return MEMGLASS_E_NOMEM;
        n->list = list;
        n->capacity = capacity;
    }
    snprintf(n->list[n->count++], sizeof *n->list, "%s", session);
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

static int clean_all(struct cleaning *c, memglass_error *err)
{
    struct names n = {0};
    int code = shm_list_files(add_name, &n, err);
    if (code == MEMGLASS_E_NOMEM)
        error_set(err, code, 0, "out of memory for the names of the sessions");
    if (code == MEMGLASS_OK && n.count)
        qsort(n.list, n.count, sizeof *n.list, compare_names);
    for (size_t i = 0; code == MEMGLASS_OK && i < n.count; i++)
        if (i == 0 || strcmp(n.list[i], n.list[i - 1]) != 0)
            clean_one(c, n.list[i], false);
    free(n.list);
    return code;
}

int cli_clean(const struct cli_values *values, FILE *out, memglass_error *err)
{
    struct cleaning c = {.dry_run = values->dry_run, .out = out};
    int code = MEMGLASS_OK;
    if (!values->name_count)
        code = clean_all(&c, err);
    for (size_t i = 0; i < values->name_count; i++)
        clean_one(&c, values->names[i], true);
    if (code == MEMGLASS_OK && !c.removed && !c.failed)
        fputs("Nothing to remove.\n", stderr);
    return code ? code : c.failed;
}
