/* What creating and destroying cost, against malloc and free; and what an object takes of shared
 * memory beyond its payload. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include <dirent.h>
#include <memglass/memglass.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WARM = 20000, LIVE = 100000, COLD = 1000000, COLD_REPETITIONS = 5, LABEL_BYTES = 16 };

struct bench {
    memglass_session *session;
    void **objects;
    size_t next;
};

static void open_session(struct bench *b, const char *what, size_t objects)
{
    char name[64];
    snprintf(name, sizeof name, "bench-%s-%ld", what, (long)getpid());
    *b = (struct bench){
        .session = memglass_open(
            &(memglass_config){.name = name, .reclaim_grace_ms = 1, .flags = MEMGLASS_RECLAIM},
            NULL),
        .objects = calloc(objects, sizeof *b->objects)};
    if (!b->session || !b->objects)
        bench_fail("no session");
}

static void close_session(struct bench *b)
{
    memglass_close(b->session);
    free(b->objects);
}

static void make(struct bench *b, size_t i)
{
    b->objects[i] = memglass_create(b->session, small_body, "body");
    if (!b->objects[i])
        bench_fail("no room for an object");
}

/* --- warm ----------------------------------------------------------------------------------------
 */

static double create_warm(void *ctx)
{
    struct bench *b = ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < WARM; i++)
        make(b, i);
    double ns = (bench_now_ns() - start) / WARM;
    for (size_t i = 0; i < WARM; i++)
        memglass_destroy(b->session, b->objects[i]);
    usleep(3000);
    memglass_reclaim(b->session);
    return ns;
}

static double malloc_warm(void *ctx)
{
    struct bench *b = ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < WARM; i++) {
        b->objects[i] = malloc(sizeof(struct small_body));
        bench_keep(b->objects[i]);
    }
    double ns = (bench_now_ns() - start) / WARM;
    for (size_t i = 0; i < WARM; i++)
        free(b->objects[i]);
    return ns;
}

static void measure_warm(void)
{
    struct bench b;
    open_session(&b, "warm", WARM);
    bench_turns("create", "ns", &(struct bench_turn){"memglass_create", create_warm, &b},
                &(struct bench_turn){"malloc", malloc_warm, &b}, bench_repetitions());
    close_session(&b);
}

/* --- cold: each time in a process of its own -----------------------------------------------------
 */

static double in_child(bench_once *once, void *ctx)
{
    int ends[2];
    double ns = 0;
    if (pipe(ends) != 0)
        bench_fail("no pipe");
    pid_t child = fork();
    if (child == 0) {
        ns = once(ctx);
        _exit(write(ends[1], &ns, sizeof ns) != sizeof ns);
    }
    close(ends[1]);
    if (read(ends[0], &ns, sizeof ns) != sizeof ns)
        bench_fail("a child failed");
    close(ends[0]);
    waitpid(child, NULL, 0);
    return ns;
}

static double create_cold(void *ctx)
{
    const char *labels = ctx;
    struct bench b;
    open_session(&b, "cold", 1);
    double start = bench_now_ns();
    for (size_t i = 0; i < COLD; i++)
        if (!memglass_create(b.session, small_body, labels + i * LABEL_BYTES))
            bench_fail("no room for a million objects");
    double ns = (bench_now_ns() - start) / COLD;
    close_session(&b);
    return ns;
}

static double malloc_cold(void *ctx)
{
    (void)ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < COLD; i++) {
        void *bytes = malloc(sizeof(struct small_body));
        if (!bytes)
            bench_fail("no memory");
        memset(bytes, 0, sizeof(struct small_body));
        bench_keep(bytes);
    }
    return (bench_now_ns() - start) / COLD;
}

static double create_in_child(void *ctx)
{
    return in_child(create_cold, ctx);
}

static double malloc_in_child(void *ctx)
{
    return in_child(malloc_cold, ctx);
}

static void measure_cold(void)
{
    char *labels = calloc(COLD, LABEL_BYTES);
    if (!labels)
        bench_fail("no memory");
    for (size_t i = 0; i < COLD; i++)
        snprintf(labels + i * LABEL_BYTES, LABEL_BYTES, "body-%zu", i);
    bench_turns("create, cold", "ns",
                &(struct bench_turn){"memglass_create, a million", create_in_child, labels},
                &(struct bench_turn){"malloc and memset", malloc_in_child, NULL},
                bench_quick() ? 3 : COLD_REPETITIONS);
    free(labels);
}

/* --- churn ---------------------------------------------------------------------------------------
 */

static void churn(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--) {
        memglass_destroy(b->session, b->objects[b->next]);
        make(b, b->next);
        b->next = (b->next + 7919) % LIVE;
    }
}

static void malloc_churn(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--) {
        free(b->objects[b->next]);
        b->objects[b->next] = malloc(sizeof(struct small_body));
        bench_keep(b->objects[b->next]);
        b->next = (b->next + 7919) % LIVE;
    }
}

static void measure_churn(void)
{
    struct bench b, plain = {.objects = calloc(LIVE, sizeof *plain.objects)};
    if (!plain.objects)
        bench_fail("no memory");
    open_session(&b, "churn", LIVE);
    for (size_t i = 0; i < LIVE; i++) {
        make(&b, i);
        plain.objects[i] = malloc(sizeof(struct small_body));
    }
    bench_compare("destroy and create again", &(struct bench_side){"100,000 objects", churn, &b},
                  &(struct bench_side){"malloc and free", malloc_churn, &plain});
    close_session(&b);
    for (size_t i = 0; i < LIVE; i++)
        free(plain.objects[i]);
    free(plain.objects);
}

/* --- memory --------------------------------------------------------------------------------------
 */

/* What all segments of a session take of memory. */
static double shared_bytes(const char *session)
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

static void measure_memory(void)
{
    char name[64];
    struct bench b;
    open_session(&b, "memory", 1);
    snprintf(name, sizeof name, "bench-memory-%ld", (long)getpid());
    for (size_t i = 0; i < COLD; i++)
        if (!memglass_create(b.session, small_body, NULL))
            bench_fail("no room for a million objects");
    double beyond = shared_bytes(name) / COLD - sizeof(struct small_body);
    bench_value("memory beyond the payload", "an object of 64 B, a million, no labels", "B",
                beyond);
    close_session(&b);
}

int main(void)
{
    bench_begin();
    measure_warm();
    measure_cold();
    measure_churn();
    measure_memory();
    return EXIT_SUCCESS;
}
