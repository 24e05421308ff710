/* Sessions full of small objects, and the same bytes of malloc's: made, and made anew one after the
 * other. What benches of creation have in common. Tests only; no layer. */
#ifndef BENCH_OBJECTS_H
#define BENCH_OBJECTS_H

#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include <dirent.h>
#include <memglass/memglass.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OBJECTS_STEP = 7919 }; /* a prime: churn goes about in all of them */

struct objects {
    char name[64];
    memglass_session *session; /* NULL: they are malloc's */
    void **at;
    size_t count, next;
};

static inline void objects_open(struct objects *o, const char *what, size_t count)
{
    *o = (struct objects){.at = calloc(count, sizeof *o->at), .count = count};
    snprintf(o->name, sizeof o->name, "bench-%s-%ld", what, (long)getpid());
    o->session = memglass_open(
        &(memglass_config){.name = o->name, .reclaim_grace_ms = 1, .flags = MEMGLASS_RECLAIM},
        NULL);
    if (!o->session || !o->at)
        bench_fail("no session");
}

static inline void objects_close(struct objects *o)
{
    memglass_close(o->session);
    free(o->at);
}

static inline void objects_make(struct objects *o, size_t i, const char *label)
{
    o->at[i] = memglass_create(o->session, small_body, label);
    if (!o->at[i])
        bench_fail("no room for an object");
}

static inline void objects_remake(struct objects *o, size_t i, const char *label)
{
    memglass_destroy(o->session, o->at[i]);
    objects_make(o, i, label);
}

/* Nanoseconds to create one of `count` where others were before; a bench_once. */
static inline double objects_create_warm(void *ctx)
{
    struct objects *o = ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < o->count; i++)
        objects_make(o, i, "body");
    double ns = (bench_now_ns() - start) / (double)o->count;
    for (size_t i = 0; i < o->count; i++)
        memglass_destroy(o->session, o->at[i]);
    usleep(3000);
    memglass_reclaim(o->session);
    return ns;
}

/* Destroys one and creates it again, n times; a bench_loop. */
static inline void objects_churn(void *ctx, size_t n)
{
    struct objects *o = ctx;
    while (n--) {
        objects_remake(o, o->next, "body");
        o->next = (o->next + OBJECTS_STEP) % o->count;
    }
}

/* What all segments of a session take of memory. */
static inline double objects_shared_bytes(const char *session)
{
    char start[96], path[512];
    double sum = 0;
    struct stat found;
    snprintf(start, sizeof start, "memglass_%s_", session);
    DIR *folder = opendir("/dev/shm");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        snprintf(path, sizeof path, "/dev/shm/%s", entry->d_name);
        if (strncmp(entry->d_name, start, strlen(start)) == 0 && stat(path, &found) == 0)
            sum += (double)found.st_blocks * 512;
    }
    if (folder)
        closedir(folder);
    return sum;
}

#endif
