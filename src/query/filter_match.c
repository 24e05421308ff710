/* Whether an object matches a filter. Layer 5. */
#include "base/hash.h"
#include "field/bits.h"
#include "query/filter_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A condition on what is not known is neither; nor is its negation. */
enum verdict { NO, YES, UNKNOWN };

/* A leaf of the filter for one type. */
struct place {
    struct filter_place of_field;
    enum verdict of_type; /* of what looks at the type's name alone; a word: YES when it matches */
};

/* All leaves for one type. */
struct type_places {
    const memglass_type *type; /* NULL: free */
    struct place *places;
};

struct filter_state {
    struct filter *filter; /* held */
    struct pattern_matcher *matchers;
    struct type_places *types; /* hashed by address */
    size_t count, capacity;    /* a power of two */
    struct type_places last;
    char *text; /* of a string that is longer than texts are as a rule */
    size_t text_bytes;
    bool failed; /* no memory for one */
};

struct run {
    struct filter_state *state;
    const struct row_source *source;
    const struct row *row;
    const struct place *places;
};

/* --- memory ----------------------------------------------------------------------------------- */

static void forget_types(struct filter_state *s)
{
    for (size_t i = 0; i < s->capacity; i++)
        free(s->types[i].places);
    free(s->types);
    s->types = NULL;
    s->count = s->capacity = 0;
    s->last = (struct type_places){0};
}

static void free_state(struct filter_state **state)
{
    struct filter_state *s = *state;
    *state = NULL;
    if (!s)
        return;
    forget_types(s);
    for (size_t i = 0; s->matchers && i < s->filter->leaf_count; i++)
        pattern_matcher_fini(&s->matchers[i]);
    free(s->matchers);
    free(s->text);
    filter_release(&s->filter);
    free(s);
}

static struct filter_state *make_state(const struct filter *f)
{
    struct filter_state *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->matchers = calloc(f->leaf_count, sizeof *s->matchers);
    /* Counting references is all that changes of a filter. */
    s->filter = filter_retain((struct filter *)(uintptr_t)f);
    if (!s->matchers)
        free_state(&s);
    return s;
}

void filter_memory_forget(struct filter_memory *m)
{
    if (m->state)
        forget_types(m->state);
    m->failed = false;
}

void filter_memory_fini(struct filter_memory *m)
{
    free_state(&m->state);
    m->failed = false;
}

/* --- types ------------------------------------------------------------------------------------ */

static bool text_matches(const struct filter_test *test, struct pattern_matcher *m,
                         const char *text)
{
    bool negated = test->op == FILTER_OP_NOT_LIKE || test->op == FILTER_OP_NOT_EQUAL;
    bool matches = filter_op_is_like(test->op) ? pattern_matches(&test->pattern, m, text)
                                               : strcmp(text, test->value) == 0;
    return matches != negated;
}

static void place_leaf(const struct filter_node *leaf, struct pattern_matcher *m,
                       const memglass_type *type, struct place *out)
{
    const struct filter_test *test = leaf->test;
    if (leaf->kind == FILTER_WORD)
        out->of_type = pattern_matches(leaf->pattern, m, type->name) ? YES : NO;
    else if (test->term.id == TERM_TYPE)
        out->of_type = text_matches(test, m, type->name) ? YES : NO;
    else if (test->term.id == TERM_FIELD)
        filter_place(test, type, &out->of_field, NULL);
}

static struct type_places *slot_of(const struct filter_state *s, const memglass_type *type)
{
    const void *address = type;
    size_t at = (size_t)hash_bytes(HASH_SEED, &address, sizeof address) & (s->capacity - 1);
    while (s->types[at].type && s->types[at].type != type)
        at = (at + 1) & (s->capacity - 1);
    return &s->types[at];
}

static bool grow(struct filter_state *s)
{
    struct filter_state grown = *s;
    grown.capacity = s->capacity ? 2 * s->capacity : 16;
    grown.types = calloc(grown.capacity, sizeof *grown.types);
    if (!grown.types)
        return false;
    for (size_t i = 0; i < s->capacity; i++)
        if (s->types[i].type)
            *slot_of(&grown, s->types[i].type) = s->types[i];
    free(s->types);
    *s = grown;
    return true;
}

/* The leaves for the type of the row; NULL: out of memory. */
static const struct place *places_of(struct filter_state *s, const memglass_type *type)
{
    if (s->last.type == type)
        return s->last.places;
    if (2 * (s->count + 1) > s->capacity && !grow(s))
        return NULL;
    struct type_places *slot = slot_of(s, type);
    if (!slot->type) {
        slot->places = calloc(s->filter->leaf_count, sizeof *slot->places);
        if (!slot->places)
            return NULL;
        for (size_t i = 0; i < s->filter->leaf_count; i++)
            place_leaf(s->filter->leaves[i], &s->matchers[i], type, &slot->places[i]);
        slot->type = type;
        s->count++;
    }
    s->last = *slot;
    return s->last.places;
}

/* --- leaves ----------------------------------------------------------------------------------- */

static enum verdict compare(enum filter_op op, long double left, long double right)
{
    if (isnan(left))
        return UNKNOWN;
    switch (op) {
    case FILTER_OP_EQUAL:
        return left == right;
    case FILTER_OP_NOT_EQUAL:
        return left != right;
    case FILTER_OP_LESS:
        return left < right;
    case FILTER_OP_LESS_EQUAL:
        return left <= right;
    case FILTER_OP_GREATER:
        return left > right;
    default:
        return left >= right;
    }
}

/* Bit-fields, guarded fields, odd widths. */
static long double any_number(const struct field_ref *ref, const struct row *row)
{
    const unsigned char *bytes = row_bytes(row);
    if (bits_guard_torn(ref, bytes, row->object->size))
        return (long double)NAN;
    if (bits_is_float(ref->field))
        return bits_float(ref, bytes);
    bits128 bits = bits_load(ref, bytes);
    if (bits_is_signed(ref->field))
        return (long double)bits_signed(bits, ref->field->bit_size);
    return ref->field->kind == MEMGLASS_KIND_BOOL ? bits != 0 : (long double)bits;
}

static enum verdict wide_verdict(enum filter_op op, const struct filter_place *place,
                                 const struct row *row)
{
    const struct field_ref *ref = &place->ref;
    if (!bits_inside(ref, row->object->size) ||
        bits_guard_torn(ref, row_bytes(row), row->object->size))
        return UNKNOWN;
    bits128 left = bits_load(ref, row_bytes(row)), right = place->wide;
    if (bits_is_signed(ref->field)) { /* the order is that of the numbers without a sign then */
        bits128 sign = (bits128)1 << 127;
        left = (bits128)bits_signed(left, ref->field->bit_size) ^ sign;
        right ^= sign;
    }
    return compare(op, (left > right) - (left < right), 0);
}

#define LOAD(type)                        \
    do {                                  \
        type value;                       \
        memcpy(&value, at, sizeof value); \
        return (long double)value;        \
    } while (0)

/* With all the digits that it has. */
static long double exact_number(const struct filter_place *place, const struct row *row)
{
    const unsigned char *at = row_bytes(row) + place->ref.bit_offset / 8;
    if (!bits_inside(&place->ref, row->object->size))
        return (long double)NAN;
    switch (place->load) {
    case LOAD_U8:
        LOAD(uint8_t);
    case LOAD_U16:
        LOAD(uint16_t);
    case LOAD_U32:
        LOAD(uint32_t);
    case LOAD_U64:
        LOAD(uint64_t);
    case LOAD_I32:
        LOAD(int32_t);
    case LOAD_I64:
        LOAD(int64_t);
    case LOAD_F32:
        LOAD(float);
    case LOAD_F64:
        LOAD(double);
    default:
        return any_number(&place->ref, row);
    }
}

/* A string is looked at whole: each byte of it is at most one of its text. */
static size_t text_bytes(const struct field_ref *ref)
{
    bool string = ref->field && ref->field->kind == MEMGLASS_KIND_STRING;
    uint64_t bytes = string ? ref->field->bit_size / 8 + 1 : 0;
    return bytes > MEMGLASS_TEXT_MAX ? (size_t)bytes : MEMGLASS_TEXT_MAX;
}

static char *long_text(struct filter_state *s, size_t size)
{
    if (size <= s->text_bytes)
        return s->text;
    char *text = realloc(s->text, size);
    s->failed = s->failed || !text;
    s->text = text ? text : s->text;
    s->text_bytes = text ? size : s->text_bytes;
    return text;
}

static enum verdict field_text_verdict(const struct run *run, const struct filter_test *test,
                                       const struct field_ref *ref, struct pattern_matcher *m)
{
    static const struct field_style style = {.no_unit = true};
    char usual[MEMGLASS_TEXT_MAX], *text = usual;
    struct strbuf out;
    size_t size = text_bytes(ref);
    if (bits_inside(ref, run->row->object->size) &&
        bits_guard_torn(ref, row_bytes(run->row), run->row->object->size))
        return UNKNOWN;
    if (size > sizeof usual && !(text = long_text(run->state, size)))
        return UNKNOWN;
    strbuf_init(&out, text, size);
    field_text(ref, row_bytes(run->row), run->row->object->size, &style, &out);
    return text_matches(test, m, text) ? YES : NO;
}

/* An array of objects has no one value. */
static enum verdict field_verdict(const struct run *run, const struct filter_node *leaf)
{
    const struct filter_test *test = leaf->test;
    const struct filter_place *place = &run->places[leaf->number].of_field;
    if (place->how == PLACE_NONE || run->row->object->count != 1)
        return UNKNOWN;
    if (place->how == PLACE_TEXT)
        return field_text_verdict(run, test, &place->ref, &run->state->matchers[leaf->number]);
    if (place->how == PLACE_WIDE)
        return wide_verdict(test->op, place, run->row);
    if (test->term.aspect == TERM_VALUE)
        return compare(test->op, exact_number(place, run->row), place->number);
    return compare(test->op,
                   (long double)term_value(run->source, run->row, &place->ref, test->term.aspect),
                   place->number);
}

static enum verdict leaf_verdict(const struct run *run, const struct filter_node *leaf)
{
    const struct place *place = &run->places[leaf->number];
    struct pattern_matcher *m = &run->state->matchers[leaf->number];
    const char *label = run->row->object->label;
    if (leaf->kind == FILTER_WORD)
        return place->of_type == YES || pattern_matches(leaf->pattern, m, label) ? YES : NO;
    switch (leaf->test->term.id) {
    case TERM_TYPE:
        return place->of_type;
    case TERM_LABEL:
        return text_matches(leaf->test, m, label) ? YES : NO;
    case TERM_FIELD:
        return field_verdict(run, leaf);
    default:
        return compare(leaf->test->op,
                       (long double)term_number(&leaf->test->term, run->source, run->row),
                       leaf->test->number);
    }
}

/* --- the tree --------------------------------------------------------------------------------- */

static enum verdict verdict_of(const struct run *run, const struct filter_node *node)
{
    if (node->kind >= FILTER_WORD)
        return leaf_verdict(run, node);
    if (node->kind == FILTER_NOT) {
        enum verdict inner = verdict_of(run, node->children);
        return inner == UNKNOWN ? UNKNOWN : inner == YES ? NO : YES;
    }
    enum verdict decides = node->kind == FILTER_ALL ? NO : YES;
    enum verdict all = node->kind == FILTER_ALL ? YES : NO;
    for (const struct filter_node *child = node->children; child; child = child->next) {
        enum verdict one = verdict_of(run, child);
        if (one == decides)
            return one;
        all = one == UNKNOWN ? UNKNOWN : all;
    }
    return all;
}

bool filter_matches(const struct filter *f, struct filter_memory *m,
                    const struct row_source *source, const struct row *row)
{
    if (!f || !f->leaf_count)
        return true;
    if (!m->state || m->state->filter != f) {
        free_state(&m->state);
        m->state = make_state(f);
    }
    struct run run = {.state = m->state, .source = source, .row = row};
    run.places = m->state ? places_of(m->state, row->object->type) : NULL;
    m->failed = m->failed || !run.places;
    bool matches = run.places && verdict_of(&run, f->root) == YES;
    m->failed = m->failed || (m->state && m->state->failed);
    return matches;
}
