/* Reads records out of an object file's debugging information. Layer: tests. */
#include "dwarf.h"

#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- attributes -------------------------------------------------------------------------------*/

static bool number(Dwarf_Die *die, unsigned attribute, uint64_t *value)
{
    Dwarf_Attribute found;
    Dwarf_Word word;
    if (!dwarf_attr_integrate(die, attribute, &found) || dwarf_formudata(&found, &word) != 0)
        return false;
    *value = word;
    return true;
}

static bool flag(Dwarf_Die *die, unsigned attribute)
{
    Dwarf_Attribute found;
    bool set = false;
    return dwarf_attr_integrate(die, attribute, &found) && dwarf_formflag(&found, &set) == 0 && set;
}

static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute found;
    return dwarf_attr_integrate(die, DW_AT_type, &found) && dwarf_formref_die(&found, type);
}

static const char *name_of(Dwarf_Die *die)
{
    const char *name = dwarf_diename(die);
    return name ? name : "";
}

static bool is_record(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}

/* Through typedefs and qualifiers. */
static bool step(Dwarf_Die *type)
{
    switch (dwarf_tag(type)) {
    case DW_TAG_typedef:
    case DW_TAG_const_type:
    case DW_TAG_volatile_type:
    case DW_TAG_restrict_type:
    case DW_TAG_atomic_type:
        return type_of(type, type);
    default:
        return false;
    }
}

static Dwarf_Die plain(Dwarf_Die type)
{
    while (step(&type))
        continue;
    return type;
}

static uint64_t size_of(Dwarf_Die *type)
{
    Dwarf_Word size;
    Dwarf_Die target;
    if (dwarf_tag(type) == DW_TAG_ptr_to_member_type) {
        bool function = type_of(type, &target) && dwarf_tag(&target) == DW_TAG_subroutine_type;
        return (function ? 2 : 1) * sizeof(void *);
    }
    if (dwarf_tag(type) == DW_TAG_unspecified_type) /* decltype(nullptr) */
        return sizeof(void *);
    return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

static bool first_child(Dwarf_Die *die, int tag, Dwarf_Die *child)
{
    if (dwarf_child(die, child) != 0)
        return false;
    while (dwarf_tag(child) != tag)
        if (dwarf_siblingof(child, child) != 0)
            return false;
    return true;
}

/* ---- one element ------------------------------------------------------------------------------*/

static bool is_plain_char(Dwarf_Die type)
{
    type = plain(type);
    return dwarf_tag(&type) == DW_TAG_base_type && strcmp(name_of(&type), "char") == 0;
}

static bool add_dimension(struct member *member, uint64_t count)
{
    if (member->rank == MEMBER_DIMS)
        member->skipped = "more dimensions than this test holds";
    else
        member->dims[member->rank++] = count;
    return !member->skipped;
}

/* The last dimension of an array of char is the length of a text. */
static bool take_array(struct member *member, Dwarf_Die *type)
{
    Dwarf_Die array = *type, range, element;
    bool more = first_child(&array, DW_TAG_subrange_type, &range) && type_of(&array, &element);
    while (more) {
        uint64_t count = 0, upper;
        if (!number(&range, DW_AT_count, &count) && number(&range, DW_AT_upper_bound, &upper))
            count = upper + 1;
        more = dwarf_siblingof(&range, &range) == 0;
        if (count == 0) {
            member->skipped = "an array without elements";
            return false;
        }
        if (!more && is_plain_char(element)) {
            member->kind = "string";
            member->bit_size = count * 8;
            return false;
        }
        if (!add_dimension(member, count))
            return false;
    }
    *type = element;
    return true;
}

static bool is_named(Dwarf_Die *die, const char *start)
{
    return strncmp(name_of(die), start, strlen(start)) == 0;
}

/* MEMGLASS_GUARDED: { memglass_guard guard; T value; } */
static bool take_guarded(struct member *member, Dwarf_Die *type)
{
    Dwarf_Die guard, value, guard_type;
    uint64_t bytes = 0;
    if (!first_child(type, DW_TAG_member, &guard) || dwarf_siblingof(&guard, &value) != 0 ||
        !type_of(&guard, &guard_type) || !is_named(&guard_type, "memglass_guard") ||
        strcmp(name_of(&value), "value") != 0)
        return false;
    number(&value, DW_AT_data_member_location, &bytes);
    member->bit_offset += bytes * 8;
    return type_of(&value, type);
}

static bool take_std_array(struct member *member, Dwarf_Die *type)
{
    Dwarf_Die elements, array;
    if (first_child(type, DW_TAG_member, &elements) && type_of(&elements, &array)) {
        array = plain(array);
        if (dwarf_tag(&array) == DW_TAG_array_type) {
            *type = array;
            return true;
        }
    }
    member->skipped = "an array without elements";
    return false;
}

/* Takes one layer off a record: false when there is none. */
static bool take_record(struct member *member, Dwarf_Die *type)
{
    Dwarf_Die argument;
    if (size_of(type) == 0) {
        member->skipped = "an empty struct";
        return false;
    }
    if (is_named(type, "array<"))
        return take_std_array(member, type);
    if (is_named(type, "duration<") || is_named(type, "time_point<"))
        return first_child(type, DW_TAG_member, &argument) && type_of(&argument, type);
    if (is_named(type, "atomic<") && first_child(type, DW_TAG_template_type_parameter, &argument))
        return type_of(&argument, type);
    return take_guarded(member, type);
}

static bool is_wide_name(Dwarf_Die *type)
{
    static const char *const names[] = {"wchar_t", "char8_t", "char16_t", "char32_t"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name_of(type), names[i]) == 0)
            return true;
    return false;
}

static const char *base_kind(Dwarf_Die *type, bool wide)
{
    uint64_t encoding = 0;
    number(type, DW_AT_encoding, &encoding);
    bool is_char = wide || is_wide_name(type) || strcmp(name_of(type), "char") == 0;
    bool is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
    switch (encoding) {
    case DW_ATE_boolean:
        return "bool";
    case DW_ATE_float:
        return "float";
    case DW_ATE_signed:
    case DW_ATE_signed_char:
    case DW_ATE_unsigned:
    case DW_ATE_unsigned_char:
    case DW_ATE_UTF:
        return is_char ? "char" : is_signed ? "int" : "uint";
    default:
        return "bytes";
    }
}

static bool is_complex(Dwarf_Die *type)
{
    uint64_t encoding = 0;
    number(type, DW_AT_encoding, &encoding);
    return encoding == DW_ATE_complex_float;
}

static const char *enum_kind(Dwarf_Die *type)
{
    Dwarf_Die underlying, enumerator;
    bool known = type_of(type, &underlying);
    if (known)
        underlying = plain(underlying);
    const char *kind = known ? base_kind(&underlying, false) : "uint";
    return first_child(type, DW_TAG_enumerator, &enumerator) ? "enum" : kind;
}

static const char *kind_of(Dwarf_Die *type, bool wide)
{
    Dwarf_Die child;
    switch (dwarf_tag(type)) {
    case DW_TAG_base_type:
        return base_kind(type, wide);
    case DW_TAG_enumeration_type:
        return enum_kind(type);
    case DW_TAG_pointer_type:
    case DW_TAG_unspecified_type:
        return "pointer";
    case DW_TAG_union_type:
        return "union";
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
        /* gcc's pointer to a member function */
        return first_child(type, DW_TAG_member, &child) && is_named(&child, "__pfn") ? "bytes"
                                                                                     : "struct";
    default:
        return "bytes";
    }
}

static void read_type(struct member *member, Dwarf_Die type)
{
    bool wide = false;
    for (bool more = true; more;) {
        wide |= dwarf_tag(&type) == DW_TAG_typedef && is_wide_name(&type);
        if (step(&type))
            continue;
        more = dwarf_tag(&type) == DW_TAG_array_type
                   ? take_array(member, &type)
                   : is_record(&type) && take_record(member, &type);
    }
    member->type = type;
    if (member->skipped || member->kind)
        return;
    member->bit_size = size_of(&type) * 8;
    if (dwarf_tag(&type) == DW_TAG_base_type && is_complex(&type)) {
        member->bit_size /= 2;
        member->dims[member->rank++] = 2;
        member->kind = "float";
        return;
    }
    member->kind = kind_of(&type, wide);
}

/* ---- members ----------------------------------------------------------------------------------*/

/* Since DWARF 4 counted from the record's start; before, from the storage unit's most significant
 * bit. */
static void read_bit_field(struct member *member, Dwarf_Die *die, uint64_t start)
{
    uint64_t offset, bytes = 0, unit = 0;
    Dwarf_Die type;
    number(die, DW_AT_bit_size, &member->bit_size);
    if (number(die, DW_AT_data_bit_offset, &offset)) {
        member->bit_offset = start + offset;
        return;
    }
    number(die, DW_AT_data_member_location, &bytes);
    member->bit_offset = start + bytes * 8;
    if (!number(die, DW_AT_bit_offset, &offset))
        return;
    if (!number(die, DW_AT_byte_size, &unit) && type_of(die, &type)) {
        type = plain(type);
        unit = size_of(&type);
    }
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    member->bit_offset += little ? unit * 8 - offset - member->bit_size : offset;
}

static struct member *add_member(struct members *members)
{
    members->items = realloc(members->items, (members->count + 1) * sizeof *members->items);
    if (!members->items)
        abort();
    struct member *member = &members->items[members->count++];
    memset(member, 0, sizeof *member);
    return member;
}

static void add_record(struct members *members, Dwarf_Die *record, uint64_t start);

static void add_field(struct members *members, Dwarf_Die *die, uint64_t start)
{
    uint64_t bytes = 0, bits;
    Dwarf_Die type, inner;
    if (flag(die, DW_AT_external) || !type_of(die, &type)) /* a static member */
        return;
    number(die, DW_AT_data_member_location, &bytes);
    inner = plain(type);
    bool named = *name_of(die) != '\0';
    if (!named && is_record(&inner)) {
        add_record(members, &inner, start + bytes * 8);
    } else if (named) {
        struct member *member = add_member(members);
        member->name = strdup(name_of(die));
        member->bit_offset = start + bytes * 8;
        read_type(member, type);
        if (number(die, DW_AT_bit_size, &bits))
            read_bit_field(member, die, start);
    }
}

static void add_base(struct members *members, Dwarf_Die *die, uint64_t start)
{
    uint64_t bytes = 0;
    Dwarf_Die base;
    number(die, DW_AT_data_member_location, &bytes);
    if (!type_of(die, &base))
        return;
    base = plain(base);
    add_record(members, &base, start + bytes * 8);
}

static void add_children(struct members *members, Dwarf_Die *record, uint64_t start, int tag)
{
    Dwarf_Die child;
    if (dwarf_child(record, &child) != 0)
        return;
    do {
        if (dwarf_tag(&child) != tag)
            continue;
        if (tag == DW_TAG_inheritance)
            add_base(members, &child, start);
        else
            add_field(members, &child, start);
    } while (dwarf_siblingof(&child, &child) == 0);
}

static void add_record(struct members *members, Dwarf_Die *record, uint64_t start)
{
    add_children(members, record, start, DW_TAG_inheritance);
    add_children(members, record, start, DW_TAG_member);
}

/* std::optional: what lies in it, wherever the library puts it. */
static void find_optional(struct members *members, Dwarf_Die *record, uint64_t start,
                          const char *wanted, const char *shown)
{
    Dwarf_Die child, type, inner;
    bool more = dwarf_child(record, &child) == 0;
    for (; more; more = dwarf_siblingof(&child, &child) == 0) {
        uint64_t bytes = 0;
        int tag = dwarf_tag(&child);
        if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) || !type_of(&child, &type))
            continue;
        number(&child, DW_AT_data_member_location, &bytes);
        inner = plain(type);
        if (strcmp(name_of(&child), wanted) == 0) {
            struct member *member = add_member(members);
            member->name = strdup(shown);
            member->bit_offset = start + bytes * 8;
            read_type(member, type);
        } else if (is_record(&inner)) {
            find_optional(members, &inner, start + bytes * 8, wanted, shown);
        }
    }
}

static bool is_taken(const struct members *members, size_t after, const char *name)
{
    for (size_t i = after + 1; i < members->count; i++)
        if (!members->items[i].skipped && strcmp(members->items[i].name, name) == 0)
            return true;
    return false;
}

/* A member of a base class that another one hides has a number behind its name. */
static void rename_hidden(struct members *members)
{
    for (size_t i = members->count; i-- > 0;) {
        struct member *member = &members->items[i];
        char *name = member->name;
        for (int n = 2; !member->skipped && is_taken(members, i, member->name); n++) {
            if (member->name != name)
                free(member->name);
            if (asprintf(&member->name, "%s_%d", name, n) < 0)
                abort();
        }
        if (member->name != name)
            free(name);
    }
}

void members_read(struct members *members, Dwarf_Die *record)
{
    *members = (struct members){0};
    if (is_named(record, "optional<")) {
        find_optional(members, record, 0, "_M_value", "value");
        find_optional(members, record, 0, "_M_engaged", "has_value");
        return;
    }
    add_record(members, record, 0);
    rename_hidden(members);
}

void members_free(struct members *members)
{
    for (size_t i = 0; i < members->count; i++)
        free(members->items[i].name);
    free(members->items);
    *members = (struct members){0};
}

/* ---- the object file --------------------------------------------------------------------------*/

bool object_open(struct object *object, const char *path)
{
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_build_id_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo,
                                             .section_address = dwfl_offline_section_address};
    Dwarf_Addr bias;
    object->dwfl = dwfl_begin(&callbacks); /* it relocates the sections, too */
    Dwfl_Module *module = object->dwfl ? dwfl_report_offline(object->dwfl, "", path, -1) : NULL;
    if (module)
        dwfl_report_end(object->dwfl, NULL, NULL);
    Dwarf_Die *unit = module ? dwfl_module_nextcu(module, NULL, &bias) : NULL;
    if (!unit) {
        fprintf(stderr, "%s: %s\n", path, dwfl_errmsg(-1));
        return false;
    }
    object->unit = *unit;
    return true;
}

void object_close(struct object *object)
{
    dwfl_end(object->dwfl);
}

bool object_pointee(const struct object *object, const char *name, Dwarf_Die *record)
{
    Dwarf_Die unit = object->unit, die;
    if (dwarf_child(&unit, &die) != 0)
        return false;
    do {
        if (dwarf_tag(&die) != DW_TAG_variable || strcmp(name_of(&die), name) != 0)
            continue;
        if (!type_of(&die, record) || !type_of(record, record))
            return false;
        *record = plain(*record);
        return is_record(record);
    } while (dwarf_siblingof(&die, &die) == 0);
    return false;
}

static void visit_children(Dwarf_Die *parent, object_visit *visit, void *data)
{
    Dwarf_Die die, target;
    if (dwarf_child(parent, &die) != 0)
        return;
    do {
        int tag = dwarf_tag(&die);
        bool record = is_record(&die) && !flag(&die, DW_AT_declaration);
        if (record && *name_of(&die))
            visit(&die, name_of(&die), data);
        if (tag == DW_TAG_typedef && type_of(&die, &target) && is_record(&target) &&
            !*name_of(&target) && !flag(&target, DW_AT_declaration))
            visit(&target, name_of(&die), data);
        if (record || tag == DW_TAG_namespace)
            visit_children(&die, visit, data);
    } while (dwarf_siblingof(&die, &die) == 0);
}

void object_records(const struct object *object, object_visit *visit, void *data)
{
    Dwarf_Die unit = object->unit;
    visit_children(&unit, visit, data);
}
