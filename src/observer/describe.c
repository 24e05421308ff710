/* What an object is called, and all that is known of it. Layer 2. */
#include "observer/describe.h"

#include "base/strbuf.h"
#include "format/words.h"
#include "observer/rows.h"

/* --- still there --- */

struct look {
    const memglass_observer *o;
    const struct observer_entry *entry;
    struct makers *makers;
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
    if (MEMGLASS_WEAKENED(STILL_SECOND))
        return MEMGLASS_OK;
    int status = state_of(ctx, &state);
    return status == MEMGLASS_OK && state != FORMAT_LIVE ? MEMGLASS_E_GONE : status;
}

int describe_still_there(const memglass_observer *o, const struct observer_entry *entry)
{
    return shm_guarded(still_there, &(struct look){.o = o, .entry = entry});
}

int describe_there_again(const memglass_observer *o, const struct observer_entry *entry)
{
    return still_there(&(struct look){.o = o, .entry = entry});
}

/* --- labels --- */

bool describe_copy_label(const memglass_observer *o, const struct observer_entry *entry,
                         struct label *out)
{
    const char *shared = format_label(&o->at.segments, entry->label, &out->length);
    for (size_t i = 0; shared && i < out->length; i++)
        out->bytes[i] = __atomic_load_n(&shared[i], __ATOMIC_RELAXED);
    return shared != NULL;
}

void describe_unlabelled(const struct observer_entry *entry, char text[MEMGLASS_LABEL_MAX + 1])
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
    bool found = l->entry->label != FORMAT_NONE && describe_copy_label(l->o, l->entry, &label);
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
    describe_unlabelled(entry, text);
    return shm_guarded(read_label, &(struct look){.o = o, .entry = entry, .text = text});
}

/* --- objects --- */

void describe_entry(const struct observer_entry *entry, memglass_object *out)
{
    out->type = entry->type;
    out->count = entry->count;
    out->size = entry->size;
    out->created_ns = entry->created_ns;
    out->index = entry->index;
    out->generation = entry->generation;
}

static int read_all(void *ctx)
{
    const struct look *l = ctx;
    const struct maker *maker = makers_read(l->makers, &l->o->at.segments, l->entry->origin);
    if (!maker)
        return MEMGLASS_E_CORRUPT;
    maker_tell(maker, l->out);
    return read_label(ctx); /* whose look at the row comes after all this */
}

int describe_object(memglass_observer *o, const struct observer_entry *entry, memglass_object *out)
{
    memglass_object object;
    describe_entry(entry, &object);
    if (entry->label == FORMAT_NONE)
        describe_unlabelled(entry, object.label);
    int status = shm_guarded(
        read_all,
        &(struct look){
            .o = o, .entry = entry, .makers = &o->makers, .out = &object, .text = object.label});
    if (status == MEMGLASS_OK)
        *out = object;
    return status;
}
