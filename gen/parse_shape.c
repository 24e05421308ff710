/* Array, atomic and guard layers are peeled off a member's type until a kind is left. Layer: gen.
 */
#include "parse_shape.h"

#include <string.h>

/* Through typedefs and the like, one at a time, so that the element's own typedef survives. */
static CXType desugared(CXType type)
{
    for (;;) {
        CXType canonical = clang_getCanonicalType(type);
        switch (type.kind) {
        case CXType_Typedef:
            type = clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(type));
            break;
        case CXType_Elaborated:
            type = clang_Type_getNamedType(type);
            break;
        case CXType_Attributed:
            type = clang_Type_getModifiedType(type);
            break;
        default:
            return type.kind == canonical.kind ? type : canonical;
        }
    }
}

static bool is_plain_char(CXType type)
{
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return kind == CXType_Char_S || kind == CXType_Char_U;
}

static bool add_dimension(struct parser *parser, struct shape *shape, CXType element,
                          uint64_t count)
{
    if (count == 0) {
        shape->nothing = true;
        shape->tail = clang_getCanonicalType(shape->type).kind != CXType_Record;
        return false;
    }
    if (is_plain_char(element)) {
        shape->string_bytes = count;
        shape->type = element;
        return false;
    }
    if (shape->guarded) {
        shape->refusal = "MEMGLASS_GUARDED cannot hold an array: wrap the array in a struct";
        return false;
    }
    shape->dims = pool_grow(parser->pool, shape->dims, shape->rank, sizeof *shape->dims);
    shape->dims[shape->rank++] = count;
    shape->stride = (uint64_t)clang_Type_getSizeOf(element);
    shape->type = element;
    return true;
}

/* Vectors and complex numbers: as many elements as fit, since a vector of 3 is padded to 4. */
static bool add_packed(struct parser *parser, struct shape *shape, CXType whole)
{
    CXType element = clang_getElementType(whole);
    long long size = clang_Type_getSizeOf(element);
    return size > 0 &&
           add_dimension(parser, shape, element, (uint64_t)(clang_Type_getSizeOf(whole) / size));
}

static enum CXVisitorResult visit_first(CXCursor member, CXClientData data)
{
    *(CXCursor *)data = member;
    return CXVisit_Break;
}

/* std::array<T, N>: its one member is T[N], or something else when N is 0. */
static bool peel_std_array(struct parser *parser, struct shape *shape, CXType record)
{
    CXCursor elements = clang_getNullCursor();
    clang_Type_visitFields(record, visit_first, &elements);
    CXType array = clang_getCanonicalType(clang_getCursorType(elements));
    CXType element = clang_Type_getTemplateArgumentAsType(shape->type, 0);
    if (element.kind == CXType_Invalid)
        element = clang_getArrayElementType(array);
    if (array.kind != CXType_ConstantArray)
        return add_dimension(parser, shape, element, 0);
    return add_dimension(parser, shape, element, (uint64_t)clang_getArraySize(array));
}

struct guard_search {
    struct parser *parser;
    CXCursor value;
    unsigned members;
    bool guard_first;
};

static enum CXVisitorResult visit_guard(CXCursor member, CXClientData data)
{
    struct guard_search *search = data;
    const char *name = parse_text(search->parser, clang_getCursorSpelling(member));
    if (search->members == 0 && strcmp(name, "guard") == 0) {
        CXType type = clang_getCanonicalType(clang_getCursorType(member));
        CXCursor declaration = clang_getTypeDeclaration(type);
        search->guard_first =
            strcmp(parse_text(search->parser, clang_getCursorSpelling(declaration)),
                   "memglass_guard") == 0;
    }
    if (search->members == 1 && strcmp(name, "value") == 0)
        search->value = member;
    search->members++;
    return CXVisit_Continue;
}

/* MEMGLASS_GUARDED(T) and memglass::guarded<T>: struct { memglass_guard guard; T value; }. The
 * argument of the template still has the name that the user wrote. */
static bool peel_guard(struct parser *parser, struct shape *shape, CXType record)
{
    struct guard_search search = {.parser = parser, .value = clang_getNullCursor()};
    clang_Type_visitFields(record, visit_guard, &search);
    if (search.members != 2 || !search.guard_first || clang_Cursor_isNull(search.value))
        return false;
    if (shape->guarded) {
        shape->refusal = "MEMGLASS_GUARDED cannot hold another MEMGLASS_GUARDED";
        return false;
    }
    shape->guarded = true;
    shape->value_bits = (uint64_t)clang_Cursor_getOffsetOfField(search.value);
    CXType written = clang_Type_getTemplateArgumentAsType(shape->type, 0);
    shape->type = clang_getCursorType(search.value);
    if (written.kind != CXType_Invalid &&
        clang_equalTypes(clang_getCanonicalType(written), clang_getCanonicalType(shape->type)))
        shape->type = written;
    return true;
}

static enum CXChildVisitResult visit_first_member(CXCursor child, CXCursor parent,
                                                  CXClientData data)
{
    (void)parent;
    enum CXCursorKind kind = clang_getCursorKind(child);
    CXCursor of = clang_getTypeDeclaration(clang_getCursorType(child));
    if (kind == CXCursor_CXXBaseSpecifier)
        clang_visitChildren(of, visit_first_member, data);
    else if (kind == CXCursor_FieldDecl)
        *(CXCursor *)data = child;
    return clang_Cursor_isNull(*(CXCursor *)data) ? CXChildVisit_Continue : CXChildVisit_Break;
}

/* atomic_flag, whose inside has other names in each compiler's header: the one bool in it. */
static bool peel_atomic_flag(struct parser *parser, struct shape *shape, CXType record)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    const char *name = parse_text(parser, clang_getCursorSpelling(declaration));
    bool system = clang_Location_isInSystemHeader(clang_getCursorLocation(declaration));
    if (strcmp(name, "atomic_flag") != 0 || !system)
        return false;
    while (record.kind == CXType_Record) {
        CXCursor member = clang_getNullCursor();
        clang_visitChildren(clang_getTypeDeclaration(record), visit_first_member, &member);
        if (clang_Cursor_isNull(member))
            return false;
        record = clang_getCanonicalType(clang_getCursorType(member));
    }
    shape->atomic = true;
    shape->type = record;
    return true;
}

static bool peel_record(struct parser *parser, struct shape *shape, CXType record)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    if (parser->request->cxx && parse_is_std(parser, declaration, "array"))
        return peel_std_array(parser, shape, record);
    if (parser->request->cxx && parse_is_std(parser, declaration, "atomic")) {
        shape->atomic = true;
        shape->type = clang_Type_getTemplateArgumentAsType(shape->type, 0);
        return true;
    }
    if (parser->request->cxx && parse_std_time(parser, record, &shape->type, &shape->unit))
        return true;
    return peel_atomic_flag(parser, shape, record) || peel_guard(parser, shape, record);
}

/* Takes one layer off; false: there is none, or the member is refused or empty. */
static bool peel(struct parser *parser, struct shape *shape)
{
    CXType canonical = clang_getCanonicalType(shape->type);
    switch (canonical.kind) {
    case CXType_ConstantArray:
        return add_dimension(parser, shape, clang_getArrayElementType(desugared(shape->type)),
                             (uint64_t)clang_getArraySize(canonical));
    case CXType_IncompleteArray:
        shape->nothing = shape->tail = true;
        return false;
    case CXType_Vector:
    case CXType_ExtVector:
    case CXType_Complex:
        return add_packed(parser, shape, canonical);
    case CXType_Atomic:
        shape->atomic = true;
        shape->type = clang_Type_getValueType(desugared(shape->type));
        return true;
    case CXType_LValueReference:
    case CXType_RValueReference:
        shape->refusal = "it is a reference";
        return false;
    case CXType_Record:
        shape->nothing = clang_Type_getSizeOf(canonical) == 0;
        return !shape->nothing && peel_record(parser, shape, canonical);
    default:
        return false;
    }
}

void shape_peel(struct parser *parser, struct shape *shape)
{
    while (peel(parser, shape))
        continue;
}
