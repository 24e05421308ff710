/* Reports of damage that the program did to its own objects. Layer 2. */
#include "producer/damage.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "format/words.h"
#include "producer/directory.h"
#include "producer/sizeclass.h"

/* A search walks all rows: a program that damages everything must not come to a halt by it. */
#define SEARCHES_MAX 256u

#define NAME_BYTES  96
#define LABEL_SHOWN 64u

/* Label, or type#index, or that it is no object. Never more than NAME_BYTES. It may be a neighbour,
 * which another thread is about to end or to make: then the name may be a former one's. */
static void name_of(const struct directory *d, uint32_t index, char name[NAME_BYTES])
{
    struct strbuf text;
    uint32_t label = load_relaxed_32(&detail_at(d->store, index)->label);
    strbuf_init(&text, name, NAME_BYTES);
    if (!__atomic_load_n(&directory_slot(d, index)->shown, __ATOMIC_RELAXED)) {
        strbuf_text(&text, "memory of memglass_alloc");
    } else if (label != FORMAT_NONE) {
        uint64_t words[LABEL_SHOWN / 8 + 1];
        const unsigned char *bytes = (const unsigned char *)words;
        const void *from = table_entry(d->store, FORMAT_TABLE_labels, label);
        memglass_words_load(words, from, sizeof *words);
        size_t length = bytes[0] < LABEL_SHOWN ? bytes[0] : LABEL_SHOWN;
        memglass_words_load(words, from, round_up(length + 1, 8));
        strbuf_char(&text, '\'');
        strbuf_foreign(&text, (const char *)bytes + 1, length);
        strbuf_char(&text, '\'');
    } else {
        const struct format_type *type = table_entry(
            d->store, FORMAT_TABLE_types, load_relaxed_32(&row_at(d->store, index)->type));
        const char *name_of_type = table_entry(d->store, FORMAT_TABLE_strings, type->name);
        strbuf_printf(&text, "'%.64s#%u'", name_of_type, index);
    }
    strbuf_finish(&text);
}

static uint64_t rows(const struct directory *d)
{
    return d->store->used[FORMAT_TABLE_objects];
}

static uint64_t place_of(const struct directory *d, uint64_t index)
{
    return load_relaxed_64(&row_at(d->store, (uint32_t)index)->place);
}

bool damage_search(struct directory *d, uint64_t place, uint32_t *index)
{
    if (d->damage.searches >= SEARCHES_MAX)
        return false;
    d->damage.searches++;
    for (uint64_t i = 0; i < rows(d); i++)
        if (place_of(d, i) == place) {
            *index = (uint32_t)i;
            return true;
        }
    return false;
}

/* The block that begins where this one ends, when the producer's own prefix still says which. */
static bool next_block(const struct directory *d, uint64_t place, uint64_t bytes, uint32_t *index)
{
    uint64_t next = place + bytes;
    if (format_place_offset(next) >= region_of(d->store, format_place_region(place))->ready ||
        next % 8)
        return false;
    *index = load_relaxed_32(&memglass_object_prefix(region_pointer(d->store, next))->index);
    return *index < rows(d) && place_of(d, *index) == next;
}

/* Whose bytes come behind those of an object. */
static bool neighbour(struct directory *d, uint32_t index, uint32_t *found)
{
    uint64_t place = place_of(d, index), nearest = UINT64_MAX;
    if (d->guarded) /* a guard page */
        return false;
    if (next_block(d, place, sizeclass_bytes(directory_slot(d, index)->size_class), found))
        return true;
    if (d->damage.searches >= SEARCHES_MAX)
        return false;
    d->damage.searches++;
    for (uint64_t i = 0; i < rows(d); i++) {
        uint64_t other = place_of(d, i);
        if (other > place && other < nearest &&
            format_place_region(other) == format_place_region(place)) {
            nearest = other;
            *found = (uint32_t)i;
        }
    }
    return nearest != UINT64_MAX;
}

static int report(struct directory *d, const memglass_error *what, memglass_error *err)
{
    d->damage.found++;
    d->damage.last = *what;
    if (err)
        *err = *what;
    return what->code;
}

static void count_overrun(struct directory *d)
{
    add_relaxed_64(&d->store->header->counters.overruns, 1);
}

int damage_overrun(struct directory *d, uint32_t index, memglass_error *err)
{
    char name[NAME_BYTES], behind[NAME_BYTES];
    uint32_t next;
    memglass_error what;
    name_of(d, index, name);
    if (neighbour(d, index, &next)) {
        name_of(d, next, behind);
        error_set(&what, MEMGLASS_E_OVERRUN, 0, "%s was written past its end; behind it lies %s",
                  name, behind);
    } else {
        error_set(&what, MEMGLASS_E_OVERRUN, 0, "%s was written past its end", name);
    }
    count_overrun(d);
    return report(d, &what, err);
}

int damage_prefix(struct directory *d, uint32_t index, memglass_error *err)
{
    char name[NAME_BYTES];
    memglass_error what;
    name_of(d, index, name);
    error_set(&what, MEMGLASS_E_OVERRUN, 0,
              "the bytes before %s were written to: by an overrun of what lies before it", name);
    count_overrun(d);
    return report(d, &what, err);
}

void damage_late_write(struct directory *d, uint32_t index)
{
    char name[NAME_BYTES];
    memglass_error what;
    name_of(d, index, name);
    error_set(&what, MEMGLASS_E_LATE_WRITE, 0, "%s was written to after it was destroyed", name);
    add_relaxed_64(&d->store->header->counters.late_writes, 1);
    report(d, &what, NULL);
}
