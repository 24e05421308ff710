/* Facts about files, folders and the environment: as they are now, against as noted. Layer: gen. */
#include "inputs.h"

#include "base/hash.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Time stamps of some file systems count in steps of two seconds. */
#define YOUNG_NS UINT64_C(2000000000)

void inputs_init(struct inputs *inputs, struct pool *pool)
{
    *inputs = (struct inputs){.pool = pool, .by_name = {.pool = pool}};
}

const char *inputs_path(struct pool *pool, const char *output)
{
    const char *slash = strrchr(output, '/'), *name = slash ? slash + 1 : output;
    return pool_format(pool, "%.*s.%s.inputs", (int)(name - output), output, name);
}

const char *inputs_variable(const char *name)
{
    size_t length = strlen(name);
    for (char **entry = environ; entry && *entry; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}

bool inputs_real_path(const char *path, char *out)
{
    char link[32];
    int fd = openat(AT_FDCWD, path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out, PATH_MAX - 1);
    close(fd);
    if (length < 0)
        return false;
    out[length] = '\0';
    return true;
}

/* ---- hashes -----------------------------------------------------------------------------------*/

/* By words: what is read may be megabytes. Never 0. */
static uint64_t hash_words(uint64_t hash, const unsigned char *bytes, size_t size)
{
    uint64_t word;
    for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    hash = hash_bytes(hash, bytes, size);
    return hash ? hash : 1;
}

static uint64_t hash_text(const char *text)
{
    return text ? hash_words(HASH_SEED, (const unsigned char *)text, strlen(text)) : 0;
}

/* 0: it cannot be read. The size is part of it, so that pieces of any length do. */
static uint64_t hash_open(int fd)
{
    unsigned char bytes[16384];
    uint64_t hash = HASH_SEED, at = 0;
    for (ssize_t got; (got = pread(fd, bytes, sizeof bytes, (off_t)at)) != 0; at += (uint64_t)got) {
        if (got < 0)
            return 0;
        hash = hash_words(hash, bytes, (size_t)got);
    }
    return hash_words(hash, (const unsigned char *)&at, sizeof at);
}

static uint64_t hash_file(const char *path)
{
    int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    uint64_t hash = fd < 0 ? 0 : hash_open(fd);
    if (fd >= 0)
        close(fd);
    return hash;
}

static uint64_t hash_words_of(int argc, char *const *argv)
{
    uint64_t hash = HASH_SEED;
    for (int i = 1; i < argc; i++)
        hash = hash_words(hash, (const unsigned char *)argv[i], strlen(argv[i]) + 1);
    return hash;
}

static uint64_t hash_real_path(const char *path)
{
    char real[PATH_MAX];
    return inputs_real_path(path, real) ? hash_text(real) : 0;
}

/* ---- stamps -----------------------------------------------------------------------------------*/

static uint64_t to_ns(struct timespec t)
{
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static struct input_stamp stamp_of(const struct stat *status)
{
    return (struct input_stamp){(uint64_t)status->st_size, to_ns(status->st_mtim),
                                to_ns(status->st_ctim), status->st_dev, status->st_ino};
}

static bool stamp_is(const struct input_stamp *a, const struct input_stamp *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* A file changed twice within one step of its time stamp looks the same: only older ones count. */
static struct input_stamp trusted(struct input_stamp stamp)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return stamp.ctime_ns + YOUNG_NS < to_ns(now) ? stamp : (struct input_stamp){0};
}

static bool get_status(const char *path, struct stat *out)
{
    return fstatat(AT_FDCWD, path, out, 0) == 0;
}

/* ---- noting -----------------------------------------------------------------------------------*/

static void add(struct inputs *inputs, struct input fact)
{
    const char *key = pool_format(inputs->pool, "%d %s", (int)fact.kind, fact.name);
    const struct input *before = map_find(&inputs->by_name, key);
    if (before) {
        inputs->contradictory |= before->hash != fact.hash;
        return;
    }
    struct input *kept = pool_alloc(inputs->pool, sizeof *kept);
    fact.name = strchr(key, ' ') + 1;
    *kept = fact;
    map_put(&inputs->by_name, key, kept);
    inputs->items = pool_grow(inputs->pool, inputs->items, inputs->count, sizeof *inputs->items);
    inputs->items[inputs->count++] = fact;
}

void inputs_note(struct inputs *inputs, enum input_kind kind, const char *name)
{
    struct input fact = {.kind = kind, .name = name};
    struct stat status;
    if (kind == INPUT_VARIABLE)
        fact.hash = hash_text(inputs_variable(name));
    else if (kind == INPUT_LEADS)
        fact.hash = hash_real_path(name);
    else if (kind == INPUT_MADE)
        fact.hash = hash_file(name);
    else if ((kind == INPUT_LOADED || kind == INPUT_LISTED) && get_status(name, &status))
        fact.stamp = trusted(stamp_of(&status));
    add(inputs, fact);
}

/* The outermost folder on the way that is absent: one fact for all that would be in it. */
static void note_absent(struct inputs *inputs, const char *path)
{
    struct stat status;
    char *outer = pool_copy(inputs->pool, path);
    for (char *slash; (slash = strrchr(outer, '/')) && slash > outer;) {
        *slash = '\0';
        if (get_status(outer, &status)) {
            *slash = '/';
            break;
        }
    }
    inputs_note(inputs, INPUT_ABSENT, outer);
}

void inputs_note_probe(struct inputs *inputs, const char *path)
{
    struct stat status;
    if (get_status(path, &status))
        inputs_note(inputs, S_ISDIR(status.st_mode) ? INPUT_FOLDER : INPUT_THERE, path);
    else
        note_absent(inputs, path);
}

void inputs_note_open(struct inputs *inputs, const char *path, int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    struct input fact = {.kind = INPUT_READ, .name = path, .stamp = trusted(stamp_of(&status))};
    fact.hash = hash_open(fd);
    add(inputs, fact);
}

void inputs_note_command(struct inputs *inputs, int argc, char *const *argv)
{
    char *folder = getcwd(NULL, 0);
    add(inputs, (struct input){.kind = INPUT_COMMAND,
                               .name = folder ? folder : "",
                               .hash = hash_words_of(argc, argv)});
    free(folder);
}

/* What is read, or in a folder, is there, and so is the folder. */
static void imply(struct map *implied, const struct input *fact)
{
    char *outer = pool_copy(implied->pool, fact->name);
    if (fact->kind == INPUT_READ || fact->kind == INPUT_LOADED || fact->kind == INPUT_LISTED)
        map_put(implied, fact->name, implied);
    if (fact->kind != INPUT_READ && fact->kind != INPUT_LOADED && fact->kind != INPUT_LISTED &&
        fact->kind != INPUT_THERE && fact->kind != INPUT_FOLDER)
        return;
    for (char *slash; (slash = strrchr(outer, '/')) && slash > outer;) {
        *slash = '\0';
        if (map_find(implied, outer))
            return;
        map_put(implied, pool_copy(implied->pool, outer), implied);
    }
}

void inputs_add(struct inputs *inputs, const struct inputs *more)
{
    struct map implied = {.pool = inputs->pool};
    inputs->contradictory |= more->contradictory;
    for (size_t i = 0; i < more->count; i++)
        imply(&implied, &more->items[i]);
    for (size_t i = 0; i < more->count; i++) {
        const struct input *fact = &more->items[i];
        bool presence = fact->kind == INPUT_FOLDER || fact->kind == INPUT_THERE;
        if (!presence || !map_find(&implied, fact->name))
            add(inputs, *fact);
    }
}

/* ---- looking again ----------------------------------------------------------------------------*/

static void later(uint64_t *newest_ns, uint64_t mtime_ns)
{
    if (mtime_ns > *newest_ns)
        *newest_ns = mtime_ns;
}

static bool is_here(const char *folder)
{
    char *here = getcwd(NULL, 0);
    bool same = here && strcmp(here, folder) == 0;
    free(here);
    return same;
}

static bool file_holds(const struct input *fact, uint64_t *newest_ns)
{
    struct stat status;
    if (!get_status(fact->name, &status))
        return false;
    struct input_stamp now = stamp_of(&status);
    if (fact->kind != INPUT_LISTED)
        later(newest_ns, now.mtime_ns);
    if (stamp_is(&now, &fact->stamp))
        return true;
    return fact->kind == INPUT_READ && S_ISREG(status.st_mode) && fact->hash &&
           hash_file(fact->name) == fact->hash;
}

static bool holds(const struct input *fact, int argc, char *const *argv, uint64_t *newest_ns)
{
    struct stat status;
    switch (fact->kind) {
    case INPUT_COMMAND:
        return fact->hash == hash_words_of(argc, argv) && is_here(fact->name);
    case INPUT_VARIABLE:
        return fact->hash == hash_text(inputs_variable(fact->name));
    case INPUT_MADE:
        return fact->hash && fact->hash == hash_file(fact->name);
    case INPUT_READ:
    case INPUT_LOADED:
    case INPUT_LISTED:
        return file_holds(fact, newest_ns);
    case INPUT_FOLDER:
        return get_status(fact->name, &status) && S_ISDIR(status.st_mode);
    case INPUT_THERE:
        return get_status(fact->name, &status) && !S_ISDIR(status.st_mode);
    case INPUT_ABSENT:
        return !get_status(fact->name, &status);
    case INPUT_LEADS:
        return fact->hash == hash_real_path(fact->name);
    case INPUT_KIND_COUNT:
        break;
    }
    return false;
}

bool inputs_hold(const struct inputs *inputs, int argc, char *const *argv, uint64_t *newest_ns)
{
    *newest_ns = 0;
    for (size_t i = 0; i < inputs->count; i++)
        if (!holds(&inputs->items[i], argc, argv, newest_ns))
            return false;
    return !inputs->contradictory && inputs->count > 0;
}
