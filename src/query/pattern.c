/* Patterns: regular expressions that cannot take for ever. Layer 5. */
#include "query/pattern.h"

#include "base/error.h"

#include <string.h>

#define USES_MAX 256

/* --- what is allowed -------------------------------------------------------------------------- */

/* The largest number of "{2,5}" at `at`, or 1. */
static unsigned long repeats_at(const char *at)
{
    unsigned long most = 1, number = 0;
    for (at++; *at && *at != '}'; at++) {
        number =
            *at >= '0' && *at <= '9' && number < 100000 ? number * 10 + (unsigned)(*at - '0') : 0;
        most = number > most ? number : most;
    }
    return most;
}

/* The end of "[...]", whose first ] may be a member. */
static const char *bracket_end(const char *at)
{
    at += 1 + (at[1] == '^');
    at += *at == ']';
    while (*at && *at != ']') {
        const char *end = NULL;
        if (at[0] == '[' && at[1] && strchr(":.=", at[1])) /* [:alpha:] */
            end = strchr(at + 2, ']');
        at = end ? end + 1 : at + 1;
    }
    return *at ? at : at - 1;
}

/* What an expression comes to when its repeats are written out, as glibc does before it looks at
 * any text: "a{3}" is "aaa", and each + of "a++" doubles what stands before it. */
struct extent {
    unsigned long before[PATTERN_TEXT_MAX], atom[PATTERN_TEXT_MAX]; /* each open parenthesis */
    size_t depth;
    bool too_large;
};

static void set_atom(struct extent *e, unsigned long atom)
{
    e->atom[e->depth] = atom;
    e->too_large = e->too_large || e->before[e->depth] + atom > PATTERN_EXTENT;
}

static void next_atom(struct extent *e, unsigned long atom)
{
    e->before[e->depth] += e->atom[e->depth];
    set_atom(e, atom);
}

static void open_group(struct extent *e)
{
    e->depth++;
    e->before[e->depth] = 1;
    e->atom[e->depth] = 0;
}

static void close_group(struct extent *e)
{
    if (e->depth == 0)
        return;
    unsigned long inside = e->before[e->depth] + e->atom[e->depth];
    e->depth--;
    next_atom(e, inside);
}

/* One character that is neither escaped nor in a bracket. */
static void measure(struct extent *e, const char *at)
{
    unsigned long atom = e->atom[e->depth];
    switch (*at) {
    case '(':
        open_group(e);
        break;
    case ')':
        close_group(e);
        break;
    case '*':
    case '?':
        set_atom(e, atom + 1);
        break;
    case '+':
        set_atom(e, 2 * atom + 1);
        break;
    case '{':
        set_atom(e, atom * repeats_at(at) + 1);
        break;
    default:
        next_atom(e, 1);
    }
}

static int check_expression(const char *text, memglass_error *err)
{
    struct extent e = {0};
    for (const char *at = text; *at && !e.too_large; at++) {
        if (*at == '\\' && at[1] >= '1' && at[1] <= '9')
            return error_set(err, MEMGLASS_E_INVALID, 0,
                             "\\%c refers back, which may take for ever", at[1]);
        if (*at != '[' && *at != '\\') {
            measure(&e, at);
            continue;
        }
        at = *at == '[' ? bracket_end(at) : at + (at[1] != '\0');
        next_atom(&e, 1);
    }
    if (e.too_large)
        return error_set(err, MEMGLASS_E_INVALID, 0, "these repeats come to more than %d parts",
                         PATTERN_EXTENT);
    return MEMGLASS_OK;
}

/* --- making ----------------------------------------------------------------------------------- */

static bool has_capitals(const char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            return true;
    return false;
}

static bool is_plain(const char *text, bool ignore_case)
{
    if (strpbrk(text, "\\[](){}.*+?^$|"))
        return false;
    for (; ignore_case && *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false; /* the locale knows which letters these are */
    return true;
}

static int compile(const struct pattern *p, regex_t *out)
{
    return regcomp(out, p->text, REG_EXTENDED | REG_NOSUB | (p->ignore_case ? REG_ICASE : 0));
}

int pattern_init(struct pattern *p, const char *text, memglass_error *err)
{
    regex_t regex;
    size_t length = strlen(text);
    if (length >= sizeof p->text)
        return error_set(err, MEMGLASS_E_INVALID, 0, "an expression of %zu bytes is too long",
                         length);
    struct pattern made = {.length = length, .ignore_case = !has_capitals(text)};
    memcpy(made.text, text, length + 1);
    made.plain = is_plain(text, made.ignore_case);
    if (!made.plain) {
        int status = check_expression(text, err);
        if (status)
            return status;
        status = compile(&made, &regex);
        if (status) {
            char why[100];
            regerror(status, NULL, why, sizeof why);
            return error_set(err, MEMGLASS_E_INVALID, 0, "%s", why);
        }
        regfree(&regex);
    }
    *p = made;
    return MEMGLASS_OK;
}

/* --- matching --------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool starts_with(const char *text, const char *word)
{
    while (*word && lower(*text) == *word) {
        text++;
        word++;
    }
    return !*word;
}

static bool contains(const struct pattern *p, const char *text)
{
    if (!p->ignore_case)
        return strstr(text, p->text);
    char first = p->text[0];
    if (!first)
        return true;
    for (; *text; text++)
        if (lower(*text) == first && starts_with(text, p->text))
            return true;
    return false;
}

bool pattern_matches(const struct pattern *p, struct pattern_matcher *m, const char *text)
{
    if (p->plain)
        return contains(p, text);
    if (m->made && m->uses == USES_MAX)
        pattern_matcher_fini(m);
    if (!m->made && compile(p, &m->regex) != 0)
        return false;
    m->made = true;
    m->uses++;
    return regexec(&m->regex, text, 0, NULL, 0) == 0;
}

void pattern_matcher_fini(struct pattern_matcher *m)
{
    if (m->made)
        regfree(&m->regex);
    *m = (struct pattern_matcher){0};
}
