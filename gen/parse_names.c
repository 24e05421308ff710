/* Names and places: how a declaration is called in messages, sessions and generated code. Layer:
 * gen. */
#include "parse_clang.h"

#include <string.h>

const char *parse_text(struct parser *parser, CXString text)
{
    const char *c = clang_getCString(text);
    const char *copy = pool_copy(parser->pool, c ? c : "");
    clang_disposeString(text);
    return copy;
}

const char *parse_spelling(struct parser *parser, CXType type)
{
    return parse_text(parser, clang_getTypeSpelling(type));
}

/* "struct (unnamed struct at game.h:3:5)"; an anonymous namespace is no lack of a name. */
bool parse_is_unnamed(const char *spelling)
{
    return strstr(spelling, "(unnamed ") != NULL || strstr(spelling, "(anonymous at ") != NULL ||
           strstr(spelling, "(anonymous struct") != NULL ||
           strstr(spelling, "(anonymous union") != NULL ||
           strstr(spelling, "(anonymous class") != NULL || strstr(spelling, "(lambda") != NULL;
}

struct place parse_place(struct parser *parser, CXSourceLocation location)
{
    CXFile file;
    struct place place;
    clang_getExpansionLocation(location, &file, &place.line, &place.column, NULL);
    place.file = file ? parse_text(parser, clang_getFileName(file)) : parser->request->header;
    return place;
}

size_t parse_offset(CXSourceLocation location)
{
    unsigned offset;
    clang_getExpansionLocation(location, NULL, NULL, NULL, &offset);
    return offset;
}

bool parse_is_in_header(struct parser *parser, CXCursor declaration)
{
    CXFile file;
    clang_getExpansionLocation(clang_getCursorLocation(declaration), &file, NULL, NULL, NULL);
    return file && clang_File_isEqual(file, clang_getFile(parser->unit, parser->request->header));
}

/* Whether the file is one of clang's own: what it has, another compiler has otherwise. */
static bool is_clangs(struct parser *parser, const char *path)
{
    const struct parse_request *request = parser->request;
    for (size_t i = 0; i + 1 < request->arg_count; i++)
        if (strcmp(request->args[i], "-resource-dir") == 0)
            return strncmp(path, request->args[i + 1], strlen(request->args[i + 1])) == 0;
    return false;
}

bool parse_is_in_file(struct parser *parser, CXCursor declaration)
{
    CXFile file;
    clang_getExpansionLocation(clang_getCursorLocation(declaration), &file, NULL, NULL, NULL);
    return file && !is_clangs(parser, parse_text(parser, clang_getFileName(file)));
}

bool parse_is_std(struct parser *parser, CXCursor declaration, const char *name)
{
    if (strcmp(parse_text(parser, clang_getCursorSpelling(declaration)), name) != 0)
        return false;
    CXCursor parent = clang_getCursorSemanticParent(declaration);
    while (clang_getCursorKind(parent) == CXCursor_Namespace &&
           clang_Cursor_isInlineNamespace(parent))
        parent = clang_getCursorSemanticParent(parent);
    CXCursor above = clang_getCursorSemanticParent(parent);
    return clang_getCursorKind(parent) == CXCursor_Namespace &&
           clang_getCursorKind(above) == CXCursor_TranslationUnit &&
           strcmp(parse_text(parser, clang_getCursorSpelling(parent)), "std") == 0;
}

const char *parse_qualified_name(struct parser *parser, CXCursor declaration)
{
    const char *name = parse_text(parser, clang_getCursorSpelling(declaration));
    CXCursor parent = clang_getCursorSemanticParent(declaration);
    for (; clang_isDeclaration(clang_getCursorKind(parent));
         parent = clang_getCursorSemanticParent(parent)) {
        const char *outer = parse_text(parser, clang_getCursorSpelling(parent));
        if (*outer)
            name = pool_format(parser->pool, "%s::%s", outer, name);
    }
    return name;
}

/* Takes out "(anonymous namespace)::", which no code may write. */
static const char *without_anonymous(struct parser *parser, const char *name)
{
    static const char mark[] = "(anonymous namespace)::";
    char *copy = pool_copy(parser->pool, name);
    for (char *at = strstr(copy, mark); at; at = strstr(at, mark))
        memmove(at, at + sizeof mark - 1, strlen(at + sizeof mark - 1) + 1);
    return copy;
}

const char *parse_without_tag(const char *spelling)
{
    static const char *const tags[] = {"struct ", "union ", "class "};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strncmp(spelling, tags[i], strlen(tags[i])) == 0)
            return spelling + strlen(tags[i]);
    return spelling;
}

static bool is_declared_reachable(CXCursor declaration)
{
    for (; clang_isDeclaration(clang_getCursorKind(declaration));
         declaration = clang_getCursorSemanticParent(declaration)) {
        enum CX_CXXAccessSpecifier access = clang_getCXXAccessSpecifier(declaration);
        if (access == CX_CXXPrivate || access == CX_CXXProtected)
            return false;
    }
    return true;
}

/* Whether its name may be written anywhere: of an instance, the template's and its arguments' too.
 */
static bool is_reachable(CXType type)
{
    CXType named = clang_getCanonicalType(type);
    while (named.kind == CXType_Pointer)
        named = clang_getCanonicalType(clang_getPointeeType(named));
    CXCursor declaration = clang_getTypeDeclaration(named);
    CXCursor pattern = clang_getSpecializedCursorTemplate(declaration);
    bool reachable = is_declared_reachable(declaration);
    if (!clang_Cursor_isNull(pattern))
        reachable = reachable && is_declared_reachable(pattern);
    for (int i = 0; reachable && i < clang_Type_getNumTemplateArguments(named); i++) {
        CXType argument = clang_Type_getTemplateArgumentAsType(named, (unsigned)i);
        reachable = argument.kind == CXType_Invalid || is_reachable(argument);
    }
    return reachable;
}

static const char *member_type(struct parser *parser, const char *outer,
                               const struct unnamed *unnamed)
{
    const char *element = "";
    for (uint32_t i = 0; i < unnamed->rank; i++)
        element = pool_format(parser->pool, "%s[0]", element);
    return pool_format(parser->pool, "__typeof__(((%s *)0)->%s%s%s)", outer, unnamed->field,
                       element, unnamed->guarded ? ".value" : "");
}

static bool name_unnamed(struct parser *parser, struct model_type *type,
                         const struct unnamed *unnamed)
{
    if (!unnamed) {
        parse_refuse(parser, type->place, "a type without a name cannot be observed: name it");
        return false;
    }
    const struct model_type *outer = unnamed->outer;
    type->d.name = pool_format(parser->pool, "%s.%s", outer->d.name, unnamed->field);
    type->d.spelling = member_type(parser, outer->d.spelling, unnamed);
    type->cxx_spelling = member_type(parser, outer->cxx_spelling, unnamed);
    type->reachable = outer->reachable && unnamed->reachable;
    type->plain_align = true;
    type->ident = model_identifier(parser->pool, type->d.name);
    const char *ident = type->ident;
    for (unsigned i = 2; model_find_ident(parser->model, type->ident); i++)
        type->ident = pool_format(parser->pool, "%s_%u", ident, i);
    return true;
}

static enum CXChildVisitResult visit_hiding(CXCursor child, CXCursor parent, CXClientData data)
{
    struct parser *parser = data;
    enum CXCursorKind kind = clang_getCursorKind(child);
    (void)parent;
    if (kind == CXCursor_LinkageSpec || kind == CXCursor_UnexposedDecl) /* extern "C" */
        return CXChildVisit_Recurse;
    if (kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl)
        map_put(&parser->hiding, parse_text(parser, clang_getCursorSpelling(child)), parser);
    return CXChildVisit_Continue;
}

/* In C++ a function or variable hides a type of its name, such as stat: only the tag tells. */
static const char *record_spelling(struct parser *parser, CXType record)
{
    const char *spelling = parse_spelling(parser, record);
    if (!parser->request->cxx)
        return spelling;
    if (!parser->hiding.pool) {
        parser->hiding.pool = parser->pool;
        clang_visitChildren(clang_getTranslationUnitCursor(parser->unit), visit_hiding, parser);
    }
    if (!map_find(&parser->hiding, spelling))
        return spelling;
    bool is_union = clang_getCursorKind(clang_getTypeDeclaration(record)) == CXCursor_UnionDecl;
    return pool_format(parser->pool, "%s %s", is_union ? "union" : "struct", spelling);
}

/* In C a tag declared inside a struct is as visible as one outside; in C++ it is not. */
static const char *cxx_spelling(struct parser *parser, CXCursor declaration, const char *spelling)
{
    CXCursor parent = clang_getCursorLexicalParent(declaration);
    bool nested = clang_getCursorKind(parent) == CXCursor_StructDecl ||
                  clang_getCursorKind(parent) == CXCursor_UnionDecl;
    if (parser->request->cxx || !nested)
        return spelling;
    const char *name = parse_without_tag(spelling);
    for (; clang_getCursorKind(parent) == CXCursor_StructDecl ||
           clang_getCursorKind(parent) == CXCursor_UnionDecl;
         parent = clang_getCursorLexicalParent(parent))
        name = pool_format(parser->pool, "%s::%s",
                           parse_without_tag(parse_spelling(parser, clang_getCursorType(parent))),
                           name);
    return name;
}

/* An explicit specialization is spelled as its header wrote it: names in it may lack their
 * namespace.
 */
static bool is_spelled_as_written(CXType record)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    bool is_explicit = !clang_equalLocations(clang_getCursorLocation(declaration),
                                             clang_getCursorLocation(parse_members_cursor(record)));
    for (int i = 0; is_explicit && i < clang_Type_getNumTemplateArguments(record); i++) {
        CXType argument = clang_Type_getTemplateArgumentAsType(record, (unsigned)i);
        enum CXTypeKind kind = clang_getCanonicalType(argument).kind;
        if (kind == CXType_Record || kind == CXType_Enum || kind == CXType_Pointer)
            return true;
    }
    return false;
}

bool parse_name_type(struct parser *parser, struct model_type *type, CXType record,
                     const struct unnamed *unnamed)
{
    const char *spelling = record_spelling(parser, record);
    if (parse_is_unnamed(spelling))
        return name_unnamed(parser, type, unnamed);
    CXCursor declaration = clang_getTypeDeclaration(record);
    type->d.spelling = without_anonymous(parser, spelling);
    type->d.name = parse_without_tag(type->d.spelling);
    type->cxx_spelling = cxx_spelling(parser, declaration, type->d.spelling);
    type->reachable = is_reachable(record) && !is_spelled_as_written(record);
    type->plain_align = *parse_text(parser, clang_getCursorSpelling(declaration)) != '\0';
    type->ident = model_identifier(parser->pool, type->d.name);
    const struct model_type *other = model_find_ident(parser->model, type->ident);
    if (!other)
        return true;
    parse_refuse(parser, type->place,
                 "'%s' and '%s' (%s:%u) are both written '%s' in generated code: rename one",
                 type->d.name, other->d.name, other->place.file, other->place.line, type->ident);
    return false;
}
