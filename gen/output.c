/* Writing files so that a reader, make above all, never sees half of one. Layer: gen. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(FILE *err, const char *path)
{
    fprintf(err, "memglass-gen: cannot write %s: %s\n", path, strerror(errno));
    return -1;
}

static bool holds(const char *path, const char *text, size_t size)
{
    struct stat status;
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    bool same = fstat(fileno(in), &status) == 0 && (uint64_t)status.st_size == size;
    char *content = same ? malloc(size + 1) : NULL;
    same = content && fread(content, 1, size, in) == size && memcmp(content, text, size) == 0;
    free(content);
    fclose(in);
    return same;
}

static bool write_all(FILE *out, const char *text, size_t size)
{
    bool written = fwrite(text, 1, size, out) == size;
    return fflush(out) == 0 && written;
}

/* stdout, /dev/null and pipes have nothing to be replaced. */
static int write_through(const char *path, const char *text, size_t size, FILE *err)
{
    FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    if (!out || !write_all(out, text, size))
        return failed(err, path);
    return out == stdout || fclose(out) == 0 ? 0 : failed(err, path);
}

static mode_t creation_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int replace(struct pool *pool, const char *path, const char *text, size_t size, FILE *err)
{
    char *temporary = pool_format(pool, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    if (fd < 0)
        return failed(err, path);
    FILE *out = fdopen(fd, "wb");
    bool written = out && write_all(out, text, size) && fchmod(fd, creation_mode()) == 0;
    if (out ? fclose(out) != 0 : close(fd) != 0)
        written = false;
    if (written && rename(temporary, path) == 0)
        return 0;
    failed(err, path);
    unlink(temporary);
    return -1;
}

int output_write(struct pool *pool, const char *path, const char *text, size_t size, FILE *err)
{
    struct stat status;
    bool exists = strcmp(path, "-") == 0 || stat(path, &status) == 0;
    if (!exists)
        return replace(pool, path, text, size, err);
    if (strcmp(path, "-") == 0 || !S_ISREG(status.st_mode))
        return write_through(path, text, size, err);
    if (holds(path, text, size))
        return utimensat(AT_FDCWD, path, NULL, 0) == 0 ? 0 : failed(err, path);
    char *real = realpath(path, NULL);
    int result = replace(pool, real ? real : path, text, size, err);
    free(real);
    return result;
}

/* Make takes blanks, '#' and '$' for its own. */
static void write_name(FILE *out, const char *name)
{
    for (const char *c = name; *c; c++) {
        if (*c == ' ' || *c == '#')
            fputc('\\', out);
        if (*c == '$')
            fputc('$', out);
        fputc(*c, out);
    }
}

/* clang finds the library of C++ at /lib/gcc/.../12/../../../../include. ninja takes such a name
 * apart as text, which is another file where /lib is a symbolic link, and no file most of the time.
 */
static void write_file(FILE *out, const char *name)
{
    char *real = name[0] == '/' && strstr(name, "/../") ? realpath(name, NULL) : NULL;
    write_name(out, real ? real : name);
    free(real);
}

void output_depend(const struct model *model, const char *target, const char *main, FILE *out)
{
    write_name(out, target);
    fputc(':', out);
    for (size_t i = 0; i < model->file_count; i++) {
        fputs(" \\\n ", out);
        write_file(out, model->files[i]);
    }
    fputc('\n', out);
    for (size_t i = 0; i < model->file_count; i++) {
        if (strcmp(model->files[i], main) == 0)
            continue;
        write_file(out, model->files[i]);
        fputs(":\n", out);
    }
}
