/* memglass clean: removing what dead programs left in shared memory. Layer 8. */
#include "cli/commands.h"

#include "base/error.h"
#include "shm/shm.h"
#include "view/text.h"

#include <memglass/producer.h>

const struct args_option cli_clean_options[] = {
    CLI_OPTION('n', "dry-run", NULL, "only say what would be removed", args_take_flag, dry_run),
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

static int clean_all(struct cleaning *c, memglass_error *err)
{
    struct shm_names names;
    int code = shm_list_files(&names, err);
    if (code != MEMGLASS_OK)
        return code;
    for (size_t i = 0; i < names.count; i++)
        clean_one(c, names.list[i], false);
    shm_names_free(&names);
    return MEMGLASS_OK;
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
