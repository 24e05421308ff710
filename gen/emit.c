/* The generated header: descriptors, static asserts, registration. Layer: gen. */
#include "emit.h"

#include "paths.h"

#include "base/real.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- pieces -----------------------------------------------------------------------------------*/

/* A C string literal. "??" could start a trigraph; \x would swallow digits that follow. */
static void emit_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\' || (*c == '?' && c > text && c[-1] == '?'))
            fprintf(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7f)
            fprintf(out, "\\%03o", (unsigned)(unsigned char)*c);
        else
            fputc(*c, out);
    }
    fputc('"', out);
}

static void emit_double(FILE *out, double value)
{
    char text[REAL_TEXT_BYTES];
    real_text(text, value, 64);
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static void emit_integer(FILE *out, int64_t value)
{
    if (value == INT64_MIN)
        fputs("INT64_MIN", out);
    else
        fprintf(out, value > INT32_MAX || value < -INT32_MAX ? "INT64_C(%" PRId64 ")" : "%" PRId64,
                value);
}

static void emit_size(FILE *out, uint64_t value)
{
    fprintf(out, value > INT32_MAX ? "UINT64_C(%" PRIu64 ")" : "%" PRIu64, value);
}

static void emit_flags(FILE *out, uint32_t flags)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } names[] = {
        {MEMGLASS_FIELD_COUNTER, "COUNTER"},   {MEMGLASS_FIELD_GAUGE, "GAUGE"},
        {MEMGLASS_FIELD_ATOMIC, "ATOMIC"},     {MEMGLASS_FIELD_GUARDED, "GUARDED"},
        {MEMGLASS_FIELD_HIDDEN, "HIDDEN"},     {MEMGLASS_FIELD_RANGE, "RANGE"},
        {MEMGLASS_FIELD_BITS, "BITS"},         {MEMGLASS_FIELD_SIGNED, "SIGNED"},
        {MEMGLASS_FIELD_BITFIELD, "BITFIELD"},
    };
    const char *between = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].bit) {
            fprintf(out, "%sMEMGLASS_FIELD_%s", between, names[i].name);
            between = " | ";
        }
    if (!flags)
        fputc('0', out);
}

static void emit_kind(FILE *out, uint32_t kind)
{
    static const char *const names[] = {
#define KIND_NAME(name, text) #name,
        MEMGLASS_KIND_LIST(KIND_NAME)
#undef KIND_NAME
    };
    fprintf(out, "MEMGLASS_KIND_%s", names[kind]);
}

/* ---- a type -----------------------------------------------------------------------------------*/

static void emit_names(FILE *out, const struct model_type *type, uint32_t i)
{
    const memglass_field *field = &type->fields[i].d;
    if (!field->enumerator_count)
        return;
    fprintf(out, "static const memglass_enumerator memglass_names_%s_%u[] = {\n", type->ident, i);
    for (uint32_t k = 0; k < field->enumerator_count; k++) {
        fputs("    {", out);
        emit_string(out, field->enumerators[k].name);
        fputs(", ", out);
        emit_integer(out, field->enumerators[k].value);
        fputs("},\n", out);
    }
    fputs("};\n", out);
}

static void emit_dims(FILE *out, const struct model_type *type, uint32_t i)
{
    const memglass_field *field = &type->fields[i].d;
    if (!field->rank)
        return;
    fprintf(out, "static const uint64_t memglass_dims_%s_%u[] = {", type->ident, i);
    for (uint32_t k = 0; k < field->rank; k++) {
        fputs(k ? ", " : "", out);
        emit_size(out, field->dims[k]);
    }
    fputs("};\n", out);
}

static void emit_reference(FILE *out, bool there, const char *what, const struct model_type *type,
                           uint32_t i)
{
    if (there)
        fprintf(out, ", memglass_%s_%s_%u", what, type->ident, i);
    else
        fputs(", NULL", out);
}

static void emit_texts(FILE *out, const memglass_field *field)
{
    const char *const texts[] = {field->unit, field->format, field->desc};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        emit_string(out, texts[i]);
        fputs(", ", out);
    }
}

static void emit_numbers(FILE *out, const memglass_field *field)
{
    const uint64_t sizes[] = {field->bit_offset,   field->bit_size,         field->stride_bytes,
                              field->guard_offset, field->enumerator_count, field->rank};
    emit_double(out, field->range_min);
    fputs(", ", out);
    emit_double(out, field->range_max);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fputs(", ", out);
        emit_size(out, sizes[i]);
    }
}

static void emit_field(FILE *out, const struct model_type *type, uint32_t i)
{
    const struct model_field *field = &type->fields[i];
    fputs("    {", out);
    emit_string(out, field->d.name);
    fputs(", ", out);
    emit_string(out, field->d.type_name);
    fputs(", ", out);
    if (field->type)
        fprintf(out, "&memglass_type_%s", field->type->ident);
    else
        fputs("NULL", out);
    emit_reference(out, field->d.enumerator_count > 0, "names", type, i);
    emit_reference(out, field->d.rank > 0, "dims", type, i);
    fputs(",\n     ", out);
    emit_texts(out, &field->d);
    emit_numbers(out, &field->d);
    fputs(",\n     ", out);
    emit_kind(out, field->d.kind);
    fputs(", ", out);
    emit_flags(out, field->d.flags);
    fputs("},\n", out);
}

static void emit_fields(FILE *out, const struct model_type *type)
{
    for (uint32_t i = 0; i < type->d.field_count; i++) {
        emit_names(out, type, i);
        emit_dims(out, type, i);
    }
    if (type->d.field_count == 0)
        return;
    fprintf(out, "static const memglass_field memglass_fields_%s[] = {\n", type->ident);
    for (uint32_t i = 0; i < type->d.field_count; i++)
        emit_field(out, type, i);
    fputs("};\n", out);
}

static void emit_descriptor(FILE *out, const struct model_type *type, const char *file)
{
    const char *const texts[] = {type->d.name, type->d.spelling, type->d.desc, file};
    fprintf(out, "static const memglass_type memglass_type_%s = {\n    ", type->ident);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        emit_string(out, texts[i]);
        fputs(", ", out);
    }
    if (type->d.field_count)
        fprintf(out, "memglass_fields_%s, ", type->ident);
    else
        fputs("NULL, ", out);
    emit_size(out, type->d.size);
    fputs(", ", out);
    emit_size(out, type->d.align);
    fprintf(out, ", %u, %u, %u};\n", type->d.line, type->d.field_count, type->d.is_union);
}

static void emit_ctype(FILE *out, const struct model_type *type)
{
    if (strcmp(type->d.spelling, type->cxx_spelling) == 0)
        fprintf(out, "typedef %s memglass_ctype_%s;\n", type->d.spelling, type->ident);
    else
        fprintf(out,
                "#ifdef __cplusplus\ntypedef %s memglass_ctype_%s;\n"
                "#else\ntypedef %s memglass_ctype_%s;\n#endif\n",
                type->cxx_spelling, type->ident, type->d.spelling, type->ident);
}

static void emit_asserts(FILE *out, const struct model_type *type)
{
    fprintf(out, "MEMGLASS_SAME(sizeof(memglass_ctype_%s), %" PRIu64 ");\n", type->ident,
            type->d.size);
    if (type->plain_align)
        fprintf(out, "MEMGLASS_SAME(MEMGLASS_ALIGNOF(memglass_ctype_%s), %" PRIu64 ");\n",
                type->ident, type->d.align);
    for (uint32_t i = 0; i < type->d.field_count; i++)
        if (type->fields[i].assert_offset)
            fprintf(out, "MEMGLASS_SAME(offsetof(memglass_ctype_%s, %s), %" PRIu64 ");\n",
                    type->ident, type->fields[i].d.name, type->fields[i].member_offset);
}

/* Two generated headers may describe the same nested type: the first one included does. */
static void emit_type(FILE *out, const struct model *model, const struct emit_target *target,
                      const struct model_type *type)
{
    fprintf(out, "\n#ifndef MEMGLASS_HAS_%s\n#define MEMGLASS_HAS_%s\n", type->ident, type->ident);
    if (type->reachable) {
        emit_ctype(out, type);
        emit_asserts(out, type);
    }
    emit_fields(out, type);
    emit_descriptor(out, type, path_shown(model->pool, target->output, type->d.file));
    if (type->reachable)
        fprintf(out, "MEMGLASS_TYPE_OF(%s)\n", type->ident);
    fputs("#endif\n", out);
}

/* ---- the header -------------------------------------------------------------------------------*/

static void emit_top(FILE *out, const struct model *model, const struct emit_target *target,
                     uint32_t hash)
{
    fputs("/* Made by memglass-gen from", out);
    for (size_t i = 0; i < target->header_count; i++)
        fprintf(out, "%s %s", i ? "," : "",
                path_shown(model->pool, target->output, target->headers[i]));
    fprintf(out, ". Do not edit. */\n#ifndef MEMGLASS_GENERATED_%s_%08" PRIX32 "\n", target->guard,
            hash);
    fprintf(out, "#define MEMGLASS_GENERATED_%s_%08" PRIX32 "\n\n", target->guard, hash);
    for (size_t i = 0; i < target->header_count; i++)
        fprintf(out, "#include %s\n",
                path_include(model->pool, target->output, target->headers[i]));
    fputs("#include <memglass/producer.h>\n\n"
          "/* A description that no longer fits its type does not compile. */\n"
          "#ifndef MEMGLASS_SAME\n"
          "#ifdef __cplusplus\n"
          "#define MEMGLASS_ALIGNOF(type) alignof(type)\n"
          "#define MEMGLASS_SAME(now, then) \\\n"
          "    static_assert((now) == (then), #now \" has changed: run memglass-gen again\")\n"
          "#else\n"
          "#define MEMGLASS_ALIGNOF(type) _Alignof(type)\n"
          "#define MEMGLASS_SAME(now, then) \\\n"
          "    _Static_assert((now) == (then), #now \" has changed: run memglass-gen again\")\n"
          "#endif\n"
          "#endif\n",
          out);
}

static void emit_aliases(FILE *out, const struct model *model)
{
    for (size_t i = 0; i < model->alias_count; i++) {
        const struct model_alias *alias = &model->aliases[i];
        fprintf(out, "\n#ifndef MEMGLASS_HAS_%s\n#define MEMGLASS_HAS_%s\n", alias->ident,
                alias->ident);
        fprintf(out, "typedef %s memglass_ctype_%s;\n", alias->spelling, alias->ident);
        fprintf(out, "#define memglass_type_%s memglass_type_%s\n#endif\n", alias->ident,
                alias->type->ident);
    }
}

/* Headers of one name may meet in one file: each has a function of its own, and the name that is
 * used is the last one's, which calls the one before. */
static void emit_register(FILE *out, const struct model *model, const struct emit_target *target,
                          uint32_t hash)
{
    const char *stem = target->stem;
    fprintf(out,
            "\n/* Registers every observed type above; the first failure, or MEMGLASS_OK. */\n"
            "static inline int memglass_register_all_%s_%08" PRIx32 "(memglass_session *s)\n"
            "{\n"
            "    static const memglass_type *const types[] = {\n",
            stem, hash);
    for (size_t i = 0; i < model->type_count; i++)
        if (model->types[i]->observed)
            fprintf(out, "        &memglass_type_%s,\n", model->types[i]->ident);
    fprintf(
        out,
        "    };\n"
        "    int status = MEMGLASS_OK;\n"
        "#ifdef memglass_register_all_%s\n"
        "    status = memglass_register_all_%s(s); /* of another header of this name */\n"
        "#endif\n"
        "    for (size_t i = 0; i < sizeof types / sizeof types[0] && status == MEMGLASS_OK; i++)\n"
        "        status = memglass_register(s, types[i]);\n"
        "    return status;\n"
        "}\n"
        "#undef memglass_register_all_%s\n"
        "#define memglass_register_all_%s memglass_register_all_%s_%08" PRIx32 "\n\n#endif\n",
        stem, stem, stem, stem, stem, hash);
}

static void emit_all(const struct model *model, const struct emit_target *target, uint32_t hash,
                     FILE *out)
{
    emit_top(out, model, target, hash);
    for (size_t i = 0; i < model->type_count; i++)
        emit_type(out, model, target, model->types[i]);
    emit_aliases(out, model);
    emit_register(out, model, target, hash);
}

/* FNV-1a */
static uint32_t hash_of(const char *text, size_t size)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619U;
    return hash;
}

/* Twice: what is written goes into the names that must differ between outputs. */
void emit_header(const struct model *model, const struct emit_target *target, FILE *out)
{
    char *text = NULL;
    size_t size;
    FILE *draft = open_memstream(&text, &size);
    if (!draft)
        die_out_of_memory();
    emit_all(model, target, 0, draft);
    if (fclose(draft) != 0)
        die_out_of_memory();
    emit_all(model, target, hash_of(text, size), out);
    free(text);
}
