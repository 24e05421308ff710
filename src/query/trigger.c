/* Triggers: which objects begin to match, and how often that is told. Layer 5. */
#include "query/trigger.h"

#include "base/clock.h"
#include "base/error.h"
#include "field/parse.h"
#include "query/filter_tree.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known of the object in a slot of the directory. */
struct watched {
    uint64_t since_ns; /* it has matched, or not, since then */
    uint32_t generation;
    bool known, matches, fired;
};

struct trigger {
    struct filter *filter;
    struct filter_memory memory;
    const struct term **terms; /* the filter's */
    size_t term_count;
    uint64_t for_ns, every_ns;
    uint64_t told_ns, left_out; /* told_ns: when a firing was told last, 0: none was */
    uint64_t instance;          /* of the session that the objects are of */
    struct watched *objects;    /* by directory index */
    size_t capacity;
    char text[FILTER_TEXT_MAX];
};

/* --- making ----------------------------------------------------------------------------------- */

/* Whether what follows is outside of all quotes, which begin where a word does. */
static bool ends_outside_of_quotes(const char *text, size_t length)
{
    bool inside = false;
    for (size_t i = 0; i < length; i++)
        if (inside && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            inside = !inside && (i == 0 || strchr(" \t\n(!=~<>", text[i - 1]));
    return !inside;
}

/* Where the filter ends: before the last word "for" that a number follows, or nothing, which is
 * refused later; or at the end. */
static size_t filter_length(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = length; i-- > 1;) {
        if (!isspace((unsigned char)text[i - 1]) || strncmp(text + i, "for", 3) != 0 ||
            (text[i + 3] && !isspace((unsigned char)text[i + 3])) ||
            !ends_outside_of_quotes(text, i))
            continue;
        unsigned char first = (unsigned char)text[i + 3 + strspn(text + i + 3, " \t")];
        return !first || isdigit(first) || strchr("+-.", first) ? i : length;
    }
    return length;
}

static void refuse_duration(const char *text, size_t at, const char *why, struct filter_error *err)
{
    struct strbuf message;
    *err = (struct filter_error){.at = at, .length = strlen(text + at)};
    strbuf_init(&message, err->message, sizeof err->message);
    strbuf_printf(&message, "behind 'for': %s", why);
    strbuf_finish(&message);
}

static bool parse_duration(const char *text, size_t at, uint64_t *out, struct filter_error *err)
{
    char word[64];
    memglass_error why = {.message = "the time is too long"};
    long double number = -1;
    at += 3 + strspn(text + at + 3, " \t");
    size_t length = strcspn(text + at, " \t");
    if (!length)
        error_set(&why, MEMGLASS_E_INVALID, 0, "a time is missing, such as 3s");
    if (length && length < sizeof word && !text[at + length + strspn(text + at + length, " \t")]) {
        memcpy(word, text + at, length);
        word[length] = '\0';
        if (field_parse_quantity("s", word, &number, &why) == MEMGLASS_OK)
            error_set(&why, MEMGLASS_E_INVALID, 0,
                      number < 0 ? "a time is not negative" : "the time is too long");
    }
    if (number >= 0 && number < 9e9L)
        *out = (uint64_t)(number * NS_PER_SEC);
    else
        refuse_duration(text, at, why.message, err);
    return number >= 0 && number < 9e9L;
}

static bool has_term(const struct trigger *t, const char *name)
{
    for (size_t i = 0; i < t->term_count; i++)
        if (strcmp(t->terms[i]->name, name) == 0)
            return true;
    return false;
}

static bool list_terms(struct trigger *t)
{
    t->terms = calloc(t->filter->leaf_count + 1, sizeof(const struct term *));
    for (size_t i = 0; t->terms && i < t->filter->leaf_count; i++) {
        const struct filter_node *leaf = t->filter->leaves[i];
        if (leaf->kind == FILTER_TEST && !has_term(t, leaf->test->term.name))
            t->terms[t->term_count++] = &leaf->test->term;
    }
    return t->terms != NULL;
}

static bool compile(struct trigger *t, const char *text, struct filter_error *err)
{
    char part[FILTER_TEXT_MAX];
    size_t length = filter_length(text);
    if (strlen(text) >= sizeof part) {
        *err = (struct filter_error){.at = 0};
        snprintf(err->message, sizeof err->message, "a filter of %zu bytes is too long",
                 strlen(text));
        return false;
    }
    memcpy(t->text, text, strlen(text) + 1);
    if (text[length] && !parse_duration(text, length, &t->for_ns, err))
        return false;
    memcpy(part, text, length);
    part[length] = '\0';
    t->filter = filter_compile(part, err);
    if (!t->filter)
        return false;
    *err = (struct filter_error){.message = "out of memory"};
    return list_terms(t);
}

struct trigger *trigger_compile(const char *text, uint64_t every_ns, struct filter_error *err)
{
    struct trigger *t = calloc(1, sizeof *t);
    *err = (struct filter_error){.message = "out of memory"};
    if (!t)
        return NULL;
    t->every_ns = every_ns;
    if (!compile(t, text, err))
        trigger_free(&t);
    return t;
}

void trigger_free(struct trigger **trigger)
{
    struct trigger *t = *trigger;
    *trigger = NULL;
    if (!t)
        return;
    filter_release(&t->filter);
    filter_memory_fini(&t->memory);
    free(t->terms);
    free(t->objects);
    free(t);
}

const char *trigger_text(const struct trigger *t)
{
    return t->text;
}

const struct filter *trigger_filter(const struct trigger *t)
{
    return t->filter;
}

/* --- looking ---------------------------------------------------------------------------------- */

static struct watched *object_at(struct trigger *t, uint32_t index)
{
    if (index < t->capacity)
        return &t->objects[index];
    size_t capacity = t->capacity ? t->capacity : 64;
    while (capacity <= index)
        capacity *= 2;
    struct watched *objects = realloc(t->objects, capacity * sizeof *objects);
    if (!objects)
        return NULL;
    memset(objects + t->capacity, 0, (capacity - t->capacity) * sizeof *objects);
    t->objects = objects;
    t->capacity = capacity;
    return &objects[index];
}

/* Label and type are known whatever the copy is worth. */
static bool is_known(const struct trigger *t, const struct row *row)
{
    return filter_is_fixed(t->filter) ||
           (row_truth(row) != MEMGLASS_TORN && row_truth(row) != MEMGLASS_STALE);
}

/* Whether the object fires now. */
static bool note(const struct trigger *t, struct watched *o, uint32_t generation, bool matches,
                 uint64_t now_ns)
{
    if (!o->known || o->generation != generation)
        *o = (struct watched){.known = true, .generation = generation, .since_ns = now_ns};
    if (o->matches != matches) {
        o->matches = matches;
        o->since_ns = now_ns;
    }
    if (o->fired == matches || now_ns - o->since_ns < t->for_ns)
        return false;
    o->fired = matches;
    return matches;
}

static bool may_tell(struct trigger *t, uint64_t now_ns)
{
    if (t->told_ns && now_ns - t->told_ns < t->every_ns) {
        t->left_out++;
        return false;
    }
    t->told_ns = now_ns;
    return true;
}

/* Another session under the name: its objects are others. */
static void follow(struct trigger *t, const struct frame *f)
{
    if (t->instance == f->session.instance)
        return;
    filter_memory_forget(&t->memory);
    if (t->capacity)
        memset(t->objects, 0, t->capacity * sizeof *t->objects);
    t->instance = f->session.instance;
}

int trigger_look(struct trigger *t, const struct row_source *source, trigger_fn *fn, void *ctx)
{
    const struct frame *f = source->cur;
    follow(t, f);
    for (size_t i = 0; i < f->roster->count; i++) {
        struct row row = row_at(source, (uint32_t)i);
        if (row_state(&row) & ROW_GONE || !is_known(t, &row))
            continue;
        bool matches = filter_matches(t->filter, &t->memory, source, &row);
        struct watched *o = object_at(t, row.object->index);
        if (!o || t->memory.failed)
            return MEMGLASS_E_NOMEM;
        if (note(t, o, row.object->generation, matches, f->time_ns) && may_tell(t, f->time_ns))
            fn(&row, ctx);
    }
    return MEMGLASS_OK;
}

uint64_t trigger_left_out(struct trigger *t)
{
    uint64_t count = t->left_out;
    t->left_out = 0;
    return count;
}

/* --- values ----------------------------------------------------------------------------------- */

size_t trigger_term_count(const struct trigger *t)
{
    return t->term_count;
}

bool trigger_bind(const struct trigger *t, size_t i, const struct row *row,
                  struct term_place *place, struct term *out)
{
    struct type_count type = {.type = row->object->type, .objects = 1};
    *out = *t->terms[i];
    return term_bind(out, &type, 1, place, NULL);
}
