/*
 * The object of a label. Layer 2.
 *
 * Labels, and all that is told of an object, stay as they are for as long as it lives. So what was
 * read once is remembered, and a find of what is remembered reads one word of the session: while no
 * event was claimed that we have not followed, all objects of the catalog live.
 */
#include "observer/find.h"

#include "base/hash.h"
#include "format/words.h"
#include "observer/describe.h"

#include <stdlib.h>
#include <string.h>

struct find {
    memglass_observer *o;
    const char *label;
    size_t length;
    uint32_t hash;
    const char *mark; /* the last '#' of the label, or NULL */
    uint32_t found;   /* FORMAT_NONE: none */
};

/* False: no object has such a label. */
static bool measure(struct find *f, const char *label)
{
    f->label = label;
    f->length = strnlen(label, MEMGLASS_LABEL_MAX + 1);
    if (f->length == 0 || f->length > MEMGLASS_LABEL_MAX)
        return false;
    f->hash = hash_label(label, f->length);
    f->mark = memrchr(label, '#', f->length);
    return true;
}

/* --- by the index --- */

/* Whether each object of the catalog lives. An end is stored before its event is claimed: relies on
 * the pair that memglass_refresh follows events by. Runs inside shm_guarded. */
static bool all_live(const memglass_observer *o)
{
    uint64_t head = load_acquire_64(&format_header_of(&o->at.segments)->ring_head);
    return head == o->next_event && !o->rescan;
}

static bool is_live(const struct find *f, uint32_t index)
{
    return describe_still_there(f->o, &f->o->catalog.rows[index].entry) == MEMGLASS_OK;
}

/* Its label is read, and remembered if it is the one. */
static bool read_and_match(const struct find *f, uint32_t index)
{
    const struct observer_entry *entry = &f->o->catalog.rows[index].entry;
    struct label label;
    if (!describe_copy_label(f->o, entry, &label) || label.length != f->length ||
        memcmp(label.bytes, f->label, f->length) != 0 || !is_live(f, index))
        return false;
    label_index_remember(&f->o->labels, entry, label.bytes, label.length);
    return true;
}

static bool matches(const struct find *f, uint32_t index, bool live)
{
    const struct label_index *l = &f->o->labels;
    if (!label_index_known(l, index)->length)
        return read_and_match(f, index);
    return label_index_is(l, index, f->label, f->length) && (live || is_live(f, index));
}

static int walk_chain(void *ctx)
{
    struct find *f = ctx;
    const struct label_index *l = &f->o->labels;
    uint32_t at = label_index_first(l, f->hash);
    if (at != FORMAT_NONE) {
        __builtin_prefetch(label_index_known(l, at));
        bool live = all_live(f->o);
        while (at != FORMAT_NONE && !matches(f, at, live))
            at = label_index_next(l, at);
    }
    f->found = at;
    return MEMGLASS_OK;
}

/* --- by its number --- */

/* "type#index" names an object without a label. */
static uint32_t find_unlabelled(const struct find *f)
{
    if (f->mark[1] < '0' || f->mark[1] > '9')
        return FORMAT_NONE;
    char *end, text[MEMGLASS_LABEL_MAX + 1];
    unsigned long long index = strtoull(f->mark + 1, &end, 10);
    const struct catalog_row *row =
        index < FORMAT_NONE && !*end ? catalog_at(&f->o->catalog, (uint32_t)index) : NULL;
    if (!row || row->entry.label != FORMAT_NONE)
        return FORMAT_NONE;
    describe_unlabelled(&row->entry, text);
    return strcmp(text, f->label) == 0 && is_live(f, (uint32_t)index) ? (uint32_t)index
                                                                      : FORMAT_NONE;
}

static uint32_t older_of(const struct catalog *c, uint32_t a, uint32_t b)
{
    if (a == FORMAT_NONE || b == FORMAT_NONE)
        return a == FORMAT_NONE ? b : a;
    return c->rows[b].entry.created_ns < c->rows[a].entry.created_ns ? b : a;
}

/* --- what is told of it --- */

/* Out of what is remembered, of an object that was just seen to live. */
static bool tell_at_once(const memglass_observer *o, uint32_t index, memglass_object *out)
{
    const struct label_index *l = &o->labels;
    const struct label_known *known = label_index_known(l, index);
    const struct maker *maker = makers_known(&o->makers, known->origin);
    if (!maker || !known->length)
        return false;
    out->type = &o->types.list[known->type]->type;
    out->count = known->count;
    out->size = known->count * out->type->size;
    out->created_ns = known->created_ns;
    out->index = index;
    out->generation = known->generation;
    memcpy(out->label, known->text, LABEL_TEXT);
    if (known->length > LABEL_TEXT)
        memcpy(out->label + LABEL_TEXT, l->more[index].text, LABEL_MORE);
    out->label[known->length] = '\0';
    maker_tell(maker, out);
    return true;
}

int find_label(memglass_observer *o, const char *label, memglass_object *out)
{
    struct find find = {.o = o};
    if (!measure(&find, label))
        return MEMGLASS_E_NOTFOUND;
    int status = o->labels.built ? MEMGLASS_OK : label_index_build(&o->labels, &o->catalog);
    if (status == MEMGLASS_OK)
        status = shm_guarded(walk_chain, &find);
    if (status)
        return status;
    uint32_t found = find.found;
    if (find.mark)
        found = older_of(&o->catalog, found, find_unlabelled(&find));
    if (found == FORMAT_NONE)
        return MEMGLASS_E_NOTFOUND;
    if (found == find.found && tell_at_once(o, found, out))
        return MEMGLASS_OK;
    status = describe_object(o, &o->catalog.rows[found].entry, out);
    return status == MEMGLASS_E_GONE ? MEMGLASS_E_NOTFOUND : status;
}
