/* Export as a page that stands alone: summary, types with their layout, a table of objects that
 * sorts and filters, charts of the values that were named, marks. Layer 8. No network, no library.
 * "#find=web&by=size&down" behind its address is what the table begins with. */
#include "cli/commands.h"
#include "cli/export.h"
#include "cli/json.h"
#include "cli/svg.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/reader.h"
#include "view/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

struct page {
    struct series_list charts;
    uint64_t frames, first_wall_ns;
};

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n"
    "body{font:14px system-ui,sans-serif;margin:2rem;color:#222;max-width:75rem}\n"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\n"
    "table{border-collapse:collapse}th,td{text-align:left;padding:.2rem .8rem .2rem 0;"
    "border-bottom:1px solid #eee;vertical-align:top}\n"
    "th{position:sticky;top:0;background:#fff}td.n,th.n{text-align:right}\n"
    "th.sort{cursor:pointer}th.up::after{content:\" \\25B4\"}th.down::after{content:\" \\25BE\"}\n"
    "tr.open td{background:#f6f8fa}pre{margin:0;white-space:pre-wrap}\n"
    "input{font:inherit;padding:.3rem;width:24rem;max-width:100%}.dim{color:#777}\n"
    "svg{max-width:100%;height:auto}\n</style>\n";

static const char script[] =
    "<script>\n"
    "const all=JSON.parse(document.getElementById('data').textContent);\n"
    "const body=document.getElementById('rows'),find=document.getElementById('find');\n"
    "const hash=new URLSearchParams(location.hash.slice(1));\n"
    "let by=hash.get('by')||'label',down=hash.has('down');\n"
    "find.value=hash.get('find')||'';\n"
    "function draw(){\n"
    "  let want;try{want=new RegExp(find.value,'i');find.style.color=''}\n"
    "  catch(e){find.style.color='#c00';return}\n"
    "  const rows=all.filter(o=>want.test(o.label)||want.test(o.type));\n"
    "  rows.sort((a,b)=>(a[by]>b[by]?1:a[by]<b[by]?-1:0)*(down?-1:1));\n"
    "  body.textContent='';\n"
    "  for(const o of rows.slice(0,5000)){\n"
    "    const tr=body.insertRow();\n"
    "    for(const k of ['label','type','size']){const td=tr.insertCell();td.textContent=o[k];\n"
    "      if(k=='size')td.className='n'}\n"
    "    const td=tr.insertCell();td.textContent=JSON.stringify(o.value).slice(0,120);\n"
    "    td.className='dim';\n"
    "    tr.onclick=()=>{const open=tr.classList.toggle('open');\n"
    "      td.textContent='';if(open){const p=document.createElement('pre');\n"
    "      p.textContent=JSON.stringify(o.value,null,2);td.append(p)}\n"
    "      else td.textContent=JSON.stringify(o.value).slice(0,120)}\n"
    "  }\n"
    "  document.getElementById('shown').textContent=rows.length+' of '+all.length;\n"
    "  for(const th of document.querySelectorAll('th.sort'))\n"
    "    th.className='sort '+(th.dataset.key==by?(down?'down':'up'):'')+\n"
    "      (th.dataset.key=='size'?' n':'');\n"
    "}\n"
    "find.oninput=draw;\n"
    "for(const th of document.querySelectorAll('th.sort'))th.onclick=()=>{\n"
    "  down=th.dataset.key==by?!down:false;by=th.dataset.key;draw()};\n"
    "draw();\n</script>\n";

static struct page *page_of(const struct export_job *j)
{
    return j->state;
}

static int html_begin(struct export_job *j, memglass_error *err)
{
    j->state = calloc(1, sizeof(struct page));
    return j->state ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static int add_point(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    series_add(&page_of(j)->charts, hit);
    return 0;
}

static int add_chosen(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    return choose_row(j->choose, j->look, hit->row) ? series_each(hit, add_point, j) : 0;
}

static int html_frame(struct export_job *j, memglass_error *err)
{
    struct page *p = page_of(j);
    if (p->frames++ == 0)
        p->first_wall_ns = look_frame(j->look)->wall_ns;
    series_begin(&p->charts);
    export_paths(j, add_chosen);
    return p->charts.failed ? error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory") : MEMGLASS_OK;
}

/* --- the page ----------------------------------------------------------------------------------
 */

static void write_time(uint64_t wall_ns, FILE *out)
{
    char text[64];
    struct tm local;
    time_t seconds = (time_t)(wall_ns / NS_PER_SEC);
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
    fputs(text, out);
}

static void write_summary(const struct export_job *j)
{
    const struct frame *f = look_frame(j->look);
    const struct page *p = page_of(j);
    fputs("<title>memglass: ", j->out);
    svg_text(f->session.name, j->out);
    fputs("</title></head><body>\n<h1>", j->out);
    svg_text(f->session.name, j->out);
    fputs("</h1>\n<p>", j->out);
    svg_text(f->session.executable, j->out);
    fprintf(j->out, " <span class=\"dim\">pid %u, %s</span><br>\n", f->session.pid,
            memglass_state_name((int)f->session.state));
    fprintf(j->out, "%zu objects, %" PRIu64 " frame%s, ", f->roster->count, p->frames,
            p->frames == 1 ? "" : "s");
    write_time(p->first_wall_ns, j->out);
    if (p->frames > 1) {
        fputs(" to ", j->out);
        write_time(f->wall_ns, j->out);
    }
    fputs("</p>\n", j->out);
}

static void write_cell(const char *text, FILE *out)
{
    fputs("<td>", out);
    svg_text(text, out);
    fputs("</td>", out);
}

static void write_field(const memglass_field *f, FILE *out)
{
    fprintf(out, "<tr><td class=\"n\">%" PRIu64 "</td><td class=\"n\">", f->bit_offset / 8);
    if (f->bit_size % 8)
        fprintf(out, "%" PRIu64 " bits</td>", f->bit_size);
    else
        fprintf(out, "%" PRIu64 "</td>", f->bit_size / 8 * field_elements(f));
    write_cell(f->name, out);
    write_cell(f->type_name, out);
    write_cell(f->unit, out);
    write_cell(f->desc, out);
    fputs("</tr>\n", out);
}

static void write_type(const struct type_count *t, FILE *out)
{
    fputs("<details><summary>", out);
    svg_text(t->type->name, out);
    fprintf(out, " <span class=\"dim\">%" PRIu64 " bytes, %" PRIu64 " objects</span></summary>\n",
            t->type->size, t->objects);
    fputs("<table><tr><th class=\"n\">offset</th><th class=\"n\">bytes</th><th>field</th>"
          "<th>type</th><th>unit</th><th>description</th></tr>\n",
          out);
    for (uint32_t i = 0; i < t->type->field_count; i++)
        write_field(&t->type->fields[i], out);
    fputs("</table></details>\n", out);
}

static void write_types(const struct export_job *j)
{
    const struct type_count *types;
    size_t count = look_types(j->look, &types);
    fputs("<h2>Types</h2>\n", j->out);
    for (size_t i = 0; i < count; i++)
        write_type(&types[i], j->out);
}

static void write_charts(const struct export_job *j)
{
    if (!page_of(j)->charts.count)
        return;
    fputs("<h2>Charts</h2>\n", j->out);
    svg_chart(&page_of(j)->charts, j->out);
}

static void write_marks(const struct export_job *j)
{
    const struct record_note *notes;
    struct record_reader *r = look_recording(j->look);
    size_t count = r ? record_reader_notes(r, &notes) : 0;
    for (size_t i = 0; i < count; i++) {
        char text[32];
        struct strbuf b;
        strbuf_init(&b, text, sizeof text);
        text_duration(&b, notes[i].time_ns > j->first_ns ? notes[i].time_ns - j->first_ns : 0);
        fprintf(j->out, i ? "<br>at %s: " : "<h2>Marks</h2>\n<p>at %s: ", text);
        svg_text(notes[i].text, j->out);
        fputs(i + 1 == count ? "</p>\n" : "\n", j->out);
    }
}

/* Inside a <script> neither "</" nor "<!--" may stand, and no text of JSON needs a "<" as it is. */
static bool write_json(const json_t *all, FILE *out)
{
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);
    bool printed = memory && json_print(all, false, memory);
    printed = memory && fclose(memory) == 0 && printed;
    for (const char *c = text; c && *c; c++)
        if (*c == '<')
            fputs("\\u003c", out);
        else
            fputc(*c, out);
    free(text);
    return printed;
}

static json_t *spelled_out(const json_t *value);

static json_t *members_spelled_out(const json_t *object)
{
    json_t *all = json_object(), *value;
    const char *key;
    json_object_foreach((json_t *)object, key, value)
        json_object_set_new(all, key, spelled_out(value));
    return all;
}

static json_t *elements_spelled_out(const json_t *array)
{
    json_t *all = json_array();
    for (size_t i = 0; i < json_array_size(array); i++)
        json_array_append_new(all, spelled_out(json_array_get(array, i)));
    return all;
}

/* A copy for a browser, whose numbers are doubles: integers that those would round are texts. */
static json_t *spelled_out(const json_t *value)
{
    const json_int_t most = (INT64_C(1) << 53) - 1;
    char text[24];
    if (json_is_object(value))
        return members_spelled_out(value);
    if (json_is_array(value))
        return elements_spelled_out(value);
    if (!json_is_integer(value) ||
        (json_integer_value(value) <= most && json_integer_value(value) >= -most))
        return json_copy((json_t *)value);
    snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return json_string(text);
}

static json_t *value_json(const struct frame *f, size_t i)
{
    const struct roster_row *row = &f->roster->rows[i];
    struct field_ref whole = field_whole(row->type, row->count);
    json_t *exact = json_value(&whole, frame_data(f, i), row->size, frame_truth(f, i));
    json_t *value = spelled_out(exact);
    json_decref(exact);
    return value;
}

static json_t *objects_json(const struct export_job *j)
{
    const struct frame *f = look_frame(j->look);
    json_t *all = json_array();
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        if (choose_row(j->choose, j->look, i))
            json_array_append_new(all, json_pack("{s:s, s:s, s:I, s:o}", "label", row->label,
                                                 "type", row->type->name, "size",
                                                 (json_int_t)row->size, "value", value_json(f, i)));
    }
    return all;
}

static int html_end(struct export_job *j, memglass_error *err)
{
    json_t *all = objects_json(j);
    if (!all)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    fputs(head, j->out);
    write_summary(j);
    write_charts(j);
    write_marks(j);
    write_types(j);
    fputs("<h2>Objects</h2>\n<p><input id=\"find\" placeholder=\"label or type (a regular "
          "expression)\"> <span id=\"shown\" class=\"dim\"></span></p>\n<table><thead><tr>"
          "<th class=\"sort\" data-key=\"label\">label</th><th class=\"sort\" data-key=\"type\">"
          "type</th><th class=\"sort n\" data-key=\"size\">size</th><th>value</th></tr></thead>"
          "<tbody id=\"rows\"></tbody></table>\n<script id=\"data\" type=\"application/json\">",
          j->out);
    bool printed = write_json(all, j->out);
    fputs("</script>\n", j->out);
    fputs(script, j->out);
    fputs("</body></html>\n", j->out);
    json_decref(all);
    return printed ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static void html_free(struct export_job *j)
{
    if (j->state)
        series_fini(&page_of(j)->charts);
    free(j->state);
}

const struct export_format export_html = {.name = "html",
                                          .what = "a page that stands alone",
                                          .takes_paths = true,
                                          .begin = html_begin,
                                          .frame = html_frame,
                                          .end = html_end,
                                          .free = html_free};
