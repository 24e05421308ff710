/* From a member to a field: its kind, its place, its type. Layer: gen. */
#include "parse_shape.h"

#include <string.h>

/* ---- kinds ------------------------------------------------------------------------------------*/

/* In C the wide characters are typedefs of integers. */
static bool is_wide_char(struct parser *parser, CXType type)
{
    static const char *const names[] = {"wchar_t", "char8_t", "char16_t", "char32_t"};
    while (type.kind == CXType_Typedef || type.kind == CXType_Elaborated ||
           type.kind == CXType_Unexposed) {
        const char *name =
            parse_text(parser, clang_getCursorSpelling(clang_getTypeDeclaration(type)));
        if (type.kind == CXType_Unexposed)
            name = parse_spelling(parser, type);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(name, names[i]) == 0)
                return true;
        if (type.kind == CXType_Unexposed)
            return false;
        type = type.kind == CXType_Typedef
                   ? clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(type))
                   : clang_Type_getNamedType(type);
    }
    return false;
}

static memglass_kind builtin_kind(enum CXTypeKind kind)
{
    switch (kind) {
    case CXType_Bool:
        return MEMGLASS_KIND_BOOL;
    case CXType_Char_U:
    case CXType_Char_S:
    case CXType_Char16:
    case CXType_Char32:
    case CXType_WChar:
        return MEMGLASS_KIND_CHAR;
    case CXType_UChar:
    case CXType_UShort:
    case CXType_UInt:
    case CXType_ULong:
    case CXType_ULongLong:
    case CXType_UInt128:
        return MEMGLASS_KIND_UINT;
    case CXType_SChar:
    case CXType_Short:
    case CXType_Int:
    case CXType_Long:
    case CXType_LongLong:
    case CXType_Int128:
        return MEMGLASS_KIND_INT;
    case CXType_Float:
    case CXType_Double:
    case CXType_LongDouble:
        return MEMGLASS_KIND_FLOAT;
    case CXType_Pointer:
    case CXType_BlockPointer:
    case CXType_NullPtr:
        return MEMGLASS_KIND_POINTER;
    default:
        return MEMGLASS_KIND_BYTES;
    }
}

static bool is_signed(CXType type)
{
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return builtin_kind(kind) == MEMGLASS_KIND_INT || kind == CXType_Char_S || kind == CXType_WChar;
}

static void set_builtin(struct parser *parser, struct model_field *field, CXType type)
{
    memglass_kind kind = builtin_kind(clang_getCanonicalType(type).kind);
    bool integer = kind == MEMGLASS_KIND_INT || kind == MEMGLASS_KIND_UINT;
    if ((integer || kind == MEMGLASS_KIND_BYTES) && is_wide_char(parser, type))
        kind = MEMGLASS_KIND_CHAR;
    if (kind == MEMGLASS_KIND_CHAR && is_signed(type))
        field->d.flags |= MEMGLASS_FIELD_SIGNED;
    field->d.kind = kind;
}

/* ---- enums ------------------------------------------------------------------------------------*/

struct enum_walk {
    struct parser *parser;
    memglass_enumerator *items;
    uint32_t count;
    bool is_signed;
    bool bits; /* __attribute__((flag_enum)) */
};

static enum CXChildVisitResult visit_enumerator(CXCursor child, CXCursor parent, CXClientData data)
{
    struct enum_walk *walk = data;
    (void)parent;
    walk->bits |= clang_getCursorKind(child) == CXCursor_FlagEnum;
    if (clang_getCursorKind(child) != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    memglass_enumerator item = {parse_text(walk->parser, clang_getCursorSpelling(child)), 0};
    item.value = walk->is_signed ? clang_getEnumConstantDeclValue(child)
                                 : (int64_t)clang_getEnumConstantDeclUnsignedValue(child);
    walk->items = pool_grow(walk->parser->pool, walk->items, walk->count, sizeof item);
    walk->items[walk->count++] = item;
    return CXChildVisit_Continue;
}

static void set_enum(struct parser *parser, struct model_field *field, CXType type)
{
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(type));
    CXType underlying = clang_getEnumDeclIntegerType(declaration);
    struct enum_walk walk = {.parser = parser, .is_signed = is_signed(underlying)};
    clang_visitChildren(declaration, visit_enumerator, &walk);
    if (walk.count == 0) {
        set_builtin(parser, field, underlying);
        return;
    }
    field->d.kind = MEMGLASS_KIND_ENUM;
    field->d.enumerators = walk.items;
    field->d.enumerator_count = walk.count;
    field->d.flags |= walk.bits ? MEMGLASS_FIELD_BITS : 0;
    field->d.flags |= walk.is_signed ? MEMGLASS_FIELD_SIGNED : 0;
}

/* ---- records ----------------------------------------------------------------------------------*/

static enum CXChildVisitResult visit_dependent_base(CXCursor child, CXCursor parent,
                                                    CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(child) != CXCursor_CXXBaseSpecifier ||
        clang_Type_getSizeOf(clang_getCursorType(child)) >= 0)
        return CXChildVisit_Continue;
    *(bool *)data = true;
    return CXChildVisit_Break;
}

static bool has_hidden_bases(CXType record)
{
    bool found = false;
    clang_visitChildren(parse_members_cursor(record), visit_dependent_base, &found);
    return found;
}

/* The bases of a template's instance cannot be seen: shown as bytes, if it is plain bytes. */
static const char *set_opaque(struct parser *parser, struct model_type *type,
                              struct model_field *field, CXType record)
{
    if (parser->lenient)
        return "the base classes of its template cannot be read";
    field->d.kind = MEMGLASS_KIND_BYTES;
    type->standard_layout = false;
    struct probe probe = {.type = type, .place = field->place, .field_name = field->d.name};
    probe.expression =
        pool_format(parser->pool, "__is_trivially_copyable(%s)", parse_spelling(parser, record));
    parse_probe_add(parser, probe);
    return NULL;
}

/* NULL, or why not; "" when that has been said already. */
static const char *set_record(struct parser *parser, struct model_type *type,
                              struct model_field *field, const struct shape *shape, bool reachable)
{
    CXType record = clang_getCanonicalType(shape->type);
    const char *refusal = parse_refusal(parser, record);
    if (refusal)
        return refusal;
    enum std_kind std = parser->request->cxx ? parse_std_kind(parser, record) : STD_NONE;
    if (parser->request->cxx && std == STD_NONE && has_hidden_bases(record))
        return set_opaque(parser, type, field, record);
    struct unnamed unnamed = {type, field->d.name, shape->rank, shape->guarded, reachable};
    struct place asked = parser->asked;
    if (std != STD_NONE && !asked.file)
        parser->asked = field->place;
    const struct model_type *nested = parse_record(parser, record, &unnamed);
    parser->asked = asked;
    if (!nested)
        return "";
    field->type = nested;
    field->d.kind = nested->d.is_union ? MEMGLASS_KIND_UNION : MEMGLASS_KIND_STRUCT;
    type->standard_layout &= nested->standard_layout;
    return NULL;
}

/* ---- the field --------------------------------------------------------------------------------*/

/* "struct (unnamed struct at game.h:3:5) *" -> "struct *": where it stands is nobody's business. */
static const char *without_places(struct parser *parser, const char *name)
{
    char *copy = pool_copy(parser->pool, name);
    for (char *at = strchr(copy, '('); at; at = strchr(at + 1, '(')) {
        char *end = strchr(at, ')');
        bool unnamed = strncmp(at, "(unnamed ", 9) == 0 || strncmp(at, "(anonymous ", 11) == 0;
        if (!unnamed || !end)
            continue;
        at -= at > copy && at[-1] == ' ';
        memmove(at, end + 1, strlen(end + 1) + 1);
        at -= at > copy;
    }
    return *copy ? copy : "struct";
}

static void set_type_name(struct parser *parser, struct model_field *field, CXType type)
{
    const char *name = parse_spelling(parser, type);
    field->d.type_name = parse_is_unnamed(name) ? without_places(parser, name) : name;
}

/* What is to become a field; the declaration is null where the library's own is not to be seen. */
struct member {
    CXCursor declaration;
    struct place place;
    const char *name;
    uint64_t bits, bytes;
    bool reachable;
};

static void set_layout(struct model_field *field, const struct shape *shape,
                       const struct member *member)
{
    uint64_t bits = member->bits;
    bool bit_field = clang_Cursor_isBitField(member->declaration) != 0;
    field->d.bit_offset = bits + shape->value_bits;
    field->member_offset = bits / 8;
    field->member_bytes = member->bytes;
    field->d.dims = shape->dims;
    field->d.rank = shape->rank;
    field->d.stride_bytes = shape->rank ? shape->stride : 0;
    if (bit_field)
        field->d.bit_size = (uint64_t)clang_getFieldDeclBitWidth(member->declaration);
    else if (shape->string_bytes)
        field->d.bit_size = shape->string_bytes * 8;
    else
        field->d.bit_size = (uint64_t)clang_Type_getSizeOf(shape->type) * 8;
    field->d.flags |= bit_field ? MEMGLASS_FIELD_BITFIELD : 0;
    field->d.flags |= shape->atomic ? MEMGLASS_FIELD_ATOMIC : 0;
    if (shape->guarded) {
        field->d.flags |= MEMGLASS_FIELD_GUARDED;
        field->d.guard_offset = bits / 8;
    }
}

static const char *set_kind(struct parser *parser, struct model_type *type,
                            struct model_field *field, const struct shape *shape, bool reachable)
{
    enum CXTypeKind kind = clang_getCanonicalType(shape->type).kind;
    if (shape->string_bytes)
        field->d.kind = MEMGLASS_KIND_STRING;
    else if (kind == CXType_Enum)
        set_enum(parser, field, shape->type);
    else if (kind == CXType_Record)
        return set_record(parser, type, field, shape, reachable);
    else
        set_builtin(parser, field, shape->type);
    return NULL;
}

/* The C library names some of its members otherwise in C++, or under another standard. */
static bool is_inner_name(CXCursor declaration, const char *name)
{
    return strncmp(name, "__", 2) == 0 &&
           clang_Location_isInSystemHeader(clang_getCursorLocation(declaration));
}

/* No assert names what a compiler warns of when it is named. */
static void annotate(struct parser *parser, struct model_field *field, const struct shape *shape,
                     const struct member *member)
{
    CXCursor declaration = member->declaration;
    if (shape->unit)
        field->d.unit = shape->unit;
    if (clang_Cursor_isNull(declaration))
        return;
    field->assert_offset = member->reachable && !(field->d.flags & MEMGLASS_FIELD_BITFIELD) &&
                           !parse_is_macro(parser, declaration, field->d.name) &&
                           !is_inner_name(declaration, field->d.name) &&
                           clang_getCursorAvailability(declaration) == CXAvailability_Available;
    parse_annotate_field(parser, declaration, field);
}

static enum field_result add(struct parser *parser, struct model_type *type,
                             const struct member *member, const struct shape *shape)
{
    struct model_field *field = model_add_field(parser->model, type);
    field->place = member->place;
    field->d.name = member->name;
    const char *refusal = shape->refusal;
    if (!refusal)
        refusal = set_kind(parser, type, field, shape, member->reachable);
    if (refusal) {
        if (*refusal)
            parse_refuse(parser, field->place, "field '%s' of '%s' cannot be observed: %s",
                         field->d.name, type->d.name, refusal);
        return FIELD_REFUSED;
    }
    set_layout(field, shape, member);
    set_type_name(parser, field, shape->type);
    annotate(parser, field, shape, member);
    return FIELD_ADDED;
}

static void note_nothing(struct parser *parser, const struct model_type *type,
                         const struct member *member, const struct shape *shape)
{
    if (shape->tail)
        diag_report(parser->diag, SEVERITY_NOTE, member->place,
                    "'%s' has no length: it is left out of '%s', whose fixed part is described",
                    member->name, type->d.name);
    else
        diag_report(parser->diag, SEVERITY_NOTE, member->place,
                    "'%s' has no size of its own and is left out of '%s'", member->name,
                    type->d.name);
}

enum field_result parse_field(struct parser *parser, struct model_type *type, CXCursor declaration,
                              uint64_t base_bits, bool reachable)
{
    struct shape shape = {.type = clang_getCursorType(declaration)};
    struct member member = {.declaration = declaration, .reachable = reachable};
    member.place = parse_place(parser, clang_getCursorLocation(declaration));
    member.name = parse_text(parser, clang_getCursorSpelling(declaration));
    member.bytes = (uint64_t)clang_Type_getSizeOf(shape.type);
    shape_peel(parser, &shape);
    if (!shape.nothing) {
        member.bits = base_bits + (uint64_t)clang_Cursor_getOffsetOfField(declaration);
        return add(parser, type, &member, &shape);
    }
    if (!parser->lenient)
        note_nothing(parser, type, &member, &shape);
    return FIELD_SKIPPED;
}

enum field_result parse_value(struct parser *parser, struct model_type *type, const char *name,
                              CXType of)
{
    struct shape shape = {.type = of};
    struct member member = {.declaration = clang_getNullCursor(), .name = name};
    member.place = type->place;
    member.bytes = (uint64_t)clang_Type_getSizeOf(of);
    shape_peel(parser, &shape);
    return shape.nothing ? FIELD_SKIPPED : add(parser, type, &member, &shape);
}
