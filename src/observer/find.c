/*
 * The object of a label. Layer 2.
 *
 * What was found once is remembered (recall.h), and a find of that reads one word of the session:
 * while no event was claimed that we have not followed, all objects of the catalog live.
 */
#include "observer/find.h"

#include "base/hash.h"
#include "format/words.h"
#include "observer/describe.h"
#include "observer/row.h"

#include <stdlib.h>
#include <string.h>

struct find {
    memglass_observer *o;
    const char *label;
    size_t length;
    uint32_t hash;
    const char *mark; /* the last '#' of the label when digits follow, or NULL: then it may be the
                         name of an object without a label */
    uint32_t found;   /* FORMAT_NONE: none */
};

static void measure(struct find *f)
{
    f->hash = hash_label(f->label, f->length);
    f->mark = memrchr(f->label, '#', f->length);
    if (f->mark && (f->mark[1] < '0' || f->mark[1] > '9'))
        f->mark = NULL;
}

/* --- by the index --- */

struct hashes {
    memglass_observer *o;
    uint32_t *by_index;
};

/* Of an object that lives its row has the hash of its label. Of others it has anything, which leads
 * to them in vain: a find asks whether what it has found lives. */
static int read_hashes(void *ctx)
{
    const struct hashes *h = ctx;
    memglass_observer *o = h->o;
    struct row_place place;
    for (uint32_t i = 0; i < o->catalog.limit; i++)
        if (catalog_has(&o->catalog, i) && row_locate(&o->rows, &o->at.segments, i, &place))
            h->by_index[i] = load_relaxed_32(&place.object->label_hash);
    return MEMGLASS_OK;
}

static int build_index(memglass_observer *o)
{
    if (o->labels.built)
        return MEMGLASS_OK;
    struct hashes h = {.o = o,
                       .by_index = calloc(o->catalog.limit + UINT64_C(1), sizeof(uint32_t))};
    int status = h.by_index ? shm_guarded(read_hashes, &h) : MEMGLASS_E_NOMEM;
    if (status == MEMGLASS_OK)
        status = label_index_build(&o->labels, &o->catalog, h.by_index);
    free(h.by_index);
    return status;
}

/* Its label is read, and remembered if it is the one. */
static bool read_and_match(const struct find *f, uint32_t index)
{
    struct observer_entry entry;
    const struct maker *maker;
    struct label label;
    if (!observer_entry_at(f->o, index, &entry) || !describe_copy_label(f->o, &entry, &label) ||
        label.length != f->length || memcmp(label.bytes, f->label, f->length) != 0 ||
        describe_there_again(f->o, &entry) != MEMGLASS_OK)
        return false;
    maker = makers_read(&f->o->makers, &f->o->at.segments, entry.origin);
    if (maker)
        recall_keep(&f->o->labels.recall, &entry, maker, label.bytes, label.length,
                    f->mark != NULL);
    return true;
}

static int walk_chain(void *ctx)
{
    struct find *f = ctx;
    const struct label_index *l = &f->o->labels;
    f->found = label_index_first(l, f->hash);
    while (f->found != FORMAT_NONE && !read_and_match(f, f->found))
        f->found = label_index_next(l, f->found);
    return MEMGLASS_OK;
}

/* --- by its number --- */

static bool is_live(const struct find *f, uint32_t index)
{
    struct observer_entry entry;
    return observer_entry_at(f->o, index, &entry) &&
           describe_still_there(f->o, &entry) == MEMGLASS_OK;
}

/* "type#index" names an object without a label. */
static uint32_t find_unlabelled(const struct find *f)
{
    char *end, text[MEMGLASS_LABEL_MAX + 1];
    unsigned long long index = strtoull(f->mark + 1, &end, 10);
    struct observer_entry entry;
    if (index >= FORMAT_NONE || *end || !observer_entry_at(f->o, (uint32_t)index, &entry) ||
        entry.label != FORMAT_NONE)
        return FORMAT_NONE;
    describe_unlabelled(&entry, text);
    return strcmp(text, f->label) == 0 && is_live(f, (uint32_t)index) ? (uint32_t)index
                                                                      : FORMAT_NONE;
}

static uint32_t older_of(const struct catalog *c, uint32_t a, uint32_t b)
{
    if (a == FORMAT_NONE || b == FORMAT_NONE)
        return a == FORMAT_NONE ? b : a;
    return c->rows[b].created_ns < c->rows[a].created_ns ? b : a;
}

/* --- what is told of it --- */

/* Out of what is remembered, of an object that was just seen to live. No store is at a place that
 * is read from there: processors let no load of what comes next go before it. */
static inline void tell_short(const struct recall *r, uint32_t index, memglass_object *out)
{
    const struct recalled *known = recall_at(r, index);
    kind_tell(&r->kinds.list[known->kind], out);
    out->created_ns = known->created_ns;
    out->index = index;
    out->generation = known->generation;
    memcpy(out->label, known->text, RECALL_TEXT);
}

static bool tell(const struct recall *r, uint32_t index, memglass_object *out)
{
    size_t length = recalled_length(recall_at(r, index));
    if (!length)
        return false;
    tell_short(r, index, out);
    if (length >= RECALL_TEXT)
        memcpy(out->label + RECALL_TEXT, recall_more(r, index), RECALL_MORE);
    return true;
}

/* Whether each object of the catalog lives. An end is stored before its event is claimed: relies on
 * the pair that memglass_refresh follows events by. */
static inline bool all_live(const memglass_observer *o)
{
    const struct format_header *header = format_header_of(&o->at.segments);
    return shm_word_is(&header->ring_head, o->next_event) && !o->rescan;
}

/* What has to be done where find_label does not do. */
__attribute__((noinline)) static int find_anew(memglass_observer *o, const char *label,
                                               memglass_object *out)
{
    struct find f = {.o = o, .label = label, .length = strnlen(label, MEMGLASS_LABEL_MAX + 1)};
    if (f.length == 0 || f.length > MEMGLASS_LABEL_MAX)
        return MEMGLASS_E_NOTFOUND;
    measure(&f);
    struct recall *r = &o->labels.recall;
    int status = build_index(o);
    f.found = recall_find(r, label, f.length);
    if (status == MEMGLASS_OK && (f.found == FORMAT_NONE || !(all_live(o) || is_live(&f, f.found))))
        status = shm_guarded(walk_chain, &f);
    if (status)
        return status;
    uint32_t found = f.found;
    if (f.mark)
        found = older_of(&o->catalog, found, find_unlabelled(&f));
    if (found == FORMAT_NONE)
        return MEMGLASS_E_NOTFOUND;
    if (found == f.found && tell(r, found, out))
        return MEMGLASS_OK;
    struct observer_entry entry;
    status =
        observer_entry_at(o, found, &entry) ? describe_object(o, &entry, out) : MEMGLASS_E_GONE;
    return status == MEMGLASS_E_GONE ? MEMGLASS_E_NOTFOUND : status;
}

/* Of a label of less than RECALL_TEXT bytes; of others RECALL_TEXT. By a loop, whose end the
 * processor foresees and so goes on before the label has come from memory: strlen's result is
 * waited for. */
static inline size_t short_length(const char *label)
{
#pragma GCC unroll 16
    for (size_t length = 0; length < RECALL_TEXT; length++)
        if (!label[length])
            return length;
    return RECALL_TEXT;
}

/* Nearly always that is all. Many in a row wait for memory together, if they are short. */
int find_label(memglass_observer *o, const char *label, memglass_object *out)
{
    if (!all_live(o))
        return find_anew(o, label, out);
    struct recall *r = &o->labels.recall;
    size_t length = short_length(label);
    uint32_t again;
    if (length == 0 || length == RECALL_TEXT || !recall_find_at_once(r, label, length, &again))
        return find_anew(o, label, out);
    tell_short(r, again, out);
    return MEMGLASS_OK;
}
