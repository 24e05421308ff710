/* How soon memglass-top answers, on a pseudo-terminal of 200 x 50: the time from a key to the first
 * byte of the picture behind it with a million objects that change, while frames are taken. Tests
 * only; no layer. */
#include "items.h"
#include "terminal.h"

enum { MANY = 1000000, KEYS = 300, QUICK_KEYS = 100, FINDS = 200 };

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

static size_t keys(void)
{
    return bench_quick() ? QUICK_KEYS : KEYS;
}

/* A row of milliseconds, which it sorts. */
static void show(const char *name, const char *what, double *ms, size_t count)
{
    char text[64];
    double median = bench_median(ms, count);
    snprintf(text, sizeof text, "%s: 99th percentile; median %.1f", what, median);
    bench_value(name, text, "ms", ms[count * 99 / 100]);
}

static void measure_moves(struct looking *l)
{
    double ms[KEYS];
    for (size_t i = 0; i < keys(); i++)
        ms[i] = press(l, i % 9 == 8 ? "\033[6~" : "j");
    show("keys, move", "j, and a page each 9", ms, keys());
}

static void measure_finds(struct looking *l)
{
    double ms[FINDS];
    size_t count = bench_quick() ? FINDS / 5 : FINDS;
    if (write(l->terminal, "/", 1) != 1)
        return;
    for (size_t i = 0; i < count; i++) {
        char key[2] = {"item-999"[i % 8], '\0'};
        if (i % 8 == 0 && i && write(l->terminal, "\025", 1) != 1)
            return;
        ms[i] = press(l, key);
    }
    show("keys, find", "a letter of what is found", ms, count);
    if (write(l->terminal, "\r", 1) != 1)
        return;
    listen_for(l, 1);
}

/* Two keys, of which the second undoes the first, turn about. */
static void measure_pair(struct looking *l, const char *name, const char *what, const char *there,
                         const char *back)
{
    double ms[KEYS];
    for (size_t i = 0; i < keys() / 3; i++)
        ms[i] = press(l, i % 2 ? back : there);
    show(name, what, ms, keys() / 3);
}

int main(void)
{
    const char *build = getenv("MEMGLASS_BUILD");
    char top[4096], name[64];
    bench_begin();
    bench_unpin();
    snprintf(top, sizeof top, "%s/memglass-top", build ? build : "build");
    snprintf(name, sizeof name, "bench-many-%ld", (long)getpid());
    pid_t producer = items_start(name, MANY, MANY);
    struct looking l = look((const char *const[]){top, name, NULL});
    listen_for(&l, 8);
    measure_moves(&l);
    measure_finds(&l);
    measure_pair(&l, "keys, freeze", "Space, and Space again", " ", " ");
    measure_pair(&l, "keys, inspect", "Enter and q", "\r", "q");
    measure_pair(&l, "keys, screens", "types and objects", "2", "1");
    bench_value("resident, a million", "memglass-top with history", "MB",
                (double)status_of(l.pid, "VmRSS:") / 1000);
    bench_value("resident, a million, own", "without what is the session's", "MB",
                resident_of(l.pid) / 1e6);
    leave(&l, "Q");
    items_stop(producer);
    return EXIT_SUCCESS;
}
