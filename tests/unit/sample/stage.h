/* A real session, its source and the two newest frames of it. Tests only; no layer. */
#ifndef TESTS_SAMPLE_STAGE_H
#define TESTS_SAMPLE_STAGE_H

#include "sample/diff.h"
#include "sample/history.h"
#include "sample/source.h"
#include "unit.h"

#include <memglass/producer.h>
#include <string.h>

struct item {
    uint64_t id;
    double value;
    uint64_t echo; /* of id, in the same write section */
};

#define NUMBER(member, text, number_kind)                                                    \
    {                                                                                        \
        .name = #member, .type_name = text, .unit = "", .format = "", .desc = "",            \
        .kind = number_kind, .bit_offset = 8 * offsetof(struct item, member), .bit_size = 64 \
    }

static const memglass_field item_fields[] = {
    NUMBER(id, "uint64_t", MEMGLASS_KIND_UINT),
    NUMBER(value, "double", MEMGLASS_KIND_FLOAT),
    NUMBER(echo, "uint64_t", MEMGLASS_KIND_UINT),
};

static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = item_fields,
                                        .field_count = 3,
                                        .size = sizeof(struct item),
                                        .align = 8};

/* Another type, so that rows of two kinds alternate. */
static const memglass_field dot_fields[] = {
    {.name = "n",
     .type_name = "int32_t",
     .unit = "",
     .format = "",
     .desc = "",
     .kind = MEMGLASS_KIND_INT,
     .bit_size = 32},
};

static const memglass_type dot_type = {.name = "dot",
                                       .spelling = "struct dot",
                                       .desc = "",
                                       .file = "",
                                       .fields = dot_fields,
                                       .field_count = 1,
                                       .size = 4,
                                       .align = 4};

#define FIRST_BYTES (UINT64_C(2) << 20) /* two chunks */

struct stage {
    char name[UNIT_NAME_BYTES];
    memglass_session *session;
    struct source *source;
    struct history *history;
    const struct frame *prev, *cur;
    struct diff diff;
    uint64_t tick;
};

static inline memglass_session *open_session(const char *name, unsigned flags)
{
    memglass_config config = {.name = name, .flags = flags, .reclaim_grace_ms = 1};
    memglass_error err;
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    return s;
}

static inline void stage_open(struct stage *s, const char *tag, unsigned flags)
{
    memglass_error err;
    *s = (struct stage){.history = history_create(1 << 20)};
    s->session = open_session(unit_session_name(s->name, tag), flags);
    s->source = source_live_open(
        s->name, &(struct source_live_options){.history = s->history, .first_bytes = FIRST_BYTES},
        &err);
    ck_assert_msg(s->source != NULL, "%s", err.message);
}

static inline void stage_close(struct stage *s)
{
    frame_release(&s->prev);
    frame_release(&s->cur);
    if (s->source)
        s->source->ops->close(&s->source);
    history_destroy(&s->history);
    memglass_close(s->session);
}

static inline void capture(struct stage *s)
{
    const struct frame *next = NULL;
    memglass_error err;
    int status = s->source->ops->capture(s->source, s->cur, ++s->tick, &next, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s", err.message);
    frame_release(&s->prev);
    s->prev = s->cur;
    s->cur = next;
    diff_frames(s->prev, s->cur, &s->diff);
    history_append(s->history, s->cur);
}

static inline struct item *create(struct stage *s, uint64_t id)
{
    char label[32];
    snprintf(label, sizeof label, "item-%llu", (unsigned long long)id);
    struct item *item = memglass_create_object(s->session, &item_type, 1, label);
    ck_assert_ptr_nonnull(item);
    item->id = id;
    return item;
}

static inline long row_of(const struct frame *f, const char *label)
{
    for (size_t i = 0; i < f->roster->count; i++)
        if (!strcmp(f->roster->rows[i].label, label))
            return (long)i;
    return -1;
}

static inline const struct item *item_of(const struct frame *f, const char *label)
{
    long row = row_of(f, label);
    ck_assert_msg(row >= 0, "%s is not in the frame", label);
    return (const struct item *)(const void *)frame_data(f, (size_t)row);
}

static inline const struct frame *glimpse(struct stage *s, uint32_t objects)
{
    const struct frame *f = NULL;
    memglass_error err;
    int status = s->source->ops->glimpse(s->source, objects, &f, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s", err.message);
    diff_frames(NULL, f, &s->diff);
    return f;
}

#endif
