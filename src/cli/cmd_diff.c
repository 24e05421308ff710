/* memglass diff: what differs between two sessions, recordings or instants. Layer 8. Objects are
 * matched by label and type's name, fields by path: also where layouts differ. */
#include "cli/apart.h"
#include "cli/commands.h"
#include "cli/exact.h"
#include "cli/json.h"
#include "cli/label_map.h"
#include "cli/paths.h"
#include "cli/source.h"

#include "base/error.h"
#include "field/bits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct args_option cli_diff_options[] = {
    CLI_OPTION_FORMATS CLI_OPTION(0, "at", "TIME",
                                  "of the first, a recording: so long after its beginning",
                                  args_take_text, at),
    CLI_OPTION(0, "and-at", "TIME", "of the second, likewise", args_take_text, second_at),
    CLI_OPTION_TRUST_OWNER,
    CLI_OPTION_HELP,
    {0}};

static const struct output_column diff_columns[] = {
    {"PATH", "path", false}, {"FIRST", "first", false}, {"SECOND", "second", false}};

struct comparing {
    struct output *output;
    const struct frame *other;
    size_t other_row;
    bool second; /* fields of the second that the first lacks are looked for */
    uint64_t differences;
};

/* One side of a comparison. */
struct side {
    const struct frame *frame;
    size_t row;
    struct field_ref ref;
    bool escaped; /* what differs is not shown otherwise */
    char text[1024];
};

/* Whether all of it has room. */
static bool fill_text(struct side *s, bool exact)
{
    const struct field_style style = {.humane = !exact, .exact = exact, .no_format = exact};
    struct strbuf out;
    strbuf_init(&out, s->text, sizeof s->text);
    field_text(&s->ref, frame_data(s->frame, s->row), s->frame->roster->rows[s->row].size, &style,
               &out);
    bool whole = !out.cut;
    strbuf_finish(&out);
    return whole;
}

static bool is_readable(const struct side *s)
{
    uint64_t size = s->frame->roster->rows[s->row].size;
    return field_is_leaf(&s->ref) && bits_inside(&s->ref, size) &&
           !bits_guard_torn(&s->ref, frame_data(s->frame, s->row), size);
}

static long double float_of(const struct side *s)
{
    return bits_float(&s->ref, frame_data(s->frame, s->row));
}

/* Of up to 128 bits. */
static bits128 integer_of(const struct side *s, bool *negative)
{
    bits128 bits = bits_load(&s->ref, frame_data(s->frame, s->row));
    sbits128 whole = bits_signed(bits, s->ref.field->bit_size);
    *negative = bits_is_signed(s->ref.field) && whole < 0;
    return *negative ? (bits128)whole : bits;
}

/* Texts are rounded: numbers decide, where both are some. Where an integer became a float it is
 * what both are shown as. */
static bool same_number(const struct side *a, const struct side *b)
{
    if (!is_readable(a) || !is_readable(b))
        return true;
    if (bits_is_float(a->ref.field) && bits_is_float(b->ref.field)) {
        long double x = float_of(a), y = float_of(b);
        return x == y || (isnan(x) && isnan(y));
    }
    if (!bits_is_integer(a->ref.field) || !bits_is_integer(b->ref.field))
        return true;
    bool x_negative, y_negative;
    bits128 x = integer_of(a, &x_negative), y = integer_of(b, &y_negative);
    return x == y && x_negative == y_negative;
}

static char *whole_text(const struct side *s)
{
    return exact_text(&s->ref, frame_data(s->frame, s->row), s->frame->roster->rows[s->row].size,
                      MEMGLASS_EXACT);
}

static char *escaped_text(const struct side *s)
{
    return exact_escaped(&s->ref, frame_data(s->frame, s->row),
                         s->frame->roster->rows[s->row].size);
}

/* Two texts, of which what differs is shown. Takes them. */
static bool show_apart(struct side *a, struct side *b, char *x, char *y)
{
    bool differs = x && y && strcmp(x, y) != 0;
    if (differs && strlen(x) < sizeof a->text && strlen(y) < sizeof b->text) {
        strcpy(a->text, x);
        strcpy(b->text, y);
    } else if (differs) {
        apart_show(x, y, a->text, b->text, sizeof a->text);
    }
    free(x);
    free(y);
    return differs;
}

/* Of long texts that begin alike: whether the rest differs. */
static bool differ_behind(struct side *a, struct side *b, bool *failed)
{
    char *x = whole_text(a), *y = whole_text(b);
    *failed = *failed || !x || !y;
    return show_apart(a, b, x, y);
}

static bool is_string(const struct side *s)
{
    return is_readable(s) && s->ref.field->kind == MEMGLASS_KIND_STRING;
}

static const char *bytes_of(const struct side *s, size_t *length)
{
    const unsigned char *at = frame_data(s->frame, s->row) + s->ref.bit_offset / 8;
    *length = strnlen((const char *)at, s->ref.field->bit_size / 8);
    return (const char *)at;
}

/* Of strings that are shown alike: in bytes that no terminal is given. */
static bool differ_unseen(struct side *a, struct side *b, bool *failed)
{
    size_t x_length, y_length;
    if (!is_string(a) || !is_string(b))
        return false;
    const char *x_bytes = bytes_of(a, &x_length), *y_bytes = bytes_of(b, &y_length);
    if (x_length == y_length && memcmp(x_bytes, y_bytes, x_length) == 0)
        return false;
    char *x = escaped_text(a), *y = escaped_text(b);
    *failed = *failed || !x || !y;
    a->escaped = b->escaped = true;
    return show_apart(a, b, x, y);
}

/* A text, "": nothing is there. */
static void add_text(struct output *o, const char *text)
{
    output_cell(o, text, *text ? NULL : json_null());
}

/* Only one source has it: that has its type's name. */
static void add_object(struct comparing *c, const char *label, const char *first,
                       const char *second)
{
    output_cell(c->output, label, NULL);
    add_text(c->output, first);
    add_text(c->output, second);
    c->differences++;
}

/* People see the side's text, programs its value, as everywhere; NULL: nothing is there. */
static void add_side(struct output *o, const struct side *s)
{
    if (!s || o->format == OUTPUT_TABLE) {
        add_text(o, s ? s->text : "");
        return;
    }
    if (o->format != OUTPUT_CSV) {
        output_cell(o, "",
                    json_value(&s->ref, frame_data(s->frame, s->row),
                               s->frame->roster->rows[s->row].size, MEMGLASS_EXACT));
        return;
    }
    char *text = s->escaped ? escaped_text(s) : whole_text(s);
    o->failed = o->failed || !text;
    output_cell(o, text ? text : "", NULL);
    free(text);
}

static void add_value(struct comparing *c, const char *path, const struct side *first,
                      const struct side *second)
{
    output_cell(c->output, path, NULL);
    add_side(c->output, first);
    add_side(c->output, second);
    c->differences++;
}

static bool differ(struct side *a, struct side *b, bool *failed)
{
    bool whole = fill_text(a, false);
    whole = fill_text(b, false) && whole;
    if (strcmp(a->text, b->text) != 0)
        return true;
    if ((!whole && differ_behind(a, b, failed)) || differ_unseen(a, b, failed))
        return true;
    if (!whole || same_number(a, b))
        return false;
    fill_text(a, true);
    fill_text(b, true);
    return true;
}

static int compare_leaf(const struct path_hit *hit, void *ctx)
{
    struct comparing *c = ctx;
    const struct roster_row *other = &c->other->roster->rows[c->other_row];
    struct field_ref whole = field_whole(other->type, other->count);
    struct side mine = {.frame = hit->frame, .row = hit->row, .ref = hit->ref};
    struct side theirs = {.frame = c->other, .row = c->other_row};
    bool there = field_resolve(&whole, hit->field, &theirs.ref, NULL) == MEMGLASS_OK;
    if (!there) {
        fill_text(&mine, false);
        add_value(c, hit->text, c->second ? NULL : &mine, c->second ? &mine : NULL);
    } else if (!c->second && differ(&mine, &theirs, &c->output->failed))
        add_value(c, hit->text, &mine, &theirs);
    return 0;
}

static void compare_objects(struct comparing *c, const struct frame *a, size_t row_a,
                            const struct frame *b, size_t row_b)
{
    const struct roster_row *x = &a->roster->rows[row_a], *y = &b->roster->rows[row_b];
    struct path_hit first = {a, row_a, field_whole(x->type, x->count), "", ""};
    struct path_hit second = {b, row_b, field_whole(y->type, y->count), "", ""};
    c->other = b;
    c->other_row = row_b;
    c->second = false;
    paths_each_leaf(&first, compare_leaf, c);
    c->other = a;
    c->other_row = row_a;
    c->second = true;
    paths_each_leaf(&second, compare_leaf, c);
}

static void compare_frames(struct comparing *c, const struct frame *a, struct label_map *map)
{
    const struct frame *b = map->frame;
    for (size_t i = 0; i < a->roster->count; i++) {
        if (frame_gone(a, i))
            continue;
        long row = label_map_take(map, &a->roster->rows[i]);
        if (row >= 0)
            compare_objects(c, a, i, b, (size_t)row);
        else
            add_object(c, a->roster->rows[i].label, a->roster->rows[i].type->name, "");
    }
    for (size_t i = 0; i < b->roster->count; i++)
        if (!map->taken[i] && !frame_gone(b, i))
            add_object(c, b->roster->rows[i].label, "", b->roster->rows[i].type->name);
}

static int compare(const struct cli_values *v, struct look *a, struct look *b, FILE *out,
                   memglass_error *err)
{
    struct output o;
    struct label_map map;
    struct comparing c = {.output = &o};
    if (!label_map_init(&map, look_frame(b))) {
        label_map_fini(&map);
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    }
    output_begin(&o, v->format, out, diff_columns, 3);
    compare_frames(&c, look_frame(a), &map);
    int status = output_end(&o, err);
    label_map_fini(&map);
    if (status || !c.differences)
        return status;
    err->message[0] = '\0'; /* as diff(1): a status, and nothing to say */
    return CLI_NOT_SO;
}

int cli_diff(const struct cli_values *v, FILE *out, memglass_error *err)
{
    int status = source_names(v, 2, 2, err);
    if (status)
        return status;
    struct cli_values second = *v;
    second.at = v->second_at;
    struct look *a = source_open_name(v, 0, false, 0, err);
    struct look *b = a ? source_open_name(&second, 1, false, 0, err) : NULL;
    status = b ? compare(v, a, b, out, err) : err->code;
    look_close(&a);
    look_close(&b);
    return status;
}
