/* memglass ls: the sessions of this machine. Layer 8. */
#include "cli/commands.h"

#include "base/clock.h"
#include "base/error.h"
#include "shm/shm.h"
#include "view/text.h"

#include <inttypes.h>
#include <string.h>

const struct args_option cli_ls_options[] = {
    CLI_OPTION_FORMATS CLI_OPTION_TRUST_OWNER, CLI_OPTION_HELP, {0}};

/* A table says in its last column why a session cannot be read; other formats have one for that. */
static const struct output_column ls_columns[] = {
    {"SESSION", "session", false}, {"STATE", "state", false},     {"PID", "pid", true},
    {"OWNER", "owner", false},     {"AGE", "age", true},          {"OBJECTS", "objects", true},
    {"BYTES", "bytes", true},      {"PROGRAM", "program", false}, {"ERROR", "error", false}};

enum { LS_COLUMNS = sizeof ls_columns / sizeof *ls_columns };

struct listing {
    const struct cli_values *values;
    struct output output;
    size_t found; /* of the names that were asked for */
};

static bool is_asked_for(const struct cli_values *v, const char *session)
{
    for (size_t i = 0; i < v->name_count; i++)
        if (strcmp(v->names[i], session) == 0)
            return true;
    return v->name_count == 0;
}

/* What cannot be said of a session is "-", and the last column says why. */
static void add_unreadable(struct output *o, const memglass_error *error, const char *owner)
{
    for (size_t i = 1; i + 2 < LS_COLUMNS; i++)
        output_cell(o, i == 3 ? owner : "-", i == 3 ? NULL : json_null());
    output_cell(o, o->format == OUTPUT_TABLE ? error->message : "-", json_null());
    if (o->format != OUTPUT_TABLE)
        output_cell(o, error->message, NULL);
}

static void add_number(struct output *o, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    output_cell(o, text, json_integer((json_int_t)number));
}

/* As people read it in a table; as a number of `unit` elsewhere. */
static void add_quantity(struct output *o, void (*write)(struct strbuf *out, uint64_t number),
                         uint64_t number, uint64_t unit)
{
    char buffer[64];
    struct strbuf text;
    strbuf_init(&text, buffer, sizeof buffer);
    if (o->format == OUTPUT_TABLE)
        write(&text, number);
    else
        strbuf_printf(&text, "%" PRIu64, number / unit);
    output_cell(o, buffer, json_integer((json_int_t)(number / unit)));
}

static void add_numbers(struct output *o, const memglass_session_info *info, const char *owner)
{
    uint64_t now = clock_wall_ns();
    output_cell(o, memglass_state_name((int)info->state), NULL);
    add_number(o, info->pid);
    output_cell(o, owner, NULL);
    add_quantity(o, text_age, now > info->start_wall_ns ? now - info->start_wall_ns : 0,
                 NS_PER_SEC);
    add_number(o, info->live_objects);
    add_quantity(o, text_bytes, info->region_bytes, 1);
    output_cell(o, info->executable, NULL);
    if (o->format != OUTPUT_TABLE)
        output_cell(o, "", json_null());
}

static int add_session(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    struct listing *l = ctx;
    char owner[SHM_USER_SIZE];
    if (!is_asked_for(l->values, info->name))
        return 0;
    l->found++;
    output_cell(&l->output, info->name, NULL);
    shm_user_name(info->uid, owner);
    if (error && error->code)
        add_unreadable(&l->output, error, owner);
    else
        add_numbers(&l->output, info, owner);
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

/* A table without rows has no head: one line says why. */
static int print(struct listing *l, memglass_error *err)
{
    bool table = l->values->format == OUTPUT_TABLE;
    if (!l->found && table)
        l->output.table.count = 0;
    return output_end(&l->output, err);
}

int cli_ls(const struct cli_values *values, FILE *out, memglass_error *err)
{
    struct listing l = {.values = values};
    output_begin(&l.output, values->format, out, ls_columns,
                 values->format == OUTPUT_TABLE ? LS_COLUMNS - 1 : LS_COLUMNS);
    int code = memglass_list_sessions_with(&values->attach, add_session, &l, err);
    int printed = print(&l, err);
    code = code < 0 ? code : printed;
    if (code == MEMGLASS_OK && !l.found && !values->name_count)
        fputs("No sessions on this machine.\n", stderr);
    if (code == MEMGLASS_OK && l.found < values->name_count && complain_of_missing(values))
        code = MEMGLASS_E_NOSESSION;
    return code;
}
