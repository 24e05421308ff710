/* Opens a header with clang, reports what clang says, and takes the types that are asked for.
 * Layer: gen. */
#include "parse_clang.h"

#include <fnmatch.h>
#include <string.h>

/* ---- the translation unit ---------------------------------------------------------------------*/

CXTranslationUnit parse_unit(struct parser *parser, const char *path, const char *text,
                             const char *extra_arg, unsigned flags)
{
    const struct parse_request *request = parser->request;
    const char **args = pool_alloc(parser->pool, (request->arg_count + 1) * sizeof *args);
    memcpy(args, request->args, request->arg_count * sizeof *args);
    size_t count = request->arg_count;
    if (extra_arg)
        args[count++] = extra_arg;
    struct CXUnsavedFile file = {path, text, text ? strlen(text) : 0};
    CXTranslationUnit unit = NULL;
    clang_parseTranslationUnit2(parser->index, path, args, (int)count, &file, text ? 1 : 0, flags,
                                &unit);
    return unit;
}

static void print(struct parser *parser, CXDiagnostic diagnostic)
{
    CXString text = clang_formatDiagnostic(diagnostic, clang_defaultDiagnosticDisplayOptions());
    fprintf(parser->diag->out, "%s\n", clang_getCString(text));
    clang_disposeString(text);
}

static void report(struct parser *parser, CXDiagnostic diagnostic)
{
    if (clang_getDiagnosticSeverity(diagnostic) < CXDiagnostic_Error)
        return;
    print(parser, diagnostic);
    parser->diag->errors++;
    CXDiagnosticSet notes = clang_getChildDiagnostics(diagnostic);
    for (unsigned i = 0; i < clang_getNumDiagnosticsInSet(notes); i++) {
        CXDiagnostic note = clang_getDiagnosticInSet(notes, i);
        print(parser, note);
        clang_disposeDiagnostic(note);
    }
}

static void report_all(struct parser *parser)
{
    for (unsigned i = 0; i < clang_getNumDiagnostics(parser->unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(parser->unit, i);
        report(parser, diagnostic);
        clang_disposeDiagnostic(diagnostic);
    }
}

static void visit_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
    struct parser *parser = data;
    (void)stack;
    (void)depth;
    model_add_file(parser->model, parse_text(parser, clang_getFileName(file)));
}

/* ---- types ------------------------------------------------------------------------------------*/

static bool is_record(enum CXCursorKind kind)
{
    return kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl || kind == CXCursor_ClassDecl;
}

static void observe(struct parser *parser, CXCursor declaration)
{
    CXType record = clang_getCanonicalType(clang_getCursorType(declaration));
    const char *refusal = parse_refusal(parser, record);
    if (refusal) {
        struct place place = parse_place(parser, clang_getCursorLocation(declaration));
        parse_refuse(parser, place, "'%s' cannot be observed: %s", parse_spelling(parser, record),
                     refusal);
        return;
    }
    struct model_type *type = parse_record(parser, record, NULL);
    if (type)
        type->observed = true;
}

/* Whether --type asks for it; parser->insist: in so many words. */
static bool is_asked_for(struct parser *parser, const char *spelling)
{
    const struct parse_request *request = parser->request;
    const char *name = parse_without_tag(spelling);
    bool asked = request->pattern_count == 0;
    parser->insist = false;
    for (size_t i = 0; i < request->pattern_count; i++) {
        struct type_pattern *pattern = &request->patterns[i];
        if (fnmatch(pattern->glob, name, 0) != 0)
            continue;
        asked = pattern->found = true;
        parser->insist |= strcmp(pattern->glob, name) == 0;
    }
    return asked;
}

/* First the annotated types, strictly; then, when asked for, the others, as far as they go. */
static void consider(struct parser *parser, CXCursor declaration)
{
    CXType record = clang_getCanonicalType(clang_getCursorType(declaration));
    if (!parser->lenient) {
        bool definition = clang_isCursorDefinition(declaration) ||
                          clang_Cursor_isNull(clang_getCursorDefinition(declaration));
        if (definition && parse_is_observed(parser, declaration))
            observe(parser, declaration);
    } else if (clang_isCursorDefinition(declaration)) {
        const char *spelling = parse_spelling(parser, record);
        if (!parse_is_unnamed(spelling) && is_asked_for(parser, spelling))
            observe(parser, declaration);
        parser->insist = false;
    }
}

/* Types of included headers are taken when they are asked for, and when --type does not say where.
 */
static bool is_in_scope(struct parser *parser, CXCursor declaration)
{
    const struct parse_request *request = parser->request;
    bool included = request->select == SELECT_ALL_INCLUDED ||
                    (request->pattern_count > 0 && request->select == SELECT_ANNOTATED);
    return included ? parse_is_in_file(parser, declaration)
                    : parse_is_in_header(parser, declaration);
}

static enum CXChildVisitResult visit_type(CXCursor cursor, CXCursor parent, CXClientData data)
{
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    (void)parent;
    if (!is_in_scope(data, cursor))
        return CXChildVisit_Continue;
    if (is_record(kind))
        consider(data, cursor);
    bool scope = is_record(kind) || kind == CXCursor_Namespace || kind == CXCursor_LinkageSpec ||
                 kind == CXCursor_UnexposedDecl;
    return scope ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

/* ---- second names -----------------------------------------------------------------------------*/

static void add_alias(struct parser *parser, CXCursor declaration)
{
    CXType record = clang_getCanonicalType(clang_getCursorType(declaration));
    if (record.kind != CXType_Record)
        return;
    const char *usr = parse_text(parser, clang_getCursorUSR(clang_getTypeDeclaration(record)));
    const char *name = parse_qualified_name(parser, declaration);
    struct model_alias alias = {.ident = model_identifier(parser->pool, name), .spelling = name};
    alias.type = model_find(parser->model, usr);
    if (!alias.type || alias.type->refused || !alias.type->reachable ||
        model_find_ident(parser->model, alias.ident))
        return;
    model_add_alias(parser->model, alias);
}

static enum CXChildVisitResult visit_alias(CXCursor cursor, CXCursor parent, CXClientData data)
{
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    (void)parent;
    if (!is_in_scope(data, cursor))
        return CXChildVisit_Continue;
    if (kind == CXCursor_TypedefDecl || kind == CXCursor_TypeAliasDecl)
        add_alias(data, cursor);
    bool scope = kind == CXCursor_Namespace || kind == CXCursor_LinkageSpec ||
                 kind == CXCursor_UnexposedDecl;
    return scope ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

/* ---- a header ---------------------------------------------------------------------------------*/

static void take_types(struct parser *parser)
{
    CXCursor top = clang_getTranslationUnitCursor(parser->unit);
    if (parser->request->pattern_count == 0) {
        clang_visitChildren(top, visit_type, parser);
        parse_unclaimed(parser);
    }
    if (parser->request->pattern_count > 0 || parser->request->select != SELECT_ANNOTATED) {
        parser->lenient = true;
        clang_visitChildren(top, visit_type, parser);
        parser->lenient = false;
    }
    clang_visitChildren(top, visit_alias, parser);
    parse_probe_run(parser);
}

void parse_header(struct model *model, struct diag *diag, const struct parse_request *request)
{
    struct parser parser = {.model = model, .pool = model->pool, .diag = diag, .request = request};
    unsigned before = diag->errors;
    parser.sources.pool = model->pool;
    parser.index = clang_createIndex(0, 0);
    parser.unit =
        parse_unit(&parser, request->header, NULL, NULL, CXTranslationUnit_SkipFunctionBodies);
    if (parser.unit) {
        report_all(&parser);
        clang_getInclusions(parser.unit, visit_inclusion, &parser);
        if (diag->errors == before)
            take_types(&parser);
        clang_disposeTranslationUnit(parser.unit);
    } else {
        struct place place = {.file = request->header};
        diag_error(diag, place, "clang does not accept the options it is given (-v shows them)");
    }
    clang_disposeIndex(parser.index);
}
