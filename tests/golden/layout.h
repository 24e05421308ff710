/* Compares descriptors with the compiler: offsets, sizes, and for bit-fields the very bits. */
#ifndef LAYOUT_CHECK_H
#define LAYOUT_CHECK_H

#include <memglass/type.h>
#include <stdio.h>
#include <string.h>

static int checked, failed;

static const memglass_field *field_of(const memglass_type *type, const char *name)
{
    uint32_t i;
    for (i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    return NULL;
}

static void complain(const memglass_type *type, const char *field, const char *what,
                     unsigned long long is, unsigned long long described)
{
    printf("%s.%s: %s is %llu, but described as %llu\n", type->name, field, what, is, described);
    failed++;
}

static void check_number(const memglass_type *type, const char *field, const char *what,
                         unsigned long long is, unsigned long long described)
{
    checked++;
    if (is != described)
        complain(type, field, what, is, described);
}

static void check_type(const memglass_type *type, size_t size, size_t align, uint32_t fields)
{
    check_number(type, "", "size", size, type->size);
    check_number(type, "", "alignment", align, type->align);
    check_number(type, "", "number of fields", fields, type->field_count);
}

static void check_field(const memglass_type *type, const char *name, uint64_t offset, uint64_t size)
{
    const memglass_field *field = field_of(type, name);
    uint64_t total, count = 1;
    uint32_t i;
    if (!field) {
        complain(type, name, "it", 1, 0);
        return;
    }
    for (i = 0; i < field->rank; i++)
        count *= field->dims[i];
    total = field->rank ? count * field->stride_bytes : field->bit_size / 8;
    check_number(type, name, "offset", offset * 8, field->bit_offset);
    check_number(type, name, "size", size, total);
    if (field->type)
        check_number(type, name, "size of its type", field->bit_size / 8, field->type->size);
}

/* wrapper_size: sizeof the whole member, arrays included. */
static void check_guarded(const memglass_type *type, const char *name, uint64_t guard,
                          uint64_t value, uint64_t value_size, uint64_t wrapper_size)
{
    const memglass_field *field = field_of(type, name);
    uint64_t count = 1;
    uint32_t i;
    if (!field || !(field->flags & MEMGLASS_FIELD_GUARDED)) {
        complain(type, name, "guarded", 1, 0);
        return;
    }
    for (i = 0; i < field->rank; i++)
        count *= field->dims[i];
    check_number(type, name, "guard", guard, field->guard_offset);
    check_number(type, name, "value", value * 8, field->bit_offset);
    check_number(type, name, "size", value_size * 8, field->bit_size);
    if (field->rank)
        check_number(type, name, "stride", wrapper_size / count, field->stride_bytes);
}

/* bytes: of an object that is zero but for the field, which is all ones. */
static void check_bits(const memglass_type *type, const char *name, const void *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;
    const memglass_field *field = field_of(type, name);
    uint64_t bit;
    if (!field || !(field->flags & MEMGLASS_FIELD_BITFIELD)) {
        complain(type, name, "a bit-field", 1, 0);
        return;
    }
    for (bit = 0; bit < type->size * 8; bit++) {
        unsigned inside = bit >= field->bit_offset && bit < field->bit_offset + field->bit_size;
        if ((at[bit / 8] >> (bit % 8) & 1u) != inside) {
            complain(type, name, "a bit", bit, field->bit_offset);
            return;
        }
    }
    checked++;
}

#define OFFSET(object, member) \
    ((uint64_t)((const char *)&(object)->member - (const char *)(object)))
#define TYPE(C, ident, fields) check_type(&memglass_type_##ident, sizeof(C), __alignof__(C), fields)
#define FIELD(C, ident, member)                                                           \
    do {                                                                                  \
        C *o = (C *)space;                                                                \
        check_field(&memglass_type_##ident, #member, OFFSET(o, member), sizeof o->member); \
    } while (0)
#define GUARDED(C, ident, member, element)                                                \
    do {                                                                                  \
        C *o = (C *)space;                                                                \
        check_guarded(&memglass_type_##ident, #member, OFFSET(o, element.guard),          \
                      OFFSET(o, element.value), sizeof o->element.value, sizeof o->member); \
    } while (0)
#define BITS(C, ident, member, ones)                           \
    do {                                                       \
        C *o = (C *)space;                                     \
        memset(space, 0, sizeof space);                        \
        o->member = ones;                                      \
        check_bits(&memglass_type_##ident, #member, space);    \
    } while (0)

static unsigned char space[4096] __attribute__((aligned(64)));

static int registered;

static int report(void)
{
    printf("%d numbers compared, %d wrong\n", checked, failed);
    return failed > 0 || checked == 0;
}

/* The library's, for memglass_register_all_*: counts. */
#ifdef __cplusplus
extern "C"
#endif
int memglass_register(struct memglass_session *s, const memglass_type *type)
{
    (void)s;
    registered++;
    return type->size > 0 ? MEMGLASS_OK : MEMGLASS_E_INVALID;
}

#endif
