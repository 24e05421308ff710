/* A filter's inside: the tree that its text becomes, shared by what parses and what matches. Layer
 * 5. */
#ifndef QUERY_FILTER_TREE_H
#define QUERY_FILTER_TREE_H

#include "field/bits.h"
#include "query/filter.h"
#include "query/pattern.h"

#include <stdatomic.h>

#define FILTER_DEPTH_MAX 32 /* parentheses and negations inside each other */

enum filter_kind {
    FILTER_ALL, /* of its children */
    FILTER_ANY,
    FILTER_NOT,
    FILTER_WORD, /* a pattern in label or type */
    FILTER_TEST  /* term op value */
};

/* X(id, as it is written, also of texts) Longer ones first. */
#define FILTER_OP_LIST(X)         \
    X(NOT_LIKE, "!~", true)       \
    X(NOT_EQUAL, "!=", true)      \
    X(LESS_EQUAL, "<=", false)    \
    X(GREATER_EQUAL, ">=", false) \
    X(LIKE, "~", true)            \
    X(EQUAL, "=", true)           \
    X(LESS, "<", false)           \
    X(GREATER, ">", false)

enum filter_op {
#define FILTER_OP_ENUM(id, ...) FILTER_OP_##id,
    FILTER_OP_LIST(FILTER_OP_ENUM)
#undef FILTER_OP_ENUM
        FILTER_OPS
};

struct filter_op_info {
    const char *text;
    bool of_texts;
};

const struct filter_op_info *filter_op_info(enum filter_op op); /* static storage */

static inline bool filter_op_is_like(enum filter_op op)
{
    return op == FILTER_OP_LIKE || op == FILTER_OP_NOT_LIKE;
}

/* term op value. */
struct filter_test {
    struct term term;
    enum filter_op op;
    char *value;            /* as it was written, without quotes */
    size_t value_at;        /* in the text */
    struct pattern pattern; /* LIKE, NOT_LIKE */
    long double number;     /* of a term that is no field and no text */
};

struct filter_node {
    enum filter_kind kind;
    int cost;                            /* the cheaper is looked at first */
    struct filter_node *children, *next; /* of ALL, ANY and NOT; of the parent */
    size_t at, length;                   /* in the text */
    size_t number;                       /* WORD, TEST: among all of them */
    struct pattern *pattern;             /* WORD */
    struct filter_test *test;            /* TEST */
};

struct filter {
    _Atomic unsigned refs;
    struct filter_node *root; /* ALL */
    size_t leaf_count;        /* words and tests */
    struct filter_node **leaves;
    bool fixed;
    char text[];
};

/* NULL: err says why; nothing is left behind. */
struct filter_node *filter_parse(const char *text, struct filter_error *err);
void filter_free_nodes(
    struct filter_node *node); /* and what is next to and below it; may be NULL */

/* How a test looks at the objects of one type. */
struct filter_place {
    enum {
        PLACE_NUMBER, /* one number against `number` */
        PLACE_WIDE,   /* an integer of more than 64 bits against `wide` */
        PLACE_TEXT,   /* the field's text against the value or the pattern */
        PLACE_NONE    /* the type has no such thing: not known */
    } how;
    struct field_ref ref;
    /* A number that is read as it lies there: of whole bytes, without a guard. */
    enum {
        LOAD_ANY, /* not so */
        LOAD_U8,
        LOAD_U16,
        LOAD_U32,
        LOAD_U64,
        LOAD_I32,
        LOAD_I64,
        LOAD_F32,
        LOAD_F64
    } load;
    long double number;
    bits128 wide;   /* two's complement */
    bool found;     /* the type has the field */
    bool bad_value; /* ... but the value is none of its */
};

/* Of a test whose term is a field. False: it cannot match there, err says why. */
bool filter_place(const struct filter_test *test, const memglass_type *type,
                  struct filter_place *out, memglass_error *err);

#endif
