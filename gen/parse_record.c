/* From a struct, union or class to a type of the model: bases, members, anonymous members. Layer:
 * gen. */
#include "parse_clang.h"
#include "paths.h"

#include <stdarg.h>
#include <string.h>

/* One record whose members become fields of `type`. */
struct member_walk {
    struct parser *parser;
    struct model_type *type;
    uint64_t base_bits; /* where the record lies in the type */
    bool reachable;     /* its members can be named from outside */
    bool refused;
    bool inner; /* a base class or an anonymous member, not the type itself */
    bool saw_public, saw_other;
};

static bool add_members(struct member_walk *walk, CXType record);

void parse_refuse(struct parser *parser, struct place place, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (parser->asked.file)
        place = parser->asked;
    if (parser->lenient && !parser->insist)
        diag_report(parser->diag, SEVERITY_WARNING, place, "%s; left out", text);
    else
        diag_error(parser->diag, place, "%s", text);
}

/* ---- what a class must not have ---------------------------------------------------------------*/

struct refusal_search {
    struct parser *parser;
    const char *class_name; /* without template arguments */
    const char *reason;
};

static enum CXChildVisitResult visit_own_member(CXCursor child, CXCursor parent, CXClientData data)
{
    enum CXCursorKind kind = clang_getCursorKind(child);
    (void)parent;
    if (!clang_isDeclaration(kind) && kind != CXCursor_CXXBaseSpecifier)
        return CXChildVisit_Continue;
    *(bool *)data = true;
    return CXChildVisit_Break;
}

/* `template <> struct x<int> : base { ... }` has a body of its own, unlike an instance of x. */
static bool has_own_body(CXCursor declaration)
{
    bool found = false;
    clang_visitChildren(declaration, visit_own_member, &found);
    return found;
}

CXCursor parse_members_cursor(CXType record)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    CXCursor pattern = clang_getSpecializedCursorTemplate(declaration);
    if (clang_Cursor_isNull(pattern) || has_own_body(declaration))
        return declaration;
    CXCursor definition = clang_getCursorDefinition(pattern);
    return clang_Cursor_isNull(definition) ? pattern : definition;
}

static bool is_own(CXCursor function)
{
    return !clang_CXXMethod_isDefaulted(function) &&
           clang_getCursorAvailability(function) != CXAvailability_NotAvailable;
}

/* operator= that takes the class itself: others convert. */
static bool is_assignment(struct refusal_search *search, CXCursor method)
{
    const char *name = parse_text(search->parser, clang_getCursorSpelling(method));
    if (strcmp(name, "operator=") != 0 || clang_Cursor_getNumArguments(method) != 1)
        return false;
    CXType argument = clang_getCursorType(clang_Cursor_getArgument(method, 0));
    CXType value = clang_getPointeeType(argument);
    const char *type =
        parse_spelling(search->parser, value.kind == CXType_Invalid ? argument : value);
    size_t length = strlen(search->class_name);
    for (const char *at = strstr(type, search->class_name); at;
         at = strstr(at + 1, search->class_name))
        if ((at == type || at[-1] == ' ' || at[-1] == ':') &&
            (at[length] == '\0' || at[length] == '<'))
            return true;
    return false;
}

static const char *method_refusal(struct refusal_search *search, CXCursor child)
{
    switch (clang_getCursorKind(child)) {
    case CXCursor_CXXBaseSpecifier:
        return clang_isVirtualBase(child) ? "it has a virtual base class" : NULL;
    case CXCursor_Destructor:
        if (clang_CXXMethod_isVirtual(child))
            return "it has virtual functions";
        return is_own(child) ? "it is not trivially copyable: it has a destructor" : NULL;
    case CXCursor_Constructor:
        if (!clang_CXXConstructor_isCopyConstructor(child) &&
            !clang_CXXConstructor_isMoveConstructor(child))
            return NULL;
        return is_own(child) ? "it is not trivially copyable: it has a copy or move constructor"
                             : NULL;
    case CXCursor_CXXMethod:
        if (clang_CXXMethod_isVirtual(child))
            return "it has virtual functions";
        return is_assignment(search, child) && is_own(child)
                   ? "it is not trivially copyable: it has an assignment operator"
                   : NULL;
    default:
        return NULL;
    }
}

static enum CXChildVisitResult visit_refusal(CXCursor child, CXCursor parent, CXClientData data)
{
    struct refusal_search *search = data;
    (void)parent;
    search->reason = method_refusal(search, child);
    return search->reason ? CXChildVisit_Break : CXChildVisit_Continue;
}

const char *parse_refusal(struct parser *parser, CXType record)
{
    struct refusal_search search = {.parser = parser};
    if (clang_Type_getSizeOf(record) < 0)
        return "it is incomplete";
    if (clang_Type_getSizeOf(record) == 0)
        return "it is empty";
    if (!parser->request->cxx || parse_std_kind(parser, record) != STD_NONE)
        return NULL;
    CXCursor declaration = clang_getTypeDeclaration(record);
    search.class_name = parse_text(parser, clang_getCursorSpelling(declaration));
    clang_visitChildren(parse_members_cursor(record), visit_refusal, &search);
    return search.reason;
}

/* ---- members ----------------------------------------------------------------------------------*/

static uint64_t own_bits(CXCursor member)
{
    long long bits = clang_Cursor_getOffsetOfField(member);
    return bits < 0 ? 0 : (uint64_t)bits;
}

static enum CXChildVisitResult visit_aligned(CXCursor child, CXCursor parent, CXClientData data)
{
    (void)parent;
    *(bool *)data |= clang_getCursorKind(child) == CXCursor_AlignedAttr;
    return CXChildVisit_Continue;
}

/* A bit-field belongs to the run that the one before it began. */
static void add_bits(struct member_walk *walk, CXCursor member, struct model_part *part,
                     const char *name)
{
    struct pool *pool = walk->parser->pool;
    uint64_t begin = own_bits(member), bits = (uint64_t)clang_getFieldDeclBitWidth(member);
    if (!part) {
        part = model_add_part(walk->parser->model, walk->type);
        part->begin_bits = begin / 8 * 8;
        part->name = "";
    }
    part->bits = begin + bits - part->begin_bits;
    part->size = (part->bits + 7) / 8;
    if (*name)
        part->name = *part->name ? pool_format(pool, "%s %s", part->name, name) : name;
    uint64_t align = (uint64_t)clang_Type_getAlignOf(clang_getCursorType(member));
    part->align = align > part->align ? align : part->align;
}

/* Members of the type itself, as they would move. */
static void add_part(struct member_walk *walk, CXCursor member, const char *name)
{
    struct model_type *type = walk->type;
    CXType of = clang_getCursorType(member);
    struct model_part *last = type->part_count ? &type->parts[type->part_count - 1] : NULL;
    clang_visitChildren(member, visit_aligned, &type->fixed_order);
    if (clang_Cursor_isBitField(member)) {
        add_bits(walk, member, last && last->bits ? last : NULL, name);
        return;
    }
    long long size = clang_Type_getSizeOf(of), align = clang_Type_getAlignOf(of);
    struct model_part *part = model_add_part(walk->parser->model, type);
    part->name = *name ? name : "(anonymous)";
    part->size = size > 0 ? (uint64_t)size : 0;
    part->align = align > 0 ? (uint64_t)align : 1;
}

static enum CXVisitorResult visit_member(CXCursor member, CXClientData data)
{
    struct member_walk *walk = data;
    const char *name = parse_text(walk->parser, clang_getCursorSpelling(member));
    bool named = *name != '\0';
    enum CX_CXXAccessSpecifier access = clang_getCXXAccessSpecifier(member);
    bool is_public = access != CX_CXXPrivate && access != CX_CXXProtected;
    if (is_public)
        walk->saw_public = true;
    else
        walk->saw_other = true;
    if (!walk->inner)
        add_part(walk, member, name);
    if (named) {
        enum field_result result = parse_field(walk->parser, walk->type, member, walk->base_bits,
                                               walk->reachable && is_public);
        walk->refused |= result == FIELD_REFUSED;
    } else if (!clang_Cursor_isBitField(member)) {
        struct member_walk inner = *walk;
        inner.base_bits += own_bits(member);
        inner.inner = true;
        inner.reachable = walk->reachable && is_public;
        walk->refused |= !add_members(&inner, clang_getCanonicalType(clang_getCursorType(member)));
    }
    return CXVisit_Continue;
}

static bool add_members(struct member_walk *walk, CXType record)
{
    clang_Type_visitFields(record, visit_member, walk);
    return !walk->refused;
}

/* ---- base classes -----------------------------------------------------------------------------*/

static const char *base_expression(struct parser *parser, const char *derived, CXType base)
{
    return pool_format(parser->pool, "(unsigned long long)(%s *)(%s *)65536 - 65536",
                       parse_spelling(parser, base), derived);
}

static bool add_bases(struct member_walk *walk, CXType record, const char *spelling);

static bool add_base(struct member_walk *walk, CXCursor specifier, const char *derived)
{
    struct parser *parser = walk->parser;
    CXType base = clang_getCanonicalType(clang_getCursorType(specifier));
    struct place place = parse_place(parser, clang_getCursorLocation(specifier));
    const char *name = parse_spelling(parser, base), *refusal = parse_refusal(parser, base);
    if (refusal) {
        parse_refuse(parser, place, "'%s' cannot be observed because of its base class '%s': %s",
                     walk->type->d.name, name, refusal);
        return false;
    }
    struct member_walk inner = *walk;
    inner.reachable = false;
    inner.inner = walk->type->fixed_order = true;
    uint32_t first = walk->type->d.field_count;
    if (!add_bases(&inner, base, name) || !add_members(&inner, base))
        return false;
    walk->type->standard_layout = false;
    struct probe probe = {.type = walk->type, .place = place, .first_field = first};
    probe.field_count = walk->type->d.field_count - first;
    probe.expression = base_expression(parser, derived, base);
    if (probe.field_count > 0)
        parse_probe_add(parser, probe);
    return true;
}

struct base_walk {
    struct member_walk *members;
    const char *derived;
};

static enum CXChildVisitResult visit_base(CXCursor child, CXCursor parent, CXClientData data)
{
    struct base_walk *walk = data;
    (void)parent;
    if (clang_getCursorKind(child) != CXCursor_CXXBaseSpecifier)
        return CXChildVisit_Continue;
    walk->members->refused |= !add_base(walk->members, child, walk->derived);
    return CXChildVisit_Continue;
}

static bool add_bases(struct member_walk *walk, CXType record, const char *spelling)
{
    struct base_walk bases = {walk, spelling};
    if (walk->parser->request->cxx)
        clang_visitChildren(parse_members_cursor(record), visit_base, &bases);
    return !walk->refused;
}

/* A member may hide one of a base class, but field names are unique: the hidden one gets a number.
 */
static void rename_hidden(struct parser *parser, struct model_type *type)
{
    struct map names = {.pool = parser->pool};
    for (uint32_t i = type->d.field_count; i-- > 0;) {
        const char *name = type->fields[i].d.name;
        for (unsigned n = 2; map_find(&names, name); n++)
            name = pool_format(parser->pool, "%s_%u", type->fields[i].d.name, n);
        type->fields[i].d.name = name;
        map_put(&names, name, &type->fields[i]);
    }
}

/* ---- the record -------------------------------------------------------------------------------*/

static bool add_fields(struct parser *parser, struct model_type *type, CXType record)
{
    struct member_walk walk = {.parser = parser, .type = type, .reachable = type->reachable};
    enum std_kind std = parser->request->cxx ? parse_std_kind(parser, record) : STD_NONE;
    if (std == STD_OPTIONAL)
        return parse_optional(parser, type, record);
    if (std == STD_PAIR) /* its base is empty, where there is one */
        return add_members(&walk, record);
    bool bases = add_bases(&walk, record, type->d.spelling);
    if (!add_members(&walk, record) || !bases)
        return false;
    if (walk.saw_public && walk.saw_other)
        type->standard_layout = false;
    if (!type->standard_layout && parser->request->cxx) {
        for (uint32_t i = 0; i < type->d.field_count; i++)
            type->fields[i].assert_offset = false;
        rename_hidden(parser, type);
    }
    return true;
}

static bool is_same(struct parser *parser, const struct model_type *type, struct place place)
{
    bool same_file = strcmp(type->place.file, place.file) == 0 ||
                     path_is_same_file(type->place.file, place.file); /* "a.h", "./a.h" */
    if (type->place.line == place.line && same_file)
        return true;
    diag_error(parser->diag, place, "another '%s' is defined at %s:%u: give them different names",
               type->d.name, type->place.file, type->place.line);
    return false;
}

static bool fill(struct parser *parser, struct model_type *type, CXType record,
                 const struct unnamed *unnamed)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    if (!parse_name_type(parser, type, record, unnamed))
        return false;
    type->d.size = (uint64_t)clang_Type_getSizeOf(record);
    type->d.align = (uint64_t)clang_Type_getAlignOf(record);
    type->d.is_union = clang_getCursorKind(declaration) == CXCursor_UnionDecl;
    type->d.file = type->place.file;
    type->d.line = type->place.line;
    if (parser->request->cxx && parse_std_kind(parser, record) != STD_NONE) {
        type->d.file = "std"; /* which line of which file is the library's business */
        type->d.line = 0;
    }
    type->standard_layout = true;
    parse_annotate_type(parser, declaration, type);
    return add_fields(parser, type, record);
}

struct model_type *parse_record(struct parser *parser, CXType record, const struct unnamed *unnamed)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    const char *usr = parse_text(parser, clang_getCursorUSR(declaration));
    struct place place = parse_place(parser, clang_getCursorLocation(declaration));
    struct model_type *type = model_find(parser->model, usr);
    if (type)
        return !type->refused && is_same(parser, type, place) ? type : NULL;
    type = model_begin_type(parser->model, usr, place);
    type->refused = !fill(parser, type, record, unnamed);
    if (type->refused)
        return NULL;
    model_add_type(parser->model, type);
    return type;
}
