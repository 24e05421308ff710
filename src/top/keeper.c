/* The past becomes a file. Layer 8. */
#include "top/keeper.h"

#include "base/error.h"
#include "base/thread.h"
#include "watch/bell.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct keeper {
    struct past *past;
    char *path;
    uint64_t interval_ns;
    pthread_t thread;
    int bell;
    memglass_error err; /* the thread's, until the bell has rung or it was joined */
    int status;
};

static void *run(void *arg)
{
    struct keeper *k = arg;
    k->status = past_keep(k->past, k->path, k->interval_ns, &k->err);
    bell_ring(k->bell);
    return NULL;
}

static void free_keeper(struct keeper *k)
{
    if (k->bell >= 0)
        close(k->bell);
    free(k->path);
    free(k);
}

struct keeper *keeper_start(struct past *p, const char *path, uint64_t interval_ns,
                            memglass_error *err)
{
    struct keeper *k = calloc(1, sizeof *k);
    if (!k) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    *k = (struct keeper){.past = p, .interval_ns = interval_ns, .path = strdup(path)};
    k->bell = bell_open();
    int failed = k->bell < 0 ? errno : k->path ? thread_start(&k->thread, run, k) : ENOMEM;
    if (!failed)
        return k;
    error_sys(err, MEMGLASS_E_SYSTEM, failed, "cannot begin to write %s", path);
    free_keeper(k);
    return NULL;
}

int keeper_fd(const struct keeper *k)
{
    return k->bell;
}

bool keeper_is_done(const struct keeper *k)
{
    return poll(&(struct pollfd){.fd = k->bell, .events = POLLIN}, 1, 0) > 0;
}

const char *keeper_path(const struct keeper *k)
{
    return k->path;
}

int keeper_end(struct keeper **keeper, memglass_error *err)
{
    struct keeper *k = *keeper;
    *keeper = NULL;
    pthread_join(k->thread, NULL);
    int status = k->status;
    if (status && err)
        *err = k->err;
    free_keeper(k);
    return status;
}
