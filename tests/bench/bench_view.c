/* From a key to the view that answers it, at up to a million objects, while frames come and the
 * arranger sorts them: 50th and 99th percentile. A key that asks for another order is answered at
 * once, with the rows before, and once more when that order is there: that is `settled`. Tests
 * only; no layer. */
#include "bench.h"

#include "base/clock.h"
#include "sample/pool.h"
#include "top/arranger.h"

#include <memglass/base.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#define TICK_NS   (500 * NS_PER_MS)
#define KEY_NS    (33 * NS_PER_MS) /* a key that is held down */
#define HOLD_NS   NS_PER_SEC
#define ROUNDS    3
#define KEYS_MAX  4096
#define SETTLE_NS (5 * NS_PER_SEC)

struct item {
    uint64_t value, serial;
    double share;
    char name[16];
};

#define FIELD(member, c_type, field_kind)                                                        \
    {                                                                                            \
        .name = #member, .type_name = (c_type), .kind = MEMGLASS_KIND_##field_kind,              \
        .bit_offset = 8 * offsetof(struct item, member),                                         \
        .bit_size = 8 * sizeof(((struct item *)0)->member), .format = "", .unit = "", .desc = "" \
    }

static const memglass_field item_fields[] = {
    FIELD(value, "uint64_t", UINT), FIELD(serial, "uint64_t", UINT), FIELD(share, "double", FLOAT),
    FIELD(name, "char[16]", STRING)};

#define TYPE(type_name)                                                                  \
    {                                                                                    \
        .name = (type_name), .spelling = "struct item", .desc = "", .file = "",          \
        .fields = item_fields, .field_count = 4, .size = sizeof(struct item), .align = 8 \
    }

static const memglass_type types[] = {TYPE("apple"), TYPE("bread"), TYPE("cheese")};

/* --- frames that come by themselves --- */

struct world {
    struct frame_pool *pool;
    struct anchor anchor;
    struct roster *roster;
    size_t count;
    uint64_t tick, seed;
    pthread_t thread;
    atomic_bool stop;
    int event[2]; /* a pipe: a frame is there */

    pthread_mutex_t lock; /* guards latest */
    struct snapshot latest;
};

static void nothing(struct anchor *a)
{
    (void)a;
}

static uint64_t next_random(struct world *w)
{
    w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
    return w->seed >> 33;
}

/* One object in a thousand is another than before. */
static struct roster *make_roster(struct world *w)
{
    struct roster_store *store = frame_pool_rosters(w->pool);
    struct roster *old = w->roster, *r = roster_begin(store, &w->anchor, w->count);
    for (uint32_t i = 0; i < w->count; i++) {
        struct roster_row *row = &r->rows[i];
        bool another = old && next_random(w) % 1000 == 0;
        if (old)
            *row = old->rows[i];
        if (!old || another) {
            char label[32];
            snprintf(label, sizeof label, "%s-%u", i % 7 ? "worker" : "queue",
                     i * 7919u % 1000003u);
            *row = (struct roster_row){.type = &types[i % 3],
                                       .label = roster_label(store, r, label),
                                       .data = sizeof(struct item) * i,
                                       .size = sizeof(struct item),
                                       .created_ns = w->tick * TICK_NS,
                                       .history = HISTORY_NONE,
                                       .index = i,
                                       .generation = old ? old->rows[i].generation + 1 : 1,
                                       .count = 1};
        }
    }
    r->count = w->count;
    r->bytes = sizeof(struct item) * w->count;
    roster_commit(store, r, NULL);
    if (old)
        roster_drop(store, old);
    return r;
}

/* A tenth of the values moves. */
static void fill(struct world *w, struct frame *f, const struct frame *prev)
{
    struct item *items = (void *)f->bytes;
    if (prev)
        memcpy(items, prev->bytes, sizeof *items * w->count);
    for (size_t i = 0; i < w->count; i++) {
        if (!prev)
            items[i] = (struct item){.value = next_random(w), .serial = i, .name = "item"};
        else if (next_random(w) % 10 == 0)
            items[i].value = next_random(w);
        f->states[i] = MEMGLASS_UNGUARDED;
    }
}

static void make_tick(struct world *w)
{
    const struct frame *prev = w->latest.cur;
    w->roster = make_roster(w);
    frame_pool_sweep(w->pool);
    struct frame *f = frame_pool_take(w->pool, w->roster);
    fill(w, f, prev);
    f->tick = ++w->tick;
    f->time_ns = w->tick * TICK_NS;
    f->session = (memglass_session_info){.instance = 1, .state = MEMGLASS_STATE_ALIVE};
    struct snapshot next = {
        .prev = prev ? frame_retain(prev) : NULL, .cur = f, .interval_ns = TICK_NS};
    diff_frames(prev, f, &next.diff);
    pthread_mutex_lock(&w->lock);
    struct snapshot last = w->latest;
    w->latest = next;
    pthread_mutex_unlock(&w->lock);
    snapshot_release(&last);
    if (write(w->event[1], "", 1) != 1)
        abort();
}

static void *run_world(void *arg)
{
    struct world *w = arg;
    for (uint64_t due = clock_monotonic_ns(); !atomic_load(&w->stop); due += TICK_NS) {
        struct timespec until = timespec_from_ns(due);
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        make_tick(w);
    }
    return NULL;
}

static void take(struct world *w, struct snapshot *out)
{
    snapshot_release(out);
    pthread_mutex_lock(&w->lock);
    *out = w->latest;
    if (out->prev)
        frame_retain(out->prev);
    frame_retain(out->cur);
    pthread_mutex_unlock(&w->lock);
}

/* --- the screen --- */

struct times {
    double ns[KEYS_MAX];
    size_t count;
};

struct bench {
    struct world world;
    struct arranger *arranger;
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    struct snapshot shown;
    uint64_t moved_ns;
    struct times moves, asks, settled, ticks;
};

static void note(struct times *t, uint64_t from_ns)
{
    if (t->count < KEYS_MAX)
        t->ns[t->count++] = (double)(clock_monotonic_ns() - from_ns);
}

static void build(struct bench *b)
{
    const struct view_arranger arranger = arranger_for_view(b->arranger);
    uint64_t now = clock_monotonic_ns();
    struct view_input in = {.snapshot = &b->shown,
                            .live = &b->shown,
                            .session = "bench",
                            .arranger = &arranger,
                            .hold = b->moved_ns && now - b->moved_ns < HOLD_NS,
                            .now_ns = now,
                            .width = 200,
                            .height = 60};
    if (view_build(b->builder, &in, &b->model, &b->state) != MEMGLASS_OK)
        abort();
}

static bool is_settled(const struct bench *b)
{
    for (size_t i = 0; i < VIEW_TITLE_PARTS && b->state.title[i].text; i++)
        if (strcmp(b->state.title[i].text, "sorting ...") == 0)
            return false;
    return b->state.table.column_count > 0;
}

/* What the loop of the program does until then: frames, and what the arranger has made. */
static void live_until(struct bench *b, uint64_t due_ns, bool settle)
{
    for (uint64_t now; (now = clock_monotonic_ns()) < due_ns && !(settle && is_settled(b));) {
        struct pollfd fds[] = {{.fd = b->world.event[0], .events = POLLIN},
                               {.fd = arranger_fd(b->arranger), .events = POLLIN}};
        char byte;
        if (poll(fds, 2, (int)((due_ns - now) / NS_PER_MS) + 1) < 1)
            continue;
        now = clock_monotonic_ns();
        if (fds[0].revents && read(b->world.event[0], &byte, 1) == 1)
            take(&b->world, &b->shown);
        arranger_ready(b->arranger);
        build(b);
        note(&b->ticks, now);
    }
}

static void press(struct bench *b, int key)
{
    uint64_t start = clock_monotonic_ns();
    enum view_intent intent = view_key_intent(b->model.screen, key);
    bool move = intent <= VIEW_INTENT_LAST && intent != VIEW_INTENT_FIRST;
    if (b->model.prompt.open) {
        model_prompt_key(&b->model, key);
    } else {
        b->moved_ns = move ? start : b->moved_ns;
        if (model_must_build(&b->model, intent))
            build(b);
        model_apply(&b->model, intent);
    }
    build(b);
    note(move && !b->model.prompt.open ? &b->moves : &b->asks, start);
    if (!is_settled(b))
        live_until(b, start + SETTLE_NS, true);
    if (!move || b->model.prompt.open)
        note(&b->settled, start);
    live_until(b, start + KEY_NS, false);
}

static void type(struct bench *b, const char *keys)
{
    for (; *keys; keys++)
        press(b, *keys == '\n' ? VIEW_KEY_ENTER : *keys == '\f' ? VIEW_KEY_PAGE_DOWN : *keys);
}

/* --- the whole --- */

static void open_bench(struct bench *b, size_t count)
{
    *b = (struct bench){.world = {.pool = frame_pool_create(),
                                  .anchor = {.free = nothing, .holders = 1},
                                  .count = count,
                                  .seed = 1,
                                  .lock = PTHREAD_MUTEX_INITIALIZER},
                        .arranger = arranger_start(NULL),
                        .builder = view_builder_create()};
    model_init(&b->model, VIEW_SCREEN_OBJECTS);
    if (!b->world.pool || !b->arranger || !b->builder || pipe(b->world.event) != 0)
        abort();
    make_tick(&b->world);
    take(&b->world, &b->shown);
    pthread_create(&b->world.thread, NULL, run_world, &b->world);
    build(b);
    live_until(b, clock_monotonic_ns() + SETTLE_NS, true);
}

static void close_bench(struct bench *b)
{
    atomic_store(&b->world.stop, true);
    pthread_join(b->world.thread, NULL);
    arranger_stop(&b->arranger);
    view_builder_destroy(&b->builder);
    model_fini(&b->model);
    snapshot_release(&b->shown);
    snapshot_release(&b->world.latest);
    roster_drop(frame_pool_rosters(b->world.pool), b->world.roster);
    anchor_drop(&b->world.anchor);
    frame_pool_close(&b->world.pool);
    close(b->world.event[0]);
    close(b->world.event[1]);
}

static void report(const char *what, size_t objects, struct times *t)
{
    char name[64];
    if (!t->count)
        return;
    double median = bench_median(t->ns, t->count), most = t->ns[(t->count * 99 + 99) / 100 - 1];
    snprintf(name, sizeof name, "%s, %zu", what, objects);
    bench_row_show(&(struct bench_row){.name = name,
                                       .measured_name = "99th percentile",
                                       .baseline_name = "median",
                                       .unit = "ms",
                                       .measured = most / 1e6,
                                       .baseline = median / 1e6,
                                       .ratio = most / median});
}

static void measure(size_t objects)
{
    struct bench *b = malloc(sizeof *b);
    if (!b)
        abort();
    open_bench(b, objects);
    for (int i = 0; i < ROUNDS; i++) {
        type(b, "jjjjjjjj\f\f\f\fkkkkGkkkkgjjjj");
        type(b, "r>>>t>>jjjj<r\fjjt");
        type(b, "/queue-1\nnnnNjj/worker.*99\nnn/\n");
        type(b, "\\value>1000000\njjjj|p*\njj*p");
        type(b, "a");
    }
    report("key that moves", objects, &b->moves);
    report("key that asks", objects, &b->asks);
    report("key that asks, settled", objects, &b->settled);
    report("tick", objects, &b->ticks);
    close_bench(b);
    free(b);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {1000, 10000, 100000, 1000000};
    bench_begin();
    if (argc > 1)
        measure(strtoull(argv[1], NULL, 10));
    for (size_t i = 0; argc < 2 && i < sizeof sizes / sizeof *sizes; i++)
        measure(sizes[i]);
    return EXIT_SUCCESS;
}
