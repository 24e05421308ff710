/* From a filter's text to its tree. Layer 5. */
#include "field/parse.h"
#include "query/filter_lex.h"

#include <stdlib.h>
#include <string.h>

static struct filter_node *parse_any(struct filter_lexer *p);
static struct filter_node *parse_one(struct filter_lexer *p);

/* --- memory ------------------------------------------------------------------------------------
 */

static void free_test(struct filter_test *test)
{
    if (test)
        free(test->value);
    free(test);
}

void filter_free_nodes(struct filter_node *node)
{
    while (node) {
        struct filter_node *next = node->next;
        filter_free_nodes(node->children);
        free(node->pattern);
        free_test(node->test);
        free(node);
        node = next;
    }
}

static struct filter_node *make_node(struct filter_lexer *p, enum filter_kind kind,
                                     const char *from)
{
    struct filter_node *node = calloc(1, sizeof *node);
    if (!node)
        return lex_no_memory(p);
    node->kind = kind;
    node->at = (size_t)(from - p->text);
    node->length = (size_t)(p->at - from);
    return node;
}

/* --- words ------------------------------------------------------------------------------------ */

static struct filter_node *word_node(struct filter_lexer *p, const char *from, const char *text)
{
    memglass_error why;
    struct filter_node *node = make_node(p, FILTER_WORD, from);
    if (!node)
        return NULL;
    node->pattern = malloc(sizeof *node->pattern);
    if (!node->pattern) {
        lex_no_memory(p);
    } else if (pattern_init(node->pattern, text, &why) != MEMGLASS_OK) {
        lex_fail(p, from, node->length, "%s", why.message);
    } else {
        node->cost = node->pattern->plain ? 4 : 40;
        return node;
    }
    filter_free_nodes(node);
    return NULL;
}

/* --- conditions ------------------------------------------------------------------------------- */

/* What a condition costs, compared with a number's. */
static int cost_of(const struct filter_test *test)
{
    if (test->term.id == TERM_TYPE)
        return 1; /* once for each type */
    if (term_is_window(test->term.aspect))
        return 200;
    if (filter_op_is_like(test->op))
        return test->pattern.plain ? 6 : 40;
    return test->term.aspect == TERM_VALUE ? 2 : 8;
}

/* The unit of what every object has. */
static memglass_field common_field(enum term_id id)
{
    const char *unit = id == TERM_SIZE ? "B" : id == TERM_AGE || id == TERM_LAST ? "s" : "";
    return (memglass_field){.unit = unit, .kind = MEMGLASS_KIND_FLOAT};
}

static bool is_fitting(struct filter_lexer *p, const char *op_from, const struct filter_test *test)
{
    const struct filter_op_info *op = filter_op_info(test->op);
    bool common = test->term.id != TERM_FIELD, like = filter_op_is_like(test->op);
    if (common && test->term.text && !op->of_texts) {
        lex_fail(p, op_from, strlen(op->text), "%s is a text: it takes = != ~ !~", test->term.name);
        return false;
    }
    if (like && ((common && !test->term.text) || test->term.aspect != TERM_VALUE)) {
        lex_fail(p, op_from, strlen(op->text),
                 "%s is a number: it takes = != < <= > >=", test->term.name);
        return false;
    }
    return true;
}

/* What can be known of the value before there is a type. */
static bool read_value(struct filter_lexer *p, struct filter_test *test, const char *from)
{
    memglass_error why;
    memglass_field common = common_field(test->term.id);
    size_t length = (size_t)(p->at - from);
    int status = MEMGLASS_OK;
    if (filter_op_is_like(test->op))
        status = pattern_init(&test->pattern, test->value, &why);
    else if (test->term.id != TERM_FIELD && !test->term.text)
        status = field_parse_number(&common, test->value, &test->number, &why);
    if (status)
        lex_fail(p, from, length, "%s", why.message);
    if (test->term.id == TERM_AGE || test->term.id == TERM_LAST)
        test->number *= 1e9L;
    return status == MEMGLASS_OK;
}

static bool read_test(struct filter_lexer *p, struct filter_test *test, const char *name)
{
    const char *from = p->at;
    memglass_error why;
    if (term_parse(name, &test->term, &why) != MEMGLASS_OK)
        return lex_fail(p, from - strlen(name), strlen(name), "%s", why.message);
    lex_skip_blanks(p);
    const char *op_from = p->at;
    test->op = lex_op_at(p->at);
    p->at += strlen(filter_op_info(test->op)->text);
    if (!is_fitting(p, op_from, test))
        return false;
    lex_skip_blanks(p);
    const char *value_from = p->at;
    test->value_at = (size_t)(value_from - p->text);
    if (!*p->at || *p->at == ')')
        return lex_fail(p, op_from, strlen(filter_op_info(test->op)->text),
                        "a value must follow '%s'", filter_op_info(test->op)->text);
    test->value = lex_take_text(p, false);
    return test->value && read_value(p, test, value_from);
}

static struct filter_node *test_node(struct filter_lexer *p, const char *from, const char *name)
{
    struct filter_test *test = calloc(1, sizeof *test);
    if (!test)
        return lex_no_memory(p);
    struct filter_node *node = read_test(p, test, name) ? make_node(p, FILTER_TEST, from) : NULL;
    if (!node) {
        free_test(test);
        return NULL;
    }
    node->test = test;
    node->cost = cost_of(test);
    return node;
}

/* --- the tree --------------------------------------------------------------------------------- */

/* Whether "and" or "or" is meant, as C writes them: as an expression it would match nothing, or
 * everything. */
static bool is_sign(const char *at)
{
    char behind = at[strspn(at, "&|")];
    return (*at == '&' || *at == '|') &&
           (at[0] == at[1] || !behind || lex_is_blank(behind) || behind == '(' || behind == ')');
}

static struct filter_node *parse_leaf(struct filter_lexer *p)
{
    const char *from = p->at;
    bool quoted = *from == '"';
    if (lex_op_at(from) != FILTER_OPS)
        return lex_fail(p, from, strlen(filter_op_info(lex_op_at(from))->text),
                        "a name must stand before '%s'", filter_op_info(lex_op_at(from))->text);
    if (is_sign(from))
        return lex_fail(p, from, strspn(from, "&|"), "'and' and 'or' are written as words");
    char *text = lex_take_text(p, true);
    if (!text)
        return NULL;
    const char *behind = p->at;
    lex_skip_blanks(p);
    bool test = !quoted && lex_op_at(p->at) != FILTER_OPS;
    p->at = behind;
    struct filter_node *node = test ? test_node(p, from, text) : word_node(p, from, text);
    free(text);
    return node;
}

static struct filter_node *parse_not(struct filter_lexer *p)
{
    const char *from = p->at++;
    if (!*p->at || lex_is_blank(*p->at) || *p->at == ')')
        return lex_fail(p, from, 1, "what '!' negates must follow it");
    struct filter_node *child = parse_one(p);
    struct filter_node *node = child ? make_node(p, FILTER_NOT, from) : NULL;
    if (!node) {
        filter_free_nodes(child);
        return NULL;
    }
    node->children = child;
    node->cost = child->cost;
    return node;
}

static struct filter_node *parse_group(struct filter_lexer *p)
{
    const char *from = p->at++;
    struct filter_node *node = parse_any(p);
    if (!node)
        return NULL;
    if (*p->at == ')') {
        p->at++;
        return node;
    }
    filter_free_nodes(node);
    return lex_fail(p, from, 1, "this parenthesis is not closed");
}

static struct filter_node *parse_one(struct filter_lexer *p)
{
    struct filter_node *node;
    if (p->depth == FILTER_DEPTH_MAX)
        return lex_fail(p, p->at, 1, "more than %d parentheses inside each other",
                        FILTER_DEPTH_MAX);
    p->depth++;
    if (*p->at == '!' && lex_op_at(p->at) == FILTER_OPS)
        node = parse_not(p);
    else
        node = *p->at == '(' ? parse_group(p) : parse_leaf(p);
    p->depth--;
    return node;
}

/* In ascending order of cost; what costs the same stays in the order of the text. */
static void add_child(struct filter_node *parent, struct filter_node *child)
{
    struct filter_node **place = &parent->children;
    while (*place && (*place)->cost <= child->cost)
        place = &(*place)->next;
    child->next = *place;
    *place = child;
    parent->cost += child->cost;
}

static bool is_word(const char *at, const char *word)
{
    size_t length = strlen(word);
    return strncmp(at, word, length) == 0 &&
           (!at[length] || lex_is_blank(at[length]) || at[length] == ')' || at[length] == '(');
}

static bool is_or(const char *at)
{
    return is_word(at, "or");
}

/* Goes behind an "and", which says no more than what stands side by side says. False: not between
 * two parts. */
static bool skip_and(struct filter_lexer *p, bool first)
{
    const char *word = p->at;
    if (!is_word(word, "and"))
        return true;
    p->at += strlen("and");
    lex_skip_blanks(p);
    if (!first && *p->at && *p->at != ')' && !is_or(p->at) && !is_word(p->at, "and"))
        return true;
    lex_fail(p, word, strlen("and"), "something must stand on both sides of 'and'");
    return false;
}

/* One or more behind each other; at the top there may be none. */
static struct filter_node *parse_all(struct filter_lexer *p)
{
    struct filter_node *all = make_node(p, FILTER_ALL, p->at);
    if (!all)
        return NULL;
    for (lex_skip_blanks(p); *p->at && *p->at != ')' && !is_or(p->at); lex_skip_blanks(p)) {
        struct filter_node *child = skip_and(p, !all->children) ? parse_one(p) : NULL;
        if (!child) {
            filter_free_nodes(all);
            return NULL;
        }
        add_child(all, child);
    }
    return all;
}

/* p->at is at "or". */
static bool add_alternative(struct filter_lexer *p, struct filter_node *any)
{
    const char * or = p->at;
    p->at += strlen("or");
    struct filter_node *next = parse_all(p);
    if (!next)
        return false;
    bool empty = !next->children || !any->children->children;
    add_child(any, next);
    if (empty)
        lex_fail(p, or, strlen("or"), "something must stand on both sides of 'or'");
    return !empty;
}

static struct filter_node *parse_any(struct filter_lexer *p)
{
    struct filter_node *first = parse_all(p);
    if (!first || !is_or(p->at)) {
        if (first && !first->children && p->depth) {
            filter_free_nodes(first);
            return lex_fail(p, p->at, *p->at == ')',
                            "something must stand between the parentheses");
        }
        return first;
    }
    struct filter_node *any = make_node(p, FILTER_ANY, p->text + first->at);
    if (!any) {
        filter_free_nodes(first);
        return NULL;
    }
    any->children = first;
    any->cost = first->cost;
    while (is_or(p->at))
        if (!add_alternative(p, any)) {
            filter_free_nodes(any);
            return NULL;
        }
    return any;
}

struct filter_node *filter_parse(const char *text, struct filter_error *err)
{
    struct filter_lexer p = {.text = text, .at = text, .err = err};
    if (strlen(text) >= FILTER_TEXT_MAX)
        return lex_fail(&p, text, 0, "a filter of %zu bytes is too long", strlen(text));
    struct filter_node *root = parse_any(&p);
    if (root && *p.at) {
        filter_free_nodes(root);
        return lex_fail(&p, p.at, 1, "this parenthesis was not opened");
    }
    return root;
}
