/*
 * Holds a model (memglass-gen --json) against compilers' debugging information of the same types.
 * Layer: tests.
 *
 *     compare --declare MODEL               a source that declares a variable of each type
 *     compare TITLE MODEL NOTES FILE BUILD=OBJECT...
 *
 * NOTES is what memglass-gen said on stderr: why it left types out. FILE is the header whose types
 * must all be in the model, or "" for those of every header. Prints a line of counts, the
 * differences, and what was skipped for which reason; fails when there is a difference.
 */
#include "dwarf.h"

#include <dwarf.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reason {
    char *text;
    char **what;
    size_t count;
};

struct comparison {
    json_t *types;
    const char *title, *build, *header;
    char **notes;
    size_t note_count;
    Dwarf_Off *seen; /* the records of the object that were compared */
    size_t seen_count;
    size_t fields, compared, differences; /* compared: with every build */
    struct reason *reasons;
    size_t reason_count;
};

static void *grown(void *items, size_t count, size_t size)
{
    void *more = realloc(items, (count + 1) * size);
    if (!more)
        abort();
    return more;
}

static struct reason *find_reason(struct comparison *c, const char *text)
{
    for (size_t i = 0; i < c->reason_count; i++)
        if (strcmp(c->reasons[i].text, text) == 0)
            return &c->reasons[i];
    c->reasons = grown(c->reasons, c->reason_count, sizeof *c->reasons);
    struct reason *reason = &c->reasons[c->reason_count++];
    *reason = (struct reason){.text = strdup(text)};
    return reason;
}

/* A type, or one field of it; once, whichever compilers skip it. */
static void skip(struct comparison *c, const char *text, const char *type, const char *field)
{
    struct reason *reason = find_reason(c, text);
    char *what;
    if (asprintf(&what, "%s%s%s", type, *field ? "." : "", field) < 0)
        abort();
    for (size_t i = 0; i < reason->count; i++)
        if (strcmp(reason->what[i], what) == 0) {
            free(what);
            return;
        }
    reason->what = grown(reason->what, reason->count, sizeof *reason->what);
    reason->what[reason->count++] = what;
}

__attribute__((format(printf, 2, 3))) static void differ(struct comparison *c, const char *format,
                                                         ...)
{
    va_list args;
    va_start(args, format);
    printf("DIFFERENCE %s, %s: ", c->title, c->build);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    c->differences++;
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "";
}

static uint64_t number(const json_t *object, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(object, key));
}

/* ---- one field --------------------------------------------------------------------------------*/

struct field_check {
    struct comparison *comparison;
    const char *type, *field;
};

static void check_number(const struct field_check *check, const char *what, uint64_t model,
                         uint64_t compiler)
{
    if (model != compiler)
        differ(check->comparison, "%s.%s: %s is %" PRIu64 " in the model, %" PRIu64, check->type,
               check->field, what, model, compiler);
}

static void check_text(const struct field_check *check, const char *what, const char *model,
                       const char *compiler)
{
    if (strcmp(model, compiler) != 0)
        differ(check->comparison, "%s.%s: %s is '%s' in the model, '%s'", check->type, check->field,
               what, model, compiler);
}

static void check_dims(const struct field_check *check, const json_t *field,
                       const struct member *member)
{
    const json_t *dims = json_object_get(field, "dims");
    check_number(check, "the number of dimensions", json_array_size(dims), member->rank);
    for (size_t i = 0; i < member->rank && i < json_array_size(dims); i++)
        check_number(check, "a dimension", (uint64_t)json_integer_value(json_array_get(dims, i)),
                     member->dims[i]);
}

static uint64_t low_bits(uint64_t value, uint64_t bits)
{
    return bits < 64 ? value & ((UINT64_C(1) << bits) - 1) : value;
}

/* Compilers store the values with as many bytes as they need: the low bits are what counts. */
static void check_enum(const struct field_check *check, const json_t *field,
                       const struct member *member)
{
    const json_t *annotations = json_object_get(field, "annotations");
    const json_t *names = json_object_get(annotations, "enum");
    Dwarf_Die die, type = member->type;
    size_t count = 0;
    if (!names)
        names = json_object_get(annotations, "flags");
    uint64_t bits = (uint64_t)dwarf_bytesize(&type) * 8;
    for (int more = dwarf_child(&type, &die); more == 0; more = dwarf_siblingof(&die, &die)) {
        Dwarf_Attribute attribute;
        Dwarf_Word value = 0;
        const json_t *model = json_object_get(names, dwarf_diename(&die));
        if (dwarf_tag(&die) != DW_TAG_enumerator)
            continue;
        count++;
        dwarf_formudata(dwarf_attr(&die, DW_AT_const_value, &attribute), &value);
        if (!model)
            differ(check->comparison, "%s.%s: the model has no %s", check->type, check->field,
                   dwarf_diename(&die));
        else
            check_number(check, dwarf_diename(&die),
                         low_bits((uint64_t)json_integer_value(model), bits),
                         low_bits(value, bits));
    }
    check_number(check, "the number of enumerators", json_object_size(names), count);
}

/* `enum class state : T { ... }` in a template: clang knows its values when one of them is used. */
static const char unfinished_enum[] =
    "the names of an enum in a template, which its instance does not complete";

static bool is_unfinished_enum(const char *type, const json_t *field, const struct member *member)
{
    Dwarf_Die die = member->type;
    return strchr(type, '<') && dwarf_tag(&die) == DW_TAG_enumeration_type &&
           strstr(text(field, "kind"), "int");
}

static void check_kind(const struct field_check *check, const json_t *field,
                       const struct member *member)
{
    check_text(check, "kind", text(field, "kind"), member->kind);
    if (strcmp(member->kind, "enum") == 0)
        check_enum(check, field, member);
}

static void check_field(struct comparison *c, const char *type, const json_t *field,
                        const struct member *member)
{
    struct field_check check = {c, type, member->name};
    bool unfinished = is_unfinished_enum(type, field, member);
    check_text(&check, "name", text(field, "name"), member->name);
    if (unfinished)
        skip(c, unfinished_enum, type, member->name);
    else
        check_kind(&check, field, member);
    check_number(&check, "bit_offset", number(field, "bit_offset"), member->bit_offset);
    check_number(&check, "bit_size", number(field, "bit_size"), member->bit_size);
    check_dims(&check, field, member);
    c->compared++;
}

/* ---- one type ---------------------------------------------------------------------------------*/

static void check_members(struct comparison *c, const char *name, const json_t *fields,
                          const struct members *members)
{
    size_t next = 0;
    for (size_t i = 0; i < members->count; i++) {
        const struct member *member = &members->items[i];
        if (member->skipped)
            skip(c, member->skipped, name, member->name);
        else if (next == json_array_size(fields))
            differ(c, "%s.%s: the model does not have it", name, member->name);
        else
            check_field(c, name, json_array_get(fields, next++), member);
    }
    for (; next < json_array_size(fields); next++)
        differ(c, "%s.%s: only the model has it", name, text(json_array_get(fields, next), "name"));
}

/* max_align_t and the like have other members with each compiler. */
static const char compilers_own[] = "a type of the compiler's own headers";

static bool is_of_compiler(const char *file)
{
    char real[PATH_MAX]; /* clang finds the standard library as /usr/lib/gcc/../../include/c++ */
    return file && realpath(file, real) && (strstr(real, "/clang/") || strstr(real, "/lib/gcc/"));
}

static void check_type(struct comparison *c, const struct object *object, size_t index)
{
    const json_t *type = json_array_get(c->types, index);
    const char *name = text(type, "name");
    char variable[64];
    Dwarf_Die record;
    struct members members;
    snprintf(variable, sizeof variable, "memglass_type_%zu", index);
    if (!object_pointee(object, variable, &record)) {
        differ(c, "%s: the debugging information has no record behind %s", name, variable);
        return;
    }
    c->seen = grown(c->seen, c->seen_count, sizeof *c->seen);
    c->seen[c->seen_count++] = dwarf_dieoffset(&record);
    if (is_of_compiler(dwarf_decl_file(&record))) {
        skip(c, compilers_own, name, "");
        return;
    }
    struct field_check check = {c, name, "(itself)"};
    check_number(&check, "size", number(type, "size"), (uint64_t)dwarf_bytesize(&record));
    members_read(&members, &record);
    check_members(c, name, json_object_get(type, "fields"), &members);
    members_free(&members);
}

/* ---- what the model does not have -------------------------------------------------------------*/

static bool was_compared(const struct comparison *c, Dwarf_Die *record)
{
    for (size_t i = 0; i < c->seen_count; i++)
        if (c->seen[i] == dwarf_dieoffset(record))
            return true;
    return false;
}

static bool is_of_header(const struct comparison *c, Dwarf_Die *record)
{
    const char *file = dwarf_decl_file(record);
    char real[PATH_MAX], wanted[PATH_MAX];
    if (!file || strstr(file, "<built-in>") || !realpath(file, real))
        return false;
    return !*c->header || (realpath(c->header, wanted) && strcmp(real, wanted) == 0);
}

/* "FILE:LINE:COLUMN: warning: 'NAME' cannot be observed: REASON; left out": the reason. */
static char *noted_reason(const struct comparison *c, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < c->note_count; i++) {
        const char *note = c->notes[i], *at = note;
        while ((at = strstr(at + 1, name)))
            if (at[length] == '\'' && strchr("' :", at[-1]) && strstr(note, "left out")) {
                const char *colon = strstr(at, ": ");
                const char *reason = colon ? colon + 2 : at;
                return strndup(reason, strcspn(reason, ";\n"));
            }
    }
    return NULL;
}

static bool holds_uncompared(const struct comparison *c, Dwarf_Die *record)
{
    struct members members;
    bool found = false;
    members_read(&members, record);
    for (size_t i = 0; i < members.count; i++) {
        struct member *member = &members.items[i];
        found |= !member->skipped &&
                 (!strcmp(member->kind, "struct") || !strcmp(member->kind, "union")) &&
                 !was_compared(c, &member->type);
    }
    members_free(&members);
    return found;
}

static void visit_record(Dwarf_Die *record, const char *name, void *data)
{
    struct comparison *c = data;
    if (was_compared(c, record) || !is_of_header(c, record))
        return;
    char *reason = noted_reason(c, name);
    if (is_of_compiler(dwarf_decl_file(record)))
        skip(c, compilers_own, name, "");
    else if (reason)
        skip(c, reason, name, "");
    else if (strchr(name, '<'))
        skip(c, "an instance of a template that is no field's type", name, "");
    else if (holds_uncompared(c, record))
        skip(c, "it holds a type that is left out", name, "");
    else
        differ(c, "%s: the model does not have it, without a reason", name);
    free(reason);
}

static bool compare(struct comparison *c, char *argument)
{
    char *path = strchr(argument, '=');
    struct object object;
    if (!path)
        return false;
    *path++ = '\0';
    c->build = argument;
    c->seen_count = 0;
    if (!object_open(&object, path))
        return false;
    for (size_t i = 0; i < json_array_size(c->types); i++)
        check_type(c, &object, i);
    object_records(&object, visit_record, c);
    object_close(&object);
    return true;
}

/* ---- the program ------------------------------------------------------------------------------*/

static json_t *load_types(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    json_t *types = json_object_get(root, "types");
    if (!json_is_array(types) || json_array_size(types) == 0) {
        fprintf(stderr, "%s: no model: %s\n", path, error.text);
        exit(2);
    }
    return json_incref(types);
}

/* A variable is a pointer, since a class may forbid to make one; sizeof completes a template. */
static int declare(const char *path)
{
    json_t *types = load_types(path);
    for (size_t i = 0; i < json_array_size(types); i++) {
        const char *spelling = text(json_array_get(types, i), "spelling");
        printf("%s *memglass_type_%zu;\nchar memglass_size_%zu[sizeof(%s)];\n", spelling, i, i,
               spelling);
    }
    return 0;
}

static void load_notes(struct comparison *c, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    if (!file)
        return;
    while (getline(&line, &size, file) > 0) {
        c->notes = grown(c->notes, c->note_count, sizeof *c->notes);
        c->notes[c->note_count++] = strdup(line);
    }
    free(line);
    fclose(file);
}

static void report(const struct comparison *c, int builds)
{
    printf("%-26s %4zu types %5zu fields %5zu comparisons %2d builds %3zu differences\n", c->title,
           json_array_size(c->types), c->fields, c->compared, builds, c->differences);
    for (const struct reason *r = c->reasons; r < c->reasons + c->reason_count; r++) {
        printf("    skipped %zu: %s:", r->count, r->text);
        for (size_t i = 0; i < r->count; i++)
            printf(" %s%s", r->what[i], i + 1 < r->count ? "," : "\n");
    }
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--declare") == 0)
        return declare(argv[2]);
    if (argc < 6) {
        fputs("usage: compare TITLE MODEL NOTES FILE BUILD=OBJECT...\n", stderr);
        return 2;
    }
    struct comparison c = {.title = argv[1], .header = argv[4]};
    c.types = load_types(argv[2]);
    for (size_t i = 0; i < json_array_size(c.types); i++)
        c.fields += json_array_size(json_object_get(json_array_get(c.types, i), "fields"));
    load_notes(&c, argv[3]);
    for (int i = 5; i < argc; i++)
        if (!compare(&c, argv[i]))
            return 2;
    report(&c, argc - 5);
    return c.differences > 0;
}
