/* Which annotation fits which kind of field. Layer: gen. */
#include "check.h"

#include <string.h>

#define KIND_BIT(kind) (1u << MEMGLASS_KIND_##kind)
#define INTEGERS       (KIND_BIT(INT) | KIND_BIT(UINT))
#define NUMBERS        (INTEGERS | KIND_BIT(FLOAT))
#define NAMEABLE       (INTEGERS | KIND_BIT(BOOL) | KIND_BIT(CHAR) | KIND_BIT(ENUM))
#define SCALARS        (NUMBERS | NAMEABLE | KIND_BIT(POINTER))

/* What a word needs; 0 kinds: any. */
struct rule {
    enum annotation_word word;
    uint32_t kinds;
    uint32_t flag; /* that it sets */
    const char *needs;
};

static const struct rule rules[] = {
    {ANNOTATION_ATOMIC, SCALARS, MEMGLASS_FIELD_ATOMIC, "a scalar"},
    {ANNOTATION_SEQLOCK, 0, 0, ""},
    {ANNOTATION_COUNTER, NUMBERS, MEMGLASS_FIELD_COUNTER, "a number"},
    {ANNOTATION_GAUGE, NUMBERS, MEMGLASS_FIELD_GAUGE, "a number"},
    {ANNOTATION_HIDDEN, 0, MEMGLASS_FIELD_HIDDEN, ""},
    {ANNOTATION_UNIT, NUMBERS, 0, "a number"},
    {ANNOTATION_RANGE, NUMBERS, MEMGLASS_FIELD_RANGE, "a number"},
    {ANNOTATION_ENUM, NAMEABLE, 0, "an integer"},
    {ANNOTATION_FLAGS, NAMEABLE, MEMGLASS_FIELD_BITS, "an integer"},
    {ANNOTATION_FORMAT, NUMBERS, 0, "a number"},
    {ANNOTATION_DESC, 0, 0, ""},
};

static const char *word_text(enum annotation_word word)
{
    static const char *const texts[] = {
#define WORD_TEXT(name, word, argument) word,
        ANNOTATION_LIST(WORD_TEXT)
#undef WORD_TEXT
    };
    return texts[word];
}

static void check_kinds(const struct model_field *field, struct annotations *notes,
                        struct diag *diag)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *r = &rules[i];
        if (!(notes->given & 1u << r->word) || !r->kinds || r->kinds & 1u << field->d.kind)
            continue;
        diag_error(diag, notes->places[r->word], "'%s' needs %s, but the kind of '%s' is %s",
                   word_text(r->word), r->needs, field->d.name, memglass_kind_name(field->d.kind));
        notes->given &= ~(1u << r->word);
    }
}

static void check_exclusive(struct annotations *notes, enum annotation_word first,
                            enum annotation_word second, struct diag *diag)
{
    uint32_t both = 1u << first | 1u << second;
    if ((notes->given & both) != both)
        return;
    diag_error(diag, notes->places[second], "'%s' and '%s' exclude each other", word_text(first),
               word_text(second));
    notes->given &= ~(1u << second);
}

static void check_guard(const struct model_field *field, const struct annotations *notes,
                        struct diag *diag)
{
    if (notes->given & 1u << ANNOTATION_SEQLOCK && !(field->d.flags & MEMGLASS_FIELD_GUARDED))
        diag_error(diag, notes->places[ANNOTATION_SEQLOCK],
                   "'%s' is not guarded: declare it as MEMGLASS_GUARDED(%s) %s", field->d.name,
                   field->d.type_name, field->d.name);
}

static void check_format(const struct model_field *field, struct annotations *notes,
                         struct diag *diag)
{
    if (!(notes->given & 1u << ANNOTATION_FORMAT))
        return;
    bool for_float = strchr("fFeEgGaA", notes->conversion) != NULL;
    bool is_float = field->d.kind == MEMGLASS_KIND_FLOAT;
    if (for_float == is_float)
        return;
    diag_error(diag, notes->places[ANNOTATION_FORMAT],
               "'%%%c' prints %s, but the kind of '%s' is %s", notes->conversion,
               for_float ? "floating point" : "integers", field->d.name,
               memglass_kind_name(field->d.kind));
    notes->given &= ~(1u << ANNOTATION_FORMAT);
}

static bool fits(int64_t value, const memglass_field *field)
{
    if (field->bit_size >= 64)
        return true;
    bool is_signed = field->kind == MEMGLASS_KIND_INT || field->flags & MEMGLASS_FIELD_SIGNED;
    int64_t limit = INT64_C(1) << (field->bit_size - (is_signed ? 1 : 0));
    return value < limit && value >= (is_signed ? -limit : 0);
}

static void apply_names(struct model_field *field, const struct annotations *notes,
                        enum annotation_word word, struct diag *diag)
{
    /* A bit of a signed field may be named by its unsigned value. */
    memglass_field room = field->d;
    if (word == ANNOTATION_FLAGS) {
        room.kind = MEMGLASS_KIND_UINT;
        room.flags = 0;
    }
    for (uint32_t i = 0; i < notes->name_count; i++)
        if (!fits(notes->names[i].value, &room)) {
            diag_error(diag, notes->places[word], "%s=%lld does not fit the %llu bits of '%s'",
                       notes->names[i].name, (long long)notes->names[i].value,
                       (unsigned long long)room.bit_size, field->d.name);
            return;
        }
    if (field->d.kind == MEMGLASS_KIND_INT)
        field->d.flags |= MEMGLASS_FIELD_SIGNED;
    field->d.kind = MEMGLASS_KIND_ENUM;
    field->d.enumerators = notes->names;
    field->d.enumerator_count = notes->name_count;
}

static void apply(struct model_field *field, const struct annotations *notes, struct diag *diag)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (notes->given & 1u << rules[i].word)
            field->d.flags |= rules[i].flag;
    if (notes->given & 1u << ANNOTATION_UNIT)
        field->d.unit = notes->unit;
    if (notes->given & 1u << ANNOTATION_DESC)
        field->d.desc = notes->desc;
    if (notes->given & 1u << ANNOTATION_FORMAT)
        field->d.format = notes->format;
    if (notes->given & 1u << ANNOTATION_RANGE) {
        field->d.range_min = notes->range_min;
        field->d.range_max = notes->range_max;
    }
    if (notes->given & 1u << ANNOTATION_ENUM)
        apply_names(field, notes, ANNOTATION_ENUM, diag);
    if (notes->given & 1u << ANNOTATION_FLAGS)
        apply_names(field, notes, ANNOTATION_FLAGS, diag);
}

void check_annotate(struct model_field *field, const struct annotations *notes, struct diag *diag)
{
    struct annotations fitting = *notes;
    check_kinds(field, &fitting, diag);
    check_exclusive(&fitting, ANNOTATION_COUNTER, ANNOTATION_GAUGE, diag);
    check_exclusive(&fitting, ANNOTATION_ENUM, ANNOTATION_FLAGS, diag);
    check_guard(field, &fitting, diag);
    check_format(field, &fitting, diag);
    apply(field, &fitting, diag);
}
