/* The standard library's classes that hold a value, read as what they are from outside. Layer: gen.
 */
#include "parse_clang.h"

#include <stdlib.h>
#include <string.h>

static bool is_named(struct parser *parser, CXCursor declaration, const char *name)
{
    return strcmp(parse_text(parser, clang_getCursorSpelling(declaration)), name) == 0;
}

enum std_kind parse_std_kind(struct parser *parser, CXType record)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    if (clang_Type_getNumTemplateArguments(record) <= 0)
        return STD_NONE;
    if (parse_is_std(parser, declaration, "pair"))
        return STD_PAIR;
    return parse_is_std(parser, declaration, "optional") ? STD_OPTIONAL : STD_NONE;
}

/* In every library the value comes first; where the flag is, the compiler is asked. */
bool parse_optional(struct parser *parser, struct model_type *type, CXType record)
{
    CXType value = clang_Type_getTemplateArgumentAsType(record, 0);
    type->standard_layout = false;
    type->fixed_order = true;
    if (parse_value(parser, type, "value", value) == FIELD_REFUSED)
        return false;
    struct probe probe = {.type = type, .place = type->place, .field_count = 1};
    probe.first_field = type->d.field_count;
    probe.expression =
        pool_format(parser->pool, "(unsigned long long)(MEMGLASS_ENGAGED((%s *)65536)) - 65536",
                    parse_spelling(parser, record));
    struct model_field *flag = model_add_field(parser->model, type);
    flag->place = type->place;
    flag->d.name = "has_value";
    flag->d.type_name = "bool";
    flag->d.kind = MEMGLASS_KIND_BOOL;
    flag->d.bit_size = 8;
    flag->member_bytes = 1;
    parse_probe_add(parser, probe);
    return true;
}

/* ---- std::chrono ------------------------------------------------------------------------------*/

static bool is_chrono(struct parser *parser, CXCursor declaration, const char *name)
{
    if (!is_named(parser, declaration, name))
        return false;
    CXCursor parent = clang_getCursorSemanticParent(declaration);
    while (clang_getCursorKind(parent) == CXCursor_Namespace &&
           clang_Cursor_isInlineNamespace(parent))
        parent = clang_getCursorSemanticParent(parent);
    return clang_getCursorKind(parent) == CXCursor_Namespace &&
           parse_is_std(parser, parent, "chrono");
}

/* "std::ratio<1, 1000>" */
static const char *unit_of(const char *ratio)
{
    static const struct {
        long long per, of;
        const char *unit;
    } units[] = {
        {1, 1, "s"},    {1, 1000, "ms"}, {1, 1000000, "us"}, {1, 1000000000, "ns"},
        {60, 1, "min"}, {3600, 1, "h"},  {86400, 1, "d"},
    };
    const char *at = strchr(ratio, '<');
    char *end;
    if (!at)
        return NULL;
    long long per = strtoll(at + 1, &end, 10), of = *end == ',' ? strtoll(end + 1, NULL, 10) : 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].per == per && units[i].of == of)
            return units[i].unit;
    return NULL;
}

bool parse_std_time(struct parser *parser, CXType record, CXType *count, const char **unit)
{
    CXCursor declaration = clang_getTypeDeclaration(record);
    if (is_chrono(parser, declaration, "time_point")) {
        *count = clang_Type_getTemplateArgumentAsType(record, 1);
        return count->kind != CXType_Invalid;
    }
    if (!is_chrono(parser, declaration, "duration"))
        return false;
    CXType ratio = clang_getCanonicalType(clang_Type_getTemplateArgumentAsType(record, 1));
    CXType value = clang_Type_getTemplateArgumentAsType(record, 0);
    if (value.kind == CXType_Invalid)
        return false;
    *unit = unit_of(parse_spelling(parser, ratio));
    *count = value;
    return true;
}
