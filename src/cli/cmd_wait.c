/* memglass wait: until a condition holds. Layer 8. */
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/source.h"

#include "base/clock.h"
#include "base/error.h"
#include "view/text.h"

const struct args_option cli_wait_options[] = {
    CLI_OPTION('t', "timeout", "TIME", "give up after so long (never)", cli_take_duration,
               timeout_ns),
    CLI_OPTION('N', "none", NULL, "wait until no object matches any more", args_take_flag, none),
    CLI_OPTION_INTERVAL,
    CLI_OPTION_AWAIT,
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

/* The first object that matches; NULL: none does. */
static const struct roster_row *find_match(struct choose *choose, const struct look *l)
{
    const struct frame *f = look_frame(l);
    for (size_t i = 0; i < f->roster->count; i++)
        if (choose_row(choose, l, i))
            return &f->roster->rows[i];
    return NULL;
}

static int gave_up(const struct cli_values *v, memglass_error *err)
{
    char text[32];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    if (v->timeout_ns < NS_PER_SEC)
        text_cost(&out, v->timeout_ns);
    else
        text_duration(&out, v->timeout_ns);
    error_set(err, MEMGLASS_E_NOTFOUND, 0, "'%.160s' %s within %s", v->names[1],
              v->none ? "matched all the time" : "matched nothing", text);
    return CLI_NOT_SO;
}

static int ended(const struct cli_values *v, const char *how, memglass_error *err)
{
    error_set(err, MEMGLASS_E_NOTFOUND, 0, "%s before '%.160s' was so", how, v->names[1]);
    return CLI_NOT_SO;
}

/* left_ns: of the timeout; 0: there is none. */
static int wait_for(struct look *l, struct choose *choose, const struct cli_values *v,
                    uint64_t left_ns, FILE *out, memglass_error *err)
{
    uint64_t start = look_frame(l)->time_ns;
    for (;;) {
        int status = choose_begin(choose, l, err);
        if (status)
            return status;
        const struct roster_row *found = find_match(choose, l);
        if (found && !v->none)
            fprintf(out, "%s\n", found->label);
        if (!found == v->none)
            return MEMGLASS_OK;
        if (left_ns && look_frame(l)->time_ns - start >= left_ns)
            return gave_up(v, err);
        status = interrupt_came() ? 0 : look_next(l, err);
        if (status < 0)
            return status;
        if (status == 0)
            return ended(v, interrupt_came() ? "interrupted" : "the recording ended", err);
    }
}

/* What the session was waited for is a part of the timeout. */
static uint64_t time_left(const struct cli_values *v, uint64_t begun_ns)
{
    uint64_t taken = clock_monotonic_ns() - begun_ns;
    if (!v->await || !v->timeout_ns)
        return v->timeout_ns;
    return v->timeout_ns > taken ? v->timeout_ns - taken : 1;
}

int cli_wait(const struct cli_values *v, FILE *out, memglass_error *err)
{
    struct choose choose;
    int status = source_names(v, 2, 2, err);
    if (!status)
        status = choose_init(&choose, v->names[1], err);
    if (status)
        return status;
    interrupt_install();
    uint64_t begun = clock_monotonic_ns();
    struct look *l = source_open_name(v, 0, true, choose_history(&choose), err);
    if (l)
        status = wait_for(l, &choose, v, time_left(v, begun), out, err);
    else
        status = v->await && err->code == MEMGLASS_E_NOSESSION ? CLI_NOT_SO : err->code;
    choose_fini(&choose);
    look_close(&l);
    return status;
}
