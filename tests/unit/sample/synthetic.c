/* Frames made by hand, out of the real pool and rosters. Tests only; no layer. */
#include "synthetic.h"

#include "base/clock.h"
#include "base/error.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define BITS(T, member) (8 * offsetof(T, member))
#define PLAIN           .unit = "", .format = "", .desc = ""

static const memglass_field part_fields[] = {
    {.name = "x", .type_name = "int16_t", PLAIN, .kind = MEMGLASS_KIND_INT, .bit_size = 16},
    {.name = "y",
     .type_name = "float",
     PLAIN,
     .kind = MEMGLASS_KIND_FLOAT,
     .bit_offset = BITS(struct thing_part, y),
     .bit_size = 32},
};

static const memglass_type part_type = {.name = "thing_part",
                                        .spelling = "struct thing_part",
                                        .desc = "",
                                        .file = "",
                                        .fields = part_fields,
                                        .field_count = 2,
                                        .size = sizeof(struct thing_part),
                                        .align = 4};

static const memglass_field view_fields[] = {
    {.name = "whole", .type_name = "uint32_t", PLAIN, .kind = MEMGLASS_KIND_UINT, .bit_size = 32},
    {.name = "real", .type_name = "float", PLAIN, .kind = MEMGLASS_KIND_FLOAT, .bit_size = 32},
};

static const memglass_type view_type = {.name = "thing_view",
                                        .spelling = "union thing_view",
                                        .desc = "",
                                        .file = "",
                                        .fields = view_fields,
                                        .field_count = 2,
                                        .size = 4,
                                        .align = 4,
                                        .is_union = 1};

static const uint64_t grid_dims[] = {2, 3}, part_dims[] = {2};
#define FLAGS_AT (BITS(struct thing, name) + 64)

static const memglass_field thing_fields[] = {
    [THING_OPS] = {.name = "ops",
                   .type_name = "uint64_t",
                   PLAIN,
                   .kind = MEMGLASS_KIND_UINT,
                   .flags = MEMGLASS_FIELD_COUNTER,
                   .bit_offset = BITS(struct thing, ops),
                   .bit_size = 64},
    [THING_LEVEL] = {.name = "level",
                     .type_name = "double",
                     PLAIN,
                     .kind = MEMGLASS_KIND_FLOAT,
                     .bit_offset = BITS(struct thing, level),
                     .bit_size = 64},
    [THING_GRID] = {.name = "grid",
                    .type_name = "int32_t",
                    PLAIN,
                    .kind = MEMGLASS_KIND_INT,
                    .bit_offset = BITS(struct thing, grid),
                    .bit_size = 32,
                    .stride_bytes = 4,
                    .dims = grid_dims,
                    .rank = 2},
    [THING_NAME] = {.name = "name",
                    .type_name = "char",
                    PLAIN,
                    .kind = MEMGLASS_KIND_STRING,
                    .bit_offset = BITS(struct thing, name),
                    .bit_size = 64},
    [THING_LOW] = {.name = "low",
                   .type_name = "unsigned",
                   PLAIN,
                   .kind = MEMGLASS_KIND_UINT,
                   .flags = MEMGLASS_FIELD_BITFIELD,
                   .bit_offset = FLAGS_AT,
                   .bit_size = 3},
    [THING_HIGH] = {.name = "high",
                    .type_name = "unsigned",
                    PLAIN,
                    .kind = MEMGLASS_KIND_UINT,
                    .flags = MEMGLASS_FIELD_BITFIELD,
                    .bit_offset = FLAGS_AT + 3,
                    .bit_size = 5},
    [THING_WHEEL] = {.name = "wheel",
                     .type_name = "uint8_t",
                     PLAIN,
                     .kind = MEMGLASS_KIND_UINT,
                     .flags = MEMGLASS_FIELD_COUNTER,
                     .bit_offset = BITS(struct thing, wheel),
                     .bit_size = 8},
    [THING_PARTS] = {.name = "parts",
                     .type_name = "struct thing_part",
                     PLAIN,
                     .kind = MEMGLASS_KIND_STRUCT,
                     .type = &part_type,
                     .bit_offset = BITS(struct thing, parts),
                     .bit_size = 8 * sizeof(struct thing_part),
                     .stride_bytes = sizeof(struct thing_part),
                     .dims = part_dims,
                     .rank = 1},
    [THING_VIEW] = {.name = "view",
                    .type_name = "union",
                    PLAIN,
                    .kind = MEMGLASS_KIND_UNION,
                    .type = &view_type,
                    .bit_offset = BITS(struct thing, view),
                    .bit_size = 32},
    [THING_GUARDED] = {.name = "guarded",
                       .type_name = "double",
                       PLAIN,
                       .kind = MEMGLASS_KIND_FLOAT,
                       .flags = MEMGLASS_FIELD_GUARDED,
                       .bit_offset = BITS(struct thing, guarded.value),
                       .guard_offset = offsetof(struct thing, guarded.guard),
                       .bit_size = 64},
};

const memglass_type thing_type = {.name = "thing",
                                  .spelling = "struct thing",
                                  .desc = "",
                                  .file = "",
                                  .fields = thing_fields,
                                  .field_count = THING_FIELDS,
                                  .size = sizeof(struct thing),
                                  .align = 8};

struct field_ref thing_ref(const char *path)
{
    struct field_ref whole = field_whole(&thing_type, 1), ref;
    memglass_error err;
    ck_assert_msg(field_resolve(&whole, path, &ref, &err) == MEMGLASS_OK, "%s", err.message);
    return ref;
}

static void count_freed(struct anchor *a)
{
    struct synth *s = (struct synth *)((char *)a - offsetof(struct synth, anchor));
    s->anchors_freed++;
}

void synth_open(struct synth *s, struct history *history)
{
    *s = (struct synth){.pool = frame_pool_create(),
                        .anchor = {.free = count_freed, .holders = 1},
                        .history = history,
                        .instance = 1};
    ck_assert_ptr_nonnull(s->pool);
}

void synth_close(struct synth *s)
{
    anchor_drop(&s->anchor);
    frame_pool_close(&s->pool);
}

static const char *make_label(struct roster_store *store, const struct roster *r, uint32_t index,
                              uint32_t generation)
{
    char text[64];
    snprintf(text, sizeof text, "thing-%u-%u", index, generation);
    return roster_label(store, r, text);
}

void synth_roster(struct synth *s, const struct synth_object *objects, size_t count)
{
    struct roster_store *store = frame_pool_rosters(s->pool);
    struct roster *old = s->roster, *r = roster_begin(store, &s->anchor, count);
    struct roster_cursor rest = roster_cursor(old);
    REQUIRE(r); /* Check's own would allocate, on a thread that must not */
    for (size_t i = 0; i < count; i++) {
        uint32_t index = objects[i].index, generation = objects[i].generation;
        const struct roster_row *was = roster_seek(&rest, index, generation);
        r->rows[r->count++] =
            (struct roster_row){.type = &thing_type,
                                .label = was ? was->label : make_label(store, r, index, generation),
                                .data = i * sizeof(struct thing),
                                .size = sizeof(struct thing),
                                .history = was ? was->history : HISTORY_NONE,
                                .index = index,
                                .generation = generation,
                                .count = 1};
    }
    r->bytes = count * sizeof(struct thing);
    roster_commit(store, r, s->history);
    if (old)
        roster_drop(store, old);
    s->roster = r;
}

struct frame *synth_frame(struct synth *s, const struct frame *prev, uint64_t tick)
{
    frame_pool_sweep(s->pool);
    struct frame *f = frame_pool_take(s->pool, s->roster);
    REQUIRE(f);
    for (size_t i = 0; i < s->roster->count; i++) {
        const struct roster_row *row = &s->roster->rows[i];
        long before = prev ? frame_find(prev, row->index, row->generation) : -1;
        if (before >= 0)
            memcpy(synth_thing(f, i), frame_data(prev, (size_t)before), sizeof(struct thing));
        else
            memset(synth_thing(f, i), 0, sizeof(struct thing));
        f->states[i] = MEMGLASS_UNGUARDED;
    }
    f->session = (memglass_session_info){.instance = s->instance};
    f->tick = tick;
    f->time_ns = tick * UINT64_C(1000000000);
    return f;
}

static int capture(struct source *source, const struct frame *prev, uint64_t tick,
                   const struct frame **out, memglass_error *err)
{
    struct synth_source *s = (struct synth_source *)source;
    if (s->before)
        s->before(s, tick);
    struct frame *f = synth_frame(&s->synth, prev, tick);
    const struct frame *taken = f;
    f->time_ns = clock_monotonic_ns();
    int status = s->each(s, f);
    if (status == MEMGLASS_OK)
        *out = taken;
    else
        frame_release(&taken);
    return status == MEMGLASS_OK ? status : error_set(err, status, 0, "made to fail");
}

static void close_source(struct source **source)
{
    synth_close(&((struct synth_source *)*source)->synth);
    *source = NULL;
}

static int reader_size(struct reader *reader, const struct object_id *id, uint64_t *size)
{
    struct synth_reader *r = (struct synth_reader *)reader;
    (void)id;
    *size = atomic_load(&r->size);
    int status = atomic_load(&r->status);
    return status < 0 ? status : MEMGLASS_OK;
}

/* Each copy counts its number in ops, and in level. */
static int reader_read(struct reader *reader, const struct object_id *id, unsigned char *to,
                       uint64_t size)
{
    struct synth_reader *r = (struct synth_reader *)reader;
    (void)id;
    REQUIRE(atomic_load(&r->closes) < atomic_load(&r->opens));
    r->thing.ops = atomic_fetch_add(&r->reads, 1) + 1;
    r->thing.level = (double)r->thing.ops;
    memcpy(to, &r->thing, size < sizeof r->thing ? size : sizeof r->thing);
    return atomic_load(&r->status);
}

static int reader_read_leaf(struct reader *reader, const struct object_id *id,
                            const struct observer_leaf *leaf, uint64_t size, unsigned char *to)
{
    struct synth_reader *r = (struct synth_reader *)reader;
    unsigned char bytes[sizeof r->thing];
    int truth = reader_read(reader, id, bytes, sizeof bytes);
    REQUIRE(size == atomic_load(&r->size) && leaf->end <= sizeof bytes);
    atomic_fetch_add(&r->leaves, 1);
    memcpy(to, bytes + leaf->value, leaf->end - leaf->value);
    if (leaf->guard != FIELD_NO_GUARD)
        memcpy(to + observer_leaf_guard(leaf), bytes + leaf->guard, sizeof(memglass_guard));
    return truth;
}

static void reader_close(struct reader **reader)
{
    atomic_fetch_add(&((struct synth_reader *)*reader)->closes, 1);
    *reader = NULL;
}

void synth_reader_init(struct synth_reader *r)
{
    static const struct reader_ops ops = {.size = reader_size,
                                          .read = reader_read,
                                          .read_leaf = reader_read_leaf,
                                          .close = reader_close};
    memset((void *)r, 0, sizeof *r);
    r->reader.ops = &ops;
    atomic_store(&r->size, sizeof r->thing);
    atomic_store(&r->status, MEMGLASS_UNGUARDED);
    atomic_store(&r->opens, 1);
}

static struct reader *open_reader(const struct source *source)
{
    struct synth_reader *r = ((const struct synth_source *)source)->reader;
    atomic_store(&r->opens, atomic_load(&r->closes) + 1);
    return &r->reader;
}

void synth_source_with_lane(struct synth_source *s, struct synth_reader *reader)
{
    static const struct source_ops ops = {
        .capture = capture, .close = close_source, .reader = open_reader};
    s->source.ops = &ops;
    s->reader = reader;
}

void synth_source_init(struct synth_source *s, struct history *history,
                       int (*each)(struct synth_source *s, struct frame *f), void *ctx)
{
    static const struct source_ops ops = {.capture = capture, .close = close_source};
    *s = (struct synth_source){.source = {.ops = &ops}, .each = each, .ctx = ctx};
    synth_open(&s->synth, history);
}
