/* What memglass-top costs and how soon it answers, on a pseudo-terminal of 200 x 50: processor time
 * with 200 values changing a second, beside htop's, turn about; and the time from a key to the
 * first byte of the picture behind it with a million objects, while frames are taken. Tests only;
 * no layer. BENCH_TOP_SECONDS: of one turn (5). */
#include "terminal.h"

#include <fcntl.h>
#include <memglass/memglass.h>
#include <sys/prctl.h>

enum { FEW = 400, MANY = 1000000, CHANGES = 200, TURNS = 3, KEYS = 300, FINDS = 40 };

/* --- the program that is looked at --- */

struct item {
    uint64_t count, rest[5];
    double price;
    float a, b;
};

#define F(called, of, place, bits)                                                     \
    {                                                                                  \
        .name = (called), .type_name = (called), .unit = "", .format = "", .desc = "", \
        .kind = MEMGLASS_KIND_##of, .bit_size = (bits),                                \
        .bit_offset = 8 * __builtin_offsetof(struct item, place)                       \
    }
static const memglass_field fields[] = {F("count", UINT, count, 64), F("price", FLOAT, price, 64),
                                        F("a", FLOAT, a, 32), F("b", FLOAT, b, 32)};
#undef F
static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = fields,
                                        .field_count = 4,
                                        .size = sizeof(struct item),
                                        .align = 8};

/* A tenth of `changes` each tenth of a second, until it is killed. */
_Noreturn static void produce(const char *name, size_t count, size_t changes, int ready)
{
    static const struct timespec tenth = {.tv_nsec = 100000000};
    char label[32];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
    struct item **items = malloc(count * sizeof *items);
    if (!s || !items)
        _exit(1);
    for (size_t i = 0; i < count; i++) {
        snprintf(label, sizeof label, "item-%zu", i);
        items[i] = memglass_create_object(s, &item_type, 1, label);
    }
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (size_t at = 0;; nanosleep(&tenth, NULL))
        for (size_t i = 0; i < changes / 10; i++, at++)
            items[at % count]->count++;
}

static pid_t producer_start(const char *name, size_t count, size_t changes)
{
    int ready[2];
    char byte;
    if (pipe2(ready, O_CLOEXEC) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0)
        produce(name, count, changes, ready[1]);
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        exit(1);
    close(ready[0]);
    return pid;
}

static void stop(pid_t pid, int number)
{
    kill(pid, number);
    waitpid(pid, NULL, 0);
}

/* --- processor time --- */

/* Percent of one processor, once it is under way. */
static double percent(const char *const *argv, double seconds, size_t *bytes)
{
    struct looking l = look(argv);
    listen_for(&l, 3);
    double before = processor_of(l.pid), start = bench_now_ns();
    size_t written = l.bytes;
    listen_for(&l, seconds);
    double part = (processor_of(l.pid) - before) / ((bench_now_ns() - start) / 1e9);
    *bytes = (size_t)((double)(l.bytes - written) / seconds);
    leave(&l, "Q");
    return 100 * part;
}

static void compare_processor(const char *top, double seconds)
{
    char name[64];
    snprintf(name, sizeof name, "bench-few-%ld", (long)getpid());
    pid_t producer = producer_start(name, FEW, CHANGES);
    const char *const sides[][4] = {
        {top, name, NULL}, {"htop", "-d", "1", NULL}, {"htop", "-d", "10", NULL}};
    printf("processor, percent of one; %d values change a second\n", CHANGES);
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
            size_t bytes;
            double part = percent(sides[i], seconds, &bytes);
            if (!bytes) /* htop need not be installed */
                continue;
            printf("  %-28s %6.2f %%  %7zu bytes a second\n",
                   i == 0   ? "memglass-top"
                   : i == 1 ? "htop -d 1 (a tenth)"
                            : "htop -d 10 (a second)",
                   part, bytes);
            fflush(stdout);
        }
    stop(producer, SIGTERM);
}

/* --- keys --- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* From the key to the first byte. The key is typed where nothing is written, so that what comes is
 * its answer, or a frame's picture that came in between. */
static double press(struct looking *l, const char *key)
{
    listen_for(l, 0.02 + 0.1 * (double)(rand() % 1000) / 1000);
    double start = bench_now_ns();
    if (write(l->terminal, key, strlen(key)) < 0)
        return 0;
    listen_until(l, start + 2e9, 1);
    return (bench_now_ns() - start) / 1e6;
}

static void show(const char *what, double *ms, size_t count)
{
    qsort(ms, count, sizeof *ms, ascending);
    printf("  %-28s p50 %6.1f ms  p99 %6.1f ms  most %6.1f ms\n", what, ms[count / 2],
           ms[count * 99 / 100], ms[count - 1]);
    fflush(stdout);
}

static void measure_moves(struct looking *l)
{
    double ms[KEYS];
    for (size_t i = 0; i < KEYS; i++)
        ms[i] = press(l, i % 9 == 8 ? "\033[6~" : "j");
    show("a key that moves", ms, KEYS);
}

static void measure_finds(struct looking *l)
{
    double ms[FINDS];
    if (write(l->terminal, "/", 1) != 1)
        return;
    for (size_t i = 0; i < FINDS; i++) {
        char key[2] = {"item-999"[i % 8], '\0'};
        if (i % 8 == 0 && i && write(l->terminal, "\025", 1) != 1)
            return;
        ms[i] = press(l, key);
    }
    show("a letter of what is found", ms, FINDS);
    if (write(l->terminal, "\r", 1) != 1)
        return;
    listen_for(l, 1);
}

/* Two keys, of which the second undoes the first, turn about. */
static void measure_pair(struct looking *l, const char *what, const char *there, const char *back)
{
    double ms[KEYS / 3];
    for (size_t i = 0; i < KEYS / 3; i++)
        ms[i] = press(l, i % 2 ? back : there);
    show(what, ms, KEYS / 3);
}

static void measure_keys(const char *top)
{
    char name[64];
    snprintf(name, sizeof name, "bench-many-%ld", (long)getpid());
    pid_t producer = producer_start(name, MANY, MANY);
    struct looking l = look((const char *const[]){top, name, NULL});
    printf("from a key to the first byte; %d objects, each changes once a second\n", MANY);
    listen_for(&l, 8);
    measure_moves(&l);
    measure_finds(&l);
    measure_pair(&l, "Space, and Space again", " ", " ");
    measure_pair(&l, "Enter and q", "\r", "q");
    measure_pair(&l, "types and objects", "2", "1");
    printf("  resident %ld MB, of it %ld MB of its own\n", status_of(l.pid, "VmRSS:") / 1000,
           status_of(l.pid, "RssAnon:") / 1000);
    leave(&l, "Q");
    stop(producer, SIGTERM);
}

int main(void)
{
    const char *build = getenv("MEMGLASS_BUILD"), *seconds = getenv("BENCH_TOP_SECONDS");
    char top[4096];
    snprintf(top, sizeof top, "%s/memglass-top", build ? build : "build");
    compare_processor(top, seconds ? strtod(seconds, NULL) : 5);
    measure_keys(top);
    return 0;
}
