/* Where clang's own headers (stddef.h and the like) and memglass's are, as libclang does not always
 * know. Layer: gen. */
#include "parse.h"

#include <clang-c/Index.h>
#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct search {
    struct pool *pool;
    char *folder;  /* of the libclang that is loaded */
    char *version; /* "14.0.6" */
    char *major;
};

static bool holds(struct pool *pool, const char *folder, const char *file)
{
    return access(pool_format(pool, "%s/%s", folder, file), R_OK) == 0;
}

static char *real_path(struct pool *pool, const char *path)
{
    char *real = realpath(path, NULL);
    char *copy = pool_copy(pool, real ? real : path);
    free(real);
    return copy;
}

static char *folder_of(struct pool *pool, const char *path)
{
    return dirname(real_path(pool, path));
}

/* "Debian clang version 14.0.6" */
static void find_version(struct search *search)
{
    CXString text = clang_getClangVersion();
    const char *version = strstr(clang_getCString(text), "version ");
    version = version ? version + strlen("version ") : "";
    search->version = pool_copy_part(search->pool, version, strspn(version, "0123456789."));
    search->major = pool_copy_part(search->pool, version, strspn(version, "0123456789"));
    clang_disposeString(text);
}

static const char *resource_dir(struct search *search)
{
    struct pool *pool = search->pool;
    const char *folder = search->folder, *version = search->version, *major = search->major;
    const char *candidates[] = {
#ifdef CLANG_RESOURCE_DIR
        CLANG_RESOURCE_DIR,
#endif
        pool_format(pool, "%s/clang/%s", folder, version),
        pool_format(pool, "%s/clang/%s", folder, major),
        pool_format(pool, "%s/../llvm-%s/lib/clang/%s", folder, major, version),
        pool_format(pool, "%s/../llvm-%s/lib/clang/%s", folder, major, major),
        pool_format(pool, "/usr/lib/llvm-%s/lib/clang/%s", major, version),
        pool_format(pool, "/usr/lib/llvm-%s/lib/clang/%s", major, major),
        pool_format(pool, "/usr/lib/clang/%s", version),
        pool_format(pool, "/usr/lib/clang/%s", major),
    };
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        if (holds(pool, candidates[i], "include/stddef.h"))
            return real_path(pool, candidates[i]);
    return NULL;
}

static void add(struct pool *pool, const char ***args, size_t *count, const char *arg)
{
    *args = pool_grow(pool, *args, *count, sizeof **args);
    (*args)[(*count)++] = arg;
}

/* An installed memglass-gen-clang, in libexec/memglass, has its headers in ../../include, one in
 * the build folder in ../inc. */
static void add_own_headers(struct pool *pool, const char ***args, size_t *count)
{
    static const char *const places[] = {"../inc", "../../include"};
    const char *folder = folder_of(pool, "/proc/self/exe");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *candidate = pool_format(pool, "%s/%s", folder, places[i]);
        if (!holds(pool, candidate, "memglass/observe.h"))
            continue;
        add(pool, args, count, "-idirafter");
        add(pool, args, count, candidate);
        return;
    }
}

void parse_toolchain_args(struct pool *pool, const char ***args, size_t *count)
{
    struct search search = {.pool = pool};
    Dl_info info;
    void *function = NULL;
    CXIndex (*address)(int, int) = clang_createIndex;
    memcpy(&function, &address, sizeof function);
    bool found = dladdr(function, &info) != 0 && info.dli_fname;
    search.folder = folder_of(pool, found ? info.dli_fname : "/usr/lib/libclang.so");
    find_version(&search);
    const char *resources = resource_dir(&search);
    if (resources) {
        add(pool, args, count, "-resource-dir");
        add(pool, args, count, resources);
    }
#ifdef GCC_INCLUDE_DIR
    if (!resources && holds(pool, GCC_INCLUDE_DIR, "stddef.h")) {
        add(pool, args, count, "-isystem");
        add(pool, args, count, GCC_INCLUDE_DIR);
    }
#endif
    add_own_headers(pool, args, count);
}
