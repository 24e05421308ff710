/* The sessions of this machine, by name. Layer 2. */
#include "base/error.h"
#include "observer/info.h"

#include <string.h>

static uint32_t owner_of(const char *session)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    shm_header_name(name, session);
    return shm_examine(name, &status) == 0 ? status.st_uid : UINT32_MAX;
}

/* Maps the regions, where the tallies lie, but makes no catalog: a list costs no more than the
 * number of sessions. */
static int read_session(const char *name, const memglass_attach_options *options,
                        memglass_session_info *info, memglass_error *error)
{
    struct attachment at;
    struct pulse pulse = {0};
    int status = attach_header(&at, name, options, error);
    if (status == MEMGLASS_OK) {
        int mapped = attach_regions(&at, error);
        status = mapped < 0 ? mapped : info_read(&at, &pulse, info);
        if (mapped >= 0 && status)
            error_set(error, status, 0, "session '%s' was truncated", name);
        attach_close(&at);
    }
    if (status) {
        memset(info, 0, sizeof *info);
        strncpy(info->name, name, sizeof info->name - 1);
        info->uid = owner_of(name);
    }
    return status;
}

static int report(const struct shm_names *n, const memglass_attach_options *options,
                  memglass_session_fn *fn, void *ctx)
{
    int seen = 0;
    for (size_t i = 0; i < n->count; i++) {
        memglass_session_info info;
        memglass_error error = {0};
        int status = read_session(n->list[i], options, &info, &error);
        /* Others' sessions are not ours to read; one that has just ended, or is just starting, is
         * none. */
        if (status == MEMGLASS_E_ACCESS || status == MEMGLASS_E_NOSESSION)
            continue;
        seen++;
        if (fn(&info, status ? &error : NULL, ctx))
            break;
    }
    return seen;
}

int memglass_list_sessions_with(const memglass_attach_options *options, memglass_session_fn *fn,
                                void *ctx, memglass_error *err)
{
    struct shm_names names;
    if (!fn)
        return error_set(err, MEMGLASS_E_INVALID, 0, "no function to report sessions to");
    int status = shm_list_sessions(&names, err);
    if (status != MEMGLASS_OK)
        return status;
    int seen = report(&names, options, fn, ctx);
    shm_names_free(&names);
    return seen;
}

int memglass_list_sessions(memglass_session_fn *fn, void *ctx, memglass_error *err)
{
    return memglass_list_sessions_with(NULL, fn, ctx, err);
}
