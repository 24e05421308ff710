/* From clang's declarations to their annotations and comments. Layer: gen. */
#include "check.h"
#include "parse_clang.h"

#include <string.h>

#define OBSERVE_TEXT "memglass:observe"
#define FIELD_TEXT   "memglass:field:"

static struct source *any_source_of(struct parser *parser, CXSourceLocation location)
{
    CXFile file;
    size_t size;
    clang_getExpansionLocation(location, &file, NULL, NULL, NULL);
    if (!file)
        return NULL;
    const char *path = parse_text(parser, clang_getFileName(file));
    struct source *source = map_find(&parser->sources, path);
    const char *text = source ? NULL : clang_getFileContents(parser->unit, file, &size);
    if (text) {
        source = source_create(parser->pool, path, text, size);
        map_put(&parser->sources, path, source);
    }
    return source;
}

/* NULL for the system's headers: no comment in them is meant for us. */
static struct source *source_of(struct parser *parser, CXSourceLocation location)
{
    return clang_Location_isInSystemHeader(location) ? NULL : any_source_of(parser, location);
}

bool parse_is_macro(struct parser *parser, CXCursor declaration, const char *name)
{
    const struct source *source = any_source_of(parser, clang_getCursorLocation(declaration));
    return source && map_find(&source->macros, name) != NULL;
}

/* ---- types ------------------------------------------------------------------------------------*/

struct observed_search {
    struct parser *parser;
    bool found;
};

static enum CXChildVisitResult visit_observe(CXCursor child, CXCursor parent, CXClientData data)
{
    struct observed_search *search = data;
    (void)parent;
    if (clang_getCursorKind(child) != CXCursor_AnnotateAttr)
        return CXChildVisit_Continue;
    const char *text = parse_text(search->parser, clang_getCursorSpelling(child));
    if (strcmp(text, OBSERVE_TEXT) != 0)
        return CXChildVisit_Continue;
    CXSourceLocation location = clang_getCursorLocation(child);
    struct source *source = source_of(search->parser, location);
    if (source)
        source_mark(source, parse_offset(location));
    search->found = true;
    return CXChildVisit_Continue;
}

bool parse_is_observed(struct parser *parser, CXCursor declaration)
{
    struct observed_search search = {.parser = parser};
    clang_visitChildren(declaration, visit_observe, &search);
    if (search.found)
        return true;
    CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(declaration));
    struct source *source = source_of(parser, start);
    return source && source_is_observed(source, parse_offset(start));
}

void parse_annotate_type(struct parser *parser, CXCursor declaration, struct model_type *type)
{
    CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(declaration));
    struct source *source = source_of(parser, start);
    struct note_list notes = {0};
    if (source)
        source_notes_of_type(source, parser->pool, parse_offset(start), &notes);
    type->d.desc = annotations_description(parser->pool, &notes);
}

/* ---- fields -----------------------------------------------------------------------------------*/

struct note_search {
    struct parser *parser;
    struct note_list *notes;
};

/* The text of MEMGLASS_FIELD("..."), where it stands in the header if it can be found there. */
static enum CXChildVisitResult visit_field_note(CXCursor child, CXCursor parent, CXClientData data)
{
    struct note_search *search = data;
    struct parser *parser = search->parser;
    (void)parent;
    if (clang_getCursorKind(child) != CXCursor_AnnotateAttr)
        return CXChildVisit_Continue;
    const char *text = parse_text(parser, clang_getCursorSpelling(child));
    if (strncmp(text, FIELD_TEXT, strlen(FIELD_TEXT)) != 0)
        return CXChildVisit_Continue;
    text += strlen(FIELD_TEXT);
    CXSourceLocation location = clang_getCursorLocation(child);
    struct note note = {.text = text, .length = strlen(text)};
    note.place = parse_place(parser, location);
    const struct source *source = source_of(parser, location);
    note.offset = source ? source_literal(source, parse_offset(location), text) : 0;
    note.source = note.offset ? source : NULL;
    note_list_add(search->notes, parser->pool, note);
    return CXChildVisit_Continue;
}

static void find_notes(struct parser *parser, CXCursor declaration, struct note_list *notes)
{
    struct note_search search = {parser, notes};
    clang_visitChildren(declaration, visit_field_note, &search);
    CXSourceLocation name = clang_getCursorLocation(declaration);
    const struct source *source = source_of(parser, name);
    if (!source)
        return;
    CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(declaration));
    source_notes_of_member(source, parser->pool, parse_offset(start), parse_offset(name), notes);
}

/* Comments in headers that know nothing of memglass may hold anything. */
static bool is_foreign(struct parser *parser, CXCursor declaration, const struct note_list *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        if (!notes->items[i].comment)
            return false;
    return parser->lenient || !parse_is_in_header(parser, declaration);
}

void parse_annotate_field(struct parser *parser, CXCursor declaration, struct model_field *field)
{
    struct note_list notes = {0};
    struct annotations annotations = {0};
    struct diag quiet = {0};
    find_notes(parser, declaration, &notes);
    bool foreign = is_foreign(parser, declaration, &notes);
    struct annotation_reader reader = {parser->pool, foreign ? &quiet : parser->diag, foreign};
    for (size_t i = 0; i < notes.count; i++)
        annotations_read(&reader, &notes.items[i], &annotations);
    field->d.desc = annotations_description(parser->pool, &notes);
    check_annotate(field, &annotations, reader.diag);
}

/* ---- annotations that mark nothing ------------------------------------------------------------*/

static bool is_skipped(const CXSourceRangeList *skipped, size_t offset)
{
    for (unsigned i = 0; i < skipped->count; i++)
        if (parse_offset(clang_getRangeStart(skipped->ranges[i])) <= offset &&
            offset < parse_offset(clang_getRangeEnd(skipped->ranges[i])))
            return true;
    return false;
}

/* Whether the preprocessor leaves the text at offset out: only a parse that records its work knows,
 * and that is too slow to be done each time. */
static bool is_compiled(struct parser *parser, size_t offset)
{
    CXTranslationUnit unit = parse_unit(parser, parser->request->header, NULL, NULL,
                                        CXTranslationUnit_DetailedPreprocessingRecord);
    if (!unit)
        return true;
    CXFile file = clang_getFile(unit, parser->request->header);
    CXSourceRangeList *skipped = clang_getSkippedRanges(unit, file);
    bool compiled = !is_skipped(skipped, offset);
    clang_disposeSourceRangeList(skipped);
    clang_disposeTranslationUnit(unit);
    return compiled;
}

void parse_unclaimed(struct parser *parser)
{
    CXFile file = clang_getFile(parser->unit, parser->request->header);
    CXSourceLocation start = clang_getLocationForOffset(parser->unit, file, 0);
    const struct source *source = source_of(parser, start);
    size_t token = 0, offset;
    while (source && source_unclaimed(source, &token, &offset))
        if (is_compiled(parser, offset))
            diag_error(parser->diag, source_place(source, offset),
                       "this annotation marks no type: write it between 'struct' and the name of a "
                       "type that is defined there and is no template");
}
