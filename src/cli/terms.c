/* Terms as columns of a command's output. Layer 8. */
#include "cli/terms.h"

#include "base/error.h"
#include "base/real.h"
#include "cli/exact.h"
#include "cli/json.h"
#include "cli/options.h"
#include "view/quantity.h"
#include "view/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void make_title(struct terms *t, size_t i)
{
    const struct term *term = &t->terms[i];
    memcpy(t->titles[i], term->name, TERM_NAME_MAX);
    for (char *c = t->titles[i]; *c; c++) /* not toupper, which knows a Turkish i */
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    t->columns[i] =
        (struct output_column){.title = t->titles[i], .name = term->name, .right = !term->text};
}

static int parse_name(const char *name, struct term *out, memglass_error *err)
{
    if (term_parse(name, out, err) || term_without_baseline(out, err))
        return err->code = CLI_E_USAGE;
    return MEMGLASS_OK;
}

static int add_term(struct terms *t, const char *name, struct look *l, memglass_error *err)
{
    const struct type_count *types;
    size_t count = look_types(l, &types);
    struct term *term = &t->terms[t->count];
    int status = parse_name(name, term, err);
    if (status)
        return status;
    if (term->id == TERM_FIELD && !term_bind(term, types, count, t->places + t->count * count, err))
        return err->code;
    make_title(t, t->count++);
    return MEMGLASS_OK;
}

int terms_check(const char *list, uint64_t *history_bytes, memglass_error *err)
{
    char *copy = strdup(list), *rest = copy;
    int status = copy ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    size_t count = 0;
    *history_bytes = 0;
    for (char *name; !status && (name = strsep(&rest, ","));) {
        struct term term;
        status = count++ < TERMS_MAX
                     ? parse_name(name, &term, err)
                     : error_set(err, CLI_E_USAGE, 0, "more than %d columns", TERMS_MAX);
        if (!status && term_looks_back(term.aspect))
            *history_bytes = LOOK_HISTORY_BYTES;
    }
    free(copy);
    return status;
}

int terms_init(struct terms *t, const char *list, struct look *l, memglass_error *err)
{
    const struct type_count *types;
    size_t count = look_types(l, &types);
    char *copy = strdup(list), *rest = copy;
    *t = (struct terms){.places = calloc(TERMS_MAX * count + 1, sizeof *t->places)};
    int status =
        copy && t->places ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    for (char *name; !status && (name = strsep(&rest, ","));)
        status = add_term(t, name, l, err);
    free(copy);
    if (status)
        terms_fini(t);
    return status;
}

void terms_fini(struct terms *t)
{
    free(t->places);
    *t = (struct terms){0};
}

/* Units that people read; JSON and CSV have the numbers as they are. */
static void number_text(const struct term *t, const struct row *row, double number,
                        struct strbuf *out)
{
    const struct field_ref *ref = t->id == TERM_FIELD ? term_ref(t, row) : NULL;
    if (isnan(number))
        strbuf_text(out, "-");
    else if (ref)
        quantity_text(ref->field, t->aspect, number, 12, true, out);
    else if (t->id == TERM_SIZE)
        text_bytes(out, (uint64_t)number);
    else if (t->id == TERM_AGE || t->id == TERM_LAST)
        text_duration(out, (uint64_t)number);
    else
        text_rate(out, number);
}

static void value_text(const struct field_ref *ref, const struct row *row, struct strbuf *out)
{
    static const struct field_style style = {.humane = true};
    if (ref)
        field_text(ref, row_bytes(row), row->object->size, &style, out);
    else
        strbuf_text(out, "-");
}

/* A number of CSV is one that a program can read. */
static void add_exactly(const struct field_ref *ref, const struct row *row, struct output *o)
{
    char *text = exact_text(ref, row_bytes(row), row->object->size, row_truth(row));
    o->failed = o->failed || !text;
    output_cell(o, text ? text : "", NULL);
    free(text);
}

/* Terms are numbers or texts; a column shows what its objects have, also where one type has a
 * number by that name and another a text. */
static const struct field_ref *find_ref(const struct term *t, const struct row *row,
                                        struct field_ref *own)
{
    const struct field_ref *ref = term_ref(t, row);
    struct field_ref whole = field_whole(row->object->type, row->object->count);
    if (ref || row->object->count != 1 || field_resolve(&whole, t->path, own, NULL))
        return ref;
    return field_is_leaf(own) ? own : NULL;
}

static void add_field(const struct term *t, const struct row *row, struct output *o)
{
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf out;
    struct field_ref own;
    const struct field_ref *ref = find_ref(t, row, &own);
    if (ref && o->format == OUTPUT_CSV) {
        add_exactly(ref, row, o);
        return;
    }
    strbuf_init(&out, text, sizeof text);
    value_text(ref, row, &out);
    strbuf_finish(&out);
    output_cell(o, text,
                ref ? json_value(ref, row_bytes(row), row->object->size, row_truth(row))
                    : json_null());
}

static void add_number(const struct term *t, const struct row_source *source, const struct row *row,
                       struct output *o)
{
    char text[64], exact[REAL_TEXT_BYTES];
    struct strbuf out;
    double number = term_number(t, source, row);
    strbuf_init(&out, text, sizeof text);
    if (o->format != OUTPUT_CSV)
        number_text(t, row, number, &out);
    else if (!isnan(number))
        strbuf_text(&out, real_text(exact, number, 64));
    output_cell(o, text, json_number(number, 64));
}

void terms_add_row(const struct terms *t, const struct row_source *source, const struct row *row,
                   struct output *o)
{
    char buffer[MEMGLASS_TEXT_MAX];
    for (size_t i = 0; i < t->count; i++) {
        const struct term *term = &t->terms[i];
        if (term->id == TERM_FIELD && term->aspect == TERM_VALUE)
            add_field(term, row, o);
        else if (term->text)
            output_cell(o, term_string(term, row, buffer, sizeof buffer), NULL);
        else
            add_number(term, source, row, o);
    }
}
