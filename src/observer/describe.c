/* What an object is called, and all that is known of it. Layer 2. */
#include "observer/describe.h"

#include "base/hash.h"
#include "base/strbuf.h"
#include "format/words.h"
#include "observer/rows.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* --- still there --- */

struct look {
    const memglass_observer *o;
    const struct observer_entry *entry;
    memglass_object *out;
    char *text;
};

/* The state of the entry's own generation, or E_GONE. */
static int state_of(const struct look *l, uint32_t *state)
{
    uint32_t word;
    int status = row_word_again(&l->o->at.segments, l->entry->index, &word);
    if (status)
        return status;
    *state = row_state(word);
    return row_generation(word) == l->entry->generation ? MEMGLASS_OK : MEMGLASS_E_GONE;
}

static int still_there(void *ctx)
{
    uint32_t state;
    int status = state_of(ctx, &state);
    return status == MEMGLASS_OK && state != FORMAT_LIVE ? MEMGLASS_E_GONE : status;
}

int describe_still_there(const memglass_observer *o, const struct observer_entry *entry)
{
    if (MEMGLASS_WEAKENED(STILL_SECOND))
        return MEMGLASS_OK;
    return shm_guarded(still_there, &(struct look){.o = o, .entry = entry});
}

/* --- labels --- */

struct label {
    size_t length;
    char bytes[MEMGLASS_LABEL_MAX];
};

static bool copy_label(const struct look *l, struct label *out)
{
    const char *shared = format_label(&l->o->at.segments, l->entry->label, &out->length);
    for (size_t i = 0; shared && i < out->length; i++)
        out->bytes[i] = __atomic_load_n(&shared[i], __ATOMIC_RELAXED);
    return shared != NULL;
}

static void fallback_text(const struct observer_entry *entry, char *text)
{
    struct strbuf label;
    strbuf_init(&label, text, MEMGLASS_LABEL_MAX + 1);
    strbuf_printf(&label, "%.240s#%u", entry->type->name, entry->index);
}

/* A destroyed object keeps its label until it is reclaimed, when its generation moves on. */
static int read_label(void *ctx)
{
    const struct look *l = ctx;
    struct label label;
    uint32_t state;
    bool found = l->entry->label != FORMAT_NONE && copy_label(l, &label);
    int status = state_of(l, &state);
    if (status)
        return status;
    if (found) {
        struct strbuf text;
        strbuf_init(&text, l->text, MEMGLASS_LABEL_MAX + 1);
        strbuf_foreign(&text, label.bytes, label.length);
    } else if (l->entry->label != FORMAT_NONE) {
        return MEMGLASS_E_CORRUPT;
    }
    return state == FORMAT_LIVE ? MEMGLASS_OK : MEMGLASS_E_GONE;
}

int describe_label(const memglass_observer *o, const struct observer_entry *entry,
                   char text[MEMGLASS_LABEL_MAX + 1])
{
    fallback_text(entry, text);
    return shm_guarded(read_label, &(struct look){.o = o, .entry = entry, .text = text});
}

/* --- objects --- */

static int read_detail(void *ctx)
{
    const struct look *l = ctx;
    const struct format_segments *s = &l->o->at.segments;
    const struct format_detail *detail = format_table_at(s, FORMAT_TABLE_details, l->entry->index);
    if (!detail)
        return MEMGLASS_E_CORRUPT;
    const struct format_origin *origin =
        format_table_at(s, FORMAT_TABLE_origins, load_relaxed_32(&detail->origin));
    if (!origin)
        return MEMGLASS_E_CORRUPT;
    l->out->thread = load_relaxed_32(&origin->thread);
    uint32_t site = load_relaxed_32(&origin->site);
    size_t length;
    const char *shared = site ? format_string(s, site, &length) : NULL;
    struct strbuf text;
    strbuf_init(&text, l->out->site, sizeof l->out->site);
    if (shared)
        strbuf_foreign(&text, shared, length);
    strbuf_finish(&text);
    return read_label(ctx); /* whose look at the row comes after all this */
}

int describe_object(const memglass_observer *o, const struct observer_entry *entry,
                    memglass_object *out)
{
    memglass_object object;
    object.type = entry->type;
    object.count = entry->count;
    object.size = entry->size;
    object.created_ns = entry->created_ns;
    object.index = entry->index;
    object.generation = entry->generation;
    if (entry->label == FORMAT_NONE)
        fallback_text(entry, object.label);
    int status = shm_guarded(
        read_detail, &(struct look){.o = o, .entry = entry, .out = &object, .text = object.label});
    if (status == MEMGLASS_OK)
        *out = object;
    return status;
}

/* --- finding --- */

struct find {
    const memglass_observer *o;
    const char *label;
    size_t length;
    uint32_t at; /* in the chain of the label's hash */
};

static bool has_label(const struct find *f, const struct observer_entry *entry)
{
    struct look look = {.o = f->o, .entry = entry};
    struct label label;
    return copy_label(&look, &label) && label.length == f->length &&
           memcmp(label.bytes, f->label, f->length) == 0 && still_there(&look) == MEMGLASS_OK;
}

static int walk_chain(void *ctx)
{
    struct find *f = ctx;
    while (f->at != FORMAT_NONE && !has_label(f, &f->o->catalog.rows[f->at].entry))
        f->at = label_index_next(&f->o->labels, f->at);
    return MEMGLASS_OK;
}

/* "type#index" names an object without a label. */
static uint32_t find_unlabelled(const memglass_observer *o, const char *label)
{
    const char *mark = strrchr(label, '#');
    if (!mark || mark[1] < '0' || mark[1] > '9')
        return FORMAT_NONE;
    char *end, text[MEMGLASS_LABEL_MAX + 1];
    unsigned long long index = strtoull(mark + 1, &end, 10);
    const struct catalog_row *row =
        index < FORMAT_NONE && !*end ? catalog_at(&o->catalog, (uint32_t)index) : NULL;
    if (!row || row->entry.label != FORMAT_NONE)
        return FORMAT_NONE;
    fallback_text(&row->entry, text);
    if (strcmp(text, label) != 0 || describe_still_there(o, &row->entry))
        return FORMAT_NONE;
    return (uint32_t)index;
}

static uint32_t older_of(const struct catalog *c, uint32_t a, uint32_t b)
{
    if (a == FORMAT_NONE || b == FORMAT_NONE)
        return a == FORMAT_NONE ? b : a;
    return c->rows[b].entry.created_ns < c->rows[a].entry.created_ns ? b : a;
}

int describe_find(memglass_observer *o, const char *label, uint32_t *index)
{
    size_t length = strnlen(label, MEMGLASS_LABEL_MAX + 1);
    if (length == 0 || length > MEMGLASS_LABEL_MAX)
        return MEMGLASS_E_NOTFOUND;
    int status = label_index_build(&o->labels, &o->catalog);
    if (status)
        return status;
    struct find find = {.o = o,
                        .label = label,
                        .length = length,
                        .at = label_index_first(&o->labels, hash_label(label, length))};
    status = shm_guarded(walk_chain, &find);
    if (status)
        return status;
    uint32_t found = older_of(&o->catalog, find.at, find_unlabelled(o, label));
    if (found == FORMAT_NONE)
        return MEMGLASS_E_NOTFOUND;
    *index = found;
    return MEMGLASS_OK;
}
