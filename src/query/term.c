/* Terms: from a name to a number or text of an object. Layer 5. */
#include "query/term.h"

#include "base/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *help;
    bool text;
} commons[] = {
#define ROW(id, common_name, is_text, what) {.name = common_name, .help = what, .text = is_text},
    TERM_COMMON_LIST(ROW)
#undef ROW
};

const struct term_aspect_info *term_aspect_info(enum term_aspect aspect)
{
    static const struct term_aspect_info infos[] = {
#define ROW(id, aspect_name, in_head, in_ascii_head, what) \
    {.name = aspect_name, .head = in_head, .head_ascii = in_ascii_head, .help = what},
        TERM_ASPECT_LIST(ROW)
#undef ROW
    };
    return &infos[aspect];
}

const char *term_common_name(enum term_id id)
{
    return commons[id].name;
}

const char *term_common_help(enum term_id id)
{
    return commons[id].help;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool find_common(const char *name, struct term *out)
{
    for (size_t i = 0; i < TERM_FIELD; i++) {
        if (strcmp(commons[i].name, name) != 0)
            continue;
        out->id = (enum term_id)i;
        out->text = commons[i].text;
        out->order = out->text ? TERM_BY_TEXT : TERM_BY_NUMBER;
        return true;
    }
    return false;
}

static int find_aspect(const char *name, struct term *out, memglass_error *err)
{
    char names[120];
    struct strbuf list;
    strbuf_init(&list, names, sizeof names);
    for (size_t i = TERM_VALUE + 1; i < TERM_ASPECTS; i++) {
        const char *known = term_aspect_info((enum term_aspect)i)->name;
        if (strcmp(known, name) == 0) {
            out->aspect = (enum term_aspect)i;
            return MEMGLASS_OK;
        }
        strbuf_printf(&list, "%s%s", list.len ? " " : "", known);
    }
    return error_set(err, MEMGLASS_E_INVALID, 0, "no aspect '%.20s'; there are: %s", name, names);
}

/* Letters, digits and what a path has between them. */
static const char *bad_character(const char *path)
{
    for (; *path; path++)
        if ((unsigned char)*path <= ' ' || *path == 0x7f || strchr("()!<>=~\"',|", *path))
            return path;
    return NULL;
}

int term_parse(const char *name, struct term *out, memglass_error *err)
{
    struct term t = {.id = TERM_FIELD};
    size_t length = strlen(name);
    if (length >= sizeof t.name)
        return error_set(err, MEMGLASS_E_INVALID, 0, "a name of %zu bytes is too long", length);
    memcpy(t.name, name, length + 1);
    if (find_common(name, &t)) {
        *out = t;
        return MEMGLASS_OK;
    }
    const char *path = name + (*name == '.'), *colon = strchr(path, ':');
    size_t path_length = colon ? (size_t)(colon - path) : strlen(path);
    if (!path_length)
        return error_set(err, MEMGLASS_E_INVALID, 0, "a name is missing");
    memcpy(t.path, path, path_length);
    if (colon && find_aspect(colon + 1, &t, err))
        return MEMGLASS_E_INVALID;
    const char *bad = bad_character(t.path);
    if (bad)
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s' is no name of a field", t.path);
    *out = t;
    return MEMGLASS_OK;
}

int term_without_baseline(const struct term *t, memglass_error *err)
{
    if (t->aspect != TERM_BASE)
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_INVALID, 0,
                     "'%.60s' is not known here: the key b of memglass-top sets a baseline",
                     t->name);
}

bool term_of_field(const char *path, struct term *out)
{
    char name[TERM_NAME_MAX];
    bool common = find_common(path, &(struct term){0});
    int length = snprintf(name, sizeof name, "%s%s", common ? "." : "", path);
    return length > 0 && (size_t)length < sizeof name && term_parse(name, out, NULL) == MEMGLASS_OK;
}

static int by_address(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct term_place *)a)->type;
    uintptr_t right = (uintptr_t)((const struct term_place *)b)->type;
    return (left > right) - (left < right);
}

/* What keeps a term from having a value in a type, or NULL. */
static const char *misfit(const struct term *t, const struct field_ref *ref)
{
    if (!field_is_leaf(ref))
        return "has parts: name one of them";
    if (t->aspect != TERM_VALUE && !field_is_quantity(ref))
        return "is no number that can change by an amount";
    return NULL;
}

/* Whether the type has it as one value; `why` is written on failure only. */
static bool find_place(const struct term *t, const memglass_type *type, struct field_ref *out,
                       memglass_error *why)
{
    struct field_ref whole = field_whole(type, 1);
    if (field_resolve(&whole, t->path, out, why) != MEMGLASS_OK)
        return false;
    const char *wrong = misfit(t, out);
    if (wrong)
        error_set(why, MEMGLASS_E_INVALID, 0, "'%.60s' %s", t->path, wrong);
    return !wrong;
}

/* Of several types, the one that has the field says best what is wrong with it. */
static void explain(const struct term *t, const struct type_count *types, size_t count,
                    memglass_error *err)
{
    struct field_ref ref;
    memglass_error why;
    error_set(err, MEMGLASS_E_NOTFOUND, 0, "no type has a field '%.60s'", t->path);
    for (size_t i = 0; err && i < count; i++)
        if (!find_place(t, types[i].type, &ref, &why) &&
            (count == 1 || why.code == MEMGLASS_E_INVALID))
            error_set(err, MEMGLASS_E_NOTFOUND, 0, "%s", why.message);
}

static bool is_difference(enum term_aspect aspect)
{
    return aspect == TERM_CHANGE || aspect == TERM_DELTA || aspect == TERM_RATE ||
           aspect == TERM_FIRST || aspect == TERM_BASE;
}

static enum term_order order_of(const struct term *t)
{
    bool differs = is_difference(t->aspect), all_unsigned = true, all_signed = true;
    for (size_t i = 0; i < t->place_count; i++) {
        const struct field_ref *ref = &t->places[i].ref;
        if ((t->aspect != TERM_VALUE && !differs) || !field_is_integer(ref))
            return t->text ? TERM_BY_TEXT : TERM_BY_NUMBER;
        bool with_sign = field_is_signed(ref);
        all_unsigned = all_unsigned && !with_sign;
        all_signed = all_signed && (with_sign || ref->field->bit_size < 64);
    }
    return differs        ? TERM_BY_DIFFERENCE
           : all_unsigned ? TERM_BY_UNSIGNED
           : all_signed   ? TERM_BY_SIGNED
                          : TERM_BY_NUMBER;
}

bool term_bind(struct term *t, const struct type_count *types, size_t count,
               struct term_place *places, memglass_error *err)
{
    size_t found = 0;
    if (t->id != TERM_FIELD)
        return true;
    for (size_t i = 0; i < count; i++) {
        struct field_ref ref;
        if (!find_place(t, types[i].type, &ref, NULL) ||
            (found && t->text == field_is_numeric(&ref)))
            continue;
        t->text = !field_is_numeric(&ref);
        places[found++] = (struct term_place){types[i].type, ref};
    }
    if (found > 1)
        qsort(places, found, sizeof *places, by_address);
    if (!found)
        explain(t, types, count, err);
    t->places = places;
    t->place_count = found;
    t->order = order_of(t);
    return found > 0;
}

const struct field_ref *term_ref(const struct term *t, const struct row *row)
{
    size_t low = 0, end = t->place_count;
    if (row->object->count != 1)
        return NULL;
    while (low < end) {
        size_t middle = low + (end - low) / 2;
        if (t->places[middle].type == row->object->type)
            return &t->places[middle].ref;
        if ((uintptr_t)t->places[middle].type < (uintptr_t)row->object->type)
            low = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

/* --- values ----------------------------------------------------------------------------------- */

double term_number(const struct term *t, const struct row_source *source, const struct row *row)
{
    const struct field_ref *ref;
    switch (t->id) {
    case TERM_SIZE:
        return (double)row->object->size;
    case TERM_AGE:
        return row_age_ns(source, row);
    case TERM_CHANGES:
        return row_changes_per_second(source, row);
    case TERM_LAST:
        return row_last_change_ns(source, row);
    case TERM_ACTIVITY:
        return row_activity(row);
    case TERM_FIELD:
        ref = t->text ? NULL : term_ref(t, row);
        return ref ? term_value(source, row, ref, t->aspect) : (double)NAN;
    default:
        return (double)NAN;
    }
}

bool term_integer(const struct term *t, const struct row *row, uint64_t *out)
{
    const struct field_ref *ref = term_ref(t, row);
    return ref && field_integer(ref, row_bytes(row), row->object->size, out);
}

const char *term_string(const struct term *t, const struct row *row, char *buffer, size_t size)
{
    if (t->id == TERM_LABEL)
        return row->object->label;
    if (t->id == TERM_TYPE)
        return row->object->type->name;
    const struct field_ref *ref = term_ref(t, row);
    struct strbuf out;
    strbuf_init(&out, buffer, size);
    if (ref)
        field_text(ref, row_bytes(row), row->object->size, NULL, &out);
    return buffer;
}
