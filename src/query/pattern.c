/* Patterns: regular expressions that cannot take for ever. Layer 5. */
#include "query/pattern.h"

#include "base/error.h"

#include <string.h>

#define USES_MAX 256

/* --- what is allowed -------------------------------------------------------------------------- */

/* "{2,5}". */
struct repeats {
    unsigned long least, most;
    bool endless;
};

static struct repeats repeats_at(const char *at)
{
    unsigned long number = 0, least = 0, most = 1;
    bool comma = false, digits = false;
    for (at++; *at && *at != '}'; at++) {
        digits = *at >= '0' && *at <= '9';
        number = digits && number < 100000 ? number * 10 + (unsigned)(*at - '0') : 0;
        comma |= *at == ',';
        least = comma ? least : number;
        most = number > most ? number : most;
    }
    return (struct repeats){least, most, comma && !digits};
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

/*
 * What an expression comes to when its repeats are written out, as glibc does before it looks at
 * any text: "a{3}" is "aaa", and each + of "a++" doubles what stands before it. And whether it may
 * be nothing: a repeat without an end of what may be nothing, as in "(a*)+", is a way back to where
 * one was, and glibc goes all such ways that there are.
 */
struct level { /* an open parenthesis */
    unsigned long before, atom;
    bool nothing_before, nothing; /* what stands before the last atom of this branch; the atom */
    bool nothing_else;            /* a branch before this one */
};

struct extent {
    struct level levels[PATTERN_TEXT_MAX];
    size_t depth;
    bool too_large, in_circles;
};

static struct level *level_of(struct extent *e)
{
    return &e->levels[e->depth];
}

static void set_atom(struct extent *e, unsigned long atom, bool nothing)
{
    struct level *l = level_of(e);
    l->atom = atom;
    l->nothing = nothing;
    e->too_large = e->too_large || l->before + atom > PATTERN_EXTENT;
}

static void next_atom(struct extent *e, unsigned long atom, bool nothing)
{
    struct level *l = level_of(e);
    l->before += l->atom;
    l->nothing_before = l->nothing_before && l->nothing;
    set_atom(e, atom, nothing);
}

static void next_branch(struct extent *e)
{
    struct level *l = level_of(e);
    l->nothing_else |= l->nothing_before && l->nothing;
    next_atom(e, 1, true);
    l->before += l->atom;
    l->atom = 0;
    l->nothing_before = true;
}

static void open_group(struct extent *e)
{
    e->depth++;
    *level_of(e) = (struct level){.before = 1, .nothing_before = true, .nothing = true};
}

static void close_group(struct extent *e)
{
    if (e->depth == 0)
        return;
    struct level inside = *level_of(e);
    e->depth--;
    next_atom(e, inside.before + inside.atom,
              inside.nothing_else || (inside.nothing_before && inside.nothing));
}

static void repeat(struct extent *e, unsigned long atom, struct repeats times)
{
    bool nothing = level_of(e)->nothing;
    e->in_circles |=
        times.endless && nothing && level_of(e)->atom; /* "*a" is regcomp's to refuse */
    set_atom(e, atom, nothing || times.least == 0);
}

/* One character that is neither escaped nor in a bracket. */
static void measure(struct extent *e, const char *at)
{
    unsigned long atom = level_of(e)->atom;
    switch (*at) {
    case '(':
        open_group(e);
        break;
    case ')':
        close_group(e);
        break;
    case '|':
        next_branch(e);
        break;
    case '*':
        repeat(e, atom + 1, (struct repeats){.least = 0, .endless = true});
        break;
    case '?':
        repeat(e, atom + 1, (struct repeats){.least = 0});
        break;
    case '+':
        repeat(e, 2 * atom + 1, (struct repeats){.least = 1, .endless = true});
        break;
    case '{':
        repeat(e, atom * repeats_at(at).most + 1, repeats_at(at));
        break;
    default:
        next_atom(e, 1, *at == '^' || *at == '$');
    }
}

static int check_expression(const char *text, memglass_error *err)
{
    struct extent e = {.levels[0] = {.nothing_before = true, .nothing = true}};
    for (const char *at = text; *at && !e.too_large && !e.in_circles; at++) {
        if (*at == '\\' && at[1] >= '1' && at[1] <= '9')
            return error_set(err, MEMGLASS_E_INVALID, 0,
                             "\\%c refers back, which may take for ever", at[1]);
        if (*at != '[' && *at != '\\') {
            measure(&e, at);
            if (*at == '{' && strchr(at, '}'))
                at = strchr(at, '}');
            continue;
        }
        bool place = *at == '\\' && at[1] && strchr("bB<>`'", at[1]);
        at = *at == '[' ? bracket_end(at) : at + (at[1] != '\0');
        next_atom(&e, 1, place);
    }
    if (e.too_large)
        return error_set(err, MEMGLASS_E_INVALID, 0, "these repeats come to more than %d parts",
                         PATTERN_EXTENT);
    if (e.in_circles)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "a repeat of what may be nothing, as in (a*)+, may take for ever");
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
