/* What observing costs: the program's stores, create and destroy, and the reader's copy, each
 * against the same thing without memglass. */
#include "bench.h"
#include "body.h"
#include "body.memglass.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <unistd.h>

struct reader {
    memglass_observer *observer;
    memglass_object object;
    struct bench_body copy;
};

static void store(void *ctx, size_t n)
{
    struct bench_body *body = ctx;
    for (size_t i = 0; i < n; i++) {
        body->counter = i;
        body->pos[0] = (double)i;
        bench_keep(body);
    }
}

static void section(void *ctx, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        memglass_write_begin(ctx);
        store(ctx, 1);
        memglass_write_end(ctx);
    }
}

static void create_destroy(void *ctx, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct bench_body *body = memglass_create(ctx, bench_body, "bench");
        bench_keep(body);
        memglass_destroy(ctx, body);
    }
}

static void malloc_free(void *ctx, size_t n)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        void *body = calloc(1, sizeof(struct bench_body));
        bench_keep(body);
        free(body);
    }
}

static void tick(void *ctx, size_t n)
{
    for (size_t i = 0; i < n; i++)
        memglass_tick(ctx);
}

static void increment(void *ctx, size_t n)
{
    uint64_t *counter = ctx;
    for (size_t i = 0; i < n; i++) {
        ++*counter;
        bench_keep(counter);
    }
}

static void observed_read(void *ctx, size_t n)
{
    struct reader *reader = ctx;
    for (size_t i = 0; i < n; i++) {
        memglass_read(reader->observer, &reader->object, &reader->copy, sizeof reader->copy);
        bench_keep(&reader->copy);
    }
}

static void plain_copy(void *ctx, size_t n)
{
    static struct bench_body copy;
    for (size_t i = 0; i < n; i++) {
        memcpy(&copy, ctx, sizeof copy);
        bench_keep(&copy);
    }
}

static int measure_reads(const char *session, struct bench_body *plain, memglass_error *err)
{
    struct reader reader = {.observer = memglass_attach(session, err)};
    if (!reader.observer)
        return err->code;
    int status = memglass_find(reader.observer, "body", &reader.object);
    if (status == MEMGLASS_OK)
        bench_compare("copy of 1 KiB",
                      &(struct bench_side){"memglass_read", observed_read, &reader},
                      &(struct bench_side){"memcpy", plain_copy, plain});
    memglass_detach(reader.observer);
    return status;
}

static int measure(memglass_session *session, const char *name, memglass_error *err)
{
    struct bench_body *plain = calloc(1, sizeof *plain);
    struct bench_body *observed = memglass_create(session, bench_body, "body");
    if (!plain || !observed) {
        free(plain);
        return memglass_last_error(session, err);
    }
    const struct bench_side baseline = {"malloc'd memory", store, plain};
    bench_compare("two stores", &(struct bench_side){"observed object", store, observed},
                  &baseline);
    bench_compare("two stores, write section",
                  &(struct bench_side){"observed object", section, observed}, &baseline);
    bench_compare("turn of a loop", &(struct bench_side){"memglass_tick", tick, session},
                  &(struct bench_side){"++counter", increment, &plain->counter});
    int status = measure_reads(name, plain, err);
    bench_compare("create and destroy, 1 KiB",
                  &(struct bench_side){"memglass_create", create_destroy, session},
                  &(struct bench_side){"calloc", malloc_free, NULL});
    free(plain);
    return status;
}

int main(void)
{
    char name[64];
    memglass_error err = {0};
    snprintf(name, sizeof name, "bench-%ld", (long)getpid());
    memglass_session *session = memglass_open(
        &(memglass_config){.name = name, .reclaim_grace_ms = 1, .flags = MEMGLASS_RECLAIM}, &err);
    int status = err.code;
    if (session) {
        bench_begin();
        status = measure(session, name, &err);
        memglass_close(session);
    }
    if (status != MEMGLASS_OK)
        fprintf(stderr, "bench_store: %s\n",
                err.message[0] ? err.message : memglass_strerror(status));
    return status == MEMGLASS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
