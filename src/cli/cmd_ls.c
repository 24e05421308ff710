/* memglass ls: the sessions of this machine. Layer 8. */
#include "cli/commands.h"

#include "base/clock.h"
#include "base/error.h"
#include "cli/columns.h"
#include "shm/shm.h"
#include "view/text.h"

#include <inttypes.h>
#include <string.h>

const struct cli_option cli_ls_options[] = {CLI_OPTION_TRUST_OWNER, CLI_OPTION_HELP, {0}};

/* X(title, right) */
#define LS_COLUMNS(X)   \
    X("SESSION", false) \
    X("STATE", false)   \
    X("PID", true)      \
    X("OWNER", false)   \
    X("AGE", true)      \
    X("OBJECTS", true)  \
    X("BYTES", true)    \
    X("PROGRAM", false)

static const struct column ls_columns[] = {
#define COLUMN(text, is_right) {.title = (text), .right = (is_right)},
    LS_COLUMNS(COLUMN)
#undef COLUMN
};

struct listing {
    const struct cli_values *values;
    struct columns table;
    size_t found; /* of the names that were asked for */
};

static bool is_asked_for(const struct cli_values *v, const char *session)
{
    for (size_t i = 0; i < v->name_count; i++)
        if (strcmp(v->names[i], session) == 0)
            return true;
    return v->name_count == 0;
}

/* What cannot be said of a session is "-"; the last column says why. */
static void add_unreadable(struct columns *t, const memglass_error *error, const char *owner)
{
    columns_add(t, "-");
    columns_add(t, "-");
    columns_add(t, owner);
    columns_add(t, "-");
    columns_add(t, "-");
    columns_add(t, "-");
    columns_add(t, error->message);
}

static void add_numbers(struct columns *t, const memglass_session_info *info, const char *owner)
{
    char buffer[64];
    struct strbuf text;
    uint64_t now = clock_wall_ns();
    columns_add(t, memglass_state_name((int)info->state));
    snprintf(buffer, sizeof buffer, "%" PRIu32, info->pid);
    columns_add(t, buffer);
    columns_add(t, owner);
    strbuf_init(&text, buffer, sizeof buffer);
    text_age(&text, now > info->start_wall_ns ? now - info->start_wall_ns : 0);
    columns_add(t, buffer);
    snprintf(buffer, sizeof buffer, "%" PRIu64, info->live_objects);
    columns_add(t, buffer);
    strbuf_init(&text, buffer, sizeof buffer);
    text_bytes(&text, info->region_bytes);
    columns_add(t, buffer);
    columns_add(t, info->executable);
}

static int add_session(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    struct listing *l = ctx;
    char owner[SHM_USER_SIZE];
    if (!is_asked_for(l->values, info->name))
        return 0;
    l->found++;
    columns_add(&l->table, info->name);
    shm_user_name(info->uid, owner);
    if (error && error->code)
        add_unreadable(&l->table, error, owner);
    else
        add_numbers(&l->table, info, owner);
    return 0;
}

/* Says of each name why it is not in the list; whether there was one. */
static bool complain_of_missing(const struct cli_values *v)
{
    bool missing = false;
    for (size_t i = 0; i < v->name_count; i++) {
        memglass_error err = {0};
        memglass_observer *o = memglass_attach_with(v->names[i], &v->attach, &err);
        memglass_detach(o);
        /* What is there, and only not readable as it is, stands in the list. */
        if (o || (err.code != MEMGLASS_E_NOSESSION && err.code != MEMGLASS_E_ACCESS &&
                  err.code != MEMGLASS_E_NAME))
            continue;
        cli_complain("ls", &err);
        missing = true;
    }
    return missing;
}

int cli_ls(const struct cli_values *values, FILE *out, memglass_error *err)
{
    struct listing l = {.values = values};
    columns_init(&l.table, ls_columns, sizeof ls_columns / sizeof *ls_columns);
    int code = memglass_list_sessions_with(&values->attach, add_session, &l, err);
    if (code >= 0)
        code = l.found ? columns_print(&l.table, out, err) : MEMGLASS_OK;
    columns_fini(&l.table);
    if (code == MEMGLASS_OK && !l.found && !values->name_count)
        fputs("No sessions on this machine.\n", stderr);
    if (code == MEMGLASS_OK && l.found < values->name_count && complain_of_missing(values))
        code = MEMGLASS_E_NOSESSION;
    return code;
}
