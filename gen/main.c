/* memglass-gen: when nothing has changed since the outputs were made, says so by doing nothing;
 * else runs memglass-gen-clang, so that libclang is loaded only then. Layer: gen. */
#include "inputs.h"
#include "options.h"
#include "paths.h"

#include "base/streams.h"

#include <memglass/base.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_INPUT 1
#define EXIT_USAGE 2

static uint64_t mtime_ns(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return 0;
    return (uint64_t)status.st_mtim.tv_sec * 1000000000u + (uint64_t)status.st_mtim.tv_nsec;
}

/* Make compares times: an output that is as it should be is still made newer than what it is made
 * of. */
static bool is_done(struct pool *pool, const char *output, int argc, char *const *argv)
{
    struct inputs inputs;
    uint64_t newest, program = mtime_ns("/proc/self/exe");
    inputs_init(&inputs, pool);
    if (!inputs_read(&inputs, inputs_path(pool, output)) ||
        !inputs_hold(&inputs, argc, argv, &newest))
        return false;
    uint64_t made = mtime_ns(output);
    return (made > newest && made > program) || utimensat(AT_FDCWD, output, NULL, 0) == 0;
}

static bool is_all_done(struct pool *pool, const struct options *o, int argc, char *const *argv)
{
    if (o->dry_run || o->verbose)
        return false;
    if (o->output || o->json || o->layout)
        return o->output && is_done(pool, o->output, argc, argv);
    for (size_t i = 0; i < o->header_count; i++)
        if (!is_done(pool, path_default_output(pool, o->headers[i]), argc, argv))
            return false;
    return true;
}

/* It stands beside this program in the build folder, and in libexec when installed. */
static int run_clang(struct pool *pool, char *const *argv)
{
    static const char *const places[] = {"memglass-gen-clang",
                                         "../libexec/memglass/memglass-gen-clang"};
    char folder[PATH_MAX];
    char *slash = inputs_real_path("/proc/self/exe", folder) ? strrchr(folder, '/') : NULL;
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++)
        execv(pool_format(pool, "%.*s/%s", (int)(slash - folder), folder, places[i]), argv);
    fprintf(stderr, "memglass-gen: cannot run memglass-gen-clang: %s\n", strerror(errno));
    return EXIT_INPUT;
}

static int run(struct pool *pool, int argc, char **argv)
{
    struct options options = {0};
    if (options_parse(&options, pool, argc, argv, stderr) < 0)
        return EXIT_USAGE;
    if (options.help)
        options_help(stdout);
    else if (options.version)
        puts("memglass-gen " MEMGLASS_VERSION);
    else if (!is_all_done(pool, &options, argc, argv))
        return run_clang(pool, argv);
    if (fflush(stdout) == 0)
        return 0;
    fprintf(stderr, "memglass-gen: cannot write to stdout: %s\n", strerror(errno));
    return EXIT_INPUT;
}

int main(int argc, char **argv)
{
    streams_hold();
    struct pool *pool = pool_create();
    int status = run(pool, argc, argv);
    pool_destroy(&pool);
    return status;
}
