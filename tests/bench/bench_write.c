/* What a store costs the program that is looked at: a plain one, and guarded ones against a plain
 * copy. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include <memglass/memglass.h>
#include <unistd.h>

static void store(void *ctx, size_t n)
{
    struct small_body *body = ctx;
    for (size_t i = 0; i < n; i++) {
        body->counter = i;
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

static void guarded_24(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_vec3 from = {1, 2, 3};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        memglass_guarded_store_sole(&body->pos, &from);
        bench_keep(body);
    }
}

/* As above, but any thread may store to the field. */
static void shared_24(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_vec3 from = {1, 2, 3};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        memglass_guarded_store(&body->pos, &from);
        bench_keep(body);
    }
}

static void plain_24(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_vec3 from = {1, 2, 3};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        body->pos.value = from;
        bench_keep(body);
    }
}

static void guarded_64(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_line from = {{1, 2, 3, 4, 5, 6, 7, 8}};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        memglass_guarded_store_sole(&body->line, &from);
        bench_keep(body);
    }
}

static void shared_64(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_line from = {{1, 2, 3, 4, 5, 6, 7, 8}};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        memglass_guarded_store(&body->line, &from);
        bench_keep(body);
    }
}

static void plain_64(void *ctx, size_t n)
{
    struct guarded_body *body = ctx;
    struct bench_line from = {{1, 2, 3, 4, 5, 6, 7, 8}};
    for (size_t i = 0; i < n; i++) {
        bench_keep(&from);
        body->line.value = from;
        bench_keep(body);
    }
}

static void measure(struct small_body *observed, struct guarded_body *guarded,
                    struct small_body *plain, struct guarded_body *unguarded)
{
    const struct bench_side malloced = {"malloc'd memory", store, plain};
    bench_compare("field write", &(struct bench_side){"object", store, observed}, &malloced);
    bench_compare("write section", &(struct bench_side){"object", section, observed}, &malloced);
    bench_compare("guarded write, 24 B",
                  &(struct bench_side){"memglass_guarded_store_sole", guarded_24, guarded},
                  &(struct bench_side){"plain copy", plain_24, unguarded});
    bench_compare("guarded write, 64 B",
                  &(struct bench_side){"memglass_guarded_store_sole", guarded_64, guarded},
                  &(struct bench_side){"plain copy", plain_64, unguarded});
    bench_compare("guarded write, any thread, 24 B",
                  &(struct bench_side){"memglass_guarded_store", shared_24, guarded},
                  &(struct bench_side){"plain copy", plain_24, unguarded});
    bench_compare("guarded write, any thread, 64 B",
                  &(struct bench_side){"memglass_guarded_store", shared_64, guarded},
                  &(struct bench_side){"plain copy", plain_64, unguarded});
}

#define LINE_BYTES 64

/* Zeroed memory, where a cache line has the object: a copy takes longer where it crosses a line. */
static void *placed_like(const void *object, size_t size, void **memory)
{
    size_t offset = (uintptr_t)object % LINE_BYTES;
    *memory = aligned_alloc(LINE_BYTES, (offset + size + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES);
    return *memory ? memset((char *)*memory + offset, 0, size) : NULL;
}

int main(void)
{
    char name[64];
    snprintf(name, sizeof name, "bench-write-%ld", (long)getpid());
    memglass_session *session = memglass_open(&(memglass_config){.name = name}, NULL);
    if (!session)
        bench_fail("no session");
    struct small_body *observed = memglass_create(session, small_body, "body");
    struct guarded_body *guarded = memglass_create(session, guarded_body, "guarded");
    if (!observed || !guarded)
        bench_fail("no objects");
    void *plain_memory, *unguarded_memory;
    struct small_body *plain = placed_like(observed, sizeof *plain, &plain_memory);
    struct guarded_body *unguarded = placed_like(guarded, sizeof *unguarded, &unguarded_memory);
    if (!plain || !unguarded)
        bench_fail("no memory");
    bench_begin();
    measure(observed, guarded, plain, unguarded);
    memglass_close(session);
    free(plain_memory);
    free(unguarded_memory);
    return EXIT_SUCCESS;
}
