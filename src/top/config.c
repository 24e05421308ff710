/* The configuration file. Layer 8. */
#include "top/config.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COLUMNS "columns"

/* A column with its width, and what stands between it and the next. */
#define COLUMN_BYTES (TERM_NAME_MAX + sizeof "-=200,")

/* --- where -------------------------------------------------------------------------------------
 */

static void find_path(char out[CONFIG_PATH_MAX])
{
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int length = 0;
    if (xdg && xdg[0] == '/')
        length = snprintf(out, CONFIG_PATH_MAX, "%s/memglass/top.conf", xdg);
    else if (home && home[0] == '/')
        length = snprintf(out, CONFIG_PATH_MAX, "%s/.config/memglass/top.conf", home);
    if (length <= 0 || length >= CONFIG_PATH_MAX)
        out[0] = '\0';
}

const char *config_place(const struct config *c, char out[CONFIG_PATH_MAX])
{
    const char *home = getenv("HOME");
    size_t length = home ? strlen(home) : 0;
    bool within = length > 1 && strncmp(c->path, home, length) == 0 && c->path[length] == '/';
    if (within)
        snprintf(out, CONFIG_PATH_MAX, "~%.*s", CONFIG_PATH_MAX - 2, c->path + length);
    else
        memcpy(out, c->path, sizeof c->path);
    return out;
}

/* --- reading -----------------------------------------------------------------------------------
 */

struct reading {
    struct config *config;
    struct settings *settings;
    struct prefs *columns;
    memglass_error first; /* of the lines that are not understood */
    int bad;
};

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
    return text;
}

static int read_columns(struct reading *r, const char *type, const char *text, memglass_error *err)
{
    struct prefs_column columns[PREFS_COLUMNS_MAX];
    size_t count = 0;
    int status = prefs_parse_list(text, columns, &count, err);
    if (status == MEMGLASS_OK && prefs_set(r->columns, type, columns, count) != MEMGLASS_OK)
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    return status;
}

/* From a # on that nothing or a blank stands before. */
static void cut_comment(char *line)
{
    for (char *at = line; (at = strchr(at, '#')); at++)
        if (at == line || strchr(" \t", at[-1])) {
            *at = '\0';
            return;
        }
}

static int read_line(struct reading *r, char *line, memglass_error *err)
{
    cut_comment(line);
    char *name = trim(line), *equals = strchr(name, '=');
    if (!name[0])
        return MEMGLASS_OK;
    bool columns = strncmp(name, COLUMNS, strlen(COLUMNS)) == 0 &&
                   strchr(" \t=", name[strlen(COLUMNS)]) && name[strlen(COLUMNS)];
    if (columns && strstr(name, " = ")) /* names of types may have what they want, but that */
        equals = strstr(name, " = ") + 1;
    if (!equals)
        return error_set(err, MEMGLASS_E_INVALID, 0, "expected name = value");
    *equals = '\0';
    char *value = trim(equals + 1);
    name = trim(name);
    if (columns)
        return read_columns(r, trim(name + strlen(COLUMNS)), value, err);
    return settings_set(r->settings, name, value, err);
}

static void keep_strange(struct reading *r, const char *line)
{
    struct config *c = r->config;
    size_t used = c->strange ? strlen(c->strange) : 0, length = strcspn(line, "\r\n");
    char *longer = realloc(c->strange, used + length + 2);
    if (!longer)
        return;
    memcpy(longer + used, line, length);
    memcpy(longer + used + length, "\n", 2);
    c->strange = longer;
}

/* A pipe of that name has nothing to say, and is not waited for. */
static FILE *open_to_read(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    return fd < 0 ? NULL : fdopen(fd, "r");
}

/* False, and errno. */
static bool read_lines(struct reading *r, FILE *file)
{
    char *line = NULL, place[CONFIG_PATH_MAX];
    size_t size = 0;
    for (int number = 1; getline(&line, &size, file) >= 0; number++) {
        memglass_error err = {0};
        char *copy = strdup(line);
        if (copy && read_line(r, line, &err) != MEMGLASS_OK) {
            keep_strange(r, copy);
            if (!r->bad++)
                error_set(&r->first, MEMGLASS_E_INVALID, 0, "%.120s:%d: %s",
                          config_place(r->config, place), number, err.message);
        }
        free(copy);
    }
    int reason = errno;
    free(line);
    errno = reason;
    return !ferror(file);
}

int config_open(struct config *c, struct settings *settings, struct prefs *columns,
                memglass_error *err)
{
    struct reading r = {.config = c, .settings = settings, .columns = columns};
    char place[CONFIG_PATH_MAX];
    *c = (struct config){0};
    find_path(c->path);
    FILE *file = c->path[0] ? open_to_read(c->path) : NULL;
    if (!file && (!c->path[0] || errno == ENOENT || errno == ENOTDIR))
        return MEMGLASS_OK;
    c->unread = !file || !read_lines(&r, file);
    int reason = errno;
    if (file)
        fclose(file);
    if (c->unread)
        return error_sys(err, MEMGLASS_E_SYSTEM, reason, "%.120s cannot be read",
                         config_place(c, place));
    if (r.bad && err)
        *err = r.first;
    return r.bad ? MEMGLASS_E_INVALID : MEMGLASS_OK;
}

void config_close(struct config *c)
{
    free(c->strange);
    c->strange = NULL;
}

/* --- writing -----------------------------------------------------------------------------------
 */

static void write_settings(FILE *file, const struct settings *s)
{
    char word[SETTING_WORD_BYTES];
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct view_setting_row *row = view_setting_row((enum view_setting)i);
        fprintf(file, "\n# %s\n# one of %s\n%s = %s\n", row->help, row->words, row->name,
                setting_word((enum view_setting)i, s->word[i], word));
    }
}

static void write_columns(FILE *file, const struct prefs *columns)
{
    char text[PREFS_COLUMNS_MAX * COLUMN_BYTES];
    struct strbuf out;
    if (columns->count)
        fprintf(file, "\n# columns TYPE = NAME[=WIDTH],... with - before what is hidden; without "
                      "TYPE: where several are shown\n");
    for (size_t i = 0; i < columns->count; i++) {
        const struct prefs_list *list = &columns->lists[i];
        strbuf_init(&out, text, sizeof text);
        prefs_list_text(list->columns, list->count, &out);
        fprintf(file, COLUMNS "%s%s = %s\n", list->type[0] ? " " : "", list->type, text);
    }
}

static int write_file(const struct config *c, int fd, const struct settings *settings,
                      const struct prefs *columns)
{
    FILE *file = fdopen(fd, "w");
    if (!file) {
        close(fd);
        return -1;
    }
    fputs("# memglass-top reads this when it starts; its setup screen (F2) writes it.\n", file);
    write_settings(file, settings);
    write_columns(file, columns);
    if (c->strange)
        fprintf(file, "\n# not understood\n%s", c->strange);
    bool written = fflush(file) == 0 && fsync(fd) == 0;
    int reason = errno;
    bool closed = fclose(file) == 0;
    errno = written ? errno : reason;
    return written && closed ? 0 : -1;
}

/* Each folder above the file that is not there. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700); /* when it fails, so will what comes next, and say why */
        *slash = '/';
    }
}

/* A file beside the old one takes its place when it is whole: nobody ever sees half of it. */
static int replace(const char *path, const struct config *c, const struct settings *settings,
                   const struct prefs *columns)
{
    char beside[CONFIG_PATH_MAX + 8];
    snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    int fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0)
        return -1;
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    if (write_file(c, fd, settings, columns) == 0 && rename(beside, path) == 0)
        return 0;
    int reason = errno;
    unlink(beside);
    errno = reason;
    return -1;
}

/* A link to /dev/null keeps nothing, and /dev/null is not to be replaced. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

int config_save(const struct config *c, const struct settings *settings,
                const struct prefs *columns, memglass_error *err)
{
    char path[CONFIG_PATH_MAX], place[CONFIG_PATH_MAX];
    if (!c->path[0])
        return error_set(err, MEMGLASS_E_SYSTEM, 0, "no place to keep settings: HOME is not set");
    if (c->unread)
        return error_set(err, MEMGLASS_E_SYSTEM, 0, "%.120s is left as it is: it cannot be read",
                         config_place(c, place));
    if (is_special(c->path))
        return error_set(err, MEMGLASS_E_SYSTEM, 0, "%.120s is left as it is: it is no file",
                         config_place(c, place));
    snprintf(path, sizeof path, "%s", c->path);
    make_folders(path);
    char *target = realpath(c->path, NULL); /* people keep such files elsewhere, behind a link */
    int status = replace(target ? target : c->path, c, settings, columns);
    int reason = errno;
    free(target);
    if (status == 0)
        return MEMGLASS_OK;
    return error_sys(err, MEMGLASS_E_SYSTEM, reason, "%.120s cannot be written",
                     config_place(c, place));
}
