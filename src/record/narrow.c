/* Types of which only chosen fields are left. Layer 5. */
#include "record/narrow.h"

#include "base/array.h"
#include "base/error.h"
#include "field/field.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- names -------------------------------------------------------------------------------------
 */

static int add_wanted(struct wanted_list *w, char *name, memglass_error *err)
{
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    const char *field = dot ? dot + 1 : name;
    if (!*name || !*field || strpbrk(field, "[]"))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "fields are named as in 'health,player.status', with * and ?");
    w->names[w->count++] = (struct wanted){.type = dot ? name : NULL, .field = field};
    return MEMGLASS_OK;
}

int wanted_parse(struct wanted_list *w, const char *text, memglass_error *err)
{
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == ',';
    w->text = strdup(text);
    w->names = calloc(most, sizeof *w->names);
    if (!w->text || !w->names)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    int status = MEMGLASS_OK;
    for (char *rest = w->text, *name; !status && (name = strsep(&rest, ","));)
        status = add_wanted(w, name, err);
    return status;
}

void wanted_fini(struct wanted_list *w)
{
    free(w->names);
    free(w->text);
    *w = (struct wanted_list){0};
}

static bool is_wanted(struct wanted_list *list, const memglass_type *type, const char *field)
{
    bool found = false;
    for (size_t i = 0; i < list->count; i++) {
        struct wanted *w = &list->names[i];
        if ((w->type && fnmatch(w->type, type->name, 0) != 0) || fnmatch(w->field, field, 0) != 0)
            continue;
        found = w->found = true;
    }
    return found;
}

/* --- types -------------------------------------------------------------------------------------
 */

static void free_narrow(struct narrow *n)
{
    free(n->fields);
    free(n->mask);
    free(n->desc);
    free(n);
}

static void free_narrows(struct anchor *a)
{
    struct narrows *types = (struct narrows *)a;
    for (size_t i = 0; i < types->count; i++)
        free_narrow(types->all[i]);
    roster_drop(types->store, types->held);
    free(types->all);
    free(types);
}

static void mask_bits(unsigned char *mask, uint64_t first, uint64_t count)
{
    for (; count && (first % 8 || count < 8); first++, count--)
        mask[first / 8] |= (unsigned char)(1u << first % 8);
    memset(mask + first / 8, 0xff, count / 8);
    for (first += count / 8 * 8, count %= 8; count; first++, count--)
        mask[first / 8] |= (unsigned char)(1u << first % 8);
}

/* With the guards: they say whether an element is whole. */
static void mask_field(unsigned char *mask, const memglass_field *field)
{
    uint64_t elements = field_elements(field);
    for (uint64_t i = 0; i < elements; i++) {
        mask_bits(mask, field->bit_offset + 8 * i * field->stride_bytes, field->bit_size);
        if (field->flags & MEMGLASS_FIELD_GUARDED)
            mask_bits(mask, 8 * (field->guard_offset + i * field_guard_stride(field)),
                      8 * sizeof(uint64_t));
    }
}

/* That some are left out is said wherever the type is described. */
static char *describe(const memglass_type *whole, uint32_t left)
{
    char *text;
    if (left == whole->field_count)
        return strdup(whole->desc);
    int length = asprintf(&text, "%s%s%u of %u fields were recorded", whole->desc,
                          whole->desc[0] ? "; " : "", left, whole->field_count);
    return length < 0 ? NULL : text;
}

static struct narrow *make_narrow(struct wanted_list *w, const memglass_type *whole)
{
    struct narrow *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    uint32_t count = 0;
    *n = (struct narrow){.whole = whole,
                         .type = *whole,
                         .fields = calloc(whole->field_count + 1, sizeof *n->fields),
                         .mask = calloc(whole->size + 1, 1)};
    for (uint32_t i = 0; n->fields && n->mask && i < whole->field_count; i++) {
        if (!is_wanted(w, whole, whole->fields[i].name))
            continue;
        mask_field(n->mask, &whole->fields[i]);
        n->fields[count++] = whole->fields[i];
    }
    n->desc = describe(whole, count);
    n->type.fields = n->fields;
    n->type.field_count = count;
    n->type.desc = n->desc;
    if (n->fields && n->mask && n->desc)
        return n;
    free_narrow(n);
    return NULL;
}

/* From the newest: rows of one type follow each other. */
const struct narrow *narrow_of(struct narrows *n, struct wanted_list *w, const memglass_type *whole)
{
    for (size_t i = n->count; i-- > 0;)
        if (n->all[i]->whole == whole)
            return n->all[i];
    if (!array_reserve(&n->all, sizeof *n->all, &n->capacity, n->count + 1))
        return NULL;
    struct narrow *made = make_narrow(w, whole);
    if (made)
        n->all[n->count++] = made;
    return made;
}

struct narrows *narrows_create(const struct roster *whole, struct roster_store *store)
{
    struct narrows *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    *n = (struct narrows){
        .anchor = {.free = free_narrows, .holders = 1}, .store = store, .held = whole};
    roster_hold(whole);
    return n;
}
