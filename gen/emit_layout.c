/* The types as text, with what their order of fields costs: holes, padding, cache lines. Layer:
 * gen.
 */
#include "emit.h"
#include "paths.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 64

/* How far the printing of one type has come. */
struct walk {
    FILE *out;
    uint64_t end_bits; /* of what has been printed */
    uint64_t line;     /* the cache line that was announced last */
    uint64_t hole_bits;
    unsigned holes;
};

/* ---- fields -----------------------------------------------------------------------------------*/

static void extent_of(const struct model_field *field, uint64_t *begin, uint64_t *end)
{
    bool bits = field->d.flags & MEMGLASS_FIELD_BITFIELD;
    *begin = bits ? field->d.bit_offset : field->member_offset * 8;
    *end = *begin + (bits ? field->d.bit_size : field->member_bytes * 8);
}

static void print_amount(FILE *out, const char *what, uint64_t bits)
{
    if (bits % 8)
        fprintf(out, "    /* %s of %" PRIu64 " bit%s */\n", what, bits, bits == 1 ? "" : "s");
    else
        fprintf(out, "    /* %s of %" PRIu64 " byte%s */\n", what, bits / 8, bits == 8 ? "" : "s");
}

static void print_before(struct walk *walk, uint64_t begin)
{
    if (begin > walk->end_bits) {
        print_amount(walk->out, "hole", begin - walk->end_bits);
        walk->hole_bits += begin - walk->end_bits;
        walk->holes++;
    }
    if (begin / 8 / LINE_BYTES > walk->line) {
        walk->line = begin / 8 / LINE_BYTES;
        fprintf(walk->out, "    /* --- cache line %" PRIu64 ", from byte %" PRIu64 " --- */\n",
                walk->line, walk->line * LINE_BYTES);
    }
}

static void print_declaration(FILE *out, const struct model_field *field)
{
    char name[256];
    size_t used = (size_t)snprintf(name, sizeof name, "%.128s", field->d.name);
    for (uint32_t i = 0; i < field->d.rank && used < sizeof name - 32; i++)
        used +=
            (size_t)snprintf(name + used, sizeof name - used, "[%" PRIu64 "]", field->d.dims[i]);
    if (field->d.kind == MEMGLASS_KIND_STRING)
        snprintf(name + used, sizeof name - used, "[%" PRIu64 "]", field->d.bit_size / 8);
    if (field->d.flags & MEMGLASS_FIELD_BITFIELD)
        snprintf(name + used, sizeof name - used, " : %" PRIu64, field->d.bit_size);
    strncat(name, ";", sizeof name - strlen(name) - 1);
    fprintf(out, "    %-24s %-24s", field->d.type_name, name);
}

static void print_field(struct walk *walk, const struct model_field *field)
{
    uint64_t begin, end;
    extent_of(field, &begin, &end);
    print_before(walk, begin);
    print_declaration(walk->out, field);
    uint64_t last = (end - 1) / 8;
    if (field->d.flags & MEMGLASS_FIELD_BITFIELD)
        fprintf(walk->out, " /* %5" PRIu64 ":%" PRIu64, begin / 8, begin % 8);
    else
        fprintf(walk->out, " /* %5" PRIu64 " %6" PRIu64, begin / 8, (end - begin) / 8);
    if (begin / 8 / LINE_BYTES != last / LINE_BYTES && end - begin <= LINE_BYTES * 8)
        fputs(", crosses a cache line", walk->out);
    fputs(" */\n", walk->out);
    walk->end_bits = end > walk->end_bits ? end : walk->end_bits;
}

/* ---- a better order ---------------------------------------------------------------------------*/

/* What has the strictest alignment comes first; what does not fill its alignment comes after what
 * does; a member without a size stays the last. Else the order is kept. */
static int compare_parts(const void *a, const void *b)
{
    const struct model_part *x = a, *y = b;
    if ((x->size == 0) != (y->size == 0))
        return x->size == 0 ? 1 : -1;
    if (x->align != y->align)
        return x->align > y->align ? -1 : 1;
    if ((x->size % x->align == 0) != (y->size % y->align == 0))
        return x->size % x->align == 0 ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static uint64_t round_up(uint64_t value, uint64_t align)
{
    return (value + align - 1) / align * align;
}

static uint64_t size_of_order(const struct model_part *parts, uint32_t count, uint64_t align)
{
    uint64_t end = 0;
    for (uint32_t i = 0; i < count; i++)
        end = round_up(end, parts[i].align) + parts[i].size;
    return round_up(end, align);
}

static void print_order(FILE *out, const struct model *model, const struct model_type *type)
{
    if (type->part_count < 2 || type->d.is_union || type->fixed_order)
        return;
    struct model_part *parts = pool_alloc(model->pool, type->part_count * sizeof *parts);
    memcpy(parts, type->parts, type->part_count * sizeof *parts);
    for (uint32_t i = 0; i < type->part_count; i++) {
        parts[i].rank = i;
        if (parts[i].align > type->d.align) /* packed */
            parts[i].align = type->d.align;
    }
    qsort(parts, type->part_count, sizeof *parts, compare_parts);
    uint64_t size = size_of_order(parts, type->part_count, type->d.align);
    if (size >= type->d.size)
        return;
    fprintf(out, "    /* %" PRIu64 " bytes less in this order, size %" PRIu64 ":\n      ",
            type->d.size - size, size);
    for (uint32_t i = 0; i < type->part_count; i++)
        fprintf(out, "%s %s", i ? "," : "", parts[i].name);
    fputs(" */\n", out);
}

/* ---- types ------------------------------------------------------------------------------------*/

static void print_type(FILE *out, const struct model *model, const struct emit_target *target,
                       const struct model_type *type)
{
    struct walk walk = {.out = out};
    fprintf(out, "%s %s {", type->d.is_union ? "union" : "struct", type->d.name);
    if (type->d.line)
        fprintf(out, " /* %s:%u */", path_shown(model->pool, target->output, type->d.file),
                type->d.line);
    fputc('\n', out);
    for (uint32_t i = 0; i < type->d.field_count; i++)
        print_field(&walk, &type->fields[i]);
    uint64_t padding = type->d.size * 8 - walk.end_bits;
    if (padding)
        print_amount(out, "padding", padding);
    fprintf(out,
            "\n    /* size %" PRIu64 ", alignment %" PRIu64 ", cache lines %" PRIu64
            ", fields %u, holes %u",
            type->d.size, type->d.align, (type->d.size + LINE_BYTES - 1) / LINE_BYTES,
            type->d.field_count, walk.holes);
    if (walk.hole_bits % 8)
        fprintf(out, " (%" PRIu64 " bits)", walk.hole_bits);
    else if (walk.holes)
        fprintf(out, " (%" PRIu64 " byte%s)", walk.hole_bits / 8, walk.hole_bits == 8 ? "" : "s");
    fputs(" */\n", out);
    print_order(out, model, type);
    fputs("};\n", out);
}

void emit_layout(const struct model *model, const struct emit_target *target, FILE *out)
{
    for (size_t i = 0; i < model->type_count; i++) {
        fputs(i ? "\n" : "", out);
        print_type(out, model, target, model->types[i]);
    }
}
