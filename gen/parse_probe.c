/* Asks the compiler itself what libclang does not tell: where a base class lies, whether a class is
 * trivially copyable. Layer: gen. */
#include "parse_clang.h"

#include <stdlib.h>
#include <string.h>

#define PROBE_NAME "memglass_probe_"

void parse_probe_add(struct parser *parser, struct probe probe)
{
    parser->probes =
        pool_grow(parser->pool, parser->probes, parser->probe_count, sizeof *parser->probes);
    parser->probes[parser->probe_count++] = probe;
}

/* The flag of std::optional: in libstdc++, in libc++. */
#define PROBE_MACROS                                            \
    "#ifdef __GLIBCXX__\n"                                      \
    "#define MEMGLASS_ENGAGED(p) &(p)->_M_payload._M_engaged\n" \
    "#else\n"                                                   \
    "#define MEMGLASS_ENGAGED(p) &(p)->__engaged_\n"            \
    "#endif\n"

/* The header, then an enumerator for each question. __builtin_constant_p(0) ? x : 0 lets the
 * compiler fold casts that are no constant expressions to the letter. */
static char *probe_text(const struct parser *parser)
{
    char *text = NULL, *path = realpath(parser->request->header, NULL);
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die_out_of_memory();
    fprintf(out, "#include \"%s\"\n%s", path ? path : parser->request->header, PROBE_MACROS);
    for (size_t i = 0; i < parser->probe_count; i++)
        fprintf(out,
                "enum : unsigned long long { " PROBE_NAME
                "%zu = __builtin_constant_p(0) ? (unsigned long long)(%s) : 0 };\n",
                i, parser->probes[i].expression);
    free(path);
    if (fclose(out) != 0)
        die_out_of_memory();
    return text;
}

static void move_fields(const struct probe *probe, uint64_t bytes)
{
    for (uint32_t i = 0; i < probe->field_count; i++) {
        struct model_field *field = &probe->type->fields[probe->first_field + i];
        field->d.bit_offset += bytes * 8;
        field->member_offset += bytes;
        if (field->d.flags & MEMGLASS_FIELD_GUARDED)
            field->d.guard_offset += bytes;
    }
}

static void answer(struct parser *parser, const struct probe *probe, uint64_t value)
{
    if (!probe->field_name)
        move_fields(probe, value);
    else if (!value)
        diag_error(parser->diag, probe->place,
                   "field '%s' of '%s' cannot be observed: its type is not trivially copyable",
                   probe->field_name, probe->type->d.name);
}

static enum CXChildVisitResult visit_answer(CXCursor cursor, CXCursor parent, CXClientData data)
{
    struct parser *parser = data;
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_EnumDecl)
        return CXChildVisit_Recurse;
    if (clang_getCursorKind(cursor) != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (strncmp(name, PROBE_NAME, strlen(PROBE_NAME)) == 0) {
        size_t i = strtoul(name + strlen(PROBE_NAME), NULL, 10);
        answer(parser, &parser->probes[i], clang_getEnumConstantDeclUnsignedValue(cursor));
    }
    return CXChildVisit_Continue;
}

static bool has_errors(CXTranslationUnit unit)
{
    bool found = false;
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic d = clang_getDiagnostic(unit, i);
        found |= clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
        clang_disposeDiagnostic(d);
    }
    return found;
}

void parse_probe_run(struct parser *parser)
{
    if (parser->probe_count == 0)
        return;
    char *text = probe_text(parser);
    CXTranslationUnit unit = parse_unit(parser, "memglass-probe.cpp", text, "-fno-access-control",
                                        CXTranslationUnit_SkipFunctionBodies);
    if (unit && !has_errors(unit))
        clang_visitChildren(clang_getTranslationUnitCursor(unit), visit_answer, parser);
    else
        diag_error(parser->diag, parser->probes[0].place,
                   "the layout of the base classes of '%s' cannot be determined (is one of them "
                   "inherited twice?)",
                   parser->probes[0].type->d.name);
    if (unit)
        clang_disposeTranslationUnit(unit);
    free(text);
}
