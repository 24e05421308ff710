/* Rows of named values, in four formats. Layer 8. */
#include "cli/output.h"

#include "base/clock.h"
#include "base/error.h"
#include "cli/json.h"

#include <string.h>
#include <time.h>

void output_begin(struct output *o, enum output_format format, FILE *out,
                  const struct output_column *columns, size_t count)
{
    REQUIRE(count <= COLUMNS_MAX);
    *o = (struct output){.format = format, .out = out, .columns = columns, .count = count};
    for (size_t i = 0; i < count; i++)
        o->table_columns[i] = (struct column){.title = columns[i].title, .right = columns[i].right};
    columns_init(&o->table, o->table_columns, count);
    if (format == OUTPUT_JSON)
        o->rows = json_array();
    for (size_t i = 0; format == OUTPUT_CSV && i < count; i++)
        fprintf(out, "%s%s", columns[i].name, i + 1 < count ? "," : "\r\n");
}

void output_time(uint64_t wall_ns, FILE *out)
{
    struct tm local;
    char text[32];
    time_t seconds = (time_t)(wall_ns / NS_PER_SEC);
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%H:%M:%S", &local);
    fprintf(out, "%s.%03u  ", text, (unsigned)(wall_ns % NS_PER_SEC / NS_PER_MS));
}

void output_csv_cell(const char *text, FILE *out)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void json_cell(struct output *o, json_t *value)
{
    if (!o->row)
        o->row = json_object();
    if (json_object_set_new(o->row, o->columns[o->at].name, value))
        o->failed = true;
}

static void end_row(struct output *o)
{
    o->at = 0;
    if (o->format == OUTPUT_CSV)
        fputs("\r\n", o->out);
    if (o->format == OUTPUT_LINES && !json_print(o->row, false, o->out) && !ferror(o->out))
        o->failed = true;
    if (o->format == OUTPUT_JSON && json_array_append(o->rows, o->row))
        o->failed = true;
    json_decref(o->row);
    o->row = NULL;
}

void output_cell(struct output *o, const char *text, json_t *value)
{
    bool json = o->format == OUTPUT_JSON || o->format == OUTPUT_LINES;
    if (json)
        json_cell(o, value ? json_incref(value) : json_string(text));
    else if (o->format == OUTPUT_TABLE)
        columns_add(&o->table, text);
    else
        output_csv_cell(text, o->out);
    json_decref(value);
    if (++o->at == o->count)
        end_row(o);
    else if (o->format == OUTPUT_CSV)
        fputc(',', o->out);
}

int output_end(struct output *o, memglass_error *err)
{
    int status = MEMGLASS_OK;
    if (o->format == OUTPUT_TABLE)
        status = columns_print(&o->table, o->out, err);
    if (o->format == OUTPUT_JSON && !json_print(o->rows, true, o->out) && !ferror(o->out))
        o->failed = true;
    columns_fini(&o->table);
    json_decref(o->rows);
    json_decref(o->row);
    return o->failed ? error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory") : status;
}
