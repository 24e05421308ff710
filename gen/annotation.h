/* The annotation language: words in an attribute or a comment to what they say. Layer: gen. */
#ifndef GEN_ANNOTATION_H
#define GEN_ANNOTATION_H

#include "source.h"

#include <memglass/type.h>

/* X(NAME, "word", what stands in its parentheses) */
#define ANNOTATION_LIST(X)         \
    X(ATOMIC, "atomic", NOTHING)   \
    X(SEQLOCK, "seqlock", NOTHING) \
    X(COUNTER, "counter", NOTHING) \
    X(GAUGE, "gauge", NOTHING)     \
    X(HIDDEN, "hidden", NOTHING)   \
    X(UNIT, "unit", TEXT)          \
    X(RANGE, "range", RANGE)       \
    X(ENUM, "enum", NAMES)         \
    X(FLAGS, "flags", NAMES)       \
    X(FORMAT, "format", FORMAT)    \
    X(DESC, "desc", TEXT)

enum annotation_word {
#define ANNOTATION_WORD(name, word, argument) ANNOTATION_##name,
    ANNOTATION_LIST(ANNOTATION_WORD)
#undef ANNOTATION_WORD
        ANNOTATION_COUNT
};

/* What the notes of one field say together. All zero: nothing. */
struct annotations {
    uint32_t given;                        /* 1u << word */
    struct place places[ANNOTATION_COUNT]; /* of the words given */
    const char *unit, *format, *desc;      /* NULL when not given */
    char conversion;                       /* the letter of the format's one conversion */
    double range_min, range_max;
    memglass_enumerator *names; /* of ENUM or FLAGS */
    uint32_t name_count;
};

struct annotation_reader {
    struct pool *pool;
    struct diag *diag;
    bool lenient; /* what is wrong in a comment is plain text, as in headers that know nothing of us
                   */
};

void annotations_read(const struct annotation_reader *reader, const struct note *note,
                      struct annotations *out);

/* A description out of documentation comments: the first paragraph, on one line, annotations left
 * out; "" when there is none. */
const char *annotations_description(struct pool *pool, const struct note_list *notes);

/* ---- shared by the files of the annotation language ----------------------------------------- */

/* One word of a note, such as range(0,100). Offsets are from the start of the note's text. */
struct annotation_span {
    size_t word, word_length;
    size_t argument, argument_length; /* between the parentheses */
    size_t end;                       /* behind all of it */
    bool has_argument;
    bool unclosed; /* a parenthesis that is never closed on its line */
};

struct annotation_span annotation_span_at(const struct note *note, size_t word);
/* The '@' of the next word in a comment that can be an annotation, from `from` on; length: none. */
size_t annotation_next_at(const struct note *note, size_t from);
/* ANNOTATION_COUNT: none of ours. */
enum annotation_word annotation_lookup(const char *word, size_t length);
/* The word of ours that differs by one letter more, less, other or swapped; NULL: none does. */
const char *annotation_meant(const char *word, size_t length);
/* Words of documentation tools, which may stand in comments beside ours. */
bool annotation_is_doc_word(const char *word, size_t length);

/* The readers of what stands in parentheses: false when they have complained. */
struct annotation_argument {
    const struct annotation_reader *reader;
    const struct note *note;
    size_t offset, length;
    const char *text; /* of the argument, NUL-terminated, blanks at both ends removed */
    const char *word;
};

void annotation_complain(const struct annotation_argument *argument, size_t offset,
                         const char *format, ...) __attribute__((format(printf, 3, 4)));
bool annotation_read_range(const struct annotation_argument *argument, struct annotations *out);
bool annotation_read_names(const struct annotation_argument *argument, struct annotations *out);
bool annotation_read_format(const struct annotation_argument *argument, struct annotations *out);

#endif
