/* What the subcommands take of their command lines. Layer 8. */
#include "cli/options.h"

#include "base/clock.h"
#include "base/error.h"
#include "field/parse.h"
#include "shm/shm.h"

#include <math.h>

int cli_take_user(char *argument, void *member, memglass_error *err)
{
    uid_t user;
    int code = shm_user_id(argument, &user, err);
    if (code == MEMGLASS_OK)
        *(uint32_t *)member = user;
    return code;
}

int cli_take_duration(char *argument, void *member, memglass_error *err)
{
    return field_parse_amount("s", argument, 1e9L, member, err);
}

int cli_take_interval(char *argument, void *member, memglass_error *err)
{
    uint64_t ns;
    int status = field_parse_interval(argument, &ns, err);
    if (!status && ns < NS_PER_MS)
        status =
            error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s': an interval is 1ms or more", argument);
    if (!status)
        *(uint64_t *)member = ns;
    return status;
}

int cli_take_bytes(char *argument, void *member, memglass_error *err)
{
    return field_parse_amount("B", argument, 1, member, err);
}

int cli_take_count(char *argument, void *member, memglass_error *err)
{
    long double number;
    int status = field_parse_quantity("", argument, &number, err);
    if (!status && number != floorl(number))
        status = error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s' is no whole number", argument);
    return status ? status : field_parse_amount("", argument, 1, member, err);
}

#define TAKE_FORMAT(id, name, what)                                      \
    int cli_take_##id(char *argument, void *member, memglass_error *err) \
    {                                                                    \
        (void)argument;                                                  \
        (void)err;                                                       \
        *(enum output_format *)member = OUTPUT_##id;                     \
        return MEMGLASS_OK;                                              \
    }
OUTPUT_FORMAT_LIST(TAKE_FORMAT)
#undef TAKE_FORMAT

int cli_options_parse(const struct args_option *options, int argc, char **argv,
                      struct cli_values *out, memglass_error *err)
{
    *out = (struct cli_values){0};
    int first = args_parse(options, argc, argv, out, err);
    if (first < 0)
        return first;
    out->names = argv + first;
    out->name_count = (size_t)(argc - first);
    return MEMGLASS_OK;
}
