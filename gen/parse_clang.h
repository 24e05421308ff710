/* What the parse files share: one header being read. Layer: gen. */
#ifndef GEN_PARSE_CLANG_H
#define GEN_PARSE_CLANG_H

#include "parse.h"
#include "source.h"

#include <clang-c/Index.h>

/* A question that libclang has no function for, answered by a second, small compilation. */
struct probe {
    struct model_type *type;
    struct place place;
    const char *expression; /* C++, an integer constant */
    /* A base class: the fields that came from it, to be moved by the answer, in bytes. */
    uint32_t first_field, field_count;
    /* Else a field that is shown as bytes if the answer is 1, and refused otherwise. */
    const char *field_name;
};

struct parser {
    struct model *model;
    struct pool *pool;
    struct diag *diag;
    const struct parse_request *request;
    CXIndex index;
    CXTranslationUnit unit;
    struct map sources; /* by path: struct source */
    struct map hiding;  /* of C++: names of global functions and variables */
    bool lenient;       /* types that nobody annotated: refusals are warnings */
    bool insist;        /* except where the type was asked for by its name */
    struct place asked; /* inside of a type of the standard library: who has it; else no file */
    struct probe *probes;
    size_t probe_count;
};

/* How an unnamed record is called: after the member that has its type. */
struct unnamed {
    const struct model_type *outer;
    const char *field;
    uint32_t rank;
    bool guarded, reachable;
};

/* ---- parse_names.c ---- */
const char *parse_text(struct parser *parser, CXString text); /* disposes of text */
const char *parse_spelling(struct parser *parser, CXType type);
bool parse_is_unnamed(const char *spelling);
struct place parse_place(struct parser *parser, CXSourceLocation location);
size_t parse_offset(CXSourceLocation location);
/* Whether it stands in the header itself, by a macro from anywhere or not. */
bool parse_is_in_header(struct parser *parser, CXCursor declaration);
/* In any but clang's own headers; types that are built in are in none. */
bool parse_is_in_file(struct parser *parser, CXCursor declaration);
const char *parse_without_tag(const char *spelling);
bool parse_is_std(struct parser *parser, CXCursor declaration, const char *name);
const char *parse_qualified_name(struct parser *parser, CXCursor declaration);
/* Fills in name, ident, both spellings, reachable. false: refused, said so. */
bool parse_name_type(struct parser *parser, struct model_type *type, CXType record,
                     const struct unnamed *unnamed);

/* ---- parse_notes.c ---- */
bool parse_is_observed(struct parser *parser, CXCursor declaration);
void parse_annotate_type(struct parser *parser, CXCursor declaration, struct model_type *type);
void parse_annotate_field(struct parser *parser, CXCursor declaration, struct model_field *field);
/* Whether the file of the declaration defines a macro of that name: then no code can write it. */
bool parse_is_macro(struct parser *parser, CXCursor declaration, const char *name);
/* Complains about annotations of types that no type took. */
void parse_unclaimed(struct parser *parser);

/* ---- parse_record.c ---- */
/* The type of a complete record, or NULL: refused, and said so. unnamed may be NULL. */
struct model_type *parse_record(struct parser *parser, CXType record,
                                const struct unnamed *unnamed);
/* Whose children are the record's bases and functions: those of a template's instance are to be
 * seen in the template only. */
CXCursor parse_members_cursor(CXType record);
/* Why no object of this class can be looked at; NULL: it can, as far as its members can. */
const char *parse_refusal(struct parser *parser, CXType record);
void parse_refuse(struct parser *parser, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- parse_field.c ---- */
enum field_result { FIELD_ADDED, FIELD_SKIPPED, FIELD_REFUSED };

/* Adds the named member to type; base_bits: where the record that declares it lies in the type. */
enum field_result parse_field(struct parser *parser, struct model_type *type, CXCursor member,
                              uint64_t base_bits, bool reachable);

/* Adds a field of that type at the type's start; there is no declaration of it. */
enum field_result parse_value(struct parser *parser, struct model_type *type, const char *name,
                              CXType of);

/* ---- parse_std.c ---- */
enum std_kind { STD_NONE, STD_PAIR, STD_OPTIONAL };

/* The classes of the standard library whose layout is known, though it is private. */
enum std_kind parse_std_kind(struct parser *parser, CXType record);
/* Adds value and has_value of a std::optional. false: refused, said so. */
bool parse_optional(struct parser *parser, struct model_type *type, CXType record);
/* std::chrono's duration and time_point: what is counted, and in which unit if that has a name. */
bool parse_std_time(struct parser *parser, CXType record, CXType *count, const char **unit);

/* ---- parse_probe.c ---- */
void parse_probe_add(struct parser *parser, struct probe probe);
void parse_probe_run(struct parser *parser);

/* ---- parse.c ---- */
CXTranslationUnit parse_unit(struct parser *parser, const char *path, const char *text,
                             const char *extra_arg, unsigned flags);

#endif
