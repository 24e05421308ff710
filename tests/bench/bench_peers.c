/* memglass beside others that do a part of what it does, each measured in the same run, turn about:
 * other allocators, PCP's MMV library, and programs that show values on a screen. What is not
 * installed is left out. A ratio below 1: memglass takes less. Tests only; no layer. */
#include "allocating.h"
#include "items.h"
#include "objects.h"
#include "terminal.h"

/* CHURNED: what was destroyed can be used again soon enough. */
enum { FEW = 400, CHANGES = 200, MMV_VALUES = 1000, CHURNED = 10000, TURNS = 11, COLD_TURNS = 3 };

/* --- a peer's own figure, printed by a program --- */

struct peer {
    char program[4096];
    const char *what;
    const char *variable, *value; /* of its environment */
};

static struct peer peer_of(const char *program, const char *what, const char *variable,
                           const char *value)
{
    const char *build = getenv("MEMGLASS_BUILD");
    struct peer p = {.what = what, .variable = variable, .value = value};
    snprintf(p.program, sizeof p.program, "%s/tests/bench/%s", build ? build : "build", program);
    return p;
}

/* 0: it could not be measured. A bench_once. */
static double ask(void *ctx)
{
    const struct peer *p = ctx;
    int ends[2];
    double ns = 0;
    if (pipe(ends) != 0)
        bench_fail("no pipe");
    pid_t child = fork();
    if (child == 0) {
        setenv(p->variable, p->value, 1);
        dup2(ends[1], STDOUT_FILENO);
        close(STDERR_FILENO); /* the loader's word on a library that is not there */
        execl(p->program, p->program, p->what, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    if (!in || fscanf(in, "%lf", &ns) != 1)
        ns = 0;
    if (in)
        fclose(in);
    waitpid(child, NULL, 0);
    return ns;
}

static void beside(const char *of, const char *peer, bench_once *once, void *ours,
                   struct peer *theirs, size_t turns)
{
    char name[64], what[64];
    snprintf(name, sizeof name, "%s, beside %s", of, peer);
    snprintf(what, sizeof what, "%s's, %s", peer, theirs->what);
    bench_turns(name, "ns", &(struct bench_turn){"memglass", once, ours},
                &(struct bench_turn){what, ask, theirs}, turns);
}

/* --- objects and sessions of ours --- */

static double churn_once(void *ctx)
{
    double start = bench_now_ns();
    objects_churn(ctx, CHURNED);
    return (bench_now_ns() - start) / CHURNED;
}

/* With the session that they are in. */
static double create_cold(void *ctx)
{
    struct objects o;
    char label[32];
    size_t count = *(const size_t *)ctx;
    double start = bench_now_ns();
    objects_open(&o, "cold", 1);
    for (size_t i = 0; i < count; i++) {
        snprintf(label, sizeof label, "body.v%zu", i);
        objects_make(&o, 0, label);
    }
    double ns = (bench_now_ns() - start) / (double)count;
    objects_close(&o);
    return ns;
}

static double count_up(void *ctx)
{
    struct small_body *body = *(void **)ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < ALLOCATING_COLD; i++) {
        body->counter++;
        bench_keep(body);
    }
    return (bench_now_ns() - start) / ALLOCATING_COLD;
}

/* --- allocators --- */

static void measure_allocator(const char *name, const char *library)
{
    struct objects warm, live;
    size_t cold = ALLOCATING_COLD;
    struct peer w = peer_of("peer_malloc", "warm", "LD_PRELOAD", library);
    struct peer c = peer_of("peer_malloc", "cold", "LD_PRELOAD", library);
    struct peer l = peer_of("peer_malloc", "churn", "LD_PRELOAD", library);
    if (ask(&w) <= 0) {
        bench_left_out(name, "not installed");
        return;
    }
    objects_open(&warm, "warm", ALLOCATING_WARM);
    beside("create", name, objects_create_warm, &warm, &w, TURNS);
    objects_close(&warm);
    beside("create, cold", name, create_cold, &cold, &c, COLD_TURNS);
    objects_open(&live, "churn", ALLOCATING_LIVE);
    for (size_t i = 0; i < ALLOCATING_LIVE; i++)
        objects_make(&live, i, "body");
    beside("churn", name, churn_once, &live, &l, TURNS);
    objects_close(&live);
}

/* --- PCP's MMV library --- */

static void measure_mmv(void)
{
    char folder[] = "/tmp/memglass-bench-XXXXXX", inside[64], file[96];
    struct peer make = peer_of("peer_mmv", "make", "PCP_TMP_DIR", folder);
    struct peer count = peer_of("peer_mmv", "count", "PCP_TMP_DIR", folder);
    if (access(make.program, X_OK) != 0) {
        bench_left_out("PCP's MMV", "built without its headers");
        return;
    }
    if (!mkdtemp(folder))
        bench_fail("no folder");
    snprintf(inside, sizeof inside, "%s/mmv", folder);
    snprintf(file, sizeof file, "%s/memglass_bench", inside);
    mkdir(inside, 0700);
    struct objects o;
    size_t values = MMV_VALUES;
    objects_open(&o, "mmv", 1);
    objects_make(&o, 0, "body");
    beside("count up", "PCP MMV", count_up, o.at, &count, TURNS);
    objects_close(&o);
    beside("1,000 values", "PCP MMV", create_cold, &values, &make, TURNS);
    unlink(file);
    rmdir(inside);
    rmdir(folder);
}

/* --- programs on a screen, each a few seconds --- */

enum { SCREENS = 3 };

struct shown {
    const char *const *argv;
};

/* Percent of one processor, once it is under way; 0: it shows nothing. A bench_once. */
static double percent(void *ctx)
{
    const struct shown *s = ctx;
    struct looking l = look(s->argv);
    double seconds = bench_quick() ? 1 : 3;
    listen_for(&l, 2);
    double before = processor_of(l.pid), start = bench_now_ns();
    size_t written = l.bytes;
    listen_for(&l, seconds);
    double part = (processor_of(l.pid) - before) / ((bench_now_ns() - start) / 1e9);
    bool shows = l.bytes > written;
    leave(&l, "Q");
    return shows ? 100 * part : 0;
}

static bool is_installed(const char *program)
{
    char path[512];
    snprintf(path, sizeof path, "/usr/bin/%s", program);
    return access(path, X_OK) == 0;
}

static void measure_screen(struct shown *ours, const char *peer, const char *what,
                           const char *const *argv)
{
    char name[64];
    struct shown theirs = {argv};
    snprintf(name, sizeof name, "screen, beside %s", peer);
    double us[SCREENS], them[SCREENS];
    for (size_t i = 0; i < SCREENS; i++) {
        us[i] = percent(ours);
        them[i] = percent(&theirs);
    }
    bench_show_pairs(name, "%", "memglass-top, 200 values", us, what, them, SCREENS);
}

static void measure_htop(struct shown *ours)
{
    static const char *const second[] = {"htop", "-d", "10", NULL};
    static const char *const tenth[] = {"htop", "-d", "1", NULL};
    if (!is_installed("htop")) {
        bench_left_out("screen, beside htop", "not installed");
        return;
    }
    measure_screen(ours, "htop", "htop -d 10, each second", second);
    measure_screen(ours, "htop -d 1", "htop -d 1, ten times", tenth);
}

static void measure_btop(struct shown *ours)
{
    char folder[] = "/tmp/memglass-bench-XXXXXX", inside[64], file[96], variable[96];
    if (!is_installed("btop") || !mkdtemp(folder)) {
        bench_left_out("screen, beside btop", "not installed");
        return;
    }
    snprintf(inside, sizeof inside, "%s/btop", folder);
    snprintf(file, sizeof file, "%s/btop.conf", inside);
    snprintf(variable, sizeof variable, "XDG_CONFIG_HOME=%s", folder);
    mkdir(inside, 0700);
    FILE *conf = fopen(file, "w");
    if (!conf)
        bench_fail("no file");
    fputs("#? Config file for btop v. 1.2.13\nupdate_ms=1000\n", conf);
    fclose(conf);
    const char *const argv[] = {"env", variable, "btop", NULL};
    measure_screen(ours, "btop", "btop, each second", argv);
    items_run((const char *const[]){"rm", "-r", folder, NULL});
}

/* varnishstat shows a varnishd's counters, so there is one for as long. */
static void measure_varnishstat(struct shown *ours)
{
    char folder[] = "/tmp/memglass-bench-XXXXXX", work[64];
    if (!is_installed("varnishstat") || access("/usr/sbin/varnishd", X_OK) || !mkdtemp(folder)) {
        bench_left_out("screen, beside varnishstat", "not installed");
        return;
    }
    snprintf(work, sizeof work, "%s/work", folder);
    pid_t varnishd =
        items_spawn((const char *const[]){"/usr/sbin/varnishd", "-F", "-j", "none", "-a",
                                          "127.0.0.1:0", "-b", "none", "-n", work, NULL});
    const char *const once[] = {"varnishstat", "-1", "-n", work, NULL};
    const char *const argv[] = {"varnishstat", "-n", work, NULL};
    double until = bench_now_ns() + 20e9;
    while (items_run(once) != 0 && bench_now_ns() < until)
        usleep(100000);
    measure_screen(ours, "varnishstat", "varnishstat, each second", argv);
    items_stop(varnishd);
    items_run((const char *const[]){"rm", "-r", folder, NULL});
}

static void measure_screens(void)
{
    const char *build = getenv("MEMGLASS_BUILD");
    char top[4096], name[64];
    snprintf(top, sizeof top, "%s/memglass-top", build ? build : "build");
    snprintf(name, sizeof name, "bench-few-%ld", (long)getpid());
    pid_t producer = items_start(name, FEW, CHANGES);
    const char *const argv[] = {top, name, NULL};
    struct shown ours = {argv};
    bench_unpin();
    measure_htop(&ours);
    measure_btop(&ours);
    measure_varnishstat(&ours);
    items_stop(producer);
}

int main(void)
{
    bench_begin();
    measure_allocator("jemalloc", "libjemalloc.so.2");
    measure_allocator("mimalloc", "libmimalloc.so.2");
    measure_mmv();
    measure_screens();
    return EXIT_SUCCESS;
}
