/* What a filter costs for each object, beside a loop that reads the same field by hand. Tests only;
 * no layer. */
#include "bench.h"

#include "query/filter.h"

#include <stddef.h>

enum { ROWS = 100000 };

struct item {
    uint64_t value;
    double share;
    char name[16];
};

#define FIELD(member, c_type, field_kind)                                                        \
    {                                                                                            \
        .name = #member, .type_name = (c_type), .kind = MEMGLASS_KIND_##field_kind,              \
        .bit_offset = 8 * offsetof(struct item, member),                                         \
        .bit_size = 8 * sizeof(((struct item *)0)->member), .format = "", .unit = "", .desc = "" \
    }

static const memglass_field fields[] = {
    FIELD(value, "uint64_t", UINT), FIELD(share, "double", FLOAT), FIELD(name, "char[16]", STRING)};

static const memglass_type type = {.name = "item",
                                   .spelling = "struct item",
                                   .desc = "",
                                   .file = "",
                                   .fields = fields,
                                   .field_count = 3,
                                   .size = sizeof(struct item),
                                   .align = 8};

struct side {
    struct row_source source;
    struct filter *filter;
    struct filter_memory memory;
    size_t matches;
};

static void loop_filter(void *ctx, size_t n)
{
    struct side *side = ctx;
    for (size_t i = 0; i < n; i++) {
        struct row row = row_at(&side->source, (uint32_t)(i % ROWS));
        side->matches += filter_matches(side->filter, &side->memory, &side->source, &row);
    }
}

static void loop_by_hand(void *ctx, size_t n)
{
    struct side *side = ctx;
    for (size_t i = 0; i < n; i++) {
        struct row row = row_at(&side->source, (uint32_t)(i % ROWS));
        const struct item *item = (const void *)row_bytes(&row);
        side->matches += item->value > 500;
    }
    bench_keep(&side->matches);
}

/* Two frames one second apart, of items labelled "item-0", ... */
struct world {
    struct roster roster;
    struct roster_row rows[ROWS];
    char labels[ROWS][16];
    uint8_t states[ROWS];
    struct row_past pasts[ROWS];
    uint64_t touched[ROWS / 64 + 1];
    struct item items[2][ROWS];
    struct frame frames[2];
};

static struct world *make_world(void)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w)
        exit(1);
    for (uint32_t i = 0; i < ROWS; i++) {
        snprintf(w->labels[i], sizeof w->labels[i], "item-%u", i);
        w->rows[i] = (struct roster_row){.type = &type,
                                         .label = w->labels[i],
                                         .data = i * sizeof(struct item),
                                         .size = sizeof(struct item),
                                         .history = HISTORY_NONE,
                                         .index = i,
                                         .count = 1};
        for (int frame = 0; frame < 2; frame++)
            w->items[frame][i] = (struct item){.value = i * 7919 % 1000, .name = "name"};
    }
    w->roster = (struct roster){.rows = w->rows, .count = ROWS};
    for (size_t i = 0; i < 2; i++)
        w->frames[i] = (struct frame){.roster = &w->roster,
                                      .bytes = (unsigned char *)w->items[i],
                                      .states = w->states,
                                      .pasts = w->pasts,
                                      .touched = w->touched,
                                      .tick = i + 1,
                                      .time_ns = (i + 1) * 1000000000};
    return w;
}

static void measure(struct world *w, const char *text)
{
    struct side side = {.source = {.cur = &w->frames[1], .prev = &w->frames[0], .now_ns = 5}};
    struct side by_hand = side;
    struct filter_error err;
    side.filter = filter_compile(text, &err);
    if (!side.filter) {
        fprintf(stderr, "bench_filter: %s: %s\n", text, err.message);
        exit(1);
    }
    bench_compare(text, &(struct bench_side){"filter", loop_filter, &side},
                  &(struct bench_side){"by hand", loop_by_hand, &by_hand});
    filter_memory_fini(&side.memory);
    filter_release(&side.filter);
}

int main(void)
{
    static const char *const filters[] = {"type~item",     "value>500",   "value>500 share<1",
                                          "value:delta>0", "item-99",     "item-[0-9]9",
                                          "name=name",     "name~^na.e$", "item-7 or value>990"};
    struct world *w = make_world();
    bench_begin();
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        measure(w, filters[i]);
    free(w);
    return 0;
}
