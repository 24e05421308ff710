/* Paths of the output and the way from it to its sources. Layer: gen. */
#include "paths.h"

#include "model.h"

#include <ctype.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Not by stat, of which seen.c takes note: this is no input. */
bool path_is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return fstatat(AT_FDCWD, a, &first, 0) == 0 && fstatat(AT_FDCWD, b, &second, 0) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int length_without_extension(const char *path)
{
    const char *base = base_name(path), *dot = strrchr(base, '.');
    return (int)(dot && dot != base ? (size_t)(dot - path) : strlen(path));
}

const char *path_default_output(struct pool *pool, const char *header)
{
    return pool_format(pool, "%.*s.memglass.h", length_without_extension(header), header);
}

const char *path_depend(struct pool *pool, const char *output)
{
    return pool_format(pool, "%.*s.d", length_without_extension(output), output);
}

const char *path_stem_identifier(struct pool *pool, const char *path)
{
    const char *base = base_name(path), *end = strstr(base, ".memglass.");
    if (!end)
        end = strrchr(base, '.');
    size_t length = end && end != base ? (size_t)(end - base) : strlen(base);
    return model_identifier(pool, pool_copy_part(pool, base, length));
}

const char *path_guard(struct pool *pool, const char *path)
{
    char *guard = pool_copy(pool, base_name(path));
    for (char *c = guard; *c; c++)
        *c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
    return guard;
}

static const char *real_path(struct pool *pool, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? pool_copy(pool, real) : NULL;
    free(real);
    return copy;
}

/* From the absolute folder to the absolute file, by "..". */
static const char *way(struct pool *pool, const char *folder, const char *file)
{
    size_t same = 0, i = 0;
    for (; folder[i] && folder[i] == file[i]; i++)
        if (folder[i] == '/')
            same = i + 1;
    if (!folder[i] && file[i] == '/')
        same = i + 1;
    const char *up = "";
    if (same <= strlen(folder) && folder[same]) {
        up = "../";
        for (const char *c = folder + same; *c; c++)
            if (*c == '/')
                up = pool_format(pool, "%s../", up);
    }
    return pool_format(pool, "%s%s", up, file + same);
}

static const char *relative(struct pool *pool, const char *output, const char *header)
{
    const char *folder = real_path(pool, dirname(pool_copy(pool, output)));
    const char *file = real_path(pool, header);
    return folder && file && strcmp(output, "-") != 0 ? way(pool, folder, file) : NULL;
}

const char *path_include(struct pool *pool, const char *output, const char *header)
{
    static const char *const system[] = {"/usr/include/", "/usr/local/include/"};
    for (size_t i = 0; i < sizeof system / sizeof *system; i++)
        if (strncmp(header, system[i], strlen(system[i])) == 0)
            return pool_format(pool, "<%s>", header + strlen(system[i]));
    const char *path = relative(pool, output, header);
    return pool_format(pool, "\"%s\"", path ? path : header);
}

const char *path_shown(struct pool *pool, const char *output, const char *header)
{
    if (header[0] != '/') { /* from where it was called is nobody's business */
        while (strncmp(header, "./", 2) == 0 || strncmp(header, "../", 3) == 0)
            header = strchr(header, '/') + 1;
        return header;
    }
    const char *tail = NULL;
    for (const char *c = strstr(header, "/include/"); c; c = strstr(c + 1, "/include/"))
        tail = c + strlen("/include/");
    if (tail)
        return tail;
    const char *path = relative(pool, output, header);
    return path ? path : base_name(header);
}
